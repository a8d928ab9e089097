"""A day of rounds over an extract's own streets, without network, solver or impact: for the tests of what is drawn."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import atan2, cos, hypot, radians
from pathlib import Path
from typing import Any

import networkx as nx

from kernel.position import Position
from maps.base_map import BaseMap
from maps.day_view import BaselineView, DayView, RoundView, StopView, TaskView
from maps.packing import GLOBE, pack_line

Point = tuple[float, float]
SHOP = "Kaashandel & Zn. 't Hoekje"
RIDDEN = ("primary", "secondary", "tertiary", "street", "pedestrian", "cycleway", "service")


def drawn_day(extract: Path, ground: BaseMap, *, rounds: int = 4, stops: int = 15, seed: int = 3) -> DayView:
    """Draw stops at random on the streets and ride to the nearest next one."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    streets = _streets(ground)
    nodes = sorted(streets)
    depot = min(nodes, key=lambda node: metres(node, _middle(nodes)))
    chosen = sorted(dice.sample(nodes, rounds * stops), key=lambda node: atan2(node[1] - depot[1], node[0] - depot[0]))
    parts = [chosen[i * stops : (i + 1) * stops] for i in range(rounds)]
    drawn = [_round(number, depot, part, streets, dice) for number, part in enumerate(parts, 1)]
    lines = [stop.line for one in drawn for stop in one.stops]
    return DayView(
        area=extract.name.split(".")[0].split("-")[0].capitalize(),
        day=date(2026, 11, 24),
        extract=extract,
        rounds=drawn,
        baselines=[
            BaselineView("shop_tours", [pack_line(line, GLOBE) for line in lines[::2]]),
            BaselineView("customer_collects", [pack_line(line, GLOBE) for line in lines[1::3]]),
        ],
        invented_demand=True,
    )


def metres(a: Point, b: Point) -> float:
    """Equirectangular: right to a few parts in a million over a town."""
    return 111_195 * hypot((a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2)), a[1] - b[1])


def length_m(line: Sequence[Point]) -> float:
    return sum(metres(a, b) for a, b in pairwise(line))


def report_of(view: DayView) -> dict[str, Any]:
    """A report to the schema, with a saving, an increase and an uncertainty in it."""
    pooled = sum(one.distance_m for one in view.rounds)
    duty = sum(one.duration_s for one in view.rounds)
    return {
        "report": "dorpsronde/day/1",
        "area": view.area,
        "date": view.day.isoformat(),
        "demand": "invented" if view.invented_demand else "real",
        "seed": 1,
        "planning": {"version": "0.1.0", "time_limit_s": 6.0, "iterations": None},
        "orders": {
            "given": 62,
            "planned": 60,
            "unassigned": [
                {"id": "o-17", "reason": "weighs 180 kg; the largest vehicle carries 150 kg"},
                {"id": "o-44", "reason": "no vehicle can be there before 14:00"},
            ],
        },
        "shops": 12,
        "rounds": [
            {
                "id": one.id,
                "vehicle": one.vehicle,
                "stops": len(one.stops),
                "orders": len(one.stops),
                "distance_m": one.distance_m,
                "duration_s": one.duration_s,
                "kg": one.kg,
                "litres": one.litres,
            }
            for one in view.rounds
        ],
        "metres": {
            "pooled": pooled,
            "shop_tours": round(pooled * 2.3),
            "pooled_van": round(pooled * 0.93),
            "customer_collects": round(pooled * 1.9),
            "each_alone": round(pooled * 7.4),
            "parcel_network": None,
        },
        "metres_range": {
            "customer_collects": {
                "low": round(pooled * 0.8),
                "central": round(pooled * 1.9),
                "high": round(pooled * 3.1),
            }
        },
        "duty_s": {"pooled": duty, "shop_tours": round(duty * 1.8), "pooled_van": round(duty * 0.9)},
        "co2_g": {
            "project": {"low": 214, "central": 431, "high": 902},
            "customer_collects": {"low": 380, "central": 1_912, "high": 4_120},
            "shop_tours": {"low": 14_320, "central": 21_870, "high": 33_410},
            "parcel_network": {"low": 3_410, "central": 6_980, "high": 11_600},
            "pooled_van": {"low": 102, "central": 240, "high": 404},
            "factor_set": "2026.1",
        },
        "saved_g": {
            "customer_collects": {"low": -430, "central": 1_402, "high": 3_600, "probability": 0.87},
            "shop_tours": {"low": 13_900, "central": 21_400, "high": 33_000, "probability": 1.0},
            "parcel_network": {"low": 2_950, "central": 6_520, "high": 11_100, "probability": 0.9995},
            "pooled_van": {"low": -690, "central": -210, "high": -12, "probability": 0.02},
        },
        "factors": [
            {
                "id": "electricity.grid",
                "low": 150,
                "central": 244,
                "high": 374,
                "unit": "g/kWh",
                "source": "Rijksoverheid e.a., lijst CO2-emissiefactoren 2026",
                "status": "second-hand",
            },
            {
                "id": "cargo_bike.energy",
                "low": 15,
                "central": 30,
                "high": 60,
                "unit": "Wh/km",
                "source": "Llorca and Moeckel 2021, doi 10.1186/s12544-021-00491-5",
                "status": "assumed",
            },
            {
                "id": "van.diesel",
                "low": 290,
                "central": 345,
                "high": 400,
                "unit": "g/km",
                "source": "DESNZ 2025 conversion factors, flat file (Open Government Licence v3.0)",
                "status": "verified",
            },
        ],
        "notes": ["Demand is invented; shops, addresses and roads are real."],
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
    }


