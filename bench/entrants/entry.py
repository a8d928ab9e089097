"""What every entrant's program has in common: its call, its clock, and the answer it writes.

Imports the standard library alone, and so does `bench.memory`: it runs in the peers' environment too. The clock
starts when the problem is read and the entrant's model is built, so that no engine pays for reading JSON.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.memory import peak_mib

__all__ = ["Answer", "Clock", "Task", "best_of", "enter"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What an entrant is asked: a problem in VROOM's JSON, and the effort."""

    problem: Json
    seconds: float
    threads: int
    seed: int


@dataclass
class Answer:
    """What an entrant found.

    Attributes
    ----------
    orders: (kind, id) of the tasks in order, by vehicle; empty routes are left out.
    cost: as the entrant counts it; only to choose between its own runs, the bench counts again.
    left_out: requests that are not served.
    trace: (seconds, cost) of each better plan that serves all.
    peak_mib: the most memory of one process: of that which found it, so far; in the end of any.
    told: how the time was spent, where that is to be told.
    """

    orders: dict[int, list[tuple[str, int]]]
    cost: float
    left_out: int
    trace: list[tuple[float, float]] = field(default_factory=list)
    runs: int = 1
    seconds: float = 0.0
    version: str = ""
    peak_mib: float = field(default_factory=peak_mib)
    told: str = ""

    @property
    def rank(self) -> tuple[int, float]:
        return self.left_out, self.cost


class Clock:
    """Seconds since the search began."""

    def __init__(self, limit_s: float) -> None:
        self._begun_s = time.perf_counter()
        self.limit_s = limit_s

    @property
    def now_s(self) -> float:
        return time.perf_counter() - self._begun_s

    @property
    def left_s(self) -> float:
        return self.limit_s - self.now_s


def enter(search: Callable[[Task], Answer]) -> None:
    """Read the call, search, write the answer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("problem", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    problem = json.loads(asked.problem.read_text("utf-8"))
    answer = search(Task(problem, asked.seconds, asked.threads, asked.seed))
    answer.peak_mib = max(answer.peak_mib, peak_mib())
    asked.answer.write_text(json.dumps(asdict(answer)), "utf-8")


def best_of(search: Callable[[Task, int], Answer | None], task: Task) -> Answer:
    """Search in one process a thread, each with its number, and take the best; for engines of one thread."""
    context = multiprocessing.get_context("fork")
    with context.Pool(task.threads) as pool:
        found = pool.starmap(search, [(task, number) for number in range(task.threads)])
    answers = [answer for answer in found if answer is not None]
    if not answers:
        return Answer({}, float("inf"), len(task.problem["shipments"]))
    best = min(answers, key=lambda answer: answer.rank)
    best.trace = _envelope(answer.trace for answer in answers)
    best.peak_mib = max(answer.peak_mib for answer in answers)
    best.runs = len(found)
    best.seconds = max(answer.seconds for answer in answers)
    return best


def _envelope(traces: Iterable[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    better: list[tuple[float, float]] = []
    for seconds, cost in sorted(point for trace in traces for point in trace):
        if not better or cost < better[-1][1]:
            better.append((seconds, cost))
    return better
