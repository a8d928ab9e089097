"""Whether a document is a plan at all, and whether the problem knows what it speaks of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from routing.solver.checker.given import Given, GivenVehicle
from routing.solver.checker.shown import shown
from routing.solver.checker.violation import Violation

__all__ = [
    "NAMED_TYPES",
    "STEP_TYPES",
    "TASK_TYPES",
    "entries",
    "malformed_plan",
    "not_objects",
    "not_whole",
    "stated",
    "strangers",
]

TASK_TYPES = ("job", "pickup", "delivery")
STEP_TYPES = (*TASK_TYPES, "break", "reload", "start", "end")
NAMED_TYPES = (*TASK_TYPES, "break")
"""Types of a step that have an id."""
LARGEST = 2**63 - 1
"""Of a figure, above or below nought; sums of longer ones may have more digits than Python prints."""


def stated(entry: Mapping[str, Any], name: str) -> int | None:
    """Read a whole number that a plan states; None where it is missing, no whole number, or beyond `LARGEST`."""
    figure = entry.get(name)
    return figure if type(figure) is int and abs(figure) <= LARGEST else None


def malformed_plan(solution: object) -> Iterator[Violation]:
    """Find what keeps a document from being read as a plan at all."""
    if not isinstance(solution, dict):
        yield Violation("malformed", "solution", "is not an object")
        return
    plan = cast("dict[str, object]", solution)
    if stated(plan, "code") != 0 and "code" in plan:
        yield Violation("malformed", "code", f"the solver failed: {shown(plan.get('error', plan['code']))}")
        return
    if not isinstance(plan.get("summary"), dict):
        yield Violation("malformed", "summary", "is missing or not an object")
    for name in ("routes", "unassigned"):
        yield from not_objects(name, plan.get(name))
    for where, route in entries("routes", plan.get("routes")):
        yield from _malformed_route(where, route)
    for where, task in entries("unassigned", plan.get("unassigned")):
        yield from not_whole(where, task, ("id",))


def entries(where: str, listed: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """List the objects of what should be a list of objects."""
    if isinstance(listed, list):
        for number, entry in enumerate(cast("list[object]", listed)):
            if isinstance(entry, dict):
                yield f"{where}[{number}]", cast("dict[str, object]", entry)


def not_objects(where: str, listed: object) -> Iterator[Violation]:
    """Name what is no object in what should be a list of objects."""
    if not isinstance(listed, list):
        yield Violation("malformed", where, "is missing or not a list")
        return
    for number, entry in enumerate(cast("list[object]", listed)):
        if not isinstance(entry, dict):
            yield Violation("malformed", f"{where}[{number}]", "is not an object")


def not_whole(where: str, entry: Mapping[str, object], names: Sequence[str]) -> Iterator[Violation]:
    """Name what should be a whole number and is not."""
    for name in names:
        if type(entry.get(name)) is not int:
            yield Violation("malformed", f"{where}.{name}", "is missing or not a whole number")
        elif stated(entry, name) is None:
            yield Violation("malformed", f"{where}.{name}", f"is beyond {LARGEST}")


def _malformed_route(where: str, route: Mapping[str, object]) -> Iterator[Violation]:
    yield from not_whole(where, route, ("vehicle",))
    yield from not_objects(f"{where}.steps", route.get("steps"))
    for at, step in entries(f"{where}.steps", route.get("steps")):
        yield from not_whole(at, step, ("arrival", "id") if step.get("type") in NAMED_TYPES else ("arrival",))
        yield from not_whole(at, step, [name for name in ("waiting_time",) if name in step])


def strangers(given: Given, plan: Mapping[str, Any]) -> Iterator[Violation]:
    """Find vehicles, tasks, breaks and reloads that the problem does not have."""
    for number, route in enumerate(plan["routes"]):
        where, vehicle = f"routes[{number}]", given.vehicles.get(route["vehicle"])
        if vehicle is None:
            yield Violation("unknown", where, f"there is no vehicle {route['vehicle']}")
        for at, step in enumerate(route["steps"]):
            if text := _strange_step(step, given, vehicle):
                yield Violation("unknown", f"{where}.steps[{at}]", text)
    for number, task in enumerate(plan.get("unassigned", ())):
        if text := _strange_task(task, given):
            yield Violation("unknown", f"unassigned[{number}]", text)


def _strange_step(step: Mapping[str, Any], given: Given, vehicle: GivenVehicle | None) -> str | None:
    of_vehicle: Mapping[object, Callable[[GivenVehicle], bool]] = {
        "start": lambda _: True,
        "end": lambda _: True,
        "break": lambda vehicle: any(rest.id == step["id"] for rest in vehicle.breaks),
        "reload": lambda vehicle: vehicle.reload is not None,
    }
    kind = step.get("type")
    if not isinstance(kind, str) or kind not in of_vehicle:
        return _strange_task(step, given)
    if vehicle is None or of_vehicle[kind](vehicle):
        return None
    what = f"break {step['id']}" if kind == "break" else kind
    return f"vehicle {vehicle.id} has no {what}"


def _strange_task(entry: Mapping[str, Any], given: Given) -> str | None:
    if entry.get("type") not in TASK_TYPES:
        kind = entry.get("type")
        return f"there is no type of task {repr(shown(kind)) if isinstance(kind, str) else shown(kind)}"
    if (entry["type"], entry["id"]) not in given.tasks:
        return f"there is no {entry['type']} {entry['id']}"
    return None
