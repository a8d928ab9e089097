"""What a visit more does to a route: whether there is room and time for it, and what it adds.

All but `exactly` take constant time: what a route is up to each stop and from it on is joined (`plan_kernels`).
"""

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, Instance, Plan, Scratch, work_at
from routing.solver.ruin.route_kernels import end_of, join, start_of
from routing.solver.ruin.whole_route_kernels import whole_route

__all__ = ["added_work", "beyond_limits", "exactly", "has_room", "has_room_for_job", "joined_through", "joined_to"]


@inlined_kernel
def has_room(instance: Instance, plan: Plan, kind: int, node: int, pickup: int) -> bool:
    for d in range(plan.load.shape[1]):
        if plan.load[node, d] + instance.change[pickup, d] > instance.room[kind, d]:
            return False
    return True


@inlined_kernel
def has_room_for_job(instance: Instance, plan: Plan, kind: int, before: int, after: int, node: int) -> bool:
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
def joined_to(
    instance: Instance, piece: tuple[int, int, int], type_: int, travel_s: int, place: int, node: int
) -> tuple[int, int, int]:
    """Join a piece that ends at a place with one more visit, which is in time and so far away from there."""
    task = instance.tasks[node]
    work_s = work_at(instance, type_, node, place)
    return join(piece[0], piece[1], piece[2], travel_s, work_s, task.opens_s, task.closes_s)


@inlined_kernel
def joined_through(
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
    if earliest_s + duration_s + stop.onward_s > rest.from_latest_s:
        return NEVER
    return join(
        duration_s, earliest_s, latest_s, stop.onward_s, rest.from_duration_s, rest.from_earliest_s, rest.from_latest_s
    )[0]


@inlined_kernel
def beyond_limits(instance: Instance, plan: Plan, request: int, vehicle: int, first: int, last: int) -> bool:
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
def added_work(instance: Instance, plan: Plan, type_: int, request: int, first: int, last: int) -> int:
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
def exactly(
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
