"""The best plan of a tiny problem by trying everything; shares no code with the solver or the checker."""

from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations, product
from math import ceil

from routing.solver.problem import Job, Problem, Shipment, Vehicle

LAST_S = 24
"""Oracle problems open nothing later: every whole second until then is tried."""

RELOAD = "reload"


def best(problem: Problem) -> tuple[int, int, Fraction]:
    """Return priorities served, requests served, least cost; the price of balance is not known here."""
    requests = [*problem.jobs, *problem.shipments]

    @cache
    def route_cost(number: int, members: frozenset[int]) -> Fraction | None:
        if not members:
            # An unused vehicle takes no breaks.
            return None if any(step.kind != "break" for step in frozen(problem.vehicles[number])) else Fraction(0)
        orders = _orders([requests[i] for i in members])
        costs = [least_cost(problem, problem.vehicles[number], order) for order in orders]
        return min((cost for cost in costs if cost is not None), default=None)

    @cache
    def plan(number: int, left: frozenset[int]) -> tuple[int, int, Fraction] | None:
        if number == len(problem.vehicles):
            return 0, 0, Fraction(0)
        options = []
        for members in _subsets(left):
            cost = route_cost(number, members)
            others = plan(number + 1, left - members) if cost is not None else None
            if others is not None:
                priority, count, rest = others
                served = sum(requests[i].priority for i in members)
                options.append((priority + served, count + len(members), cost + rest))
        return min(options, key=lambda option: (-option[0], -option[1], option[2]), default=None)

    found = plan(0, frozenset(range(len(requests))))
    assert found is not None
    return found


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


def least_cost(problem: Problem, vehicle: Vehicle, order: list) -> Fraction | None:
    """Try all reloads, all places of all breaks and all moments for tasks in this order."""
    found = _least(problem, vehicle, order, cost_alone=True)
    return None if found is None else found[0]


def least_rank(problem: Problem, vehicle: Vehicle, order: list) -> tuple[Fraction, int, int] | None:
    """Return the least cost, of those the first finish and of those, negated, the last leaving."""
    return _least(problem, vehicle, order, cost_alone=False)


def _least(problem: Problem, vehicle: Vehicle, order: list, *, cost_alone: bool):
    if not all(request.skills <= vehicle.skills for request, _ in order):
        return None
    if vehicle.max_tasks is not None and len(order) > vehicle.max_tasks:
        return None
    if vehicle.lifo and not _unloads_from_behind(order):
        return None
    ranks = (
        _rank(problem, vehicle, stops, slots, cost_alone=cost_alone)
        for stops in _with_reloads(vehicle, order)
        if _carries(vehicle, stops)
        for slots in product(range(len(stops) + 1), repeat=len(vehicle.breaks))
        if list(slots) == sorted(slots) and _begins_as_frozen(vehicle, stops, slots)
    )
    return min((rank for rank in ranks if rank is not None), default=None)


def task_of(stop):
    request, kind = stop
    return getattr(request, "task" if kind == "job" else kind)


def frozen(vehicle: Vehicle) -> list:
    named = [step for step in vehicle.steps if step.kind.value in {"job", "pickup", "delivery", "break"}]
    return named[: vehicle.frozen]


def _breaks(vehicle: Vehicle) -> list:
    def opening(rest):
        return (rest.windows[0].start_s, rest.windows[-1].end_s) if rest.windows else (0, 10**9)

    return sorted(vehicle.breaks, key=opening)


def _unloads_from_behind(order: list) -> bool:
    stack = []
    for request, kind in order:
        if kind == "pickup":
            stack.append(request)
        if kind == "delivery" and stack.pop() is not request:
            return False
    return True


def _with_reloads(vehicle: Vehicle, order: list):
    if vehicle.reload is None:
        yield order
        return
    for choice in product([False, True], repeat=len(order) + 1):
        if vehicle.reload.most is not None and sum(choice) > vehicle.reload.most:
            continue
        stops, under_way, fine = [], 0, True
        for at, reloads in enumerate(choice):
            if reloads:
                fine = fine and under_way == 0
                stops.append(RELOAD)
            if at < len(order):
                stops.append(order[at])
                under_way += {"job": 0, "pickup": 1, "delivery": -1}[order[at][1]]
        if fine:
            yield stops


def _begins_as_frozen(vehicle: Vehicle, stops: list, slots: tuple[int, ...]) -> bool:
    steps = []
    for at in range(len(stops) + 1):
        steps += [("break", rest.id) for rest, slot in zip(_breaks(vehicle), slots, strict=True) if slot == at]
        if at < len(stops) and stops[at] != RELOAD:
            steps.append((stops[at][1], task_of(stops[at]).id))
    wanted = [(step.kind.value, step.id) for step in frozen(vehicle)]
    return steps[: len(wanted)] == wanted


def _loads(d: int, stops: list) -> list[int]:
    """Return the load of one dimension when leaving the start and each stop."""

    def brought(after: int) -> int:
        total = 0
        for stop in stops[after:]:
            if stop == RELOAD:
                break
            total += stop[0].delivery[d] if stop[1] == "job" and stop[0].delivery else 0
        return total

    loads = [brought(0)]
    for at, stop in enumerate(stops):
        if stop == RELOAD:
            loads.append(brought(at + 1))
            continue
        request, kind = stop
        load = loads[-1]
        if kind == "job":
            load += (request.pickup[d] if request.pickup else 0) - (request.delivery[d] if request.delivery else 0)
        elif request.amount:
            load += request.amount[d] * (1 if kind == "pickup" else -1)
        loads.append(load)
    return loads


def _carries(vehicle: Vehicle, stops: list) -> bool:
    return all(max(_loads(d, stops)) <= room for d, room in enumerate(vehicle.capacity))


