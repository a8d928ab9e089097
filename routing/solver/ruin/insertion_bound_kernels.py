"""What a request costs at least behind each node of a route, from detours and times alone.

Bounds take it that nothing is sooner or cheaper for visiting more. Where it is (a way over a third place
is faster than the direct one, or a neighbour's setup fits into the waiting for a window) a place may be
missed, but never a wrong one taken.
"""

from routing.compiled import inlined_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Plan, Scratch
from routing.solver.ruin.route_kernels import end_of, start_of

__all__ = ["bound_from_below", "bound_of_beginning"]


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
    compact, base = bound_of_beginning(instance, plan, request, vehicle)
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
def bound_of_beginning(instance: Instance, plan: Plan, request: int, vehicle: int) -> tuple[bool, int]:
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
