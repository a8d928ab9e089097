"""The cheapest places for a request in one route, each pair of places tested in constant time.

First each place gets a bound from detours alone; then only what is bounded below the best is tested in
time and load, by joining the pieces of the route up to each stop and from it on (`plan_kernels`).
Bounds take it that nothing is sooner or cheaper for visiting more. Where it is (a way over a third place
is faster than the direct one, or a neighbour's setup fits into the waiting for a window) a place may be
missed, but never a wrong one taken.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.chance_kernels import share
from routing.solver.ruin.plan_kernels import LONGEST, NEVER, NONE, Instance, Plan, Scratch, work_at
from routing.solver.ruin.route_kernels import end_of, join, start_of
from routing.solver.ruin.whole_route_kernels import whole_route

__all__ = ["NOWHERE", "Insertion", "bound_from_below", "cheapest_in"]


class Insertion(NamedTuple):
    """Behind which nodes of a vehicle's route a request's visits are put, and what that costs more.

    Where `last` is `first`, a delivery follows its pickup directly.
    """

    extra: int
    vehicle: int
    first: int
    last: int


NOWHERE = Insertion(NEVER, NONE, NONE, NONE)


@inlined_kernel
def bound_from_below(instance: Instance, plan: Plan, scratch: Scratch, request: int, vehicle: int) -> tuple[int, int]:
    """Bound what a request costs behind each node of a route, and write it down in `scratch`.

    Returns
    -------
    The least bound, and behind which node.
    """
    stops, tasks = plan.stops, instance.tasks
    kind = instance.kinds[instance.kind_of[vehicle]]
    one = instance.requests[request]
    is_pair = one.first != one.last
    if plan.routes[vehicle].tasks + 1 + is_pair > kind.max_tasks:
        return NEVER, NONE
    compact, base = _bound_of_beginning(instance, plan, request, vehicle)
    p_task, d_task = tasks[one.first], tasks[one.last]
    p_place, d_place = p_task.place, d_task.place
    table = instance.worth[kind.tariff] if compact else instance.costs[kind.tariff]
    table_to = instance.worth_to[kind.tariff] if compact else instance.costs_to[kind.tariff]
    from_p, to_p, from_d, to_d = table[p_place], table_to[p_place], table[d_place], table_to[d_place]
    from_p_s, from_d_s = instance.durations_s[kind.profile, p_place], instance.durations_s[kind.profile, d_place]
    to_p_s = instance.durations_to_s[kind.profile, p_place]
    to_d_s = instance.durations_to_s[kind.profile, d_place]
    between = to_d[p_place] if is_pair else 0
    p_opens_s, p_closes_s, d_opens_s, d_closes_s = p_task.opens_s, p_task.closes_s, d_task.opens_s, d_task.closes_s
    services_s, setups_s = instance.service_s[kind.type], instance.setup_s[kind.type]
    p_service_s, p_setup_s = services_s[one.first], setups_s[one.first]
    d_service_s, d_setup_s = services_s[one.last], setups_s[one.last]
    node, start = end_of(instance, vehicle), start_of(instance, vehicle)
    there = tasks[node].place
    least, at, least_later = NEVER, NONE, NEVER
    while node != start:
        latest_s, spared_s = stops[node].from_latest_s, setups_s[node]
        node = stops[node].before
        stop = stops[node]
        here = tasks[node].place
        free_s = stop.to_earliest_s + stop.to_duration_s
        onward = stop.onward_worth if compact else stop.onward
        lower = NEVER
        begin_s = max(free_s + to_p_s[here], p_opens_s)
        onward_s = p_service_s + (0 if here == p_place else p_setup_s) + from_p_s[there]
        gift_s = spared_s if there == p_place else 0
        if (
            begin_s <= p_closes_s
            and begin_s + onward_s <= latest_s + gift_s
            and to_p_s[here] + onward_s - stop.onward_s <= stop.spare_s + gift_s
        ):
            lower = base + to_p[here] - onward + min(between + from_d[there], from_p[there] + least_later)
            if lower < least:
                least = lower
                at = node
        scratch.lower[node] = lower
        begin_s = max(free_s + to_d_s[here], d_opens_s)
        onward_s = d_service_s + (0 if here == d_place else d_setup_s) + from_d_s[there]
        gift_s = spared_s if there == d_place else 0
        detour = NEVER
        if (
            begin_s <= d_closes_s
            and begin_s + onward_s <= latest_s + gift_s
            and to_d_s[here] + onward_s - stop.onward_s <= stop.spare_s + gift_s
        ):
            detour = to_d[here] + from_d[there] - onward
            least_later = min(least_later, detour)
        scratch.detour[node] = detour
        scratch.least_detour[node] = least_later
        there = here
    return least, at


@inlined_kernel
def _bound_of_beginning(instance: Instance, plan: Plan, request: int, vehicle: int) -> tuple[bool, int]:
    """Bound what comes to the detours.

    Returns
    -------
    Whether detours count with the duty of their seconds, and what comes to them: where a route waits
    longer than the request's service takes, the waiting may swallow that and all detours.
    """
    route = plan.routes[vehicle]
    kind = instance.kinds[instance.kind_of[vehicle]]
    one = instance.requests[request]
    served_s = instance.service_s[kind.type, one.first]
    if one.first != one.last:
        served_s += instance.service_s[kind.type, one.last]
    base = kind.per_task_s * served_s
    if route.tasks == 0:
        return True, base + kind.fixed + route.travel_cost + kind.per_duty_s * (served_s + route.travel_s)
    base -= route.extra
    waited_s = route.duty_s - route.travel_s - route.work_s
    if waited_s < served_s:
        return True, base + kind.per_duty_s * (served_s - waited_s)
    return False, base


@inlined_kernel
def cheapest_in(
    instance: Instance,
    plan: Plan,
    scratch: Scratch,
    chance: NDArray[np.uint64],
    blink: float,
    request: int,
    vehicle: int,
    likely: int,
    bound: int,
) -> Insertion:
    """Find the cheapest places in a vehicle's route that cost less than the bound.

    Parameters
    ----------
    blink: share of the better places that are overlooked, so that not every repair is the same.
    likely: the node to try first, from `bound_from_below`, which was called for this request and vehicle.
    """
    base = _cost_of_beginning(instance, plan, vehicle)
    best = NOWHERE
    end = end_of(instance, vehicle)
    first = likely
    tried = NONE
    while first != end:
        if first != tried and scratch.lower[first] < bound:
            if instance.requests[request].first == instance.requests[request].last:
                found = _job_behind(instance, plan, scratch, chance, blink, request, vehicle, first, base, bound)
            else:
                found = _shipment_behind(instance, plan, scratch, chance, blink, request, vehicle, first, base, bound)
            if found.vehicle != NONE:
                best = found
                bound = found.extra
        if tried == NONE:
            tried = likely
            first = start_of(instance, vehicle)
        else:
            first = plan.stops[first].after
    return best


@inlined_kernel
def _shipment_behind(
    instance: Instance,
    plan: Plan,
    scratch: Scratch,
    chance: NDArray[np.uint64],
    blink: float,
    request: int,
    vehicle: int,
    first: int,
    base: int,
    bound: int,
) -> Insertion:
    """Put the pickup behind a node and try the delivery behind it and all later ones."""
    stops, tasks = plan.stops, instance.tasks
    number = instance.kind_of[vehicle]
    kind = instance.kinds[number]
    one = instance.requests[request]
    pickup, d_task = one.first, tasks[one.last]
    if kind.reload == NONE and not _has_room(instance, plan, number, first, pickup):
        return NOWHERE
    durations_s, costs = instance.durations_s[kind.profile], instance.costs[kind.tariff]
    p_place, d_place = tasks[pickup].place, d_task.place
    here, after = tasks[first].place, stops[first].after
    there = tasks[after].place
    detour = base + costs[here, p_place] + costs[p_place, there] - stops[first].onward
    compact, carried = _bound_of_beginning(instance, plan, request, vehicle)
    if compact:
        worth = instance.worth[kind.tariff]
        carried += worth[here, p_place] + worth[p_place, there] - stops[first].onward_worth
    else:
        carried += detour - base
    piece = (stops[first].to_duration_s, stops[first].to_earliest_s, stops[first].to_latest_s)
    piece = _joined_to(instance, piece, kind.type, durations_s, here, pickup)
    end = end_of(instance, vehicle)
    best_last = NONE
    last, place, onward, ridden_s = first, p_place, costs[p_place, there], 0
    while True:
        to_delivery_s: int = durations_s[place, d_place]
        setup_s = 0 if place == d_place else instance.setup_s[kind.type, one.last]
        in_time = piece[0] + piece[1] + to_delivery_s <= d_task.closes_s
        fresh = one.leash_s == NONE or ridden_s + to_delivery_s + setup_s <= one.leash_s
        if in_time and fresh and (last == first or carried + scratch.detour[last] < bound):
            delivered = _joined_to(instance, piece, kind.type, durations_s, place, one.last)
            whole_s = _joined_through(instance, plan, delivered, kind.type, durations_s, d_place, after)
            extra = detour + costs[place, d_place] + costs[d_place, tasks[after].place] - onward
            cost = _price(instance, plan, scratch, chance, blink, request, vehicle, first, last, extra, whole_s, bound)
            if cost < bound:
                bound, best_last = cost, last
        # Carry the goods one stop further.
        if after == end or scratch.least_detour[after] + carried >= bound:
            break
        onward_s: int = durations_s[place, tasks[after].place]
        ridden_s += onward_s + work_at(instance, kind.type, after, place)
        if piece[0] + piece[1] + onward_s > tasks[after].closes_s or (one.leash_s != NONE and ridden_s > one.leash_s):
            break
        if kind.reload == NONE and not _has_room(instance, plan, number, after, pickup):
            break
        piece = _joined_to(instance, piece, kind.type, durations_s, place, after)
        last, place, onward = after, tasks[after].place, stops[after].onward
        after = stops[last].after
    return Insertion(bound, vehicle, first, best_last) if best_last != NONE else NOWHERE


@inlined_kernel
def _job_behind(
    instance: Instance,
    plan: Plan,
    scratch: Scratch,
    chance: NDArray[np.uint64],
    blink: float,
    request: int,
    vehicle: int,
    first: int,
    base: int,
    bound: int,
) -> Insertion:
    stops = plan.stops
    number = instance.kind_of[vehicle]
    kind = instance.kinds[number]
    durations_s = instance.durations_s[kind.profile]
    node = instance.requests[request].first
    after = stops[first].after
    here, place = instance.tasks[first].place, instance.tasks[node].place
    if kind.reload == NONE and not _has_room_for_job(instance, plan, number, first, after, node):
        return NOWHERE
    piece = (stops[first].to_duration_s, stops[first].to_earliest_s, stops[first].to_latest_s)
    piece = _joined_to(instance, piece, kind.type, durations_s, here, node)
    whole_s = _joined_through(instance, plan, piece, kind.type, durations_s, place, after)
    costs = instance.costs[kind.tariff]
    extra = base + costs[here, place] - stops[first].onward + costs[place, instance.tasks[after].place]
    cost = _price(instance, plan, scratch, chance, blink, request, vehicle, first, first, extra, whole_s, bound)
    return Insertion(cost, vehicle, first, first) if cost < bound else NOWHERE


@inlined_kernel
def _price(
    instance: Instance,
    plan: Plan,
    scratch: Scratch,
    chance: NDArray[np.uint64],
    blink: float,
    request: int,
    vehicle: int,
    first: int,
    last: int,
    extra: int,
    whole_s: int,
    bound: int,
) -> int:
    """Return what a place costs with the duty of the whole route; NEVER if that is not allowed, or overlooked."""
    route = plan.routes[vehicle]
    kind = instance.kinds[instance.kind_of[vehicle]]
    if route.tasks:
        extra -= kind.per_duty_s * route.duty_s + route.extra
    if kind.per_task_s:
        extra += kind.per_task_s * _added_work(instance, plan, kind.type, request, first, last)
    if whole_s == NEVER or extra + kind.per_duty_s * whole_s >= bound:
        return NEVER
    if kind.limited and _beyond_limits(instance, plan, request, vehicle, first, last):
        return NEVER
    if share(chance) <= blink:
        return NEVER
    if kind.special or route.specials > 0 or instance.requests[request].special > 0:
        whole_s, wishes = _exactly(instance, plan, scratch, request, vehicle, first, last, whole_s)
        if whole_s == NONE:
            return NEVER
        extra += wishes
    if instance.longest_price and whole_s > plan.totals[LONGEST]:
        extra += instance.longest_price * (whole_s - plan.totals[LONGEST])
    return extra + kind.per_duty_s * whole_s


@inlined_kernel
def _joined_to(
    instance: Instance, piece: tuple[int, int, int], type_: int, durations_s: NDArray[np.int32], place: int, node: int
) -> tuple[int, int, int]:
    """Join a piece that ends at a place with one more visit, which is in time."""
    task = instance.tasks[node]
    work_s = work_at(instance, type_, node, place)
    travel_s: int = durations_s[place, task.place]
    return join(piece[0], piece[1], piece[2], travel_s, work_s, task.opens_s, task.closes_s)


@inlined_kernel
def _cost_of_beginning(instance: Instance, plan: Plan, vehicle: int) -> int:
    """Return what the first request costs besides its detour from the way from start to end."""
    route = plan.routes[vehicle]
    return 0 if route.tasks else instance.kinds[instance.kind_of[vehicle]].fixed + route.travel_cost


@inlined_kernel
def _has_room(instance: Instance, plan: Plan, kind: int, node: int, pickup: int) -> bool:
    for d in range(plan.load.shape[1]):
        if plan.load[node, d] + instance.change[pickup, d] > instance.room[kind, d]:
            return False
    return True


@inlined_kernel
def _has_room_for_job(instance: Instance, plan: Plan, kind: int, before: int, after: int, node: int) -> bool:
    """Look at what it leaves, on board until then, and at what it takes, on board from then on."""
    if not instance.jobs_carry:
        return True
    for d in range(plan.load.shape[1]):
        brought = instance.brought[node, d]
        taken = instance.change[node, d] + brought
        if plan.most_before[before, d] + brought > instance.room[kind, d]:
            return False
        if max(plan.load[before, d], plan.most_after[after, d]) + taken > instance.room[kind, d]:
            return False
    return True


@inlined_kernel
def _joined_through(
    instance: Instance,
    plan: Plan,
    piece: tuple[int, int, int],
    type_: int,
    durations_s: NDArray[np.int32],
    place: int,
    after: int,
) -> int:
    """Join a piece that ends at a place with the rest of a route; return the whole's duration, or NEVER."""
    duration_s, earliest_s, latest_s = piece
    task, stop = instance.tasks[after], plan.stops[after]
    travel_s: int = durations_s[place, task.place]
    was_there = instance.tasks[stop.before].place == task.place
    if instance.setup_s[type_, after] == 0 or was_there == (place == task.place):
        if earliest_s + duration_s + travel_s > stop.from_latest_s:
            return NEVER
        return join(
            duration_s, earliest_s, latest_s, travel_s, stop.from_duration_s, stop.from_earliest_s, stop.from_latest_s
        )[0]
    if earliest_s + duration_s + travel_s > task.closes_s:
        return NEVER
    work_s = work_at(instance, type_, after, place)
    duration_s, earliest_s, latest_s = join(
        duration_s, earliest_s, latest_s, travel_s, work_s, task.opens_s, task.closes_s
    )
    rest = plan.stops[stop.after]
    onward_s: int = durations_s[task.place, instance.tasks[stop.after].place]
    if earliest_s + duration_s + onward_s > rest.from_latest_s:
        return NEVER
    return join(
        duration_s, earliest_s, latest_s, onward_s, rest.from_duration_s, rest.from_earliest_s, rest.from_latest_s
    )[0]


