"""One day's emissions beside those of each baseline, from one set of draws."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from impact.activities import DayActivity
from impact.baselines import Baseline, baseline_g, baseline_m, collect_trips
from impact.draws import DEFAULT_DRAWS, draw
from impact.factors import FactorSet
from impact.inventory import Part, driven_m, project_g
from impact.ranges import Range, Saving

__all__ = ["Assessment", "CollectRanges", "assess"]


@dataclass(frozen=True, slots=True)
class CollectRanges:
    """`impact.baselines.CollectTrips` as ranges of whole metres; `round_trips_m` is everybody's, exactly."""

    round_trips_m: int
    by_car_m: Range
    own_trip_m: Range
    per_order_m: Range
    replaced_m: Range


@dataclass(frozen=True, slots=True)
class Assessment:
    """Figures of one day, with all that is needed to make them again.

    Attributes
    ----------
    factor_set: the version; with the day, `draws` and `seed` it gives every figure again to the gram.
    project_g: grams CO2e, well-to-wheel.
    project_parts_g: the same by part; P50s of parts do not add up to the P50 of the whole.
    project_m, baselines_m: metres behind the grams, vans' ways from and to the garage included. The
        customers' are those left undriven; the parcel network has none.
    baselines_g: grams CO2e, well-to-wheel.
    saved_g: baseline minus project draw by draw; see `Saving`.
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

    @property
    def customer_collects_m(self) -> Range:
        """Estimated car metres of customers that the deliveries take off the road."""
        return self.collect.replaced_m


def assess(day: DayActivity, factors: FactorSet, *, draws: int = DEFAULT_DRAWS, seed: int = 1) -> Assessment:
    """Compute one day's emissions, those of each baseline, and what is saved or added.

    Raises
    ------
    BadInputError
        The factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    drawn = draw(factors, draws, seed)
    parts = project_g(drawn, day)
    project = np.zeros(drawn.n)
    for part in parts.values():
        project += part
    baselines = baseline_g(drawn, day)
    trips = collect_trips(drawn, day)
    return Assessment(
        factor_set=factors.version,
        draws=draws,
        seed=seed,
        orders=day.orders,
        project_g=Range.of(project),
        project_parts_g={part: Range.of(sample) for part, sample in parts.items()},
        project_m=Range.of(driven_m(drawn, day.rounds)),
        baselines_g={baseline: Range.of(sample) for baseline, sample in baselines.items()},
        baselines_m={baseline: Range.of(sample) for baseline, sample in baseline_m(drawn, day).items()},
        saved_g={baseline: Saving.of(sample, project) for baseline, sample in baselines.items()},
        collect=CollectRanges(
            round_trips_m=sum(day.collect_m),
            by_car_m=Range.of(trips.by_car_m),
            own_trip_m=Range.of(trips.own_trip_m),
            per_order_m=Range.of(trips.per_order_m),
            replaced_m=Range.of(trips.replaced_m),
        ),
    )
