"""Keeping a plan's figures right while visits come and go."""

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.plan_kernels import (
    COST,
    COUNT,
    LONGEST,
    NEVER,
    NONE,
    PRIORITY,
    STATE,
    Instance,
    Plan,
    Scratch,
    work_at,
)
from routing.solver.ruin.whole_route_kernels import whole_route

__all__ = ["cut_out", "end_of", "join", "leave_out", "put_in", "refresh", "serve", "settle", "start_of"]


@lean_kernel
def start_of(instance: Instance, vehicle: int) -> int:
    """Return the node that a vehicle's route starts with."""
    return len(instance.tasks) - 2 * (len(instance.kind_of) - vehicle)


@lean_kernel
def end_of(instance: Instance, vehicle: int) -> int:
    """Return the node that a vehicle's route ends with."""
    return start_of(instance, vehicle) + 1


@inlined_kernel
def join(
    duration_s: int,
    earliest_s: int,
    latest_s: int,
    travel_s: int,
    then_s: int,
    then_earliest_s: int,
    then_latest_s: int,
) -> tuple[int, int, int]:
    """Join two pieces of a route that fit: earliest_s + duration_s + travel_s is at most then_latest_s."""
    gap_s = duration_s + travel_s
    wait_s = max(then_earliest_s - gap_s - latest_s, 0)
    return (
        gap_s + then_s + wait_s,
        max(then_earliest_s - gap_s, earliest_s) - wait_s,
        min(then_latest_s - gap_s, latest_s),
    )


@inlined_kernel
def put_in(plan: Plan, node: int, before: int) -> None:
    """Link a node into the route behind another; `refresh` must follow."""
    stops = plan.stops
    after = stops[before].after
    stops[node].before = before
    stops[node].after = after
    stops[node].vehicle = stops[before].vehicle
    stops[before].after = node
    stops[after].before = node


@inlined_kernel
def cut_out(plan: Plan, node: int) -> None:
    """Take a node out of its route; `refresh` must follow."""
    stops = plan.stops
    before, after = stops[node].before, stops[node].after
    stops[before].after = after
    stops[after].before = before
    stops[node].vehicle = NONE


@inlined_kernel
def leave_out(instance: Instance, plan: Plan, request: int) -> None:
    """Count a request, whose nodes are in no route, as unserved."""
    plan.unserved[plan.totals[COUNT]] = request
    plan.totals[COUNT] += 1
    plan.totals[PRIORITY] += instance.requests[request].priority


@inlined_kernel
def serve(instance: Instance, plan: Plan, request: int, vehicle: int, first: int, last: int) -> None:
    """Put a request's visits behind these nodes; behind each other where `last` is `first`.

    It has been taken off the unserved before; `refresh` must follow.
    """
    one = instance.requests[request]
    put_in(plan, one.first, first)
    if one.last != one.first:
        put_in(plan, one.last, one.first if last == first else last)
    route = plan.routes[vehicle]
    route.tasks += 1 + (one.last != one.first)
    route.specials += one.special


@lean_kernel
def refresh(instance: Instance, plan: Plan, scratch: Scratch, vehicle: int) -> bool:
    """Compute all figures of a route anew.

    Returns
    -------
    Whether the route keeps its times and limits. Loads are not looked at: taking out lessens them.
    """
    kind = instance.kinds[instance.kind_of[vehicle]]
    route = plan.routes[vehicle]
    plan.totals[COST] -= route.cost
    route.cost = 0
    plan.totals[STATE] += 1
    route.state = plan.totals[STATE]
    fits = _from_the_start(instance, plan, vehicle)
    fits = _from_the_end(instance, plan, vehicle) and fits
    if instance.jobs_carry:
        _most_on_board(instance, plan, vehicle)
    if route.tasks == 0:
        return True
    if not fits or route.travel_s > kind.max_travel_s or route.distance_m > kind.max_distance_m:
        return False
    if route.energy_wh > kind.max_energy_wh:
        return False
    if kind.special or route.specials:
        if route.specials:
            _spare(instance, plan, vehicle)
        count = _write_out(instance, plan, scratch, vehicle)
        duty_s, route.extra = whole_route(instance, scratch, instance.kind_of[vehicle], count, route.duty_s)
        if duty_s == NONE:
            return False
        route.duty_s = duty_s
    route.cost = kind.fixed + route.travel_cost + kind.per_duty_s * route.duty_s
    route.cost += kind.per_task_s * route.work_s + route.extra
    plan.totals[COST] += route.cost
    return True


@inlined_kernel
def settle(instance: Instance, plan: Plan) -> None:
    """Price the longest duty anew; routes that were refreshed may have changed it."""
    if instance.longest_price == 0:
        return
    longest_s = 0
    for vehicle in range(len(plan.routes)):
        if plan.routes[vehicle].tasks > 0:
            longest_s = max(longest_s, plan.routes[vehicle].duty_s)
    plan.totals[COST] += instance.longest_price * (longest_s - plan.totals[LONGEST])
    plan.totals[LONGEST] = longest_s