@inlined_kernel
def _beyond_limits(instance: Instance, plan: Plan, request: int, vehicle: int, first: int, last: int) -> bool:
    kind = instance.kinds[instance.kind_of[vehicle]]
    route = plan.routes[vehicle]
    seconds = _added(instance, plan, instance.durations_s[kind.profile], request, first, last)
    metres = _added(instance, plan, instance.distances_m[kind.profile], request, first, last)
    if route.travel_s + seconds > kind.max_travel_s or route.distance_m + metres > kind.max_distance_m:
        return True
    if kind.max_energy_wh == NEVER:
        return False
    watt_hours = _added(instance, plan, instance.energy_wh[kind.profile], request, first, last)
    return route.energy_wh + watt_hours > kind.max_energy_wh


@lean_kernel
def _added(instance: Instance, plan: Plan, figures: NDArray[np.int32], request: int, first: int, last: int) -> int:
    """Return how much longer a route becomes by a request behind these nodes."""
    tasks, stops = instance.tasks, plan.stops
    one = instance.requests[request]
    p, d = tasks[one.first].place, tasks[one.last].place
    here, there = tasks[first].place, tasks[stops[first].after].place
    added = np.int64(figures[here, p]) - figures[here, there]
    if first == last:
        return added + (0 if one.first == one.last else figures[p, d]) + figures[d, there]
    added += figures[p, there]
    here, there = tasks[last].place, tasks[stops[last].after].place
    return added + figures[here, d] + figures[d, there] - figures[here, there]


