"""One more order into 300 on invented pooled days: half of every round is done, and then none of it.

And the same as a program asks for it: problem and plan handed over as documents, read, checked and answered.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from bench.figure import Figure
from bench.pooled_days import pooled_day
from routing.solver.engine import VisitOrders
from routing.solver.incoming import insert_new
from routing.solver.problem import Problem, Shipment
from routing.solver.running import Running
from routing.solver.solution import Solution
from routing.solver.solve import solve
from routing.solver.urgent import begins_of, insert_one
from routing.solver.vroom_insertion import read_handed, write_inserted
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_problem, write_solution
from routing.solver.why import why_unassigned

DAYS, ORDERS, BIKES = 50, 300, 7
MORE = 4
"""Urgent orders a day, each tried by itself."""
ITERATIONS = 2_000
"""Of planning: enough for rounds that are as full as real ones."""
GOAL = "95th percentile <200 ms"
EXPLAINED = 20
"""Orders that do not fit, of which the way in is looked for."""


@dataclass
class _Times:
    """Milliseconds on the clock and of CPU, and how many found what they asked for."""

    all_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    found: int = 0

    def ask(self, question: Callable[[], bool]) -> bool:
        """Time one question."""
        began_s, cpu_s = time.perf_counter(), time.process_time()
        answer = question()
        self.cpu_ms.append(1_000 * (time.process_time() - cpu_s))
        self.all_ms.append(1_000 * (time.perf_counter() - began_s))
        self.found += answer
        return answer

    def figure(self, what: str, found: str, goal: str = "") -> Figure:
        if len(self.all_ms) < 2:
            return Figure(what, "not measured: everything fits")
        p50, p95 = np.percentile(self.all_ms, (50, 95))
        cpu_ms = np.percentile(self.cpu_ms, 95)
        text = f"median {p50:.0f} ms, 95th percentile {p95:.0f} ms ({cpu_ms:.0f} ms of CPU)"
        return Figure(what, f"{text}; {self.found} of {len(self.all_ms)} {found}", goal)


def measure() -> Iterator[Figure]:
    """Plan each day, take its rounds as they run, and insert; reading the rounds is counted, planning is not."""
    half, none, handed, why = _Times(), _Times(), _Times(), _Times()
    for seed in range(1, DAYS + 1):
        whole = pooled_day(seed, orders=ORDERS + MORE, bikes=BIKES)
        usual = replace(whole, shipments=whole.shipments[:ORDERS])
        solution = solve(usual, seed=seed, iterations=ITERATIONS)
        planned = Running.of(usual, solution).orders
        for times, begun in ((half, True), (none, False)):
            for running, index in _asked(whole, planned, begun=begun):
                fits = times.ask(lambda running=running, index=index: insert_one(running, index) is not None)
                if not fits and len(why.all_ms) < EXPLAINED:
                    why.ask(lambda running=running, index=index: bool(why_unassigned(running, index).changes))
        for question in _handed_over(whole, usual, solution):
            handed.ask(question)
    what = f"one order into {ORDERS}, {BIKES} bikes, {DAYS} days, "
    yield half.figure(what + "half of every round done", "fit", GOAL)
    yield none.figure(what + "no round begun", "fit", GOAL)
    yield handed.figure(what + "half of the visits begun, handed over as documents and answered", "fit")
    yield why.figure("why one does not fit, and what lets it in", "have a way in")


def _asked(whole: Problem, planned: VisitOrders, *, begun: bool) -> Iterator[tuple[Running, int]]:
    """List rounds with all the day's orders but the urgent ones, and one of these."""
    usual, urgent = whole.shipments[:ORDERS], whole.shipments[ORDERS:]
    for order in urgent:
        problem = replace(whole, shipments=(*usual, _for_the_afternoon(order) if begun else order))
        yield Running(problem, planned, [len(visits) // 2 if begun else 0 for visits in planned]), ORDERS


def _handed_over(whole: Problem, usual: Problem, solution: Solution) -> Iterator[Callable[[], bool]]:
    """List the urgent orders, each to be put into the plan as half of its visits have begun."""
    plan = write_solution(usual, solution)
    now_s = int(np.median([at_s for route in solution.routes for at_s in begins_of(route).values()]))
    for order in whole.shipments[ORDERS:]:
        document = write_problem(replace(whole, shipments=(*usual.shipments, _for_the_afternoon(order))))

        def answered(document: object = document) -> bool:
            problem = read_problem(document)
            told, new = read_handed(problem, plan)
            inserted = insert_new(problem, told, new, now_s=now_s)
            return bool(write_inserted(problem, inserted)["dorpsronde"]["insertions"])

        yield answered


def _for_the_afternoon(order: Shipment) -> Shipment:
    """Leave an order's delivery open until the day ends: its morning is over."""
    (window,) = order.delivery.time_windows
    (day,) = order.pickup.time_windows
    return replace(order, delivery=replace(order.delivery, time_windows=(replace(window, end_s=day.end_s),)))
