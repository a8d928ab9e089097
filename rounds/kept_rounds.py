"""The rounds of both sides as they are kept with a day's plan, and what the solver was asked: enough to solve again.

Beside the report and not in it: matrices are large, and only who checks a report asks for them.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

from kernel.errors import StorageError
from kernel.position import Position
from rounds.chain_elements import class_of
from rounds.day_report import PlannedDay
from rounds.plan import Plan, Round, Sought
from routing.matrix import TravelMatrix
from routing.solver.vroom_problem_writer import write_problem

__all__ = ["POOLED", "POOLED_VAN", "SHOP_TOURS", "kept_rounds", "rounds_in"]

KIND = "dorpsronde/kept-rounds/1"
POOLED, POOLED_VAN, SHOP_TOURS = "pooled", "pooled_van", "shop_tours"
"""Ways that have rounds; a shop's own tours are `shop_tours-1` and on."""


def kept_rounds(planned: PlannedDay) -> dict[str, Any]:
    """Make the document that `data.models.plan.Plan.solved` holds."""
    text = json.dumps(_document(planned), ensure_ascii=False, separators=(",", ":"))
    return {"kept": KIND, "packed": base64.b64encode(zlib.compress(text.encode())).decode()}


def rounds_in(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Read it; None where a day was kept before rounds were.

    Returns
    -------
    `places`: lon, lat of each; `counters`: those of depots, shops and hubs, which are no secret; `matrices` by name:
    `places` by row, `durations` (s), `distances` (m), rows are origins; `ways`: each with `name`, `effort`, `problem`
    in VROOM's JSON with names in the place of its matrices, `orders` by shipment, `rounds` and `unassigned`; `trips`:
    metres of each order's customer by car, and of each order alone; `doors`: the place of each counted order's
    household.

    Raises
    ------
    StorageError
        Another version kept it, or it is damaged.
    """
    if kept is None:
        return None
    if kept.get("kept") != KIND:
        raise StorageError("a day's rounds were kept by another version", way_out="Plan that day again.")
    try:
        return json.loads(zlib.decompress(base64.b64decode(kept["packed"], validate=True)))
    except (binascii.Error, zlib.error, ValueError, KeyError) as fault:
        raise StorageError("a day's rounds cannot be read back", way_out="Restore a backup.") from fault


def _document(planned: PlannedDay) -> dict[str, Any]:
    plan, others = planned.plan, planned.others
    store = _Store()
    ways = [(POOLED, plan), (POOLED_VAN, others.pooled_van)]
    ways += [(f"{SHOP_TOURS}-{number}", tour) for number, tour in enumerate(others.shop_tours, 1)]
    day = planned.day
    began = [one.vehicle.depot.position for one in plan.rounds if one.vehicle.depot]
    open_to_all = (day.depot, *(shop.position for shop in day.shops), *day.own_depots, *began)
    counters = {store.place(place) for place in open_to_all}
    doors = {order.id: store.place(order.position) for order in plan.counted}
    told = [_way(name, way, store) for name, way in ways]
    return {
        "places": [[place.lon, place.lat] for place in store.places],
        "counters": sorted(counters),
        "matrices": store.matrices,
        "ways": told,
        "trips": {
            "customer_collects": [
                {"order": trip.order.id, "there_m": trip.there.distance_m, "back_m": trip.back.distance_m}
                for trip in others.collections
            ],
            "each_alone": [{"order": order, "distance_m": metres} for order, metres in others.alone_m.items()],
        },
        "doors": doors,
    }


@dataclass(slots=True)
class _Store:
    """Places and matrices of a day, each once."""

    places: dict[Position, int] = field(default_factory=dict[Position, int])
    matrices: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    names: dict[str, str] = field(default_factory=dict[str, str])

    def place(self, position: Position) -> int:
        return self.places.setdefault(position, len(self.places))

    def matrix(self, matrix: TravelMatrix, places: Sequence[int]) -> str:
        """Keep a matrix, and give its name; the same one again has the same."""
        energy = matrix.energy_wh
        figures = [matrix.distances_m, matrix.durations_s, *([] if energy is None else [energy])]
        digest = sha256(json.dumps(places).encode() + b"|".join(one.tobytes() for one in figures)).hexdigest()
        if digest not in self.names:
            name = self.names[digest] = f"matrix-{len(self.names) + 1}"
            self.matrices[name] = {
                "places": list(places),
                "distances": matrix.distances_m.tolist(),
                "durations": matrix.durations_s.tolist(),
            } | ({} if energy is None else {"energy_wh": energy.tolist()})
        return self.names[digest]


def _way(name: str, plan: Plan, store: _Store) -> dict[str, Any]:
    sought = plan.sought
    asked: dict[str, Any] = {"effort": None, "problem": None, "orders": []}
    if sought is not None:
        rows = [store.place(place) for place in sought.places]
        problem = write_problem(sought.problem)
        problem["matrices"] = {
            profile: store.matrix(matrix, rows) for profile, matrix in sought.problem.matrices.items()
        }
        asked = {"effort": asdict(sought.effort), "problem": problem, "orders": list(sought.orders)}
    return {
        "name": name,
        **asked,
        "rounds": [_round(one, sought, asked["problem"], store) for one in plan.rounds],
        "unassigned": [left.order.id for left in plan.unassigned],
    }


def _round(one: Round, sought: Sought | None, problem: Mapping[str, Any] | None, store: _Store) -> dict[str, Any]:
    start, profile = _begin(one, sought)
    return {
        "id": one.id,
        "vehicle": one.vehicle.id,
        "vehicle_class": str(class_of(one.vehicle)),
        "start": None if start is None else store.place(start),
        "matrix": problem["matrices"][profile] if problem and sought and _by_matrix(one, sought) else None,
        "leaving_s": one.leaving_s,
        "return_s": one.return_s,
        "distance_m": one.distance_m,
        "stops": [
            {
                "place": store.place(stop.position),
                "arrival_s": stop.arrival_s,
                "leaving_s": stop.leaving_s,
                "metres": stop.path.distance_m,
                "tasks": [[str(task.kind.value), task.order.id] for task in stop.tasks],
            }
            for stop in one.stops
        ],
        "way_back_m": one.way_back.distance_m,
    }


def _begin(one: Round, sought: Sought | None) -> tuple[Position | None, str]:
    """Give where a round's vehicle begins, and the name of its figures; where the solver was not asked, neither."""
    found = [] if sought is None else [each for each in sought.problem.vehicles if each.description == one.vehicle.id]
    if sought is None or not found or found[0].start is None:
        return None, ""
    start = sought.places[found[0].start]
    return one.vehicle.depot.position if one.vehicle.depot else start, found[0].profile


def _by_matrix(one: Round, sought: Sought) -> bool:
    """Say whether each way of a round has the metres of its matrix: not where it is an older one, or by the clock."""
    start, profile = _begin(one, sought)
    row = {place: number for number, place in enumerate(sought.places)}
    stops = [stop.position for stop in one.stops]
    if start is None or any(place not in row for place in (start, *stops)):
        return False
    metres = sought.problem.matrices[profile].distances_m
    told = [path.distance_m for path in one.paths]
    return told == [int(metres[row[here], row[there]]) for here, there in pairwise([start, *stops, start])]
