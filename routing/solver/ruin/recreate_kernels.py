"""Putting requests in one after the other, each where it costs least, and remembering where that was."""

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.chance_kernels import below, share
from routing.solver.ruin.insertion_bound_kernels import bound_from_below
from routing.solver.ruin.insertion_kernels import NOWHERE, Insertion, cheapest_in
from routing.solver.ruin.plan_kernels import COUNT, NEVER, NONE, PRIORITY, Instance
from routing.solver.ruin.route_kernels import leave_out, refresh, serve, settle
from routing.solver.ruin.ruin_kernels import touch
from routing.solver.ruin.search_state import Search

__all__ = ["recreate"]

NEVER_MORE = 2**24
"""More than twice the requests of any instance."""


@lean_kernel
def recreate(
    instance: Instance, search: Search, count: int, order: int, wide: float, blink: float, favour: float
) -> None:
    """Put the last so many of the unserved in one after the other, each where it costs least.

    Parameters
    ----------
    wide: how often a request looks at routes without a request nearby too.
    blink: how often it looks at a route with blinks.
    favour: share of its cost that an unused vehicle is taken to be cheaper.
    """
    plan, queue = search.plan, search.queue
    for i in range(count):
        plan.totals[COUNT] -= 1
        queue[i] = plan.unserved[plan.totals[COUNT]]
        plan.totals[PRIORITY] -= instance.requests[queue[i]].priority
    _sort(instance, search, count, order)
    tried = _list_vehicles(instance, search)
    for i in range(count):
        request = queue[i]
        narrow, turn = share(search.chance) > wide, i
        while True:  # one call, as it is put in its place: two would take twice as long to compile
            place = _cheapest(instance, search, request, tried, turn, blink, favour, narrow)
            if place.vehicle != NONE or not narrow:
                break
            narrow, turn = False, count + i
        if place.vehicle == NONE:
            leave_out(instance, plan, request)
        else:
            is_new = plan.routes[place.vehicle].tasks == 0
            touch(instance, plan, search.undo, place.vehicle)
            serve(instance, plan, request, place.vehicle, place.first, place.last)
            refresh(instance, plan, search.scratch, place.vehicle)
            settle(instance, plan)
            if is_new:
                tried = _list_vehicles(instance, search)


@lean_kernel
def _list_vehicles(instance: Instance, search: Search) -> int:
    """List the vehicles of the district that may be tried, of the unused ones of each kind only the first.

    A fleet may be many times what a plan uses. Returns how many they are.
    """
    for kind in range(len(search.kind_seen)):
        search.kind_seen[kind] = False
    count = 0
    for vehicle in range(len(search.plan.routes)):
        if search.district[vehicle]:
            kind, is_used = instance.kind_of[vehicle], search.plan.routes[vehicle].tasks > 0
            if is_used or not search.kind_seen[kind]:
                search.kind_seen[kind] = search.kind_seen[kind] or not is_used
                search.tried[count] = vehicle
                count += 1
    return count


@inlined_kernel
def _cheapest(
    instance: Instance, search: Search, request: int, tried: int, turn: int, blink: float, favour: float, narrow: bool
) -> Insertion:
    """Find the cheapest place of all routes; those that promise most are looked at first.

    Parameters
    ----------
    tried: how many of `Search.tried` count.
    narrow: whether changed routes without a request nearby are passed over.
    """
    scratch = search.scratch
    count = 0
    if narrow:
        _mark_near(instance, search, request, turn)
    for i in range(tried):
        vehicle = search.tried[i]
        if _is_candidate(instance, search, request, vehicle, turn, narrow):
            least, likely = _promise(instance, search, request, vehicle)
            if least < NEVER:
                scratch.candidates[count], scratch.likely[count] = vehicle, likely
                scratch.least[count] = _favoured(search, vehicle, least, favour)
                count += 1
    place = NOWHERE
    while count > 0:
        next_one = 0
        for c in range(1, count):
            if scratch.least[c] < scratch.least[next_one]:
                next_one = c
        if scratch.least[next_one] >= place.extra:
            break
        vehicle, likely = scratch.candidates[next_one], scratch.likely[next_one]
        bound = place.extra if favour == 0.0 else NEVER
        found = _look_into(instance, search, request, vehicle, likely, bound, blink)
        extra = _favoured(search, vehicle, found.extra, favour)
        if extra < place.extra:
            place = Insertion(extra, vehicle, found.first, found.last)
        count -= 1
        scratch.candidates[next_one] = scratch.candidates[count]
        scratch.least[next_one] = scratch.least[count]
        scratch.likely[next_one] = scratch.likely[count]
    return place


