"""How much of an effort is spent, and how long to search before looking again."""

import time
from dataclasses import dataclass, field

from routing.solver.engine import Effort

__all__ = ["Spending"]

CHUNK_S = 0.05
"""So long a search runs before the clock, the caller and the other threads are looked at."""
CHUNK_ITERATIONS = 200
"""The same where iterations alone are counted."""
SMALL, ENOUGH = 40, 500
"""Up to so many tasks, so many iterations a task end the search before its time is up."""


@dataclass
class Spending:
    """Time, iterations or both, of which the first to run out ends the search."""

    limit_s: float | None
    iterations: int | None
    spent: int = 0
    per_s: float = 0.0
    began_s: float = field(default_factory=time.monotonic)
    looked_s: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, effort: Effort, tasks: int) -> "Spending":
        """Begin to spend an effort; a small problem needs no more than some of it."""
        iterations = effort.iterations
        if iterations is None and tasks <= SMALL:
            iterations = ENOUGH * tasks
        return cls(effort.time_limit_s, iterations)

    def done(self) -> float:
        """Return the share spent, from 0.0 to 1.0."""
        of_time = 0.0 if self.limit_s is None else _share(time.monotonic() - self.began_s, self.limit_s)
        of_iterations = 0.0 if self.iterations is None else _share(self.spent, self.iterations)
        return min(1.0, max(of_time, of_iterations))

    def next_chunk(self, done: float) -> tuple[int, float]:
        """Return how many iterations to do now, and about what share will be spent then."""
        self.looked_s = time.monotonic()
        chunk, then = CHUNK_ITERATIONS, done
        if self.limit_s is not None:
            chunk = max(1, int(min(CHUNK_S, self.limit_s * (1 - done)) * self.per_s))
            then = done + chunk / self.per_s / self.limit_s if self.per_s else done
        if self.iterations is not None:
            chunk = min(chunk, self.iterations - self.spent)
            then = max(then, (self.spent + chunk) / self.iterations)
        return chunk, min(1.0, max(done, then))

    def spend(self, iterations: int) -> None:
        """Count the chunk that was done since `next_chunk`."""
        self.per_s = iterations / max(1e-6, time.monotonic() - self.looked_s)
        self.spent += iterations


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
