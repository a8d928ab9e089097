"""Emissions of days beside those of each baseline, from one set of draws for each factor set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from impact.activities import DayActivity
from impact.amounts import Amounts
from impact.baselines import Baseline
from impact.day_blocks import day_counts
from impact.drawn_grams import Part
from impact.draws import DEFAULT_DRAWS, Draws, Sample, draw
from impact.factors import FactorSet
from impact.influence import Influence, influences
from impact.likely_mix import Basis, basis_of, joined_basis
from impact.local_air import Pollutant
from impact.ranges import Range, Saving
from impact.samples import PROJECT, Samples, samples_of
from impact.starting_measurement import Measured, per_order_g

__all__ = [
    "AgainstMeasured",
    "Assessment",
    "CollectRanges",
    "Decomposition",
    "Headline",
    "Made",
    "assess",
    "assess_days",
]

Made = tuple[DayActivity, FactorSet]
"""A day, and the factors that its report was made with."""


@dataclass(frozen=True, slots=True)
class CollectRanges:
    """`impact.baselines.CollectTrips` as ranges of whole metres; `round_trips_m` is everybody's, exactly."""

    round_trips_m: int
    by_car_m: Range
    own_trip_m: Range
    per_order_m: Range
    replaced_m: Range


@dataclass(frozen=True, slots=True)
class Headline:
    """The saving against the most likely mix of what would have happened otherwise.

    Attributes
    ----------
    basis: where the mix is from, of all the factor sets together.
    orders, asked, answered: of all orders, those whose customer was asked, and who answered.
    inputs: the five that the saving's width hangs on most.
    """

    basis: Basis
    orders: int
    asked: int
    answered: int
    mix_g: Range
    saved_g: Saving
    inputs: tuple[Influence, ...]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """From every order alone to the project: what pooling does, and what the vehicle does.

    Attributes
    ----------
    each_alone_g: every order out and back alone: an upper bound, and no baseline.
    pooling_g: alone minus pooled by the same kind of vehicle.
    vehicle_g: pooled by van minus the project.
    """

    each_alone_g: Range
    pooling_g: Saving
    vehicle_g: Saving


@dataclass(frozen=True, slots=True)
class AgainstMeasured:
    """The saving against a starting measurement, brought to the number of orders: as much for each as was counted.

    Attributes
    ----------
    per_order_g: of the measurement, at the newest of the factor sets.
    """

    per_order_g: Range
    scaled_g: Range
    saved_g: Saving


@dataclass(frozen=True, slots=True)
class Assessment:
    """Figures of a day or of many, with all that is needed to make them again.

    Attributes
    ----------
    factor_set: the version, or several; with the days, `draws` and `seed` it gives every figure again to the gram.
    project_g: grams CO2e, well-to-wheel.
    project_parts_g: the same by part; P50s of parts do not add up to the P50 of the whole.
    project_m, baselines_m: metres behind the grams, vans' ways from and to the garage included. The
        customers' are those left undriven; the parcel network has none.
    baselines_g: grams CO2e, well-to-wheel.
    saved_g: baseline minus project draw by draw; see `Saving`.
    headline: None where a factor set has no mix, as before 2026.2.
    making_g: making vehicles and batteries, of the project and of each baseline whose vehicles are known; in none of
        the other figures. None where a factor set has none, as before 2026.2.
    local_mg, local_saved_mg: milligrams of NOx and particles where vehicles drive, of the same sides, and each baseline
        minus the project draw by draw. None where a factor set has none, as before 2026.3.
    days_vary_g: `saved_g` of as many days like these, drawn with replacement; None for one day.
    measured: against each starting measurement that was given, in their order; in no headline.
    """

    factor_set: str
    draws: int
    seed: int
    orders: int
    project_g: Range
    project_parts_g: Mapping[Part, Range]
    project_m: Range
    baselines_g: Mapping[Baseline, Range]
    baselines_m: Mapping[Baseline, Range]
    saved_g: Mapping[Baseline, Saving]
    collect: CollectRanges
    headline: Headline | None
    decomposition: Decomposition
    days_vary_g: Mapping[Baseline, Saving] | None
    making_g: Mapping[str, Range] | None
    measured: tuple[AgainstMeasured, ...] = ()
    local_mg: Mapping[Pollutant, Mapping[str, Range]] | None = None
    local_saved_mg: Mapping[Pollutant, Mapping[str, Saving]] | None = None

    @property
    def customer_collects_m(self) -> Range:
        """Estimated car metres of customers that the deliveries take off the road."""
        return self.collect.replaced_m


