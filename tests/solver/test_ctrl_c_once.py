"""One Ctrl-C, whenever it comes, ends what is under way and keeps what there is."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from routing.solver import cheapest_spot, rests, why
from routing.solver.problem import Break, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.requests import Visit
from routing.solver.ruin.worker import Worker
from routing.solver.running import Running
from routing.solver.schedule import EndedError, Looks, timetable
from routing.solver.solve import solve
from routing.solver.spots import Spot
from routing.solver.why import _Case, why_all
from tests.solver.solving import line


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_while_the_first_plan_is_made_keeps_what_is_made_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    orders: list[int] = []
    construct = Worker.construct

    def pressing_at_the_second(worker: Worker, order: int) -> None:
        orders.append(order)
        if len(orders) == 2:
            press()
        construct(worker, order)

    monkeypatch.setattr(Worker, "construct", pressing_at_the_second)
    problem = Problem(
        (Vehicle(1, start=0, end=0),), {"car": line(*range(30))}, tuple(Job(Task(n, n)) for n in range(1, 30))
    )
    assert solve(problem, iterations=10**9).unassigned == ()
    assert len(orders) == 2


@dataclass
class Counted:
    """Timetables asked for, and what happens at the fiftieth."""

    then: Callable[[], None] = lambda: None
    times: int = field(default=0)

    def __call__(self, *given: Any, **more: Any) -> list[int] | None:
        self.times += 1
        if self.times == 50:
            self.then()
        assert self.times < 300, "it goes on"
        return timetable(*given, **more)


def too_long_on_board() -> Running:
    """One shipment whose windows are further apart than it may be on board: two rests have many places to try."""
    vehicle = Vehicle(1, start=0, end=0, breaks=(Break(1, service_s=9), Break(2, service_s=9)))
    pickup, delivery = (Task(1, 1, time_windows=(TimeWindow(when, when),)) for when in (1_000, 2_000))
    carried = Shipment(pickup, delivery, max_time_on_board_s=900)
    jobs = tuple(Job(Task(number, 1)) for number in range(10))
    problem = Problem((vehicle,), {"car": line(0, 100)}, jobs, (carried,))
    return Running(problem, [tuple(Visit(number, 0) for number in range(10))])


def test_ctrl_c_while_it_is_asked_why_ends_it_in_the_middle_of_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(press)
    monkeypatch.setattr(rests, "timetable", counted)
    assert why_all(too_long_on_board()) == {}
    assert counted.times >= 50


def test_the_time_limit_of_asking_why_ends_it_in_the_middle_of_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted()
    monkeypatch.setattr(rests, "timetable", counted)
    monkeypatch.setattr(why, "time", SimpleNamespace(monotonic=lambda: float(counted.times)))  # a second each
    assert why_all(too_long_on_board(), time_limit_s=60.0) == {}
    assert counted.times >= 60


@pytest.mark.parametrize(
    ("module", "look"), [(cheapest_spot, lambda case: case._placed(case.request)), (why, lambda case: case._capacity())]
)
def test_asking_why_ends_while_spots_are_still_listed(
    monkeypatch: pytest.MonkeyPatch, module: Any, look: Callable[[_Case], object]
) -> None:
    listed: list[Spot] = []

    def spots(*_arguments: object) -> Iterator[Spot]:
        for _ in range(300):
            listed.append(Spot(0, 0, 0, 0))
            yield listed[-1]

    asked = replace(too_long_on_board(), looks=Looks(ended=lambda: len(listed) >= 50))
    monkeypatch.setattr(module, "spots", spots)
    with pytest.raises(EndedError):
        look(_Case(asked, 10, asked.requests[10], (), 60))
    assert len(listed) == 50
