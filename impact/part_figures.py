"""Figures of parts of a day or a month, such as neighbourhoods: all drawn with the same draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from impact.activities import DayActivity
from impact.amounts import Amounts
from impact.baselines import Baseline
from impact.draws import DEFAULT_DRAWS, Draws, Sample, draw
from impact.factors import FactorSet
from impact.likely_mix import MIXED
from impact.ranges import Range, Saving
from impact.samples import Samples, samples_of

__all__ = ["PartFigures", "part_figures"]

Made = tuple[DayActivity, FactorSet]


@dataclass(frozen=True, slots=True)
class PartFigures:
    """What a part drove and emitted, beside the most likely mix.

    Attributes
    ----------
    distance_m: of its rounds, exactly.
    project_g: grams CO2e, well-to-wheel.
    saved_g: against the most likely mix of what would have happened otherwise; None where a factor set has none.
    avoided_m: metres of that mix minus those of the rounds; below zero where more is driven now. The parcel network's
        are not known and count as none, which counts against us.
    """

    distance_m: int
    project_g: Range
    saved_g: Saving | None
    avoided_m: Range | None


def part_figures(
    parts: Mapping[str, Sequence[Made]], *, draws: int = DEFAULT_DRAWS, seed: int = 1
) -> dict[str, PartFigures]:
    """Draw the figures of each part; percentiles of parts do not add up.

    Parameters
    ----------
    parts: orders or days of each, with their factors; a part has one or more.

    Raises
    ------
    BadInputError
        A factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    sets = {factors.version: factors for made in parts.values() for _, factors in made}
    drawn = {version: draw(factors, draws, seed) for version, factors in sets.items()}
    return {name: _figures(made, drawn) for name, made in parts.items()}


def _figures(made: Sequence[Made], drawn: Mapping[str, Draws]) -> PartFigures:
    of_set = {version: [day for day, factors in made if factors.version == version] for version in drawn}
    amounts = {version: Amounts.of(days) for version, days in of_set.items() if days}
    samples = {version: samples_of(drawn[version], of_one) for version, of_one in amounts.items()}
    total = Samples.total(samples.values())
    mix_m = None
    if total.likely_mix is not None:
        mix_m = sum((_mix_m(drawn[version], one) for version, one in samples.items()), np.zeros(total.project_m.size))
    return PartFigures(
        distance_m=sum(one.distance_m for day, _ in made for one in day.rounds),
        project_g=Range.of(total.project),
        saved_g=None if total.likely_mix is None else Saving.of(total.likely_mix, total.project),
        avoided_m=None if mix_m is None else Range.of(mix_m - total.project_m),
    )


def _mix_m(draws: Draws, samples: Samples) -> Sample:
    """Metres of the mix, shape (n,), where no customer was asked."""
    mixed, whole = np.zeros(draws.n), np.zeros(draws.n)
    for each in MIXED:
        share = draws.of(f"likely_mix.{each}", "share")
        whole += share
        if each is not Baseline.PARCEL_NETWORK:
            mixed += share * samples.baselines_m[each]
    return mixed / whole
