"""Fewer routes where vehicles cost more than all else: one after another is closed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from routing.solver.ruin.crew import Crew
from routing.solver.ruin.params import RuinParams
from routing.solver.ruin.plan_kernels import COST, COUNT
from routing.solver.ruin.spending import Spending
from routing.solver.ruin.worker import Worker

__all__ = ["FewerRoutes"]


@dataclass(frozen=True, slots=True)
class FewerRoutes:
    """The share of an effort in which routes are closed; `docs/adr/0026-fewer-routes-first.md`."""

    crew: Crew
    spending: Spending
    params: RuinParams

    def pays(self) -> bool:
        """Tell whether everything is served and vehicles cost more than all else."""
        leader = self.crew.leader
        return leader.best_totals[COUNT] == 0 and 2 * leader.fixed_costs > leader.best_totals[COST]

    def close(self, threads: ThreadPoolExecutor) -> Iterator[None]:
        """Close one route after another, a chunk at a time; then all go on from the best plan."""
        temperature = self.params.insistent * self.crew.scale
        while self._may_close():
            self._begin_without_a_route()
            iterations, _ = self.spending.next_chunk(self.spending.done())
            done = self.crew.together(
                threads, lambda worker, chunk=iterations: self._insist(worker, chunk, temperature)
            )
            self.spending.spend(max(done))
            yield
        best = self.crew.leader.best.copy()
        for worker in self.crew.workers:
            worker.begin(best)

    def _may_close(self) -> bool:
        in_time = not self.spending.is_over() and self.spending.done() < self.params.closing
        return in_time and self.crew.leader.may_close()

    def _begin_without_a_route(self) -> None:
        """Take a route out of the best plan in each search that has put in again all of its last one, or is behind."""
        best, totals = self.crew.leader.best.copy(), self.crew.best
        for worker in self.crew.workers:
            if worker.standing_totals[COUNT] == 0 or worker.best_totals > totals:
                worker.begin(best)
                worker.close_route()

    def _insist(self, worker: Worker, iterations: int, temperature: float) -> int:
        """Let a search do its chunk, or less where everything is served before; return how many iterations it did."""
        done = 0
        while done == 0 or (worker.standing_totals[COUNT] and self.spending.goes_on(iterations, done)):
            done += worker.insist(self.spending.piece(iterations, done), temperature)
        return done
