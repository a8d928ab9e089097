"""The exact check of one order of visits, with all that joined pieces of a route know nothing of.

Shipments unloaded in order, reloads, several windows a task, limits on time on board, rests, wishes. What is
accepted here keeps every constraint. Where rests, wishes or reloads come together with limits on time on
board, or with a price of duty, a cheaper timetable may be overlooked: `routing.solver.layout` finds it at last.
"""

from routing.compiled import lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Scratch
from routing.solver.ruin.reload_kernels import put_reloads
from routing.solver.ruin.rest_kernels import rested_duty
from routing.solver.ruin.timetable_kernels import least_duty, measure
from routing.solver.ruin.wish_kernels import kindest, wishes

__all__ = ["whole_route"]


@lean_kernel
def whole_route(instance: Instance, scratch: Scratch, number: int, count: int, bound_s: int) -> tuple[int, int]:
    """Find the duty of the route written in `scratch.order`, start and end included, for a kind of vehicle.

    Parameters
    ----------
    number: of the kind.
    bound_s: no duty can be less.

    Returns
    -------
    The duty in seconds, or NONE where the order is not allowed; the cost of broken wishes and of reloading.
    """
    kind = instance.kinds[number]
    extra = 0
    if kind.lifo and not _unloads_in_order(instance, scratch, count):
        return NONE, 0
    if kind.reload != NONE:
        count, extra = put_reloads(instance, scratch, number, count)
        if count == NONE or (kind.limited and _beyond_limits(instance, scratch, number, count)):
            return NONE, 0
    leashes = measure(instance, number, scratch, count)
    if leashes == NONE:
        return NONE, 0
    if kind.end_break > kind.first_break:
        duty_s = rested_duty(instance, scratch, number, count, leashes)
        return duty_s, extra + (0 if duty_s == NONE else wishes(instance, scratch, count))
    if not _has_wishes(instance, scratch, count):
        priced = kind.per_duty_s > 0 or instance.longest_price > 0
        return least_duty(instance, scratch, count, leashes, bound_s, priced), extra
    duty_s, broken = kindest(instance, scratch, count, leashes, kind.per_duty_s)
    return duty_s, extra + broken


@lean_kernel
def _unloads_in_order(instance: Instance, scratch: Scratch, count: int) -> bool:
    """Tell whether each delivery is of the last shipment picked up of those on board."""
    stack = scratch.gap_s
    height = 0
    for i in range(1, count - 1):
        node = scratch.order[i]
        request = instance.tasks[node].request
        one = instance.requests[request]
        if one.first == one.last:
            continue
        if node == one.first:
            stack[height] = request
            height += 1
        else:
            height -= 1
            if stack[height] != request:
                return False
    return True


@lean_kernel
def _beyond_limits(instance: Instance, scratch: Scratch, number: int, count: int) -> bool:
    kind = instance.kinds[number]
    durations_s, distances_m = instance.durations_s[kind.profile], instance.distances_m[kind.profile]
    travel_s, distance_m, energy_wh = 0, 0, 0
    for i in range(count - 1):
        here, there = instance.tasks[scratch.order[i]].place, instance.tasks[scratch.order[i + 1]].place
        travel_s += durations_s[here, there]
        distance_m += distances_m[here, there]
        if kind.max_energy_wh < NEVER:
            energy_wh += instance.energy_wh[kind.profile, here, there]
    return travel_s > kind.max_travel_s or distance_m > kind.max_distance_m or energy_wh > kind.max_energy_wh


@lean_kernel
def _has_wishes(instance: Instance, scratch: Scratch, count: int) -> bool:
    wished = 0
    for i in range(1, count - 1):
        wished += instance.tasks[scratch.order[i]].per_early_s
    return wished > 0
