"""Ruin and recreate as an engine: one search a thread, which exchange and recombine what they find."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import inf

import numpy as np

from routing.solver.cost import whole
from routing.solver.driven import driven_m
from routing.solver.engine import Effort, Listener, Standing, VisitOrders
from routing.solver.insertion import LATE_S, insert
from routing.solver.interruption import Interruption, noticing_ctrl_c, only_the_first_ctrl_c
from routing.solver.problem import Problem
from routing.solver.requests import Request
from routing.solver.ruin.crew import Crew
from routing.solver.ruin.districts import Surveyor, joined
from routing.solver.ruin.fewer_routes import FewerRoutes
from routing.solver.ruin.instance import Numbers
from routing.solver.ruin.params import DEFAULT, RuinParams
from routing.solver.ruin.plan_kernels import COST, COUNT, NONE
from routing.solver.ruin.recombination import Effort as CoverEffort
from routing.solver.ruin.recombination import Pool, cheapest_cover
from routing.solver.ruin.spending import Spending
from routing.solver.ruin.worker import Snapshot, Totals, Worker, plan_of, routes_of, snapshot_of
from routing.solver.solution import Phase
from routing.solver.warm_start import best_of, given_orders, put_back

__all__ = ["plan_with_ruin"]

EXCHANGES = 8
"""So often searches take over the best plan of all."""
RECOMBINING_SHARE, MOST_RECOMBINING = 0.02, 1.0
"""Of the time limit, each time; and the most of CP-SAT's own measure of work."""
CONSTRUCTING_SHARE = 0.1
"""Of the effort, after which no further order of insertion is tried."""


def plan_with_ruin(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    effort: Effort,
    listener: Listener,
    *,
    params: RuinParams = DEFAULT,
) -> VisitOrders:
    """Order the visits; see `routing.solver.engine.Engine`.

    A first plan is made however short the time limit. Ctrl-C ends the search with the best plan so far, however often
    it is pressed; while the first plan is made, a second one gives it up.

    Raises
    ------
    BadInputError
        More places or requests than there is room for.
    """
    with noticing_ctrl_c() as interruption:
        run = _Run(Numbers(problem, requests, allowed), effort, listener, params)
        run.construct(interruption)
        if interruption:
            return run.answer(interruption)
    # the executor awaits its threads, which write the best so far: another Ctrl-C must not call it away from that
    with only_the_first_ctrl_c(), suppress(KeyboardInterrupt), ThreadPoolExecutor(effort.threads) as threads:
        run.close_routes(threads)
        run.search(threads)
    with noticing_ctrl_c() as interruption:
        return run.answer(interruption)


