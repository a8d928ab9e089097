"""How much of an effort is spent, and how long to search before looking again."""

import time
from dataclasses import dataclass, field
from math import inf

from routing.solver.engine import Effort

__all__ = ["Spending"]

CHUNK_S = 0.05
"""So long a search runs before the clock, the caller and the other threads are looked at."""
CHUNK_ITERATIONS = 200
"""The same where iterations are counted."""
PIECES = 8
"""Of a chunk that the clock may end: after each of them it is looked at."""
SMALL, ENOUGH, PER_TASK = 40, 500, 50
"""Up to so many tasks, `ENOUGH` iterations a task, or with more tasks `PER_TASK` for each pair of them, end the search
before its time is up."""
EARLY = 0.1
"""Share of the time after which it can be told whether there is enough of it."""


@dataclass
class Spending:
    """Time, iterations or both, of which the first to run out ends the search.

    Where iterations are counted they say what share is spent, so that the search repeats exactly unless time cuts
    it short. Where only a small problem sets them, and time runs out sooner, time does: what ends too hot is bad.

    Attributes
    ----------
    repeats: whether the iterations were asked for.
    until_s: when the chunk that is being done ought to end; None where iterations say so.
    """

    limit_s: float | None
    iterations: int | None
    repeats: bool = True
    spent: int = 0
    per_s: float = 0.0
    began_s: float = field(default_factory=time.monotonic)
    looked_s: float = field(default_factory=time.monotonic)
    until_s: float | None = None

    @classmethod
    def of(cls, effort: Effort, tasks: int) -> "Spending":
        """Begin to spend an effort; a small problem needs no more than some of it."""
        iterations = effort.iterations
        if iterations is None and tasks <= SMALL:
            iterations = max(ENOUGH, PER_TASK * tasks) * tasks
        return cls(effort.time_limit_s, iterations, repeats=effort.iterations is not None)

    def done(self) -> float:
        """Return the share spent, from 0.0 to 1.0."""
        share_of_time = self._share_of_time()
        if self.iterations is None:
            return min(1.0, share_of_time)
        spent = self.spent / self.iterations
        in_time = self.repeats or share_of_time < EARLY or spent >= share_of_time
        return min(1.0, spent if in_time else share_of_time)

    def is_over(self) -> bool:
        """Tell whether nothing is left."""
        return self.done() >= 1.0 or self._share_of_time() >= 1.0

    def next_chunk(self, done: float, longer: int = 1) -> tuple[int, float]:
        """Return how many iterations to do now, and about what share will be spent then.

        Parameters
        ----------
        longer: how many times the usual chunk.
        """
        self.looked_s = time.monotonic()
        if self.iterations is not None:
            chunk = min(longer * CHUNK_ITERATIONS, self.iterations - self.spent)
            if self.limit_s is not None and self.per_s:  # time may end it sooner
                chunk = min(chunk, max(1, int(self.left_s() * self.per_s)))
            return chunk, min(1.0, done + chunk / self.iterations)
        limit_s = self.limit_s or 0.0
        chunk_s = min(longer * CHUNK_S, limit_s * (1 - done))
        self.until_s = self.looked_s + chunk_s
        chunk = max(1, int(chunk_s * self.per_s))
        return chunk, min(1.0, done + chunk / self.per_s / limit_s) if self.per_s else done

    def piece(self, iterations: int, done: int) -> int:
        """Return how many iterations to do before the clock is looked at again, of a chunk of which some are done.

        Where iterations say when a chunk ends, it is one piece, unless there is a time limit and nobody knows yet how
        long an iteration takes.
        """
        by_clock = self.until_s is not None
        if not by_clock and (self.limit_s is None or self.per_s):
            return iterations - done
        piece = max(1, iterations // PIECES)
        return piece if by_clock else min(piece, iterations - done)

    def goes_on(self, iterations: int, done: int) -> bool:
        """Tell whether a chunk of which so many iterations are done goes on."""
        if self.until_s is not None:
            return time.monotonic() < self.until_s
        return done < iterations and self.left_s() > 0.0

    def left_s(self) -> float:
        """Return how much time is left; infinitely much where none is limited."""
        return inf if self.limit_s is None else self.limit_s - (time.monotonic() - self.began_s)

    def spend(self, iterations: int) -> None:
        """Count the chunk that was done since `next_chunk`."""
        self.per_s = iterations / max(1e-6, time.monotonic() - self.looked_s)
        self.spent += iterations

    def _share_of_time(self) -> float:
        if self.limit_s is None:
            return 0.0
        return (time.monotonic() - self.began_s) / self.limit_s if self.limit_s else 1.0
