"""Pooled days on real roads: the instances that engines and peers are compared on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from bench.places import bench_data
from cli.demo import demo_extract
from data.place_reader import read_places
from data.places import Places
from rounds.legs import legs_of
from rounds.planning import places_of, problem_of
from rounds.roads import Roads
from rounds.sample_day import SampleSize, sample_day
from routing.solver.problem import Problem

__all__ = ["DAYS", "PooledDay", "problem"]

DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class PooledDay:
    """One invented day on an extract's own shops and addresses."""

    area: str
    orders: int
    shops: int
    bikes: int
    seed: int = 1

    @property
    def name(self) -> str:
        return f"{self.area} {self.orders} orders, {self.shops} shops, seed {self.seed}"


DAYS: Sequence[PooledDay] = (
    PooledDay("Helsinki", 60, 15, 6),
    PooledDay("Helsinki", 200, 40, 8),
    PooledDay("Helsinki", 300, 40, 14, seed=2),
    PooledDay("Liechtenstein", 60, 15, 12),
    PooledDay("Liechtenstein", 150, 30, 30, seed=2),
    PooledDay("Liechtenstein", 300, 40, 60, seed=3),
    PooledDay("Monaco", 60, 15, 6),
    PooledDay("Monaco", 200, 40, 12, seed=2),
)


def problem(day: PooledDay) -> Problem:
    """Measure a day over the roads and say it in the solver's words."""
    roads, places = _area(day.area)
    size = SampleSize(day.shops, day.orders, day.bikes)
    drawn = sample_day(day.area, places, DAY, size=size, seed=day.seed)
    measured = roads.measure(places_of(drawn), "cargo-bike")
    legs, _ = legs_of(drawn, measured)
    return problem_of(drawn, legs, measured)


def for_metres(one: Problem) -> Problem:
    """Price kilometres alone, as benchmarks of metres do."""
    return replace(
        one,
        vehicles=tuple(
            replace(vehicle, costs=replace(vehicle.costs, fixed=0, per_hour=0, per_duty_hour=0))
            for vehicle in one.vehicles
        ),
    )


@cache
def _area(area: str) -> tuple[Roads, Places]:
    extract = _extract(area)
    return Roads.read(extract), read_places(extract)


def _extract(area: str) -> Path:
    if area == "Helsinki":
        return demo_extract()
    return bench_data() / "osm" / {"Liechtenstein": "liechtenstein-latest.osm.pbf", "Monaco": "monaco.osm.gz"}[area]
