"""From a problem to a solution: check, search, lay the routes out, and say why the rest is unassigned."""

import time
from collections.abc import Mapping, Sequence
from math import inf

from kernel.errors import BadInputError, DorpsrondeError
from kernel.progress import Progress, silent
from routing.solver.asked_engine import Audience, Best, asked, of_what_fits
from routing.solver.balance import lay_out_all
from routing.solver.beginnings import fixed_orders
from routing.solver.cost import balance_cost, whole
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import DEFAULT_THREADS, Effort, EffortLeft, Engine, Standing, VisitOrders
from routing.solver.insertion import LATE_S, insert, keep_what_holds
from routing.solver.interruption import Interruption, noticing_ctrl_c
from routing.solver.ortools_engine import plan_with_ortools
from routing.solver.problem import Problem, Vehicle
from routing.solver.proof.effort import Spent
from routing.solver.proof.prove import Proof, prove
from routing.solver.reasons import Reasons
from routing.solver.requests import Request, requests_of
from routing.solver.ruin.ruin_engine import plan_with_ruin
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route, Solution, Unassigned
from routing.solver.validate import validate

__all__ = ["DEFAULT_TIME_LIMIT_S", "ENGINES", "Best", "solve"]

ENGINES: Mapping[str, Engine] = {"auto": plan_with_ruin, "ortools": plan_with_ortools}
"""By the names that the command line takes; "auto" is the best there is."""

DEFAULT_TIME_LIMIT_S = 10.0
"""Where neither a time nor a number of iterations is asked for."""
MOST_THREADS = 64
REASONS_LATE_S = 0.1
"""So long reasons may be sought when an insertion behind the search has taken its time: 0.1 ms a request and kind of
vehicle. Together no later than half a second."""


def solve(
    problem: Problem,
    *,
    time_limit_s: float | None = None,
    seed: int = 1,
    iterations: int | None = None,
    threads: int = DEFAULT_THREADS,
    proving: bool = True,
    progress: Progress = silent,
    best: Best | None = None,
    engine: str = "auto",
) -> Solution:
    """Plan a problem by the design's objective: priorities served, requests served, cost.

    The search ends at the time limit or after the iterations, whichever comes first; with iterations
    alone the same call, with as many threads, gives the same solution. Where time is left then, the engine
    "auto" proves of a small problem that no plan is better, or finds the one that is, unless told not to.

    Raises
    ------
    BadInputError
        The problem, the engine's name or the effort cannot be used; see `validate`.
    """
    began_s = time.monotonic()
    validate(problem)
    effort = _effort(time_limit_s, iterations, seed, threads)
    chosen = ENGINES.get(engine)
    if chosen is None:
        raise BadInputError(f'no engine is called "{engine}"', way_out=f"There are {', '.join(ENGINES)}.")
    requests = requests_of(problem)
    fixed_orders(problem, requests)  # refuses what cannot be kept before anything is searched
    allowed = allowed_vehicles(problem, requests)
    orders: VisitOrders = [() for _ in problem.vehicles]
    listener = Audience(progress, best, hopeless=allowed.count(frozenset()))
    over_s = None if effort.time_limit_s is None else began_s + effort.time_limit_s
    if any(allowed):
        left_s = None if over_s is None else max(0.0, over_s - time.monotonic())
        left = EffortLeft(left_s, iterations, seed, threads, whole_s=effort.time_limit_s)
        search = of_what_fits(chosen)
        orders = asked(lambda: search(problem, requests, allowed, left, listener), problem, listener)
    searched = listener.share >= 1.0 or not any(allowed)  # neither time nor Ctrl-C cut it short
    with noticing_ctrl_c() as interruption:
        until_s = _insertion_ends_s(over_s, searched=searched)
        if any(allowed):
            orders = _mended(problem, requests, allowed, orders, until_s=until_s, interruption=interruption)
        missed = _missed(problem, requests, allowed)
        if any(missed):
            orders = insert(problem, requests, missed, orders, until_s=until_s, interruption=interruption)
        proof = Proof(orders)
        if proving and searched and not interruption and engine == "auto":
            proof = prove(problem, requests, allowed, orders, Spent(seed, over_s, interruption))
        if proof.phase is not None:
            listener.phase(proof.phase)
        reasons_end_s = max(until_s, time.monotonic()) + REASONS_LATE_S
        looks = Looks(ended=lambda: bool(interruption) or time.monotonic() >= reasons_end_s)
        return _solution(problem, Reasons(problem, requests, looks), proof, listener)


