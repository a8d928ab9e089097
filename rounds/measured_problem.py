"""A problem in VROOM's JSON with bare coordinates → the same with matrices, over the roads of an area."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from rounds.roads import MeasuredPlaces, Roads
from routing.network.profile import load_profile
from routing.network.snapping import SNAP_LIMIT_M
from routing.solver.json_reading import read_list, read_number, read_text

__all__ = ["MOST_PLACES", "measured_problem"]

MOST_PLACES = 2_000
"""Distinct ones: a matrix of 16 MB a profile in each unit. Own choice."""
USUAL_PROFILE = "car"
"""VROOM's."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """A coordinate of the document, and the object that gets its row in the matrices."""

    position: Position
    where: str
    holder: Json
    row_field: str


def measured_problem(document: object, roads: Roads) -> object:
    """Measure every place of a problem for every profile of its vehicles.

    What is no problem in VROOM's JSON is left for `routing.solver.vroom_reader` to refuse.

    Parameters
    ----------
    document: parsed JSON; it is not changed.

    Raises
    ------
    BadInputError
        It has matrices already, a place is no [lon, lat], a profile has no roads, or there are too many places.
    UnreachablePlaceError
        A place is too far from any road.
    """
    if not isinstance(document, dict):
        return document  # pyright: ignore[reportUnknownVariableType] (JSON)
    given = cast("Json", document)
    if "matrices" in given:
        raise BadInputError("stands beside an area; one of the two measures", where="matrices", way_out="Leave it out.")
    problem = _copied(given)
    places = list(_places(problem))
    profiles = _profiles(problem)
    distinct = {place.position for place in places}
    if len(distinct) > MOST_PLACES:
        raise BadInputError(
            f"{len(distinct)} places are more than the {MOST_PLACES} that are measured at once",
            way_out="Give matrices of your own, or plan in parts.",
        )
    measured = {profile: _measured(places, profile, roads) for profile in profiles}
    for one in measured.values():  # each has the same rows: no place is left out
        for place in places:
            place.holder[place.row_field] = one.row[place.position]
    problem["matrices"] = {
        profile: {"durations": one.matrix.durations_s.tolist(), "distances": one.matrix.distances_m.tolist()}
        for profile, one in measured.items()
    }
    return problem


def _copied(given: Json) -> Json:
    """Copy the parts that get a row: lists of tasks and vehicles, and the tasks of shipments."""
    problem = dict(given)
    for name in ("vehicles", "jobs", "shipments"):
        if isinstance(given.get(name), list):
            problem[name] = [_copy_of(entry) for entry in given[name]]
    for _, shipment in _entries(problem, "shipments"):
        for kind in ("pickup", "delivery"):
            if kind in shipment:
                shipment[kind] = _copy_of(shipment[kind])
    return problem


def _copy_of(entry: object) -> object:
    return dict(cast("Json", entry)) if isinstance(entry, dict) else entry


def _entries(problem: Json, name: str) -> Iterator[tuple[str, Json]]:
    """List the objects of one of the lists, each with where it stands."""
    entries = problem.get(name)
    for number, entry in enumerate(cast("list[object]", entries) if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield f"{name}[{number}]", cast("Json", entry)


def _places(problem: Json) -> Iterator[_Place]:
    for where, vehicle in _entries(problem, "vehicles"):
        yield from _place(vehicle, where, "start", "start_index")
        yield from _place(vehicle, where, "end", "end_index")
    for where, job in _entries(problem, "jobs"):
        yield from _place(job, where, "location", "location_index")
    for where, shipment in _entries(problem, "shipments"):
        for kind in ("pickup", "delivery"):
            if isinstance(shipment.get(kind), dict):
                yield from _place(shipment[kind], f"{where}.{kind}", "location", "location_index")


def _place(holder: Json, where: str, field: str, row_field: str) -> Iterator[_Place]:
    if row_field in holder:
        raise BadInputError(
            "points into matrices, and an area is measured anew",
            where=f"{where}.{row_field}",
            way_out=f'Give "{field}" alone.',
        )
    if field in holder:
        yield _Place(_position(holder[field], f"{where}.{field}"), f"{where}.{field}", holder, row_field)
    elif field == "location":
        raise BadInputError('"location" is missing', where=where, way_out="Give it as [lon, lat].")


def _position(value: object, where: str) -> Position:
    figures = read_list(value, where, read_number)
    if len(figures) != 2:
        raise BadInputError("is not [lon, lat]", where=where)
    try:
        return Position(*figures)
    except BadInputError as fault:
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from None


def _profiles(problem: Json) -> list[str]:
    """Name the profiles of the vehicles, each once; refuse one that has no roads."""
    found: dict[str, None] = {}
    for where, vehicle in _entries(problem, "vehicles"):
        profile = read_text(vehicle.get("profile", USUAL_PROFILE), f"{where}.profile")
        try:
            load_profile(profile)
        except BadInputError as fault:
            raise BadInputError(fault.what, where=f"{where}.profile", way_out=fault.way_out) from None
        found[profile] = None
    return list(found)


def _measured(places: Sequence[_Place], profile: str, roads: Roads) -> MeasuredPlaces:
    measured = roads.measure({place.position for place in places}, profile)
    far = [place.where for place in places if not measured.reaches(place.position)]
    if far:
        others = f" ({len(far) - 1} more like it)" if len(far) > 1 else ""
        raise UnreachablePlaceError(
            f"there is no road for {load_profile(profile).vehicle} within {SNAP_LIMIT_M:.0f} m{others}",
            where=far[0],
            way_out="Correct the position, or take an area that holds its street.",
        )
    return measured
