"""VROOM's JSON → Problem. Every field is honoured, or refused by name; docs/vroom.md lists them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.json_reading import Fields, read_flag, read_list, read_whole
from routing.solver.problem import Problem, Vehicle
from routing.solver.vroom_matrix_reader import MatrixReader
from routing.solver.vroom_places import Measure, Places
from routing.solver.vroom_task_reader import read_job, read_shipment
from routing.solver.vroom_vehicle_reader import read_vehicle

__all__ = ["read_problem"]

Entry = TypeVar("Entry")


def read_problem(document: object, measure: Measure | None = None) -> Problem:
    """Read a parsed JSON document.

    Parameters
    ----------
    measure: where roads are known; then these take the place of "matrices", and geometry may be asked for.

    Raises
    ------
    BadInputError
        Names the field at fault: "shipments[3].pickup.time_windows[0]: …".
    """
    fields = Fields(document, "")
    given = fields.has("matrices")
    if given and measure is not None:
        raise BadInputError("stands beside an area; one of the two measures", where="matrices", way_out="Leave it out.")
    if not given and measure is None:
        raise BadInputError('"matrices" is missing', way_out="Give it, or an area to measure bare coordinates in.")
    places, reader = Places(given=given), MatrixReader()
    matrices: Mapping[str, TravelMatrix] = fields.take("matrices", reader.read, {})
    jobs = fields.take("jobs", _each(read_job, places), [])
    shipments = fields.take("shipments", _each(read_shipment, places), [])
    vehicles = fields.take("vehicles", _each(read_vehicle, places), [])
    with_geometry = _asks_for_geometry(fields, roads=measure is not None)
    per_longest_duty_hour = _per_longest_duty_hour(fields)
    fields.close()
    with_metres = measure is not None or reader.with_metres_for(vehicles)
    if measure is not None:
        matrices = measure(_first_of_profiles(vehicles), places.first)
    problem = Problem(
        vehicles=tuple(vehicles),
        matrices=matrices,
        jobs=tuple(jobs),
        shipments=tuple(shipments),
        per_longest_duty_hour=per_longest_duty_hour,
        with_geometry=with_geometry,
        with_metres=with_metres,
    )
    _refuse_twins(problem)
    return problem


def _each(entry: Callable[[object, str, Places], Entry], places: Places) -> Callable[[object, str], list[Entry]]:
    return lambda value, where: read_list(value, where, lambda one, its: entry(one, its, places))


def _first_of_profiles(vehicles: Sequence[Vehicle]) -> dict[str, str]:
    """Say where each profile first stands."""
    first: dict[str, str] = {}
    for number, vehicle in enumerate(vehicles):
        first.setdefault(vehicle.profile, f"vehicles[{number}].profile")
    return first


def _asks_for_geometry(fields: Fields, *, roads: bool) -> bool:
    options = fields.under("options")
    asked = options.take("g", read_flag, False)
    options.close()
    if asked and not roads:
        raise BadInputError(
            "asks for geometry, and no roads are known",
            where=options.path("g"),
            way_out="Give an area instead of matrices, or leave it out.",
        )
    return asked


def _per_longest_duty_hour(fields: Fields) -> int:
    ours = fields.under("dorpsronde")
    costs = ours.under("costs")
    price = costs.take("per_longest_duty_hour", read_whole, 0)
    costs.close()
    ours.close()
    return price


def _refuse_twins(problem: Problem) -> None:
    _each_once("vehicles[{}].id", (vehicle.id for vehicle in problem.vehicles))
    _each_once("jobs[{}].id", (job.task.id for job in problem.jobs))
    _each_once("shipments[{}].pickup.id", (shipment.pickup.id for shipment in problem.shipments))
    _each_once("shipments[{}].delivery.id", (shipment.delivery.id for shipment in problem.shipments))
    for number, vehicle in enumerate(problem.vehicles):
        _each_once(f"vehicles[{number}].breaks[{{}}].id", (rest.id for rest in vehicle.breaks))


def _each_once(where: str, ids: Iterable[int]) -> None:
    first: dict[int, int] = {}
    for number, one in enumerate(ids):
        if one in first:
            raise BadInputError(
                f"the id {one} is taken by {where.format(first[one])}",
                where=where.format(number),
                way_out="Give each its own.",
            )
        first[one] = number