class _Run:
    """One call of the engine."""

    def __init__(self, numbers: Numbers, effort: Effort, listener: Listener, params: RuinParams) -> None:
        self.spending = Spending.of(effort, len(numbers.visits))
        self.numbers = numbers
        numbers.check_size()
        self.effort = effort
        self.listener = listener
        self.params = params
        self.cycles = params.cooling(effort, len(numbers.requests))
        seeds = (effort.seed * 1_000 + thread for thread in range(effort.threads))
        workers = [Worker(numbers.instance, seed, params) for seed in seeds]
        self.crew = Crew(workers, len(numbers.requests))
        self.surveyor = Surveyor(numbers.instance, effort.seed)
        self.kept: tuple[Totals, Snapshot] | None = None
        self.given: VisitOrders = []
        self.set_aside: VisitOrders = []
        self.driven: tuple[Totals | None, int | None] = (None, None)
        self.pool = Pool()
        self.exchanged = self.recombined = 0

    def construct(self, interruption: Interruption) -> None:
        """Insert everything by one order after the other; all searches begin with the best of these plans.

        The first order is done whatever is pressed.
        """
        began_s = time.monotonic()
        first = self.crew.workers[0]
        for order in range(NONE, len(self.numbers.instance.ranks)):
            first.construct(order)
            if interruption or self.spending.is_over() or self.spending.done() > CONSTRUCTING_SHARE:
                break
        self.given = given_orders(self.numbers.problem, self.numbers.requests)
        if any(self.given):
            if not first.adopt(self._snapshot(self.given)):
                first.adopt(self._snapshot(self._timeable()))
            first.complete()
        for worker in self.crew.workers:
            worker.adopt(first.best)
        self._finish("construction", "insertion", began_s)

    def _timeable(self) -> VisitOrders:
        """Set aside those given routes that hold when laid out, but that the kernels find no timetable for."""
        self.set_aside = [() if self._is_timeable(number) else visits for number, visits in enumerate(self.given)]
        return [() if aside else visits for aside, visits in zip(self.set_aside, self.given, strict=True)]

    def _is_timeable(self, number: int) -> bool:
        alone: VisitOrders = [visits if vehicle == number else () for vehicle, visits in enumerate(self.given)]
        return not self.given[number] or self.crew.workers[0].adopt(self._snapshot(alone))

    def close_routes(self, threads: ThreadPoolExecutor) -> None:
        """Do with fewer vehicles where these cost more than all else: close one route after another."""
        began_s = time.monotonic()
        closing = FewerRoutes(self.crew, self.spending, self.params)
        if not closing.pays():
            return
        for _ in closing.close(threads):
            self.listener(self.spending.done(), self._standing())
        self._finish("fewer routes", "ruin and recreate", began_s)

    def search(self, threads: ThreadPoolExecutor) -> None:
        """Let all searches run, and meet now and then, until the effort is spent."""
        began_s = time.monotonic()
        while not self.spending.is_over():
            done = self.spending.done()
            if int(done * EXCHANGES) > self.exchanged:
                self.exchanged = int(done * EXCHANGES)
                self.crew.exchange()
            if done >= self._recombining_at():
                self.recombined += 1
                self._recombine()
            apart = self._may_part()
            iterations, then_done = self.spending.next_chunk(done, self.params.chunks_apart if apart else 1)
            temperature, then = (self.params.temperature(self.cycles, share) for share in (done, then_done))
            cooling = min(1.0, (then / temperature) ** (1 / iterations))
            temperature *= self.crew.scale
            improve = self._improve_apart if apart else self._improve
            self.spending.spend(improve(threads, iterations, temperature, cooling))
            for worker in self.crew.workers:
                self.pool.add(worker.columns())
            self.listener(self.spending.done(), self._standing())
        if not self.recombined:
            self._recombine()
        self._finish("search", "ruin and recreate", began_s)

    def _improve(self, threads: ThreadPoolExecutor, iterations: int, temperature: float, cooling: float) -> int:
        """Let every search do its chunk; return how many iterations each did, on average.

        Where time is counted, each goes on in pieces until the time that the chunk was meant to take is over: one
        whose routes are shorter does more, and none waits for another.
        """

        def search_on(worker: Worker) -> int:
            done, warmth = 0, temperature
            while done == 0 or self.spending.goes_on(iterations, done):
                piece = self.spending.piece(iterations, done)
                warmth = worker.improve(piece, warmth, cooling)
                done += piece
            return done

        return sum(self.crew.together(threads, search_on)) // len(self.crew.workers)

    def _may_part(self) -> bool:
        """Tell whether the plan is large and whole: what is unserved, or a longest duty, belongs to no district."""
        if len(self.crew.workers) == 1 or self.numbers.problem.per_longest_duty_hour:
            return False
        first, searches = self.crew.workers[0], len(self.crew.workers)
        large = len(self.numbers.requests) >= self.params.district * searches
        return large and first.standing_totals[COUNT] == 0 and first.route_count >= self.params.routes_apart * searches

    def _improve_apart(self, threads: ThreadPoolExecutor, iterations: int, temperature: float, cooling: float) -> int:
        """Let each search change a district of its own, and go on from all that they come to."""
        workers, leader = self.crew.workers, self.crew.leader
        first = workers[0]
        best, standing, vehicles = leader.best.copy(), first.standing.copy(), first.vehicles()
        self.kept = leader.best_totals, best  # searches forget it until they are back together
        districts = self.surveyor.districts(vehicles, len(self.numbers.problem.vehicles), len(workers))
        for worker, district in zip(workers, districts, strict=True):
            worker.begin(standing, district)
        spent = self._improve(threads, iterations, temperature, cooling)
        bests = joined([worker.best for worker in workers], districts, vehicles)
        standing = joined([worker.standing for worker in workers], districts, vehicles)
        first.begin(best)
        first.adopt(bests)
        first.adopt(standing)
        return spent

    def answer(self, interruption: Interruption) -> VisitOrders:
        """Return the best plan; where given routes were set aside, with them where that is better."""
        found = self.orders()
        if not self.set_aside:
            return found
        problem, requests = self.numbers.problem, self.numbers.requests
        best = best_of(problem, requests, put_back(self.set_aside, found), self.given, found)
        until_s = inf if self.effort.time_limit_s is None else time.monotonic() + LATE_S
        return insert(problem, requests, self.numbers.allowed, best, until_s=until_s, interruption=interruption)

    def orders(self) -> VisitOrders:
        """Read the best plan of the search."""
        leader = self.crew.leader
        is_kept = self.kept is not None and self.kept[0] < leader.best_totals
        orders: VisitOrders = [() for _ in self.numbers.problem.vehicles]
        for vehicle, nodes in routes_of(self.numbers.instance, self.kept[1] if self.kept and is_kept else leader.best):
            orders[vehicle] = tuple(self.numbers.visits[node] for node in nodes)
        return orders

    def _snapshot(self, orders: VisitOrders) -> Snapshot:
        node_of = {visit: node for node, visit in enumerate(self.numbers.visits)}
        return snapshot_of(self.numbers.instance, ([node_of[visit] for visit in visits] for visits in orders))

    def _recombining_at(self) -> float:
        ahead = self.params.recombined_at[self.recombined :]
        return ahead[0] if ahead else 2.0

    def _standing(self) -> Standing:
        best = self.crew.best
        if self.listener.hears_metres and best != self.driven[0]:
            self.driven = best, driven_m(self.numbers.problem, self.numbers.requests, self.orders())
        return Standing(best[COUNT], whole(best[COST] * self.numbers.prices.unit), self.driven[1])

    def _recombine(self) -> None:
        """Let CP-SAT choose among all routes met, while there is time.

        It knows nothing of the balance between them: where that is priced, its choice may be worse than the plan.
        """
        began_s, limit_s = time.monotonic(), self._recombining_s()
        if limit_s is not None and limit_s <= 0.0:
            return
        leader = self.crew.leader
        self.pool.add(leader.columns())
        served = frozenset(range(len(self.numbers.requests))) - leader.left_out()
        found = cheapest_cover(
            self.pool.of(served),
            np.bincount(self.numbers.instance.kind_of, minlength=len(self.numbers.kinds)).tolist(),
            leader.best_totals[COST],
            CoverEffort(self.effort.seed, MOST_RECOMBINING, limit_s),
        )
        if found is not None:
            best, standing = leader.best_totals, leader.standing.copy()
            leader.adopt(plan_of(self.numbers.instance, found))
            if leader.best_totals == best:
                leader.adopt(standing)
        self._finish("recombination", "OR-Tools CP-SAT", began_s)

    def _recombining_s(self) -> float | None:
        """Return how long recombining may take: no longer than is left, which is no matter where it ends before."""
        if self.effort.time_limit_s is None:
            return None
        most_s = RECOMBINING_SHARE * self.effort.time_limit_s if self.effort.iterations is None else inf
        return min(most_s, self.spending.left_s())

    def _finish(self, name: str, tool: str, began_s: float) -> None:
        unassigned, cost, _ = self._standing()
        self.listener.phase(Phase(name, tool, time.monotonic() - began_s, None if unassigned else cost))