@inlined_kernel
def _from_the_start(instance: Instance, plan: Plan, vehicle: int) -> bool:
    kind = instance.kinds[instance.kind_of[vehicle]]
    route = plan.routes[vehicle]
    stops, tasks, load = plan.stops, instance.tasks, plan.load
    start, end = start_of(instance, vehicle), end_of(instance, vehicle)
    _load_at_start(instance, plan, start, end)
    duration_s, earliest_s, latest_s = 0, tasks[start].opens_s, tasks[start].closes_s
    stops[start].to_duration_s, stops[start].to_earliest_s, stops[start].to_latest_s = duration_s, earliest_s, latest_s
    route.travel_cost, route.travel_s, route.work_s, route.distance_m = 0, 0, 0, 0
    route.energy_wh, route.extra = 0, 0
    place = tasks[start].place
    fits = True
    node = start
    while node != end:
        before = node
        node = stops[before].after
        task, stop = tasks[node], stops[node]
        there = task.place
        _look_up_onward(instance, plan, vehicle, before)
        travel_s = stops[before].onward_s
        if earliest_s + duration_s + travel_s > task.closes_s:
            fits = False
        work_s = work_at(instance, kind.type, node, place)
        duration_s, earliest_s, latest_s = join(
            duration_s, earliest_s, latest_s, travel_s, work_s, task.opens_s, task.closes_s
        )
        stop.to_duration_s, stop.to_earliest_s, stop.to_latest_s = duration_s, earliest_s, latest_s
        stops[before].spare_s = NEVER
        route.travel_cost += stops[before].onward
        route.travel_s += travel_s
        route.work_s += work_s
        if kind.limited:
            route.distance_m += instance.distances_m[kind.profile, place, there]
        if kind.max_energy_wh < NEVER:
            route.energy_wh += instance.energy_wh[kind.profile, place, there]
        for d in range(load.shape[1]):
            load[node, d] = load[before, d] + instance.change[node, d]
        place = there
    route.duty_s = duration_s
    return fits


@inlined_kernel
def _look_up_onward(instance: Instance, plan: Plan, vehicle: int, node: int) -> None:
    """Note what the way to the next node costs, unless that is known: of a route's many ways few have changed.

    The matrices of a large day do not fit into the processor's cache: looking ways up is most of what a refresh costs.
    """
    number = instance.kind_of[vehicle]
    stop = plan.stops[node]
    if stop.onward_to == stop.after and stop.onward_of == number:
        return
    kind = instance.kinds[number]
    here, there = instance.tasks[node].place, instance.tasks[stop.after].place
    stop.onward = instance.costs[kind.tariff, here, there]
    stop.onward_worth = instance.worth[kind.tariff, here, there]
    stop.onward_s = instance.durations_s[kind.profile, here, there]
    stop.onward_to, stop.onward_of = stop.after, number


@inlined_kernel
def _load_at_start(instance: Instance, plan: Plan, start: int, end: int) -> None:
    load = plan.load
    for d in range(load.shape[1]):
        load[start, d] = 0
    if instance.jobs_carry:
        node = plan.stops[start].after
        while node != end:
            for d in range(load.shape[1]):
                load[start, d] += instance.brought[node, d]
            node = plan.stops[node].after


@inlined_kernel
def _from_the_end(instance: Instance, plan: Plan, vehicle: int) -> bool:
    """Join pieces from the end on; the ways are known from the start on."""
    kind = instance.kinds[instance.kind_of[vehicle]]
    stops, tasks = plan.stops, instance.tasks
    start, end = start_of(instance, vehicle), end_of(instance, vehicle)
    duration_s, earliest_s, latest_s = 0, tasks[end].opens_s, tasks[end].closes_s
    node = end
    while True:
        stop = stops[node]
        stop.from_duration_s, stop.from_earliest_s, stop.from_latest_s = duration_s, earliest_s, latest_s
        if node == start:
            return True
        node = stop.before
        task = tasks[node]
        work_s = 0 if node == start else work_at(instance, kind.type, node, tasks[stops[node].before].place)
        travel_s = stops[node].onward_s
        if task.opens_s + work_s + travel_s > latest_s:
            return False
        duration_s, earliest_s, latest_s = join(
            work_s, task.opens_s, task.closes_s, travel_s, duration_s, earliest_s, latest_s
        )


@lean_kernel
def _most_on_board(instance: Instance, plan: Plan, vehicle: int) -> None:
    stops, load, most_before, most_after = plan.stops, plan.load, plan.most_before, plan.most_after
    start, end = start_of(instance, vehicle), end_of(instance, vehicle)
    for d in range(load.shape[1]):
        most, node = 0, start
        while True:
            most = max(most, load[node, d])
            most_before[node, d] = most
            if node == end:
                break
            node = stops[node].after
        most = 0
        while True:
            most = max(most, load[node, d])
            most_after[node, d] = most
            if node == start:
                break
            node = stops[node].before


@lean_kernel
def _spare(instance: Instance, plan: Plan, vehicle: int) -> None:
    """Bound the detours behind each stop by what is left of the time on board."""
    type_ = instance.kinds[instance.kind_of[vehicle]].type
    stops, tasks = plan.stops, instance.tasks
    node, end = stops[start_of(instance, vehicle)].after, end_of(instance, vehicle)
    while node != end:
        request = instance.requests[tasks[node].request]
        if request.leash_s != NONE and node == request.last:
            before = stops[node].before
            ridden_s = work_at(instance, type_, node, tasks[before].place) + stops[before].onward_s
            ridden_s -= instance.service_s[type_, node]
            while before != request.first:
                behind = before
                before = stops[behind].before
                ridden_s += work_at(instance, type_, behind, tasks[before].place) + stops[before].onward_s
            spare_s = request.leash_s - ridden_s
            while before != node:
                stops[before].spare_s = min(stops[before].spare_s, spare_s)
                before = stops[before].after
        node = stops[node].after


@lean_kernel
def _write_out(instance: Instance, plan: Plan, scratch: Scratch, vehicle: int) -> int:
    """Write a route's nodes into `scratch.order`; return how many."""
    node, end = start_of(instance, vehicle), end_of(instance, vehicle)
    count = 0
    while True:
        scratch.order[count] = node
        count += 1
        if node == end:
            return count
        node = plan.stops[node].after
