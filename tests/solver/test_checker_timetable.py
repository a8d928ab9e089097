"""The moments of a manual route, against every timetable there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.solver.checker.manual import read_visits
from routing.solver.checker.reading import read_given
from routing.solver.checker.timetable import InfeasibleError, timetable

Document = dict[str, Any]
LAST_S = 14
"""No moment of the small instances needs to be later."""


@dataclass(frozen=True)
class Moment:
    """One step of a route for the oracle: what may be between which moments, and what follows."""

    allowed_s: range
    windows: list[list[int]]
    work_s: int
    way_s: int
    resting: bool
    ending: bool


def oracle(moments: list[Moment], hours: list[int] | None) -> tuple[int, int, int] | None:
    """Try every timetable; return the least seconds missed, then the shortest duty, then the earliest moments."""
    return min((_rank(moments, times, hours) for times in _timetables(moments, ())), default=None)


def _timetables(moments: list[Moment], times: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    number = len(times)
    if number == len(moments):
        yield times
        return
    soonest = times[-1] + moments[number - 1].work_s if times else 0
    if not moments[number].resting:
        rested = 0
        for before in range(number - 1, -1, -1):
            if not moments[before].resting:
                soonest = max(soonest, times[before] + moments[before].work_s + moments[before].way_s + rested)
                break
            rested += moments[before].work_s
    for moment_s in moments[number].allowed_s:
        if moment_s == soonest or (moment_s > soonest and not moments[number].ending):
            yield from _timetables(moments, (*times, moment_s))


def _rank(moments: list[Moment], times: tuple[int, ...], hours: list[int] | None) -> tuple[int, int, int]:
    finish_s = times[-1] + moments[-1].work_s
    missed = 0 if hours is None else max(0, hours[0] - times[0]) + max(0, finish_s - hours[1])
    for moment, at_s in zip(moments, times, strict=True):
        missed += min((max(low - at_s, at_s - high, 0) for low, high in moment.windows), default=0)
    return missed, finish_s - times[0], sum(times)


WINDOW = st.tuples(st.integers(0, 8), st.integers(0, 4)).map(lambda span: [span[0], span[0] + span[1]])


@st.composite
def windows(draw: st.DrawFn) -> list[list[int]]:
    """Up to two windows, sorted and apart."""
    drawn = sorted(draw(st.lists(WINDOW, max_size=2)))
    return drawn[:1] if len(drawn) == 2 and drawn[0][1] >= drawn[1][0] else drawn


@st.composite
def routes(draw: st.DrawFn) -> tuple[Document, list[Document]]:
    """A vehicle without start and at times with an end, jobs on a line, a rest or two, and some forced moments."""
    places = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    jobs = [
        {"id": one, "location_index": place, "service": draw(st.integers(0, 2)), "time_windows": draw(windows())}
        for one, place in enumerate(places)
    ]
    breaks = [
        {"id": one, "service": draw(st.integers(0, 2)), "time_windows": draw(windows())}
        for one in range(draw(st.integers(0, 4 - len(jobs))))
    ]
    rests = [{"type": "break", "id": rest["id"]} for rest in breaks]
    steps: list[Document] = [{"type": "job", "id": one} for one in range(len(jobs))]
    for rest in rests:
        steps.insert(draw(st.integers(0, len(steps))), rest)
    vehicle: Document = {"id": 1, "breaks": breaks}
    if draw(st.booleans()):
        vehicle["end_index"] = draw(st.integers(0, 2))
        steps.append({"type": "end"})
    for step in steps:
        if draw(st.integers(0, 1 if step["type"] == "end" else 3)) == 0:
            name = draw(st.sampled_from(["service_at", "service_after", "service_before"]))
            step[name] = draw(st.integers(0, 10))
    if draw(st.booleans()):
        vehicle["time_window"] = draw(WINDOW)
    line = [[2 * abs(a - b) for b in range(3)] for a in range(3)]
    return {"vehicles": [vehicle], "jobs": jobs, "matrices": {"car": {"durations": line}}}, steps


def _moments(problem: Document, steps: list[Document]) -> list[Moment]:
    """Say a route to the oracle, straight from the documents."""
    moments = []
    for number, step in enumerate(steps):
        its = _its(problem, step)
        ahead = next((other for other in steps[number + 1 :] if other["type"] != "break"), None)
        resting = step["type"] == "break"
        way_s = 0
        if ahead is not None and not resting:
            way_s = 2 * abs(its["location_index"] - _its(problem, ahead)["location_index"])
        low = max(step.get("service_at", 0), step.get("service_after", 0))
        high = min(step.get("service_at", LAST_S), step.get("service_before", LAST_S))
        moments.append(
            Moment(range(low, high + 1), its["time_windows"], its["service"], way_s, resting, step["type"] == "end")
        )
    return moments


def _its(problem: Document, step: Document) -> Document:
    """Find what the problem says of a step."""
    (vehicle,) = problem["vehicles"]
    if step["type"] == "end":
        return {"location_index": vehicle["end_index"], "service": 0, "time_windows": []}
    listed = vehicle["breaks"] if step["type"] == "break" else problem["jobs"]
    return next(one for one in listed if one["id"] == step["id"])


@settings(max_examples=150)
@given(routes())
def test_no_timetable_breaks_less_is_shorter_or_is_earlier(route: tuple[Document, list[Document]]) -> None:
    problem, steps = route
    given_problem = read_given(problem)
    vehicle = given_problem.vehicles[1]
    moments = _moments(problem, steps)
    best = oracle(moments, problem["vehicles"][0].get("time_window"))
    try:
        stops = timetable(vehicle, given_problem.tasks, read_visits(vehicle, steps))
    except InfeasibleError:
        assert best is None
        return
    times = tuple(stop.begin_s for stop in stops)
    assert times in set(_timetables(moments, ())) or max(times) > LAST_S
    if max(times) <= LAST_S:
        assert _rank(moments, times, problem["vehicles"][0].get("time_window")) == best


@pytest.mark.parametrize("shift_s", [0, 1_700_000_000])
def test_seconds_since_1970_are_as_exact_as_those_of_a_day(shift_s: int) -> None:
    problem = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [
            {
                "id": 1,
                "location_index": 1,
                "time_windows": [[shift_s + 100, shift_s + 101], [shift_s + 900, shift_s + 901]],
            },
            {"id": 2, "location_index": 0, "time_windows": [[shift_s + 300, shift_s + 800]]},
        ],
        "matrices": {"car": {"durations": [[0, 7], [7, 0]]}},
    }
    given_problem = read_given(problem)
    vehicle = given_problem.vehicles[1]
    steps = [{"type": "job", "id": 1}, {"type": "job", "id": 2}]
    stops = timetable(vehicle, given_problem.tasks, read_visits(vehicle, steps))
    assert [stop.begin_s - shift_s for stop in stops] == [94, 101, 300]


def test_forced_moments_against_the_road_have_no_timetable() -> None:
    problem = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [{"id": 1, "location_index": 1}],
        "matrices": {"car": {"durations": [[0, 7], [7, 0]]}},
    }
    given_problem = read_given(problem)
    vehicle = given_problem.vehicles[1]
    for before_s, works in ((7, True), (6, False)):
        visits = read_visits(vehicle, [{"type": "job", "id": 1, "service_before": before_s}])
        if works:
            assert [stop.begin_s for stop in timetable(vehicle, given_problem.tasks, visits)] == [0, 7]
        else:
            with pytest.raises(InfeasibleError):
                timetable(vehicle, given_problem.tasks, visits)


@pytest.mark.parametrize(
    ("windows", "rest", "begins"),
    [
        ([[20, 20]], {}, [10, 20, 20, 95, 100]),
        ([[10, 20]], {}, [10, 20, 20, 95, 100]),
        ([[20, 20]], {"time_windows": [[86, 87]]}, [10, 20, 85, 86, 100]),
    ],
)
def test_whoever_rests_before_a_forced_end_waits_before_it_or_before_the_way(
    windows: list[list[int]], rest: Document, begins: list[int]
) -> None:
    problem = {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "breaks": [{"id": 1, "service": 5, **rest}]}],
        "jobs": [{"id": 1, "location_index": 1, "time_windows": windows}, {"id": 2, "location_index": 1}],
        "matrices": {"car": {"durations": [[0, 10], [10, 0]]}},
    }
    jobs: list[Document] = [{"type": "job", "id": one} for one in (1, 2)]
    steps = [*jobs, {"type": "break", "id": 1}, {"type": "end", "service_at": 100}]
    given_problem = read_given(problem)
    vehicle = given_problem.vehicles[1]
    stops = timetable(vehicle, given_problem.tasks, read_visits(vehicle, steps))
    assert [stop.begin_s for stop in stops] == begins


def test_the_one_timetable_that_keeps_every_window_is_found_among_many() -> None:
    jobs: list[Document] = []
    for pair in range(12):
        at_s = 1_000 + 300 * pair
        wish = {"soft_time_window": {"start": at_s + 60, "end": at_s + 60, "cost_per_hour": 3600}}
        either = [[at_s, at_s], [at_s + 100, at_s + 100]]
        jobs.append({"id": 2 * pair, "location_index": 0, "time_windows": either, "dorpsronde": wish})
        jobs.append({"id": 2 * pair + 1, "location_index": 1, "time_windows": [[at_s + 160, at_s + 160]]})
    given_problem = read_given(
        {"vehicles": [{"id": 1}], "jobs": jobs, "matrices": {"car": {"durations": [[0, 100], [100, 0]]}}}
    )
    vehicle = given_problem.vehicles[1]
    steps = [{"type": "job", "id": job["id"]} for job in jobs]
    stops = timetable(vehicle, given_problem.tasks, read_visits(vehicle, steps))
    assert [stop.begin_s for stop in stops] == [job["time_windows"][0][0] for job in jobs]
