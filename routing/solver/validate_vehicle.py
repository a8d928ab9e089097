"""Refuse a vehicle that cannot be planned for, naming the field at fault."""

from math import ceil

from kernel.errors import BadInputError
from kernel.quoting import printable
from routing.matrix import TravelMatrix
from routing.solver.bounds import MAX_AMOUNT, MAX_TIME_S, Ground, check_place, check_price, check_windows, within
from routing.solver.problem import Costs, Problem, Reload, Vehicle

__all__ = ["FASTEST", "check_vehicle"]

FASTEST = 5
"""VROOM's own bound on speed factors."""
MOST_BREAKS = 50
"""A layout looks at the places of all breaks of a route together; a day has a handful. Own choice."""
LONGEST = 2**31 - 1
"""Engines keep the seconds of ways in 32 bits with a sign."""


def check_vehicle(vehicle: Vehicle, problem: Problem, ground: Ground) -> None:
    """Check one vehicle and the matrix of its profile, which there is."""
    where = f"vehicle {vehicle.id}"
    for name, place in (("start", vehicle.start), ("end", vehicle.end)):
        if place is not None:
            check_place(where, name, place, ground)
    if vehicle.time_window is not None:
        check_windows(where, (vehicle.time_window,))
    for name, price in (
        ("fixed cost", vehicle.costs.fixed),
        ("per_hour", vehicle.costs.per_hour),
        ("per_km", vehicle.costs.per_km),
        ("per_duty_hour", vehicle.costs.per_duty_hour),
        ("per_task_hour", vehicle.costs.per_task_hour),
    ):
        check_price(where, name, price)
    for name, limit in (
        ("max_tasks", vehicle.max_tasks),
        ("max_travel_time", vehicle.max_travel_time_s),
        ("max_distance", vehicle.max_distance_m),
        ("max_energy_wh", vehicle.max_energy_wh),
    ):
        if limit is not None:
            within(where, name, limit, MAX_AMOUNT)
    for room in vehicle.capacity:
        within(where, "capacity", room, MAX_AMOUNT)
    _check_matrix(where, vehicle, problem.matrices[vehicle.profile])
    _check_breaks(where, vehicle)
    if vehicle.reload is not None:
        _check_reload(where, vehicle.reload, ground)


def _check_matrix(where: str, vehicle: Vehicle, matrix: TravelMatrix) -> None:
    """Hold a vehicle to what the matrix of its profile says."""
    if not 0 < vehicle.speed_factor <= FASTEST:
        raise BadInputError(f"speed_factor is not more than 0 and at most {FASTEST}", where=where)
    longest_s = int(matrix.durations_s.max(initial=0))
    if ceil(longest_s / vehicle.speed_factor) > LONGEST:
        raise BadInputError(f"at its speed_factor the longest way takes more than {LONGEST} seconds", where=where)
    if matrix.costs is not None:
        for name, price, usual in (
            ("per_hour", vehicle.costs.per_hour, Costs().per_hour),
            ("per_km", vehicle.costs.per_km, Costs().per_km),
        ):
            if price != usual:
                raise BadInputError(
                    f"{name} is priced, and so are the ways, by costs in matrices.{printable(vehicle.profile)}",
                    where=where,
                    way_out="Leave one of the two out.",
                )
    if vehicle.max_energy_wh is not None and matrix.energy_wh is None:
        raise BadInputError(
            f"max_energy_wh needs energy_wh in matrices.{printable(vehicle.profile)}",
            where=where,
            way_out="Leave it out, or give the matrices that `dorpsronde matrix --energy` writes.",
        )


def _check_breaks(where: str, vehicle: Vehicle) -> None:
    if len(vehicle.breaks) > MOST_BREAKS:
        raise BadInputError(f"breaks has {len(vehicle.breaks)} entries; there are at most {MOST_BREAKS}", where=where)
    seen: set[int] = set()
    for rest in vehicle.breaks:
        if rest.id in seen:
            raise BadInputError(f"two breaks have the id {rest.id}", where=where, way_out="Give each its own.")
        seen.add(rest.id)
        check_windows(f"{where}, break {rest.id}", rest.windows)
        within(f"{where}, break {rest.id}", "service", rest.service_s, MAX_TIME_S)


def _check_reload(where: str, reload: Reload, ground: Ground) -> None:
    check_place(where, "reload", reload.location, ground)
    within(where, "service at the reload", reload.service_s, MAX_TIME_S)
    if reload.most is not None:
        within(where, "the most reloads", reload.most, MAX_AMOUNT)
