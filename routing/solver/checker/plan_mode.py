"""Manual routes: given their times, held to every rule, and said as VROOM's plan mode says them."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from routing.solver.checker.breach import Breach
from routing.solver.checker.check import breaches, doubled
from routing.solver.checker.figures import amounts_of, step_figures, sums_of
from routing.solver.checker.form import strangers
from routing.solver.checker.given import Given
from routing.solver.checker.manual import malformed_manual, read_visits
from routing.solver.checker.price import balance_cost
from routing.solver.checker.reading import read_given
from routing.solver.checker.timetable import InfeasibleError, timetable
from routing.solver.checker.violation import Violation
from routing.solver.checker.walk import Walk, added, walk

__all__ = ["TimedPlan", "check_manual"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimedPlan:
    """Manual routes with their times.

    Attributes
    ----------
    violations: every rule they break, by name.
    document: the plan in VROOM's JSON, with `violations` at steps, routes and summary; where the routes
        cannot be timed, VROOM's form of a failure.
    """

    violations: list[Violation]
    document: Json


def check_manual(problem: Mapping[str, Any], manual: Mapping[str, Any], loading_ms: int = 0) -> TimedPlan:
    """Time manual routes and name every rule they break; what they leave out is unassigned.

    Parameters
    ----------
    problem: one that `vroom_reader.read_problem` accepts.
    manual: any object at all; `manual.is_manual` tells whether it is meant as this.
    loading_ms: how long reading the problem took, where that was measured.
    """
    begun_s = time.monotonic()
    malformed = list(malformed_manual(manual))
    if malformed:
        return _failure(malformed)
    given = read_given(problem)
    unknown = list(strangers(given, manual))
    if unknown:
        return _failure(unknown)
    walks: list[Walk] = []
    for number, route in enumerate(manual["routes"]):
        timed = _timed(given, route)
        if timed is None:
            text = f"no timetable of vehicle {route['vehicle']} keeps its service_at, service_after, service_before"
            return _failure([Violation("infeasible", f"routes[{number}]", text)])
        walks.append(timed)
    broken = [list(breaches(one)) for one in walks]
    times_ms = {"loading": loading_ms, "solving": round(1000 * (time.monotonic() - begun_s)), "routing": 0}
    return _said(given, walks, broken, times_ms)


def _timed(given: Given, route: Mapping[str, Any]) -> Walk | None:
    """Walk a manual route at its best moments; None where its forced moments leave none."""
    vehicle = given.vehicles[route["vehicle"]]
    try:
        stops = timetable(vehicle, given.tasks, read_visits(vehicle, route["steps"]))
    except InfeasibleError:
        return None
    return walk(vehicle, given.tasks, stops)


def _failure(violations: list[Violation]) -> TimedPlan:
    """Fail as VROOM does on input that it cannot use: code 2 and a text."""
    summary = {"violations": [{"cause": violation.name} for violation in violations]}
    ours = {"violations": [violation.in_full() for violation in violations]}
    error = str(violations[0])
    return TimedPlan(violations, {"code": 2, "error": error, "summary": {**summary, "dorpsronde": ours}})


def _said(
    given: Given, walks: Sequence[Walk], broken: Sequence[Sequence[Breach]], times_ms: Mapping[str, int]
) -> TimedPlan:
    dimensions = given.dimensions
    routes = [_route(one, its, dimensions) for one, its in zip(walks, broken, strict=True)]
    whole = list(doubled(walks, ()))
    violations = [breach.at(f"routes[{number}]") for number, its in enumerate(broken) for breach in its] + whole
    done = {task.key for one in walks for _, task in one.done}
    left = [task for task in given.tasks.values() if task.key not in done]
    balance = balance_cost(given.balance_price, [one.duty_s for one in walks])
    summed = {name for route in routes for name in ("distance",) if name in route}
    names = ("setup", "service", "duration", "waiting_time", "priority", *summed)
    summary: Json = {
        "cost": sum(route["cost"] for route in routes) + balance,
        "routes": len(routes),
        "unassigned": len(left),
        **{name: sum(route.get(name, 0) for route in routes) for name in names},
        **_amounts(walks, dimensions),
        "violations": _by_cause([*(breach for its in broken for breach in its), *whole]),
        "computing_times": dict(times_ms),
        "dorpsronde": {
            "duty": sum(one.duty_s for one in walks),
            "balance_cost": balance,
            "violations": [violation.in_full() for violation in violations],
        },
    }
    unassigned = [
        {
            "id": task.key[1],
            "type": task.key[0],
            **_described(task.description),
            **_position(task.position),
            "location_index": task.place,
            "dorpsronde": {"reason": "not_given"},
        }
        for task in left
    ]
    return TimedPlan(violations, {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes})


def _route(one: Walk, its: Sequence[Breach], dimensions: int) -> Json:
    sums = sums_of(one)
    if one.vehicle.distances_m is None:
        sums.pop("distance")
    return {
        "vehicle": one.vehicle.id,
        **_described(one.vehicle.description),
        **sums,
        **_amounts([one], dimensions),
        "steps": list(_steps(one, its, dimensions)),
        "violations": _by_cause(its),
        "dorpsronde": {"duty": one.duty_s},
    }


def _amounts(walks: Sequence[Walk], dimensions: int) -> Json:
    """Add up what routes bring and take, where the problem has capacities or amounts."""
    return dict(amounts_of((task for one in walks for _, task in one.done), dimensions)) if dimensions else {}


def _steps(one: Walk, its: Sequence[Breach], dimensions: int) -> Iterator[Json]:
    described = {number: its.description for number, its in (*one.done, *one.rests)}
    for number, (stop, figures) in enumerate(zip(one.stops, one.figures, strict=True)):
        yield {
            "type": stop.kind,
            **({} if stop.id is None else {"id": stop.id}),
            **_described(described.get(number, "")),
            **_position(figures.position),
            **({} if figures.place is None else {"location_index": figures.place}),
            **step_figures(one, figures),
            "load": list(added((0,) * dimensions, figures.load)),
            "violations": _by_cause([breach for breach in its if breach.step == number]),
        }


def _described(description: str) -> Json:
    return {"description": description} if description else {}


def _position(position: Sequence[float] | None) -> Json:
    return {} if position is None else {"location": list(position)}


def _by_cause(broken: Iterable[Breach | Violation]) -> list[Json]:
    """Name each cause once, with its seconds added up where it has some."""
    causes: dict[str, Json] = {}
    for one in broken:
        cause = causes.setdefault(one.name, {"cause": one.name})
        if one.duration_s is not None:
            cause["duration"] = cast("int", cause.get("duration", 0)) + one.duration_s
    return list(causes.values())
