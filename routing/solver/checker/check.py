"""Every rule of a plan: each route by itself, then each task once, then the sums."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from routing.solver.checker.breach import Breach
from routing.solver.checker.figures import another_place, wrong_steps, wrong_summary, wrong_sums
from routing.solver.checker.form import NAMED_TYPES, malformed_plan, stated, strangers
from routing.solver.checker.given import Given
from routing.solver.checker.load_rules import load_breaches
from routing.solver.checker.reading import read_given
from routing.solver.checker.route_rules import route_breaches
from routing.solver.checker.time_rules import time_breaches
from routing.solver.checker.violation import Violation
from routing.solver.checker.walk import Stop, Walk, walk

__all__ = ["Violation", "breaches", "check", "doubled"]

Json = Mapping[str, Any]


def check(problem: Json, solution: object) -> list[Violation]:
    """Name everything that is wrong with a solution; both are documents in VROOM's JSON.

    A solution may be any JSON at all; a problem is one that `vroom_reader.read_problem` accepts.
    """
    malformed = list(malformed_plan(solution))
    if malformed:
        return malformed
    plan = cast("Json", solution)
    given = read_given(problem)
    unknown = list(strangers(given, plan))
    if unknown:
        return unknown
    walks = [_stated_walk(given, route) for route in plan["routes"]]
    found: list[Violation] = []
    for number, (one, route) in enumerate(zip(walks, plan["routes"], strict=True)):
        wrong = [*breaches(one), *wrong_steps(one, route["steps"])]
        found += [breach.at(f"routes[{number}]") for breach in sorted(wrong, key=_step_of)]
    for number, (one, route) in enumerate(zip(walks, plan["routes"], strict=True)):
        found += wrong_sums(f"routes[{number}]", one, route)
    found += _missing(given, walks, plan["unassigned"])
    found += doubled(walks, plan["unassigned"])
    found += _frozen_and_unused(given, walks)
    found += _unassigned(given, plan["unassigned"])
    found += wrong_summary(given, plan, walks)
    return found


def breaches(one: Walk) -> Iterator[Breach]:
    """Name every rule that a route breaks, whatever is stated of it."""
    yield from route_breaches(one)
    yield from time_breaches(one)
    yield from load_breaches(one)


def _step_of(breach: Breach) -> float:
    return float("inf") if breach.step is None else breach.step


def _stated_walk(given: Given, route: Json) -> Walk:
    """Walk a route at the moments that it states."""
    stops = [_stop(step) for step in route["steps"]]
    opening_s = stated(route["steps"][0], "arrival") if route["steps"] else None
    return walk(given.vehicles[route["vehicle"]], given.tasks, stops, opening_s)


def _stop(step: Json) -> Stop:
    kind, arrival_s = step["type"], stated(step, "arrival") or 0
    turning = kind in ("start", "end")
    begin_s = arrival_s if turning else arrival_s + (stated(step, "waiting_time") or 0)
    return Stop(kind, step["id"] if kind in NAMED_TYPES else None, begin_s)


def _missing(given: Given, walks: Sequence[Walk], unassigned: Sequence[Json]) -> Iterator[Violation]:
    named = {task.key for one in walks for _, task in one.done} | {(left["type"], left["id"]) for left in unassigned}
    for key in given.tasks:
        if key not in named:
            yield Violation("missing", f"{key[0]} {key[1]}", "is in no route and not unassigned")


def doubled(walks: Sequence[Walk], unassigned: Sequence[Json]) -> Iterator[Violation]:
    """Name each task that is more than once in a plan, and each vehicle with more than one route."""
    routed = Counter(task.key for one in walks for _, task in one.done)
    left = Counter((entry["type"], entry["id"]) for entry in unassigned)
    for key, times in (routed + left).items():
        if times > 1:
            text = f"is {routed[key]} times in routes and {left[key]} times unassigned"
            yield Violation("duplicate", f"{key[0]} {key[1]}", text)
    for vehicle, routes in Counter(one.vehicle.id for one in walks).items():
        if routes > 1:
            yield Violation("duplicate", f"vehicle {vehicle}", f"has {routes} routes")


def _frozen_and_unused(given: Given, walks: Sequence[Walk]) -> Iterator[Violation]:
    used = {one.vehicle.id for one in walks}
    for vehicle in given.vehicles.values():
        frozen = next((key for key in vehicle.frozen if key[0] != "break"), None)  # an unused one takes no breaks
        if frozen is not None and vehicle.id not in used:
            kind, task = frozen
            yield Violation("frozen", f"vehicle {vehicle.id}", f"{kind} {task} is frozen in its route, and it has none")


def _unassigned(given: Given, unassigned: Sequence[Json]) -> Iterator[Violation]:
    for number, entry in enumerate(unassigned):
        where, task = f"unassigned[{number}]", given.tasks[entry["type"], entry["id"]]
        ours = entry.get("dorpsronde")
        reason = cast("dict[str, object]", ours).get("reason") if isinstance(ours, dict) else None
        if not (isinstance(reason, str) and reason):
            yield Violation("reason", where, f"{entry['type']} {entry['id']} has no reason")
        for name, text in another_place(entry, task.place, task.position):
            yield Violation(name, where, text)
