"""Taking related requests out of a plan, and putting a plan back as it was.

Source: Christiaens, Vanden Berghe, "Slack induction by string removals for vehicle routing problems",
Transportation Science 54 (2020); here a string is of requests that lie together in a route by their
deliveries or by their pickups.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.chance_kernels import below, share
from routing.solver.ruin.plan_kernels import COUNT, NONE, Instance, Plan, Scratch
from routing.solver.ruin.route_kernels import cut_out, end_of, leave_out, refresh, settle, start_of

__all__ = ["Undo", "ruin", "start_over", "take_back"]

SPLIT_SHARE = 0.5
"""How often a string is taken out around some requests that stay. Source: the paper, alpha 0.5."""
SPLIT_ON = 0.99
"""How often one more request stays, up to what the route has. Source: the paper, beta 0.01."""
FROM_UNSERVED = 0.5
"""How often the ruin is made around an unserved request, if there is one."""

MOST_DRAWS = 100
"""So often a request outside the district is drawn anew."""


class Undo(NamedTuple):
    """What a ruin touched, as it was before.

    Attributes
    ----------
    touched_at: int64 (v,); in which round a route was last touched.
    vehicle: int64 (v,); the routes touched in this round, of which tally[1] count.
    first: int64 (v + 1,); where their nodes begin in `nodes`.
    nodes: int64 (n,).
    tasks, specials, state: int64 (v,); of the same routes.
    unserved: int64 (r,).
    totals: int64 (4,).
    tally: int64 (2,); the number of this round, and of the routes touched in it.
    members: int64 (r,); room for the requests of one route.
    """

    touched_at: NDArray[np.int64]
    vehicle: NDArray[np.int64]
    first: NDArray[np.int64]
    nodes: NDArray[np.int64]
    tasks: NDArray[np.int64]
    specials: NDArray[np.int64]
    state: NDArray[np.int64]
    unserved: NDArray[np.int64]
    totals: NDArray[np.int64]
    tally: NDArray[np.int64]
    members: NDArray[np.int64]


@lean_kernel
def start_over(plan: Plan, undo: Undo) -> None:
    """Take what stands as what `take_back` goes back to."""
    undo.tally[0] += 1
    undo.tally[1] = 0
    for i in range(len(undo.totals)):
        undo.totals[i] = plan.totals[i]
    for i in range(plan.totals[COUNT]):
        undo.unserved[i] = plan.unserved[i]


@lean_kernel
def touch(instance: Instance, plan: Plan, undo: Undo, vehicle: int) -> None:
    """Save a route before it is changed, once a round."""
    if undo.touched_at[vehicle] == undo.tally[0]:
        return
    undo.touched_at[vehicle] = undo.tally[0]
    number = undo.tally[1]
    undo.tally[1] += 1
    undo.vehicle[number] = vehicle
    undo.tasks[number] = plan.routes[vehicle].tasks
    undo.specials[number] = plan.routes[vehicle].specials
    undo.state[number] = plan.routes[vehicle].state
    at = undo.first[number]
    node, end = plan.stops[start_of(instance, vehicle)].after, end_of(instance, vehicle)
    while node != end:
        undo.nodes[at] = node
        at += 1
        node = plan.stops[node].after
    undo.first[number + 1] = at


@lean_kernel
def take_back(instance: Instance, plan: Plan, scratch: Scratch, undo: Undo) -> None:
    """Put every touched route, the unserved and the totals back."""
    stops = plan.stops
    for number in range(undo.tally[1]):
        node = plan.stops[start_of(instance, undo.vehicle[number])].after
        while instance.tasks[node].request != NONE:
            stops[node].vehicle = NONE
            node = stops[node].after
    for number in range(undo.tally[1]):
        vehicle = undo.vehicle[number]
        before = start_of(instance, vehicle)
        for at in range(undo.first[number], undo.first[number + 1]):
            node = undo.nodes[at]
            stops[before].after = node
            stops[node].before = before
            stops[node].vehicle = vehicle
            before = node
        end = end_of(instance, vehicle)
        stops[before].after = end
        stops[end].before = before
        plan.routes[vehicle].tasks = undo.tasks[number]
        plan.routes[vehicle].specials = undo.specials[number]
        refresh(instance, plan, scratch, vehicle)
        plan.routes[vehicle].state = undo.state[number]
    for i in range(len(undo.totals)):
        plan.totals[i] = undo.totals[i]
    for i in range(plan.totals[COUNT]):
        plan.unserved[i] = undo.unserved[i]


@lean_kernel
def ruin(
    instance: Instance,
    plan: Plan,
    scratch: Scratch,
    undo: Undo,
    chance: NDArray[np.uint64],
    district: NDArray[np.bool_],
    size: int,
) -> None:
    """Take about this many related requests out, in strings from routes of the district near one of them."""
    requests = len(instance.requests)
    routes = 0
    served = requests - plan.totals[COUNT]
    for vehicle in range(len(plan.routes)):
        routes += plan.routes[vehicle].tasks > 0
    if routes == 0:
        return
    if plan.totals[COUNT] and share(chance) < FROM_UNSERVED:
        seed = plan.unserved[below(chance, plan.totals[COUNT])]
    else:
        seed = _draw_seed(instance, plan, chance, district)
    longest = min(float(max(size, 10)), served / routes)
    strings = int(1 + share(chance) * (4.0 * size / (1.0 + longest) - 1.0))
    for i in range(instance.near.shape[1]):
        if strings <= 0:
            break
        request = instance.near[seed, i]
        vehicle = plan.stops[instance.requests[request].first].vehicle
        if vehicle != NONE and district[vehicle] and undo.touched_at[vehicle] != undo.tally[0]:
            touch(instance, plan, undo, vehicle)
            _take_string(instance, plan, undo, chance, vehicle, request, longest)
            strings -= 1
    for number in range(undo.tally[1]):
        if not refresh(instance, plan, scratch, undo.vehicle[number]):
            # Where a way over a third place is faster than the direct one, fewer visits may take longer.
            _take_all(instance, plan, undo, undo.vehicle[number])
            refresh(instance, plan, scratch, undo.vehicle[number])
    settle(instance, plan)


@inlined_kernel
def _draw_seed(instance: Instance, plan: Plan, chance: NDArray[np.uint64], district: NDArray[np.bool_]) -> int:
    """Draw a request of the district, or one that is in no route, or with little luck any."""
    seed = 0
    for _ in range(MOST_DRAWS):
        seed = below(chance, len(instance.requests))
        vehicle = plan.stops[instance.requests[seed].first].vehicle
        if vehicle == NONE or district[vehicle]:
            break
    return seed


@inlined_kernel
def _take_string(
    instance: Instance,
    plan: Plan,
    undo: Undo,
    chance: NDArray[np.uint64],
    vehicle: int,
    request: int,
    longest: float,
) -> None:
    """Take a string out of a route that holds the request, or lies around ones that stay."""
    count = _list_members(instance, plan, undo, vehicle, share(chance) < 0.5)
    length = int(1 + share(chance) * min(float(count), longest))
    length = min(length, count)
    staying = 0
    if length > 1 and length < count and share(chance) < SPLIT_SHARE:
        staying = 1
        while length + staying < count and share(chance) < SPLIT_ON:
            staying += 1
    at = 0
    while undo.members[at] != request:
        at += 1
    span = length + staying
    begin = max(0, at - below(chance, span))
    begin = min(begin, count - span)
    stays_from = begin + 1 + below(chance, length - 1) if staying else begin
    for i in range(begin, begin + span):
        if not stays_from <= i < stays_from + staying:
            _take(instance, plan, vehicle, undo.members[i])


@inlined_kernel
def _list_members(instance: Instance, plan: Plan, undo: Undo, vehicle: int, by_delivery: bool) -> int:
    count = 0
    node, end = plan.stops[start_of(instance, vehicle)].after, end_of(instance, vehicle)
    while node != end:
        request = instance.tasks[node].request
        one = instance.requests[request]
        if node == (one.last if by_delivery else one.first):
            undo.members[count] = request
            count += 1
        node = plan.stops[node].after
    return count


@inlined_kernel
def _take(instance: Instance, plan: Plan, vehicle: int, request: int) -> None:
    one = instance.requests[request]
    cut_out(plan, one.first)
    if one.last != one.first:
        cut_out(plan, one.last)
    route = plan.routes[vehicle]
    route.tasks -= 1 + (one.last != one.first)
    route.specials -= one.special
    leave_out(instance, plan, request)


@lean_kernel
def _take_all(instance: Instance, plan: Plan, undo: Undo, vehicle: int) -> None:
    for i in range(_list_members(instance, plan, undo, vehicle, True)):
        _take(instance, plan, vehicle, undo.members[i])
