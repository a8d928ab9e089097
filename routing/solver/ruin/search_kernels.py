"""The search: ruin, recreate, accept or take back."""

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel, lean_kernel
from routing.solver.ruin.chance_kernels import below, share
from routing.solver.ruin.plan_kernels import COST, COUNT, NONE, PRIORITY, STATE, Instance, Plan
from routing.solver.ruin.recreate_kernels import recreate
from routing.solver.ruin.route_kernels import end_of, leave_out, refresh, settle, start_of
from routing.solver.ruin.ruin_kernels import ruin, start_over, take_back
from routing.solver.ruin.search_state import Search

__all__ = ["adopt", "construct", "hold", "improve", "insist"]

RETRIED = 30
"""So many of the unserved are tried again in each round."""

FIRST_WORK = 100.0
"""Requests taken out for nothing, as it were, before a size is judged."""


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
    recreate(instance, search, search.plan.totals[COUNT], order, 1.0, 0.0, 0.0)
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
        recreate(instance, search, taken, order, search.habits.wide, search.habits.blink, favour)
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
def insist(instance: Instance, search: Search, iterations: int, temperature: float) -> int:
    """Ruin and recreate until everything is served, or so many times; what is left out often comes to weigh more.

    A plan is accepted where what it leaves out was left out less often, or, of the same plans in this, as simulated
    annealing does. Source: the fleet minimisation of Christiaens, Vanden Berghe 2020.

    Parameters
    ----------
    temperature: in units of cost.

    Returns
    -------
    How many iterations it took.
    """
    plan, undo, chance = search.plan, search.undo, search.chance
    done = 0
    while done < iterations and plan.totals[COUNT] > 0:
        done += 1
        start_over(plan, undo)
        before = _absences(search)
        arm = _draw_size(search)
        _shuffle_unserved(plan, chance)
        kept = max(0, plan.totals[COUNT] - RETRIED)
        ruin(instance, plan, search.scratch, undo, chance, search.district, search.sizes[arm])
        taken = plan.totals[COUNT] - kept
        recreate(instance, search, taken, _draw_order(instance, chance), search.habits.wide, search.habits.blink, 0.0)
        after = _absences(search)
        for i in range(plan.totals[COUNT]):
            search.absences[plan.unserved[i]] += 1
        _learn(search, arm, taken, after < before)
        cheaper = plan.totals[COST] < undo.totals[COST] - temperature * np.log(share(chance))
        if not (after < before or (after == before and cheaper)):
            take_back(instance, plan, search.scratch, undo)
    if plan.totals[COUNT] == 0:
        hold(search)
    return done


@inlined_kernel
def _absences(search: Search) -> int:
    """Return how often the unserved were left out, each counting for one at least."""
    total = 0
    for i in range(search.plan.totals[COUNT]):
        total += 1 + int(search.absences[search.plan.unserved[i]])
    return total


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
