"""Orders that come in while a plan is ridden, in VROOM's JSON: what of it is new, and the plan as it then stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from kernel.errors import BadInputError
from routing.solver.checker import check
from routing.solver.incoming import Inserted, Told
from routing.solver.problem import Problem
from routing.solver.requests import requests_of
from routing.solver.solution import Route
from routing.solver.urgent import Fit, TaskKey, neighbours
from routing.solver.vroom_changes import with_changes
from routing.solver.vroom_plan_reader import read_told
from routing.solver.vroom_saying import Json, said
from routing.solver.vroom_writer import write_problem, write_solution

__all__ = ["read_handed", "write_inserted"]

MOST_NEW = 100
"""Orders at once: each is looked for by itself, in a fifth of a second or so at 300 orders."""
MOST_SPOTS = 1_000_000
"""Pairs of places that a shipment may have in all routes; a hundred routes of 140 visits have as many."""


def read_handed(problem: Problem, document: object) -> tuple[Told, list[int]]:
    """Read a plan that is handed over, and hold it to the problem without what is new.

    Parameters
    ----------
    document: as it was answered, by a search or by an earlier insertion.

    Returns
    -------
    The plan, and which of the problem's requests it does not know.

    Raises
    ------
    BadInputError
        The plan cannot be read, breaks a rule, or knows every order; or more are new than are put in at once.
    """
    told = read_told(document, problem)
    new = _new(problem, told)
    visits = [sum(step.kind is not None for step in route.steps) for route in told.routes if route]
    if sum(number**2 for number in visits) > 2 * MOST_SPOTS:
        raise BadInputError(f"has routes of up to {max(visits)} tasks, too long to try every place for one more")
    _refuse_broken(problem, new, document)
    return told, new


def write_inserted(
    problem: Problem,
    inserted: Inserted,
    computing_times_ms: dict[str, int] | None = None,
    geometries: dict[int, str] | None = None,
) -> Json:
    """Say the plan as it stands, and under "dorpsronde" what became of each order; see `write_solution`."""
    plan = write_solution(problem, inserted.solution, computing_times_ms, geometries)
    requests, routes = requests_of(problem), {route.vehicle: route for route in inserted.solution.routes}
    insertions = [
        _entry([(kind, task.id) for kind, task in requests[index].tasks], fit, routes[fit.route.vehicle], problem)
        for index, fit in inserted.fits.items()
    ]
    ours: Json = {
        "now": inserted.now_s,
        "insertions": insertions,
        "later": [{**_named(key), "seconds": seconds} for key, seconds in inserted.later_s.items()],
        "late": list(inserted.late),
        "changed": list(inserted.changed),
        "begun": {str(vehicle): visits for vehicle, visits in inserted.begun.items()},
    }
    return {**with_changes(plan, problem, inserted.whys), "dorpsronde": ours}


def _new(problem: Problem, told: Told) -> list[int]:
    known = {(step.kind, step.id) for route in told.routes if route for step in route.steps}
    known |= {(one.kind, one.id) for one in told.unassigned}
    requests = requests_of(problem)
    new = [index for index, one in enumerate(requests) if not any((kind, task.id) in known for kind, task in one.tasks)]
    if not new:
        raise BadInputError(
            "knows every job and shipment of the problem", way_out="Add the order that has come in to the problem."
        )
    if len(new) > MOST_NEW:
        raise BadInputError(
            f"does not know {len(new)} orders, and at most {MOST_NEW} are put in at once",
            way_out="Plan the rest of the day anew, or hand them over bit by bit.",
        )
    keys = {(kind, task.id) for index in new for kind, task in requests[index].tasks}
    for vehicle in problem.vehicles:
        for step in vehicle.frozen_steps:
            if (step.kind, step.id) in keys:
                raise BadInputError(
                    f"does not know {step.kind} {step.id}, which is frozen", where=f"vehicle {vehicle.id}"
                )
    return new


def _refuse_broken(problem: Problem, new: Sequence[int], document: object) -> None:
    left_out, jobs = set(new), len(problem.jobs)
    before = replace(
        problem,
        jobs=tuple(job for index, job in enumerate(problem.jobs) if index not in left_out),
        shipments=tuple(one for index, one in enumerate(problem.shipments, jobs) if index not in left_out),
    )
    violations = check(write_problem(before), _without_rows(document))
    if violations:
        first, more = violations[0], len(violations) - 1
        besides = f" (and {more} more)" if more else ""
        raise BadInputError(
            f"{first.name}: {first.text}{besides}",
            where=first.where,
            way_out="Hand over the plan as it was answered, and the problem as it was but for what is new.",
        )


def _without_rows(document: Any) -> Json:
    """Leave out which rows of the matrices places are: those may have other numbers than when the plan was made."""

    def bare(entry: Json) -> Json:
        return {name: value for name, value in entry.items() if name != "location_index"}

    plan = cast("Json", document)
    routes = [{**route, "steps": [bare(step) for step in route["steps"]]} for route in plan["routes"]]
    return {**plan, "routes": routes, "unassigned": [bare(entry) for entry in plan["unassigned"]]}


def _entry(keys: Sequence[TaskKey], fit: Fit, route: Route, problem: Problem) -> Json:
    metres = fit.extra_m if problem.with_metres else None
    beside = [(key, *neighbours(route, key)) for key in keys]
    return {
        "vehicle": route.vehicle,
        "tasks": [
            said({**_named(key), "after": before and _named(before), "before": behind and _named(behind)})
            for key, before, behind in beside
        ],
        "extra": said({"distance": metres, "duty": fit.extra_duty_s, "cost": fit.extra_cost}),
    }


def _named(key: TaskKey) -> Json:
    kind, number = key
    return {"type": kind.value, "id": number}