@lean_kernel
def _added_work(instance: Instance, plan: Plan, type_: int, request: int, first: int, last: int) -> int:
    """Return how much more setup and service a route becomes by a request behind these nodes."""
    tasks, stops = instance.tasks, plan.stops
    one = instance.requests[request]
    p, d = tasks[one.first].place, tasks[one.last].place
    here, after = tasks[first].place, stops[first].after
    added = work_at(instance, type_, one.first, here) - work_at(instance, type_, after, here)
    if first == last:
        if one.first != one.last:
            added += work_at(instance, type_, one.last, p)
        return added + work_at(instance, type_, after, d)
    added += work_at(instance, type_, after, p)
    here, after = tasks[last].place, stops[last].after
    added += work_at(instance, type_, one.last, here) - work_at(instance, type_, after, here)
    return added + work_at(instance, type_, after, d)


@lean_kernel
def _exactly(
    instance: Instance, plan: Plan, scratch: Scratch, request: int, vehicle: int, first: int, last: int, bound_s: int
) -> tuple[int, int]:
    """Check a place wholly; return the duty, or NONE, and what wishes and reloads cost."""
    one = instance.requests[request]
    node, end = start_of(instance, vehicle), end_of(instance, vehicle)
    order = scratch.order
    count = 0
    while True:
        order[count] = node
        count += 1
        if node == first:
            order[count] = one.first
            count += 1
        if node == last and one.last != one.first:
            order[count] = one.last
            count += 1
        if node == end:
            break
        node = plan.stops[node].after
    return whole_route(instance, scratch, instance.kind_of[vehicle], count, bound_s)
