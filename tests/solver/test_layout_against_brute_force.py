"""One route in a given order, against trying all reloads, all places of its breaks and all moments."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.solver import layout, rests, schedule
from routing.solver.cost import DENOMINATOR
from routing.solver.layout import lay_out
from routing.solver.problem import GivenStep, PauseKind, Problem, TaskKind, Vehicle
from routing.solver.requests import Visit, requests_of, visits_of
from routing.solver.solution import Reason
from tests.solver.drawn_problems import problems
from tests.solver.oracle import least_rank


@st.composite
def ordered(draw: st.DrawFn) -> tuple[Problem, Vehicle, list[Visit]]:
    problem = draw(problems(rich=True, most=draw(st.sampled_from([3, 3, 4])), fleet=1))
    vehicle = problem.vehicles[0]
    if draw(st.booleans()):
        vehicle = replace(vehicle, skills=frozenset({1, 2}), max_tasks=None, max_distance_m=None)
    visits = draw(st.permutations(visits_of(requests_of(problem))))
    seen: list[Visit] = []
    for visit in visits:  # a pickup comes first
        seen.append(Visit(visit.request, sum(other.request == visit.request for other in seen)))
    return problem, draw(with_frozen_steps(vehicle, problem, seen)), seen


@st.composite
def with_frozen_steps(draw: st.DrawFn, vehicle: Vehicle, problem: Problem, visits: list[Visit]) -> Vehicle:
    if not draw(st.booleans()):
        return vehicle
    requests = requests_of(problem)
    steps = [GivenStep(*of(requests[visit.request].tasks[visit.step])) for visit in visits]
    if vehicle.breaks:
        opening = min(vehicle.breaks, key=first_window)
        steps.insert(draw(st.integers(0, len(steps))), GivenStep(PauseKind.BREAK, opening.id))
    return replace(vehicle, steps=tuple(steps), frozen=draw(st.integers(0, len(steps))))


def first_window(rest) -> tuple[int, int]:
    return (rest.windows[0].start_s, rest.windows[-1].end_s) if rest.windows else (0, 10**9)


def of(task) -> tuple[TaskKind, int]:
    return task[0], task[1].id


@settings(max_examples=300, deadline=None)
@given(ordered())
def test_no_other_layout_costs_less_and_none_of_those_finishes_earlier_or_leaves_later(
    drawn: tuple[Problem, Vehicle, list[Visit]],
) -> None:
    problem, vehicle, visits = drawn
    requests = requests_of(problem)
    given_requests = [*problem.jobs, *problem.shipments]
    order = [(given_requests[visit.request], requests[visit.request].tasks[visit.step][0].value) for visit in visits]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rests, "MOST_LATER", rests.MOST_PLACINGS)  # fewer are a choice of speed over leaving late,
        patched.setattr(layout, "MOST_ALIKE", layout.MOST_SPLITS)  # over finishing early,
        patched.setattr(schedule, "MOST_PARTED", 10**6)  # and over what costs least of many windows
        patched.setattr(schedule, "MOST_HELD", 10**6)
        least, found = least_rank(problem, vehicle, order), lay_out(problem, vehicle, requests, visits)
    if least is None:
        assert isinstance(found, Reason)
    else:
        assert not isinstance(found, Reason), found
        leaving_s = found.steps[0].arrival_s
        assert (Fraction(found.exact_cost, DENOMINATOR), leaving_s + found.duty_s, -leaving_s) == least
