"""Every drawn quantity of some days, one value a draw, before it becomes a figure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

import numpy as np

from impact.activities import VehicleClass
from impact.amounts import Amounts
from impact.baselines import Baseline, CollectTrips, baseline_g, baseline_m, collect_trips
from impact.drawn_grams import Part, driven_g, driven_m, making_g, making_per_km_g, project_g
from impact.draws import Draws, Sample
from impact.likely_mix import basis_of, likely_mix_g
from impact.local_air import Pollutant, has_local, local_mg, local_per_km_mg

__all__ = ["PROJECT", "Samples", "samples_of"]

PROJECT = "project"

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Grams CO2e and metres, each of shape (n,); `likely_mix`, `making`, `local` are None where a factor set has none.

    `making` and `local` have the project and every baseline whose vehicles are known: the parcel network's are not;
    `local` is in milligrams.
    """

    parts: Mapping[Part, Sample]
    project_m: Sample
    baselines: Mapping[Baseline, Sample]
    baselines_m: Mapping[Baseline, Sample]
    collect: CollectTrips
    each_alone: Sample
    likely_mix: Sample | None
    making: Mapping[str, Sample] | None
    local: Mapping[Pollutant, Mapping[str, Sample]] | None

    @property
    def project(self) -> Sample:
        total = np.zeros(self.project_m.size)
        for part in self.parts.values():
            total += part
        return total

    @classmethod
    def total(cls, samples: "Iterable[Samples]") -> "Samples":
        """Add up draw by draw."""
        return reduce(_both, samples)


def samples_of(draws: Draws, amounts: Amounts) -> Samples:
    """Draw every quantity of some days.

    Raises
    ------
    BadInputError
        The factor set lacks a factor or has it in another unit.
    """
    baselines = baseline_g(draws, amounts)
    has_mix = basis_of(draws.factors, answered=0) is not None
    return Samples(
        parts=project_g(draws, amounts),
        project_m=driven_m(draws, amounts.rounds),
        baselines=baselines,
        baselines_m=baseline_m(draws, amounts),
        collect=collect_trips(draws, amounts),
        each_alone=driven_g(draws, amounts.each_alone),
        likely_mix=likely_mix_g(draws, amounts, baselines) if has_mix else None,
        making=_making(draws, amounts) if "car.making" in draws.samples else None,
        local={each: _local(draws, amounts, each) for each in Pollutant} if has_local(draws) else None,
    )


def _making(draws: Draws, amounts: Amounts) -> Mapping[str, Sample]:
    collected_km = collect_trips(draws, amounts).replaced_m / 1000.0
    return {
        PROJECT: making_g(draws, amounts.rounds),
        Baseline.CUSTOMER_COLLECTS: collected_km * making_per_km_g(draws, VehicleClass.CAR),
        Baseline.SHOP_TOURS: making_g(draws, amounts.shop_tours),
        Baseline.POOLED_VAN: making_g(draws, amounts.pooled_van),
    }


def _local(draws: Draws, amounts: Amounts, pollutant: Pollutant) -> Mapping[str, Sample]:
    collected_km = collect_trips(draws, amounts).replaced_m / 1000.0
    return {
        PROJECT: local_mg(draws, amounts.rounds, pollutant),
        Baseline.CUSTOMER_COLLECTS: collected_km * local_per_km_mg(draws, VehicleClass.CAR, pollutant=pollutant),
        Baseline.SHOP_TOURS: local_mg(draws, amounts.shop_tours, pollutant),
        Baseline.POOLED_VAN: local_mg(draws, amounts.pooled_van, pollutant),
    }


def _both(one: Samples, other: Samples) -> Samples:
    def each(values: Callable[[Samples], Mapping[Key, Sample]]) -> dict[Key, Sample]:
        return {name: sample + values(other)[name] for name, sample in values(one).items()}

    trips = (
        getattr(one.collect, name) + getattr(other.collect, name)
        for name in ("by_car_m", "own_trip_m", "per_order_m", "replaced_m")
    )
    making = None
    if one.making is not None and other.making is not None:
        making = {name: sample + other.making[name] for name, sample in one.making.items()}
    local = None
    if one.local is not None and other.local is not None:
        theirs = other.local
        local = {
            name: {side: sample + theirs[name][side] for side, sample in sides.items()}
            for name, sides in one.local.items()
        }
    return Samples(
        parts=each(lambda samples: samples.parts),
        project_m=one.project_m + other.project_m,
        baselines=each(lambda samples: samples.baselines),
        baselines_m=each(lambda samples: samples.baselines_m),
        collect=CollectTrips(*trips),
        each_alone=one.each_alone + other.each_alone,
        likely_mix=None if one.likely_mix is None or other.likely_mix is None else one.likely_mix + other.likely_mix,
        making=making,
        local=local,
    )
