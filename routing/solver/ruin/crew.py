"""The searches of one call of the engine, one a thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from routing.solver.ruin.plan_kernels import COUNT
from routing.solver.ruin.worker import Totals, Worker

__all__ = ["Crew"]

Spent = TypeVar("Spent")


@dataclass(frozen=True, slots=True)
class Crew:
    """Searches that run side by side.

    Attributes
    ----------
    requests: how many the problem has.
    """

    workers: Sequence[Worker]
    requests: int

    @property
    def leader(self) -> Worker:
        """Return the search that knows the best plan."""
        return min(self.workers, key=lambda worker: worker.best_totals)

    @property
    def best(self) -> Totals:
        return self.leader.best_totals

    @property
    def scale(self) -> float:
        """Return what the average request costs, vehicles left out."""
        leader = self.leader
        served = self.requests - leader.best_totals[COUNT]
        return max(1.0, leader.costs_but_fixed / max(1, served))

    def together(self, threads: ThreadPoolExecutor, chunk: Callable[[Worker], Spent]) -> list[Spent]:
        """Let every search do its chunk, and await them all."""
        return [done.result() for done in [threads.submit(chunk, worker) for worker in self.workers]]

    def exchange(self) -> None:
        """Let all go on from the best plan, but those that know one as good."""
        leader = self.leader
        for worker in self.workers:
            if worker.best_totals > leader.best_totals:
                worker.begin(leader.best)
