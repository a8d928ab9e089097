"""The cheapest places for a request in one route, each pair of places tested in constant time.

First each place gets a bound from detours alone (`insertion_bound_kernels`); then only what is bounded below the best
is tested in time and load (`added_visit_kernels`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel
from routing.solver.ruin.added_visit_kernels import (
    added_work,
    beyond_limits,
    exactly,
    has_room,
    has_room_for_job,
    joined_through,
    joined_to,
)
from routing.solver.ruin.chance_kernels import share
from routing.solver.ruin.insertion_bound_kernels import bound_of_beginning
from routing.solver.ruin.plan_kernels import LONGEST, NEVER, NONE, Instance, Plan, Scratch, work_at
from routing.solver.ruin.route_kernels import end_of, start_of

__all__ = ["NOWHERE", "Insertion", "cheapest_in"]


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
    if kind.reload == NONE and not has_room(instance, plan, number, first, pickup):
        return NOWHERE
    p_place, d_place = tasks[pickup].place, d_task.place
    durations_s, durations_to_s = instance.durations_s[kind.profile], instance.durations_to_s[kind.profile]
    costs, costs_to = instance.costs[kind.tariff], instance.costs_to[kind.tariff]
    to_d_s, to_d, from_d = durations_to_s[d_place], costs_to[d_place], costs[d_place]  # rows lie together in memory
    here, after = tasks[first].place, stops[first].after
    there = tasks[after].place
    detour = base + costs_to[p_place, here] + costs[p_place, there] - stops[first].onward
    compact, carried = bound_of_beginning(instance, plan, request, vehicle)
    if compact:
        worth = instance.worth[kind.tariff]
        carried += worth[here, p_place] + worth[p_place, there] - stops[first].onward_worth
    else:
        carried += detour - base
    piece = (stops[first].to_duration_s, stops[first].to_earliest_s, stops[first].to_latest_s)
    to_pickup_s: int = durations_to_s[p_place, here]
    piece = joined_to(instance, piece, kind.type, to_pickup_s, here, pickup)
    end = end_of(instance, vehicle)
    best_last = NONE
    last, place, onward, ridden_s = first, p_place, costs[p_place, there], 0
    onward_s: int = durations_s[p_place, there]
    while True:
        to_delivery_s: int = to_d_s[place]
        setup_s = 0 if place == d_place else instance.setup_s[kind.type, one.last]
        in_time = piece[0] + piece[1] + to_delivery_s <= d_task.closes_s
        fresh = one.leash_s == NONE or ridden_s + to_delivery_s + setup_s <= one.leash_s
        if in_time and fresh and (last == first or carried + scratch.detour[last] < bound):
            delivered = joined_to(instance, piece, kind.type, to_delivery_s, place, one.last)
            whole_s = joined_through(instance, plan, delivered, kind.type, durations_s, d_place, after)
            extra = detour + to_d[place] + from_d[tasks[after].place] - onward
            cost = _price(instance, plan, scratch, chance, blink, request, vehicle, first, last, extra, whole_s, bound)
            if cost < bound:
                bound, best_last = cost, last
        # Carry the goods one stop further.
        if after == end or scratch.least_detour[after] + carried >= bound:
            break
        ridden_s += onward_s + work_at(instance, kind.type, after, place)
        if piece[0] + piece[1] + onward_s > tasks[after].closes_s or (one.leash_s != NONE and ridden_s > one.leash_s):
            break
        if kind.reload == NONE and not has_room(instance, plan, number, after, pickup):
            break
        piece = joined_to(instance, piece, kind.type, onward_s, place, after)
        last, place, onward, onward_s = after, tasks[after].place, stops[after].onward, stops[after].onward_s
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
    if kind.reload == NONE and not has_room_for_job(instance, plan, number, first, after, node):
        return NOWHERE
    piece = (stops[first].to_duration_s, stops[first].to_earliest_s, stops[first].to_latest_s)
    to_node_s: int = durations_s[here, place]
    piece = joined_to(instance, piece, kind.type, to_node_s, here, node)
    whole_s = joined_through(instance, plan, piece, kind.type, durations_s, place, after)
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
        extra += kind.per_task_s * added_work(instance, plan, kind.type, request, first, last)
    if whole_s == NEVER or extra + kind.per_duty_s * whole_s >= bound:
        return NEVER
    if kind.limited and beyond_limits(instance, plan, request, vehicle, first, last):
        return NEVER
    if share(chance) <= blink:
        return NEVER
    if kind.special or route.specials > 0 or instance.requests[request].special > 0:
        whole_s, wishes = exactly(instance, plan, scratch, request, vehicle, first, last, whole_s)
        if whole_s == NONE:
            return NEVER
        extra += wishes
    if instance.longest_price and whole_s > plan.totals[LONGEST]:
        extra += instance.longest_price * (whole_s - plan.totals[LONGEST])
    return extra + kind.per_duty_s * whole_s


@inlined_kernel
def _cost_of_beginning(instance: Instance, plan: Plan, vehicle: int) -> int:
    """Return what the first request costs besides its detour from the way from start to end."""
    route = plan.routes[vehicle]
    return 0 if route.tasks else instance.kinds[instance.kind_of[vehicle]].fixed + route.travel_cost