@inlined_kernel
def _favoured(search: Search, vehicle: int, extra: int, favour: float) -> int:
    """Return what a place counts as where unused vehicles are favoured."""
    if favour == 0.0 or search.plan.routes[vehicle].tasks > 0 or extra == NEVER:
        return extra
    return extra - int(favour * extra)


@inlined_kernel
def _promise(instance: Instance, search: Search, request: int, vehicle: int) -> tuple[int, int]:
    """Bound what a request costs in a route; say where to look first, NONE where the bound is remembered."""
    if vehicle >= search.memo.shape[1]:
        return bound_from_below(instance, search.plan, search.scratch, request, vehicle)
    memo = search.memo[request, vehicle]
    if memo.state == search.plan.routes[vehicle].state:
        return memo.extra, NONE
    least, likely = bound_from_below(instance, search.plan, search.scratch, request, vehicle)
    memo.state, memo.extra, memo.first = search.plan.routes[vehicle].state, least, NONE
    return least, likely


@inlined_kernel
def _look_into(
    instance: Instance, search: Search, request: int, vehicle: int, likely: int, bound: int, blink: float
) -> Insertion:
    """Find the cheapest place in a route that costs less than the bound, or remember it."""
    plan, scratch, chance = search.plan, search.scratch, search.chance
    blinking = share(chance) <= blink
    # what is dearer than the longest duty of all routes is so in the plan that stands, not in the route's own state
    remembered = vehicle < search.memo.shape[1] and instance.longest_price == 0
    if remembered and not blinking:
        memo = search.memo[request, vehicle]
        if memo.first != NONE:
            return Insertion(memo.extra, vehicle, memo.first, memo.last)
    if likely == NONE:
        _, likely = bound_from_below(instance, plan, scratch, request, vehicle)
    missed = search.habits.blinking if blinking else 0.0
    found = cheapest_in(instance, plan, scratch, chance, missed, request, vehicle, likely, bound)
    if remembered and not blinking:
        memo = search.memo[request, vehicle]
        memo.extra = min(found.extra, bound)
        memo.first, memo.last = found.first, found.last
    return found


@inlined_kernel
def _mark_near(instance: Instance, search: Search, request: int, turn: int) -> None:
    """Mark the routes of the requests that are most related to one."""
    mark = search.undo.tally[0] * NEVER_MORE + turn
    for i in range(min(search.habits.nearby, instance.near.shape[1])):
        vehicle = search.plan.stops[instance.requests[instance.near[request, i]].first].vehicle
        if vehicle != NONE:
            search.near_seen[vehicle] = mark


@inlined_kernel
def _is_candidate(instance: Instance, search: Search, request: int, vehicle: int, turn: int, narrow: bool) -> bool:
    if not instance.allowed[request, instance.kind_of[vehicle]]:
        return False
    if not narrow or search.plan.routes[vehicle].tasks == 0:
        return True
    mark = search.undo.tally[0] * NEVER_MORE + turn
    return search.near_seen[vehicle] == mark or _is_remembered(search, request, vehicle)


@inlined_kernel
def _is_remembered(search: Search, request: int, vehicle: int) -> bool:
    if vehicle >= search.memo.shape[1]:
        return False
    return search.memo[request, vehicle].state == search.plan.routes[vehicle].state


@lean_kernel
def _sort(instance: Instance, search: Search, count: int, order: int) -> None:
    """Sort the queue by one of the orders; NONE shuffles it."""
    queue = search.queue
    if order == NONE:
        for i in range(count - 1, 0, -1):
            j = below(search.chance, i + 1)
            queue[i], queue[j] = queue[j], queue[i]
        return
    rank = instance.ranks[order]
    for i in range(1, count):
        request = queue[i]
        j = i - 1
        while j >= 0 and rank[queue[j]] > rank[request]:
            queue[j + 1] = queue[j]
            j -= 1
        queue[j + 1] = request