def _rank(problem: Problem, vehicle: Vehicle, stops: list, slots: tuple[int, ...], *, cost_alone: bool):
    for rest, slot in zip(_breaks(vehicle), slots, strict=True):
        if any(_loads(d, stops)[slot] > most for d, most in enumerate(rest.max_load or ())):
            return None
    matrix = problem.matrices[vehicle.profile]
    places = [vehicle.reload.location if stop == RELOAD else task_of(stop).location for stop in stops]
    way = [vehicle.start, *places, vehicle.end]
    legs = [leg if None not in leg else None for leg in pairwise(way)]
    travels = [0 if leg is None else ceil(int(matrix.durations_s[leg]) / vehicle.speed_factor) for leg in legs]
    metres = sum(int(matrix.distances_m[leg]) for leg in legs if leg)
    energy = sum(int(matrix.energy_wh[leg]) for leg in legs if leg) if matrix.energy_wh is not None else 0
    for figure, limit in (
        (sum(travels), vehicle.max_travel_time_s),
        (metres, vehicle.max_distance_m),
        (energy, vehicle.max_energy_wh),
    ):
        if limit is not None and figure > limit:
            return None
    works = []
    for stop, before, here in zip(stops, way, places, strict=False):
        if stop == RELOAD:
            works.append((0, vehicle.reload.service_s))
        else:
            task = task_of(stop)
            setup = task.setup_per_type_s.get(vehicle.type, task.setup_s)
            service = task.service_per_type_s.get(vehicle.type, task.service_s)
            works.append((0 if before == here else setup, service))
    worked = sum(sum(work) for stop, work in zip(stops, works, strict=True) if stop != RELOAD)
    moments = _least_of_moments(vehicle, stops, travels, works, slots, cost_alone=cost_alone)
    if moments is None:
        return None
    price, *when = moments
    prices = vehicle.costs
    travel = Fraction(prices.per_hour * sum(travels), 3600) + Fraction(prices.per_km * metres, 1000)
    if matrix.costs is not None:
        travel = Fraction(sum(int(matrix.costs[leg]) for leg in legs if leg))
    return prices.fixed + travel + Fraction(prices.per_task_hour * worked, 3600) + price, *when


def _least_of_moments(  # noqa: C901 (one recursion over the moments of a route reads best whole)
    vehicle: Vehicle, stops: list, travels: list, works: list, slots: tuple[int, ...], *, cost_alone: bool
):
    """Return the least price of duty and broken wishes; then the first finish and, negated, the last leaving.

    Every second is tried for leaving, and for beginning where a wish or a limit on time on board may want it
    later. A rest is never better later.
    """
    hours = (vehicle.time_window.start_s, vehicle.time_window.end_s) if vehicle.time_window else (0, 10**6)
    per_second = Fraction(vehicle.costs.per_duty_hour, 3600)
    patient = any(
        stop != RELOAD and (task_of(stop).soft_window or getattr(stop[0], "max_time_on_board_s", None) is not None)
        for stop in stops
    )

    def rested(slot: int, done: int) -> int | None:
        """Return the soonest moment at the other end of a way."""
        soonest = done + travels[slot]
        resting = done
        for rest, its in zip(_breaks(vehicle), slots, strict=True):
            if its == slot:
                windows = [(window.start_s, window.end_s) for window in rest.windows] or [(0, 10**6)]
                begins = [max(a, resting) for a, b in windows if resting <= b]
                if not begins:
                    return None
                resting = begins[0] + rest.service_s
                soonest += rest.service_s
        return max(soonest, resting)

    @cache
    def follow(at: int, done: int, collected: tuple) -> tuple[Fraction, int] | None:  # noqa: C901 (as above)
        soonest = rested(at, done)
        if soonest is None:
            return None
        if at == len(stops):
            return (per_second * soonest, soonest) if soonest <= hours[1] else None
        setup, service = works[at]
        if stops[at] == RELOAD:
            begins = [soonest]
        else:
            begins = [t for t in range(soonest, max(soonest, LAST_S) + 1) if _may_begin(stops[at], t, works[at])]
        found = []
        for begin in begins if patient else begins[:1]:
            then, wished = collected, Fraction(0)
            if stops[at] != RELOAD:
                request, kind = stops[at]
                limit = None if kind == "job" else getattr(request, "max_time_on_board_s", None)
                if limit is not None and kind == "pickup":
                    then = (*collected, (request.pickup.id, begin + setup + service))
                if limit is not None and kind == "delivery":
                    if begin + setup - dict(collected)[request.pickup.id] > limit:
                        continue
                    then = tuple(pair for pair in collected if pair[0] != request.pickup.id)
                wish = task_of(stops[at]).soft_window
                if wish:
                    wished = Fraction(wish.cost_per_hour * max(wish.start_s - begin, begin - wish.end_s, 0), 3600)
            rest = follow(at + 1, begin + setup + service, then)
            if rest is not None:
                found.append((wished + rest[0], rest[1]))
        return min(found, default=None)

    found = []
    for leaving in range(hours[0], min(hours[1], LAST_S) + 1):
        best = follow(0, leaving, ())
        if best is not None:
            found.append((best[0] - per_second * leaving, best[1], -leaving))
            if cost_alone and per_second == 0 and not patient:
                break
    return min(found, default=None)


def _may_begin(stop, moment: int, work: tuple[int, int]) -> bool:
    task = task_of(stop)
    if task.latest_finish_s is not None and moment + sum(work) > task.latest_finish_s:
        return False
    return not task.time_windows or any(window.start_s <= moment <= window.end_s for window in task.time_windows)