def _streets(ground: BaseMap) -> "nx.Graph[Point]":
    streets: nx.Graph[Point] = nx.Graph()
    for kind in RIDDEN:
        for way in ground.ways.get(kind, ()):
            for a, b in pairwise(way.line):
                if _inside(ground, a) and _inside(ground, b):
                    streets.add_edge(a, b, metres=metres(a, b))
    return streets.subgraph(max(nx.connected_components(streets), key=len)).copy()


def _inside(ground: BaseMap, point: Point) -> bool:
    west, south, east, north = ground.frame
    return west <= point[0] <= east and south <= point[1] <= north


def _middle(points: Sequence[Point]) -> Point:
    return (sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points))


def _round(
    number: int, depot: Point, places: Sequence[Point], streets: "nx.Graph[Point]", dice: random.Random
) -> RoundView:
    left, at, now = list(places), depot, 13 * 3600 + 300
    stops: list[StopView] = []
    line: list[Point] = [depot]
    while left:
        there = min(left, key=lambda place: metres(at, place))
        left.remove(there)
        path: list[Point] = nx.shortest_path(streets, at, there, weight="metres")
        line += path[1:]
        leg = round(length_m(path))
        now += round(leg / 4.2)
        stop = len(stops) + 1
        stops.append(
            StopView(
                stop,
                Position(*there),
                f"Dorpsstraat {stop}{'ab'[number % 2]}",
                now,
                now + 120,
                _tasks(number, stop, dice),
                path,
                leg,
                "Marktplein 7" if stop % 5 == 1 else "",
            )
        )
        at, now = there, now + 120
    back: list[Point] = nx.shortest_path(streets, at, depot, weight="metres")
    line += back[1:]
    distance = round(length_m(line))
    return RoundView(
        id=f"round-{number}",
        number=number,
        vehicle=f"bike-{number}",
        start=Position(*depot),
        start_place="Bakkerij Van der Ploeg",
        leaving_s=13 * 3600 + 300,
        return_s=now + round(length_m(back) / 4.2),
        stops=stops,
        line=line,
        distance_m=distance,
        duration_s=now + round(length_m(back) / 4.2) - 13 * 3600 - 300,
        kg=round(sum(task.kg for stop in stops for task in stop.tasks if task.kind == "delivery"), 1),
        litres=round(sum(task.litres for stop in stops for task in stop.tasks if task.kind == "delivery"), 1),
    )


def _tasks(number: int, stop: int, dice: random.Random) -> list[TaskView]:
    kg = round(dice.uniform(0.4, 24), 1)
    order = f"o-{number}{stop:02}"
    if stop % 5 == 1:
        return [TaskView("pickup", f"{order}{x}", SHOP, kg, kg * 4, SHOP) for x in "abc"[: 1 + stop % 3]]
    window = None if stop % 3 else (14 * 3600, 16 * 3600)
    note = "cool" if stop % 4 == 2 else ""
    return [TaskView("delivery", order, f"Klant {number}-{stop}", kg, kg * 4, SHOP, window, note)]


def with_every_text(view: DayView, text: str) -> DayView:
    """The same day, in which each word that a person or the extract wrote is this text."""

    def task(one: TaskView) -> TaskView:
        return replace(one, order=text, who=text, shop=text, note=text)

    def stop(one: StopView) -> StopView:
        return replace(one, place=text, address=text, tasks=[task(other) for other in one.tasks])

    rounds = [
        replace(one, vehicle=text, start_place=text, stops=[stop(other) for other in one.stops]) for one in view.rounds
    ]
    closures = [replace(one, name=text, told=text) for one in view.closures]
    return replace(view, area=text, rounds=rounds, closures=closures)


def with_every_text_in_the_report(report: dict[str, Any], text: str) -> dict[str, Any]:
    """The same report, in which each word that a person, the extract or a factor file wrote is this text."""
    return report | {
        "area": text,
        "rounds": [one | {"id": text, "vehicle": text} for one in report["rounds"]],
        "orders": report["orders"] | {"unassigned": [{"id": text, "reason": text}]},
        "notes": [text],
        "factors": [one | {"id": text, "source": text, "unit": text} for one in report["factors"]],
        "co2_g": report["co2_g"] | {"factor_set": text},
        "attribution": text,
    }
