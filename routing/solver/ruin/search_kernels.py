"""The search: ruin, recreate, accept or take back; one state a thread, and no lock."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.chance_kernels import below, share
from routing.solver.ruin.insertion_bound_kernels import bound_from_below
from routing.solver.ruin.insertion_kernels import NOWHERE, Insertion, cheapest_in
from routing.solver.ruin.params import Habits
from routing.solver.ruin.plan_kernels import COST, COUNT, NEVER, NONE, PRIORITY, STATE, Instance, Plan, Scratch
from routing.solver.ruin.route_kernels import end_of, leave_out, refresh, serve, settle, start_of
from routing.solver.ruin.rows_kernels import MemoRow, Rows
from routing.solver.ruin.ruin_kernels import Undo, ruin, start_over, take_back, touch

__all__ = ["Search", "adopt", "construct", "hold", "improve"]

RETRIED = 30
"""So many of the unserved are tried again in each round."""


FIRST_WORK = 100.0
"""Requests taken out for nothing, as it were, before a size is judged."""


class Search(NamedTuple):
    """One search's own state.

    Attributes
    ----------
    queue: int64 (r,); requests to put in.
    memo: (r, v); vehicles beyond its width are never remembered.
    kind_seen: int64 (k,); when an empty vehicle of a kind was last tried.
    near_seen: int64 (v,); when a route was last found near the request that is put in.
    best_after: int64 (n,); the best plan: which node follows each, NONE in no route.
    best_totals: int64 (3,); unserved priorities and requests, and cost.
    best_costs: int64 (v,); of its routes.
    sizes: int64 (a,); sizes of ruins.
    gains: float64 (a, 2); how often each size has paid, and how many requests it took out for that.
    district: bool (v,); the vehicles whose routes may change.
    chance: uint64 (1,).
    habits: how it behaves.
    """

    plan: Plan
    scratch: Scratch
    undo: Undo
    queue: NDArray[np.int64]
    memo: Rows[MemoRow]
    kind_seen: NDArray[np.int64]
    near_seen: NDArray[np.int64]
    best_after: NDArray[np.int64]
    best_totals: NDArray[np.int64]
    best_costs: NDArray[np.int64]
    sizes: NDArray[np.int64]
    gains: NDArray[np.float64]
    district: NDArray[np.bool_]
    chance: NDArray[np.uint64]
    habits: Habits


@lean_kernel
def adopt(instance: Instance, search: Search, after: NDArray[np.int64]) -> bool:
    """Make a plan, said as what follows each node, the one that stands.

    Returns
    -------
    Whether it keeps times and limits.
    """
    plan = search.plan
    for i in range(STATE):
        plan.totals[i] = 0
    for node in range(len(after)):
        plan.stops[node].vehicle = NONE
    fits = True
    for vehicle in range(len(plan.routes)):
        route = plan.routes[vehicle]
        route.tasks, route.specials, route.cost = 0, 0, 0
        node, end = start_of(instance, vehicle), end_of(instance, vehicle)
        while node != end:
            plan.stops[node].vehicle = vehicle
            then = after[node]
            plan.stops[node].after = then
            plan.stops[then].before = node
            if then != end:
                route.tasks += 1
                one = instance.requests[instance.tasks[then].request]
                route.specials += one.special * (one.first == then)
            node = then
        plan.stops[end].vehicle = vehicle
        fits = refresh(instance, plan, search.scratch, vehicle) and fits
    for request in range(len(instance.requests)):
        if plan.stops[instance.requests[request].first].vehicle == NONE:
            leave_out(instance, plan, request)
    settle(instance, plan)
    return fits


@lean_kernel
def hold(search: Search) -> bool:
    """Keep the plan that stands as the best if it is; tell whether."""
    better = _less(search.plan.totals, search.best_totals)
    if better:
        _keep(search)
    return better


@lean_kernel
def construct(instance: Instance, search: Search, order: int) -> None:
    """Put what is unserved into the plan that stands, in one of the orders, and keep it as best if it is."""
    start_over(search.plan, search.undo)
    _recreate(instance, search, search.plan.totals[COUNT], order, 1.0, 0.0, 0.0)
    hold(search)


@lean_kernel
def improve(instance: Instance, search: Search, iterations: int, temperature: float, cooling: float) -> None:
    """Ruin and recreate so many times; worse plans are accepted as simulated annealing does.

    Parameters
    ----------
    temperature: in units of cost.
    cooling: its factor from one iteration to the next.
    """
    plan, undo, chance = search.plan, search.undo, search.chance
    for _ in range(iterations):
        start_over(plan, undo)
        arm = _draw_size(search)
        _shuffle_unserved(plan, chance)
        kept = max(0, plan.totals[COUNT] - RETRIED)
        ruin(instance, plan, search.scratch, undo, chance, search.district, search.sizes[arm])
        taken = plan.totals[COUNT] - kept
        order = _draw_order(instance, chance)
        favour = share(chance) if share(chance) < search.habits.opening else 0.0
        _recreate(instance, search, taken, order, search.habits.wide, search.habits.blink, favour)
        _learn(search, arm, taken, _less(plan.totals, undo.totals))
        if _less(plan.totals, undo.totals) or (
            plan.totals[PRIORITY] == undo.totals[PRIORITY]
            and plan.totals[COUNT] == undo.totals[COUNT]
            and plan.totals[COST] < undo.totals[COST] - temperature * np.log(share(chance))
        ):
            hold(search)
        else:
            take_back(instance, plan, search.scratch, undo)
        temperature *= cooling


@lean_kernel
def _draw_size(search: Search) -> int:
    """Draw a size of ruin, each as often as it pays, and none of them never."""
    gains, sizes = search.gains, len(search.sizes)
    best = 0.0
    for arm in range(sizes):
        best = max(best, (gains[arm, 0] + 1.0) / (gains[arm, 1] + FIRST_WORK))
    weight = 0.0
    for arm in range(sizes):
        weight += max((gains[arm, 0] + 1.0) / (gains[arm, 1] + FIRST_WORK), search.habits.least_chance * best)
    left = share(search.chance) * weight
    for arm in range(sizes):
        left -= max((gains[arm, 0] + 1.0) / (gains[arm, 1] + FIRST_WORK), search.habits.least_chance * best)
        if left <= 0.0:
            return arm
    return sizes - 1


@lean_kernel
def _learn(search: Search, arm: int, taken: int, paid: bool) -> None:
    """Count what a ruin of a size has brought; what was long ago is forgotten."""
    gains = search.gains
    gains[arm, 0] = search.habits.forgetting * gains[arm, 0] + (1.0 if paid else 0.0)
    gains[arm, 1] = search.habits.forgetting * gains[arm, 1] + taken


@lean_kernel
def _draw_order(instance: Instance, chance: NDArray[np.uint64]) -> int:
    """Return one of the orders of insertion, or NONE for a random one."""
    return below(chance, len(instance.ranks) + 1) - 1


@lean_kernel
def _shuffle_unserved(plan: Plan, chance: NDArray[np.uint64]) -> None:
    for i in range(plan.totals[COUNT] - 1, 0, -1):
        j = below(chance, i + 1)
        plan.unserved[i], plan.unserved[j] = plan.unserved[j], plan.unserved[i]


@lean_kernel
def _recreate(
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
    for i in range(count):
        request = queue[i]
        narrow, turn = share(search.chance) > wide, i
        while True:  # one call, as it is put in its place: two would take twice as long to compile
            place = _cheapest(instance, search, request, turn, blink, favour, narrow)
            if place.vehicle != NONE or not narrow:
                break
            narrow, turn = False, count + i
        if place.vehicle == NONE:
            leave_out(instance, plan, request)
        else:
            touch(instance, plan, search.undo, place.vehicle)
            serve(instance, plan, request, place.vehicle, place.first, place.last)
            refresh(instance, plan, search.scratch, place.vehicle)
            settle(instance, plan)


@inlined_kernel
def _cheapest(
    instance: Instance, search: Search, request: int, turn: int, blink: float, favour: float, narrow: bool
) -> Insertion:
    """Find the cheapest place of all routes; those that promise most are looked at first.

    Parameters
    ----------
    narrow: whether changed routes without a request nearby are passed over.
    """
    scratch = search.scratch
    count = 0
    if narrow:
        _mark_near(instance, search, request, turn)
    for vehicle in range(len(search.plan.routes)):
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
    remembered = vehicle < search.memo.shape[1]
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
    """Tell whether to try a vehicle: of the unused ones of each kind, only the first."""
    kind = instance.kind_of[vehicle]
    if not (search.district[vehicle] and instance.allowed[request, kind]):
        return False
    mark = search.undo.tally[0] * NEVER_MORE + turn
    if search.plan.routes[vehicle].tasks > 0:
        return not narrow or search.near_seen[vehicle] == mark or _is_remembered(search, request, vehicle)
    if search.kind_seen[kind] == mark:
        return False
    search.kind_seen[kind] = mark
    return True


NEVER_MORE = 2**24
"""More than twice the requests of any instance."""


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


@lean_kernel
def _less(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    if one[PRIORITY] != other[PRIORITY]:
        return one[PRIORITY] < other[PRIORITY]
    if one[COUNT] != other[COUNT]:
        return one[COUNT] < other[COUNT]
    return one[COST] < other[COST]


@lean_kernel
def _keep(search: Search) -> None:
    """Write the plan that stands down as the best."""
    stops = search.plan.stops
    for node in range(len(stops)):
        search.best_after[node] = stops[node].after if stops[node].vehicle != NONE else NONE
    for i in range(len(search.best_totals)):
        search.best_totals[i] = search.plan.totals[i]
    for vehicle in range(len(search.best_costs)):
        search.best_costs[vehicle] = search.plan.routes[vehicle].cost
