"""The best plan of a tiny problem by trying everything; shares no code with the solver or the checker."""

from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations

from routing.solver.problem import Job, Problem, Shipment, Vehicle

LAST_S = 24
"""Oracle problems end by then: every whole second is tried."""


def best(problem: Problem) -> tuple[int, int, Fraction]:
    """Return priorities served, requests served, least cost."""
    requests = [*problem.jobs, *problem.shipments]

    @cache
    def route_cost(number: int, members: frozenset[int]) -> Fraction | None:
        if not members:
            return Fraction(0)
        costs = [_cost(problem, problem.vehicles[number], order) for order in _orders([requests[i] for i in members])]
        return min((cost for cost in costs if cost is not None), default=None)

    @cache
    def plan(number: int, left: frozenset[int]) -> tuple[int, int, Fraction]:
        if number == len(problem.vehicles):
            return 0, 0, Fraction(0)
        options = []
        for members in _subsets(left):
            cost = route_cost(number, members)
            if cost is not None:
                priority, count, rest = plan(number + 1, left - members)
                served = sum(requests[i].priority for i in members)
                options.append((priority + served, count + len(members), cost + rest))
        return min(options, key=lambda option: (-option[0], -option[1], option[2]))

    return plan(0, frozenset(range(len(requests))))


def _subsets(members: frozenset[int]) -> list[frozenset[int]]:
    subsets = [frozenset()]
    for member in members:
        subsets += [subset | {member} for subset in subsets]
    return subsets


def _orders(requests: list[Job | Shipment]):
    stops = []
    for request in requests:
        stops += [(request, "job")] if isinstance(request, Job) else [(request, "pickup"), (request, "delivery")]
    for order in permutations(range(len(stops))):
        chosen = [stops[i] for i in order]
        if all(
            kind != "delivery" or any(other is request and its == "pickup" for other, its in chosen[:at])
            for at, (request, kind) in enumerate(chosen)
        ):
            yield chosen


def _cost(problem: Problem, vehicle: Vehicle, order: list) -> Fraction | None:
    if not all(request.skills <= vehicle.skills for request, _ in order) or not _carries(vehicle, order):
        return None
    tasks = [getattr(request, "task" if kind == "job" else kind) for request, kind in order]
    matrix = problem.matrices[vehicle.profile]
    way = [place for place in (vehicle.start, *(task.location for task in tasks), vehicle.end) if place is not None]
    legs = list(pairwise(way))
    travel_s = sum(int(matrix.durations_s[leg]) for leg in legs)
    metres = sum(int(matrix.distances_m[leg]) for leg in legs)
    for figure, limit in (
        (len(tasks), vehicle.max_tasks),
        (travel_s, vehicle.max_travel_time_s),
        (metres, vehicle.max_distance_m),
    ):
        if limit is not None and figure > limit:
            return None
    duty_s = _least_duty(matrix.durations_s, vehicle, order, tasks)
    if duty_s is None:
        return None
    prices = vehicle.costs
    return (
        prices.fixed
        + Fraction(prices.per_hour * travel_s + prices.per_duty_hour * duty_s, 3600)
        + Fraction(prices.per_km * metres, 1000)
    )


def _carries(vehicle: Vehicle, order: list) -> bool:
    for d, room in enumerate(vehicle.capacity):
        load = sum(request.delivery[d] for request, kind in order if kind == "job" and request.delivery)
        seen = [load]
        for request, kind in order:
            if kind == "job":
                load += (request.pickup[d] if request.pickup else 0) - (request.delivery[d] if request.delivery else 0)
            elif request.amount:
                load += request.amount[d] * (1 if kind == "pickup" else -1)
            seen.append(load)
        if max(seen) > room:
            return False
    return True


def _least_duty(durations, vehicle: Vehicle, order: list, tasks: list) -> int | None:
    """Try every second of leaving, and every second of beginning at the pickups that must not be early."""
    hours = (vehicle.time_window.start_s, vehicle.time_window.end_s) if vehicle.time_window else (0, 4 * LAST_S)
    found = []

    def follow(at: int, place, free: int, left_s: int, collected: dict) -> None:
        if at == len(order):
            home = free + (int(durations[place, vehicle.end]) if vehicle.end is not None else 0)
            if home <= hours[1]:
                found.append(home - left_s)
            return
        (request, kind), task = order[at], tasks[at]
        arrival = free + (int(durations[place, task.location]) if place is not None else 0)
        setup = 0 if place == task.location else task.setup_s
        limit = None if kind == "job" else getattr(request, "max_time_on_board_s", None)
        begins = [t for t in range(arrival, 4 * LAST_S) if _open(task, t)]
        for begin in begins if kind == "pickup" and limit is not None else begins[:1]:
            if kind == "delivery" and limit is not None and begin + setup - collected[id(request)] > limit:
                continue
            done = begin + setup + task.service_s
            follow(
                at + 1,
                task.location,
                done,
                left_s,
                {**collected, id(request): done} if limit is not None else collected,
            )

    for leaving in range(hours[0], min(hours[1], LAST_S) + 1):
        follow(0, vehicle.start, leaving, leaving, {})
        if found and vehicle.costs.per_duty_hour == 0:
            break
    return min(found, default=None)


def _open(task, moment: int) -> bool:
    return not task.time_windows or any(window.start_s <= moment <= window.end_s for window in task.time_windows)