def assess(
    day: DayActivity,
    factors: FactorSet,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = 1,
    measured: Sequence[Measured] = (),
) -> Assessment:
    """Compute one day's emissions, those of each baseline, and what is saved or added.

    Raises
    ------
    BadInputError
        The factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    return assess_days([(day, factors)], draws=draws, seed=seed, measured=measured)


def assess_days(
    days: Sequence[Made], *, draws: int = DEFAULT_DRAWS, seed: int = 1, measured: Sequence[Measured] = ()
) -> Assessment:
    """Compute the same of at least one day, each with the factors that it was made with.

    A factor that two sets have is drawn from the same stream: where they agree, they agree in every draw.

    Parameters
    ----------
    measured: starting measurements to compare with besides; no other figure changes by them.

    Raises
    ------
    BadInputError
        As `assess`.
    """
    sets = {factors.version: factors for _, factors in days}
    drawn = {version: draw(factors, draws, seed) for version, factors in sets.items()}
    of_set = {version: [day for day, factors in days if factors.version == version] for version in sets}
    found = Samples.total(samples_of(drawn[version], Amounts.of(own)) for version, own in of_set.items())
    amounts = Amounts.of([day for day, _ in days])
    project = found.project
    trips = found.collect
    return Assessment(
        factor_set=", ".join(sorted(sets)),
        draws=draws,
        seed=seed,
        orders=int(amounts.orders),
        project_g=Range.of(project),
        project_parts_g={part: Range.of(sample) for part, sample in found.parts.items()},
        project_m=Range.of(found.project_m),
        baselines_g={baseline: Range.of(sample) for baseline, sample in found.baselines.items()},
        baselines_m={baseline: Range.of(sample) for baseline, sample in found.baselines_m.items()},
        saved_g={baseline: Saving.of(sample, project) for baseline, sample in found.baselines.items()},
        collect=CollectRanges(
            round_trips_m=int(amounts.collect_m),
            by_car_m=Range.of(trips.by_car_m),
            own_trip_m=Range.of(trips.own_trip_m),
            per_order_m=Range.of(trips.per_order_m),
            replaced_m=Range.of(trips.replaced_m),
        ),
        headline=_headline(drawn, amounts, found),
        decomposition=Decomposition(
            each_alone_g=Range.of(found.each_alone),
            pooling_g=Saving.of(found.each_alone, found.baselines[Baseline.POOLED_VAN]),
            vehicle_g=Saving.of(found.baselines[Baseline.POOLED_VAN], project),
        ),
        days_vary_g=_days_vary(days, drawn, seed) if len(days) > 1 else None,
        making_g=None if found.making is None else {name: Range.of(sample) for name, sample in found.making.items()},
        measured=tuple(_against(one, drawn, of_set, project) for one in measured),
        local_mg=None
        if found.local is None
        else {each: {side: Range.of(sample) for side, sample in sides.items()} for each, sides in found.local.items()},
        local_saved_mg=None if found.local is None else {each: _spared(sides) for each, sides in found.local.items()},
    )


def _against(
    measured: Measured, drawn: Mapping[str, Draws], of_set: Mapping[str, Sequence[DayActivity]], project: Sample
) -> AgainstMeasured:
    """Bring a measurement to the orders of each factor set's days, with that set's draws."""
    scaled = np.zeros(project.size)
    for version, days in of_set.items():
        scaled += sum(day.orders for day in days) * per_order_g(drawn[version], measured)
    newest = max(drawn.values(), key=lambda draws: draws.factors.release)
    return AgainstMeasured(Range.of(per_order_g(newest, measured)), Range.of(scaled), Saving.of(scaled, project))


def _spared(sides: Mapping[str, Sample]) -> Mapping[str, Saving]:
    """Give each baseline minus the project."""
    return {side: Saving.of(sample, sides[PROJECT]) for side, sample in sides.items() if side != PROJECT}


def _headline(drawn: Mapping[str, Draws], amounts: Amounts, found: Samples) -> Headline | None:
    basis = joined_basis(basis_of(draws.factors, int(amounts.answered)) for draws in drawn.values())
    if found.likely_mix is None or basis is None:
        return None
    newest = max(drawn.values(), key=lambda draws: draws.factors.release)
    return Headline(
        basis=basis,
        orders=int(amounts.orders),
        asked=int(amounts.asked),
        answered=int(amounts.answered),
        mix_g=Range.of(found.likely_mix),
        saved_g=Saving.of(found.likely_mix, found.project),
        inputs=influences(newest, found.likely_mix - found.project),
    )


def _days_vary(days: Sequence[Made], drawn: Mapping[str, Draws], seed: int) -> Mapping[Baseline, Saving]:
    counts = day_counts(len(days), next(iter(drawn.values())).n, seed)
    of_set = {version: [at for at, (_, factors) in enumerate(days) if factors.version == version] for version in drawn}
    found = Samples.total(
        samples_of(drawn[version], Amounts.resampled([days[at][0] for at in own], counts[:, own]))
        for version, own in of_set.items()
    )
    project = found.project
    return {baseline: Saving.of(sample, project) for baseline, sample in found.baselines.items()}
