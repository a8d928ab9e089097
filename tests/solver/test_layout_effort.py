"""How much one layout looks at: counted, for no clock is looked at within it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from routing.matrix import TravelMatrix
from routing.solver import rests, schedule
from routing.solver.chain import LAST_S, Chain, Leash
from routing.solver.cheapest_moments import cheapest
from routing.solver.layout import MOST_SPLITS, lay_out
from routing.solver.problem import Break, Costs, Job, Problem, Reload, SoftWindow, Task, TimeWindow, Vehicle
from routing.solver.requests import requests_of, visits_of
from routing.solver.rests import MOST_LATER, Run, Timed, timed
from routing.solver.schedule import Looks, timetable
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


def counted_for_duty(
    monkeypatch: pytest.MonkeyPatch, jobs: Sequence[Job], breaks: int, reload: Reload | None = None
) -> tuple[int, Looks]:
    """Lay out paid duty with wide breaks; return how many timetables were looked for, beside how many were counted."""
    calls: list[object] = []
    compact = schedule._compact

    def counted(chain: Chain, duty_price: int) -> list[int] | None:
        calls.append(chain)
        return compact(chain, duty_price)

    monkeypatch.setattr(schedule, "_compact", counted)
    hundred = np.full((21, 21), 100, np.int32) - 100 * np.eye(21, dtype=np.int32)
    vehicle = Vehicle(
        1,
        start=0,
        end=0,
        costs=Costs(per_duty_hour=3_600),
        breaks=tuple(Break(number, service_s=60) for number in range(breaks)),
        reload=reload,
    )
    problem, looks = Problem((vehicle,), {"car": TravelMatrix(hundred, hundred)}, tuple(jobs)), Looks()
    requests = requests_of(problem)
    assert isinstance(lay_out(problem, vehicle, requests, visits_of(requests), looks=looks), Route)
    return len(calls), looks


def waiting_between(windows: Sequence[tuple[TimeWindow, ...]]) -> list[Job]:
    return [Job(Task(number, number, time_windows=one)) for number, one in enumerate(windows, 1)]


def test_two_windows_of_one_task_are_two_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20 tasks the first may begin early or late, and the last is long after either."""
    twice = (TimeWindow(1_000, 1_100), TimeWindow(4_000, 4_100))
    calls, looks = counted_for_duty(monkeypatch, waiting_between([twice, *[()] * 18, (TimeWindow(9_000, 9_100),)]), 1)
    assert calls == looks.chains <= 22 * (1 + 2)


def test_all_places_of_rests_share_what_may_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_HELD", 100)
    windows = [(TimeWindow(0, 1_000 * at), TimeWindow(2_000 * at, 3_000 * at)) for at in range(1, 20)]
    calls, looks = counted_for_duty(monkeypatch, waiting_between([*windows, (TimeWindow(90_000, 90_000),)]), 2)
    assert calls == looks.chains
    assert looks.held == 100


def test_all_ways_to_part_a_route_share_what_may_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_HELD", 100)
    windows = [(TimeWindow(0, 1_000 * at), TimeWindow(2_000 * at, 3_000 * at)) for at in range(1, 20)]
    jobs = waiting_between([*windows, (TimeWindow(90_000, 90_000),)])
    calls, looks = counted_for_duty(monkeypatch, jobs, 0, Reload(0))
    assert 100 < calls == looks.chains <= MOST_SPLITS + 100
