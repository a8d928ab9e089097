"""A route somebody made by hand: ordered steps without times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, cast

from routing.solver.checker.form import NAMED_TYPES, STEP_TYPES, entries, not_objects, not_whole
from routing.solver.checker.given import GivenVehicle
from routing.solver.checker.violation import Violation

__all__ = ["Forced", "Visit", "given_routes", "is_manual", "malformed_manual", "read_visits"]

Json = Mapping[str, Any]
FORCED = ("service_at", "service_after", "service_before")
STEP_FIELDS = ("type", "id", "description", *FORCED)


@dataclass(frozen=True, slots=True)
class Forced:
    """The moments between which a step must begin, whatever that breaks."""

    earliest_s: int = 0
    latest_s: float = inf


@dataclass(frozen=True, slots=True)
class Visit:
    """One step of a manual route."""

    kind: str
    id: int | None
    forced: Forced = Forced()


def is_manual(solution: object) -> bool:
    """Tell a route made by hand from a plan: it has steps, none with an arrival, and no summary."""
    plan = cast("dict[str, object]", solution) if isinstance(solution, dict) else {}
    routes = list(entries("routes", plan.get("routes")))
    steps = [step for where, route in routes for _, step in entries(where, route.get("steps"))]
    listed = any(isinstance(route.get("steps"), list) for _, route in routes)
    return listed and "summary" not in plan and not any("arrival" in step for step in steps)


def given_routes(problem: Json) -> dict[str, object]:
    """Make of the steps that the problem's vehicles have a manual route each."""
    vehicles: Sequence[Json] = problem.get("vehicles", ())
    routes = [{"vehicle": vehicle["id"], "steps": vehicle["steps"]} for vehicle in vehicles if vehicle.get("steps")]
    return {"routes": routes}


def malformed_manual(manual: Json) -> Iterator[Violation]:
    """Find what keeps a document from being read as manual routes, and what it says that nobody reads."""
    yield from _others("document", manual, ("routes",))
    yield from not_objects("routes", manual.get("routes"))
    for where, route in entries("routes", manual.get("routes")):
        yield from _others(where, route, ("vehicle", "steps", "description"))
        yield from not_whole(where, route, ("vehicle",))
        yield from not_objects(f"{where}.steps", route.get("steps"))
        for at, step in entries(f"{where}.steps", route.get("steps")):
            yield from _malformed_step(at, step)


def _malformed_step(where: str, step: Mapping[str, object]) -> Iterator[Violation]:
    yield from _others(where, step, STEP_FIELDS)
    if step.get("type") not in STEP_TYPES:
        yield Violation("malformed", f"{where}.type", f"is none of {', '.join(STEP_TYPES)}")
    needed = [name for name in FORCED if name in step]
    yield from not_whole(where, step, [*(["id"] if step.get("type") in NAMED_TYPES else []), *needed])
    for name in needed:
        moment_s = step[name]
        if isinstance(moment_s, int) and moment_s < 0:
            yield Violation("malformed", f"{where}.{name}", "is before the clock begins")


def _others(where: str, entry: Mapping[str, object], known: Sequence[str]) -> Iterator[Violation]:
    for name in entry:
        if name not in known:
            yield Violation("malformed", where, f"{name!r} says nothing in a route without times; leave it out")


def read_visits(vehicle: GivenVehicle, steps: Sequence[Json]) -> list[Visit]:
    """Read the steps in their order; a start and an end that the vehicle has need not be given."""
    visits = [Visit(step["type"], step["id"] if step["type"] in NAMED_TYPES else None, _forced(step)) for step in steps]
    kinds = [visit.kind for visit in visits]
    if vehicle.start is not None and "start" not in kinds:
        visits.insert(0, Visit("start", None))
    if vehicle.end is not None and "end" not in kinds:
        visits.append(Visit("end", None))
    return visits


def _forced(step: Json) -> Forced:
    at_s = step.get("service_at")
    after_s, before_s = step.get("service_after"), step.get("service_before")
    earliest_s = max([0, *(one for one in (at_s, after_s) if one is not None)])
    latest_s = min([inf, *(one for one in (at_s, before_s) if one is not None)])
    return Forced(earliest_s, latest_s)
