"""What peers are given: all of their time, and their own memory told."""

import json
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.entrants.entry import Answer, Task, best_of
from bench.rivals import ROOT

HELD_MIB = 300


class Pipe:
    """Takes what is answered until the time, and what it may be late by, is over; whoever answers later is ended."""

    def __init__(self, clock: "HandClock") -> None:
        self.clock = clock
        self.answered: list[Any] = []

    def send(self, answer: Any) -> None:
        if self.clock.now_s > 1.2 * self.clock.limit_s:
            raise InterruptedError
        self.answered.append(answer)


class HandClock:
    """Put on by hand."""

    limit_s = 60.0
    now_s = 0.0

    @property
    def left_s(self) -> float:
        return self.limit_s - self.now_s


@pytest.mark.parametrize(
    ("quick_s", "levels"), [(22.0, [0, 0, 0]), (35.0, [0, 0]), (20.0, [0, 5]), (1.0, [0, 5, 5, 5])]
)
def test_an_exploration_that_would_not_end_in_time_gives_way_to_quick_runs(
    monkeypatch: pytest.MonkeyPatch, quick_s: float, levels: list[int]
) -> None:
    """60 s, and 12 s that a run may be late; exploration 5 takes 2.5 times as long as the quick run, or 20 s."""
    monkeypatch.setitem(sys.modules, "vroom", ModuleType("vroom"))
    run_vroom: Any = import_module("bench.entrants.run_vroom")
    clock = HandClock()
    given: list[list[int]] = []

    def run(_task: Task, _matrices: object, shipments: list[int], level: int, _clock: HandClock) -> Answer:
        given.append(list(shipments))
        clock.now_s += quick_s if level == 0 else max(20.0, 2.5 * quick_s)
        return Answer({}, 1.0, 0)

    monkeypatch.setattr(run_vroom, "Clock", lambda _: clock)
    monkeypatch.setattr(run_vroom, "run", run)
    pipe = Pipe(clock)
    with suppress(InterruptedError):
        run_vroom.run_on(Task({"matrices": {}, "shipments": list(range(20))}, 60.0, 2, 1), pipe)
    assert [level for level, _ in pipe.answered[1:]] == levels
    assert len(levels) >= 2
    assert (given[0] == given[1]) is (levels[1] == 5), "the same question again has the same answer"


def test_memory_that_is_told_is_a_programs_own_and_not_that_of_who_started_it(tmp_path: Path) -> None:
    held = b"x" * (HELD_MIB << 20)
    own = [sys.executable, "-c", "from bench.memory import peak_mib; print(peak_mib())"]
    told = tmp_path / "told.json"
    launched = [sys.executable, "-m", "bench.launched", str(told), *own]
    said = [float(subprocess.run(one, cwd=ROOT, capture_output=True, check=True).stdout) for one in (own, launched)]
    assert max(*said, json.loads(told.read_text("utf-8"))["mib"]) < HELD_MIB / 2 < len(held)


def found(_task: Task, number: int) -> Answer:
    return Answer({}, float(number), 0, [(1.0, 1.0)], peak_mib=(5.0, 9.0, 7.0)[number])


def test_of_several_processes_the_most_that_one_took_is_told() -> None:
    assert best_of(found, Task({}, 1.0, 3, 1)).peak_mib == 9.0
