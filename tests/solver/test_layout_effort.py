"""How much one layout looks at: counted, for no clock is looked at within it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from routing.matrix import TravelMatrix
from routing.solver import rests, schedule
from routing.solver.chain import LAST_S, Chain, Leash
from routing.solver.cheapest_moments import cheapest
from routing.solver.layout import lay_out
from routing.solver.problem import Break, Job, Problem, SoftWindow, Task, TimeWindow, Vehicle
from routing.solver.requests import requests_of, visits_of
from routing.solver.rests import MOST_LATER, Run, Timed, timed
from routing.solver.schedule import timetable
from routing.solver.solution import Route


def test_a_limit_on_board_that_forbids_leaving_latest_is_found_out_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first rest would be best behind the first of 60 stops, from which the second must follow at once."""
    looked_at: list[Chain] = []

    def counted(chain: Chain, **more: Any) -> list[int] | None:
        looked_at.append(chain)
        return timetable(chain, **more)

    monkeypatch.setattr(rests, "timetable", counted)
    windows = (((0, LAST_S),), ((5_000, 5_200),), *[((0, LAST_S),)] * 58, ((50_000, LAST_S),), ((0, LAST_S),))
    chain = Chain((100,) * 61, windows, leashes=(Leash(1, 2, 200),))
    breaks = (Break(1, (TimeWindow(0, 5_050),), 600), Break(2, service_s=600))
    found = timed(Run(chain, (0, *[50] * 60)), breaks, [range(61), range(61)], 0)
    assert isinstance(found, Timed)
    assert (found.moments_s[0], found.moments_s[-1]) == (4_500, 50_100)
    assert len(looked_at) <= 2 + MOST_LATER


def test_rests_that_leave_none_for_a_later_one_are_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight rests may be anywhere in 60 stops, and the last one only before the first."""
    begun: list[Sequence[object]] = []
    rising = rests._rising

    def counted(open_slots: Sequence[Sequence[int]], least: int = 0) -> Iterator[tuple[int, ...]]:
        begun.append(open_slots)
        assert len(begun) <= 100
        return rising(open_slots, least)

    monkeypatch.setattr(rests, "_rising", counted)
    waited_for = ((0, 0),), *[((0, LAST_S),)] * 60, ((50_000, LAST_S),)
    run = Run(Chain((100,) * 61, waited_for), (0, *[50] * 60))
    breaks = [Break(number, service_s=60) for number in range(9)]
    found = timed(run, breaks, [*[range(61)] * 8, [0]], 1)
    assert isinstance(found, Timed)
    assert [slot for _, slot, _ in found.rests] == [0] * 9


def test_fifty_rests_are_placed() -> None:
    free = ((0, LAST_S),)
    run = Run(Chain((100,) * 3, (free, free, ((9_000, 9_000),), free)), (0, 50, 50))
    found = timed(run, [Break(number) for number in range(50)], [range(3)] * 50, 1)
    assert isinstance(found, Timed)
    assert (found.moments_s[0], found.moments_s[-1]) == (8_800, 9_100)


def test_all_places_of_a_rest_share_what_may_be_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of 20 stops wishes for the time between its two windows."""
    calls: list[object] = []

    def counted(chain: Chain, duty_price: int) -> list[int] | None:
        calls.append(chain)
        return cheapest(chain, duty_price)

    monkeypatch.setattr(schedule, "cheapest", counted)
    monkeypatch.setattr(schedule, "MOST_PARTED", 20)
    hundred = np.full((21, 21), 100, np.int32) - 100 * np.eye(21, dtype=np.int32)
    jobs = tuple(
        Job(
            Task(
                number,
                number,
                time_windows=(TimeWindow(0, 10_000), TimeWindow(20_000, 40_000)),
                soft_window=SoftWindow(14_000, 15_000, 3_600),
            )
        )
        for number in range(1, 21)
    )
    problem = Problem((Vehicle(1, start=0, end=0, breaks=(Break(1),)),), {"car": TravelMatrix(hundred, hundred)}, jobs)
    requests = requests_of(problem)
    assert isinstance(lay_out(problem, problem.vehicles[0], requests, visits_of(requests)), Route)
    assert 3 * 20 < len(calls) <= 3 * (1 + 20 + 21)  # of the placing, of its parts, and of ever nearer windows