def _mended(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    orders: VisitOrders,
    *,
    until_s: float,
    interruption: Interruption,
) -> VisitOrders:
    """Mend what an engine answers: whatever it does, a valid problem gets a valid plan, however long that takes."""
    kept = keep_what_holds(problem, requests, orders)
    if kept == orders and any(kept):
        return kept
    if kept == fixed_orders(problem, requests):  # nothing of its own
        return insert(problem, requests, allowed, kept, interruption=interruption)
    return insert(problem, requests, allowed, kept, until_s=until_s, interruption=interruption)


def _missed(
    problem: Problem, requests: Sequence[Request], allowed: Sequence[frozenset[int]]
) -> Sequence[frozenset[int]]:
    """Return for each request the vehicles that an engine may not know to have room for it.

    Reloads make room; behind a frozen beginning it may see room that is not there, and leave other vehicles empty for
    it; and where rests meet limits on time on board, it tries few of their timetables.
    """
    if any(vehicle.reload or vehicle.frozen for vehicle in problem.vehicles):
        return allowed
    resting = frozenset(number for number, vehicle in enumerate(problem.vehicles) if vehicle.breaks)
    return [
        frozenset[int]() if request.max_time_on_board_s is None else numbers & resting
        for request, numbers in zip(requests, allowed, strict=True)
    ]


def _insertion_ends_s(over_s: float | None, *, searched: bool) -> float:
    """Return when an insertion behind the search ends; never by the clock where the answer must repeat."""
    if over_s is None:
        return inf if searched else time.monotonic() + LATE_S
    return max(over_s if searched else 0.0, time.monotonic() + LATE_S)


def _effort(time_limit_s: float | None, iterations: int | None, seed: int, threads: int) -> Effort:
    if time_limit_s is None and iterations is None:
        time_limit_s = DEFAULT_TIME_LIMIT_S
    if time_limit_s is not None and not 0 <= time_limit_s <= 86_400:
        raise BadInputError(f"a time limit of {time_limit_s} s is not from 0 to 86400")
    if iterations is not None and not 1 <= iterations <= 10**9:
        raise BadInputError(f"{iterations} iterations are not from 1 to 1000000000")
    if not 0 <= seed < 2**31:
        raise BadInputError(f"seed {seed} is not from 0 to {2**31 - 1}")
    if not 1 <= threads <= MOST_THREADS:
        raise BadInputError(f"{threads} threads are not from 1 to {MOST_THREADS}")
    return Effort(time_limit_s, iterations, seed, threads)


def _solution(problem: Problem, reasons: Reasons, proof: Proof, listener: Audience) -> Solution:
    """Lay the routes out, and say why the rest is unassigned."""
    requests, orders = reasons.requests, proof.orders
    laid_out = lay_out_all(problem, requests, orders)
    routes = tuple(_held(problem.vehicles[number], route) for number, route in laid_out.items())
    served = {visit.request for visits in orders for visit in visits}
    left_out = [index for index in range(len(requests)) if index not in served]
    unassigned = tuple(one for index in left_out for one in _unassigned(reasons, index))
    balance = whole(balance_cost(problem, routes))
    cost = sum(route.cost for route in routes) + balance
    listener(1.0, Standing(len(left_out) - listener.hopeless, cost, sum(route.distance_m for route in routes)))
    return Solution(routes, unassigned, cost, tuple(listener.phases), balance, proof.proven)


def _held(vehicle: Vehicle, route: Route | Reason) -> Route:
    if not isinstance(route, Route):
        raise DorpsrondeError(
            f"the engine planned a route that {route.value} forbids; this is a defect, and no plan was made",
            where=f"vehicle {vehicle.id}",
            way_out="Please report it with the problem.",
        )
    return route


def _unassigned(reasons: Reasons, index: int) -> tuple[Unassigned, ...]:
    reason = reasons.of(index)
    return tuple(Unassigned(kind, task.id, task.location, reason) for kind, task in reasons.requests[index].tasks)
