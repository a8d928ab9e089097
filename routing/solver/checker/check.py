"""Every rule of a plan: each route by itself, then each task once, then the sums."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from routing.solver.checker.given import GivenTask, GivenVehicle, Key, read_tasks, read_vehicles
from routing.solver.checker.route import SUMMED, Walk, another_position, stated
from routing.solver.checker.violation import Violation

__all__ = ["Violation", "check"]

TASK_TYPES = ("job", "pickup", "delivery")


def check(problem: Mapping[str, Any], solution: object) -> list[Violation]:
    """Name everything that is wrong with a solution; both are documents in VROOM's JSON.

    A solution may be any JSON at all; a problem is one that `vroom_reader.read_problem` accepts.
    """
    malformed = list(_malformed(solution))
    if malformed:
        return malformed
    plan = cast("Mapping[str, Any]", solution)
    tasks, vehicles = read_tasks(problem), read_vehicles(problem)
    strangers = list(_strangers(plan, tasks, vehicles))
    if strangers:
        return strangers
    walks = [
        Walk(f"routes[{number}]", vehicles[route["vehicle"]], tasks, route["steps"])
        for number, route in enumerate(plan["routes"])
    ]
    found = [violation for walk in walks for violation in walk.violations()]
    for walk, route in zip(walks, plan["routes"], strict=True):
        found += _stated_sums(walk.where, route, walk.totals, walk.vehicle.distances_m is not None)
        found += _stated_duty(walk, route)
    found += _each_once(tasks, walks, plan["unassigned"])
    found += _reasons(plan["unassigned"])
    found += _places(tasks, plan["unassigned"])
    found += _summary(plan, walks)
    return found


def _malformed(solution: object) -> Iterator[Violation]:
    """Find what keeps a document from being read as a plan at all."""
    if not isinstance(solution, dict):
        yield Violation("malformed", "solution", "is not an object")
        return
    plan = cast("dict[str, object]", solution)
    if stated(plan, "code") != 0 and "code" in plan:
        yield Violation("malformed", "code", f"the solver failed: {plan.get('error', plan['code'])}")
        return
    if not isinstance(plan.get("summary"), dict):
        yield Violation("malformed", "summary", "is missing or not an object")
    for name in ("routes", "unassigned"):
        yield from _objects(name, plan.get(name))
    for where, route in _entries("routes", plan.get("routes")):
        yield from _malformed_route(where, route)
    for where, task in _entries("unassigned", plan.get("unassigned")):
        yield from _whole(where, task, ("id",))


def _entries(where: str, entries: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """List the objects of what should be a list of objects."""
    if isinstance(entries, list):
        for number, entry in enumerate(cast("list[object]", entries)):
            if isinstance(entry, dict):
                yield f"{where}[{number}]", cast("dict[str, object]", entry)


def _malformed_route(where: str, route: Mapping[str, object]) -> Iterator[Violation]:
    yield from _whole(where, route, ("vehicle",))
    yield from _objects(f"{where}.steps", route.get("steps"))
    for at, step in _entries(f"{where}.steps", route.get("steps")):
        yield from _whole(at, step, ("arrival", "id") if step.get("type") in TASK_TYPES else ("arrival",))
        yield from _optional(at, step, ("waiting_time",))


def _objects(where: str, entries: object) -> Iterator[Violation]:
    if not isinstance(entries, list):
        yield Violation("malformed", where, "is missing or not a list")
        return
    for number, entry in enumerate(cast("list[object]", entries)):
        if not isinstance(entry, dict):
            yield Violation("malformed", f"{where}[{number}]", "is not an object")


def _whole(where: str, entry: Mapping[str, object], names: Sequence[str]) -> Iterator[Violation]:
    for name in names:
        if type(entry.get(name)) is not int:
            yield Violation("malformed", f"{where}.{name}", "is missing or not a whole number")


def _optional(where: str, entry: Mapping[str, object], names: Sequence[str]) -> Iterator[Violation]:
    yield from _whole(where, entry, [name for name in names if name in entry])


def _strangers(
    plan: Mapping[str, Any], tasks: Mapping[Key, GivenTask], vehicles: Mapping[int, GivenVehicle]
) -> Iterator[Violation]:
    """Find vehicles and tasks that the problem does not have."""
    for number, route in enumerate(plan["routes"]):
        where = f"routes[{number}]"
        if route["vehicle"] not in vehicles:
            yield Violation("unknown", where, f"there is no vehicle {route['vehicle']}")
        for at, step in enumerate(route["steps"]):
            if step.get("type") not in ("start", "end"):
                yield from _stranger(f"{where}.steps[{at}]", step, tasks)
    for number, task in enumerate(plan["unassigned"]):
        yield from _stranger(f"unassigned[{number}]", task, tasks)


def _stranger(where: str, entry: Mapping[str, Any], tasks: Mapping[Key, GivenTask]) -> Iterator[Violation]:
    if entry.get("type") not in TASK_TYPES:
        yield Violation("unknown", where, f"there is no type of task {entry.get('type')!r}")
    elif (entry["type"], entry["id"]) not in tasks:
        yield Violation("unknown", where, f"there is no {entry['type']} {entry['id']}")


def _each_once(
    tasks: Mapping[Key, GivenTask], walks: Sequence[Walk], unassigned: Sequence[Mapping[str, Any]]
) -> Iterator[Violation]:
    routed = Counter(key for walk in walks for key in walk.done)
    left = Counter((entry["type"], entry["id"]) for entry in unassigned)
    for key in tasks:
        times = routed[key] + left[key]
        if times == 0:
            yield Violation("missing", f"{key[0]} {key[1]}", "is in no route and not unassigned")
        elif times > 1:
            text = f"is {routed[key]} times in routes and {left[key]} times unassigned"
            yield Violation("duplicate", f"{key[0]} {key[1]}", text)
    for vehicle, routes in Counter(walk.vehicle.id for walk in walks).items():
        if routes > 1:
            yield Violation("duplicate", f"vehicle {vehicle}", f"has {routes} routes")


def _reasons(unassigned: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    for number, entry in enumerate(unassigned):
        ours = entry.get("dorpsronde")
        reason = cast("dict[str, object]", ours).get("reason") if isinstance(ours, dict) else None
        if not (isinstance(reason, str) and reason):
            yield Violation("reason", f"unassigned[{number}]", f"{entry['type']} {entry['id']} has no reason")


def _places(tasks: Mapping[Key, GivenTask], unassigned: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    for number, entry in enumerate(unassigned):
        task = tasks[entry["type"], entry["id"]]
        if "location_index" in entry and stated(entry, "location_index") != task.place:
            text = f"location_index is {entry['location_index']}, should be {task.place}"
            yield Violation("location_index", f"unassigned[{number}]", text)
        if another_position(entry.get("location"), task.position):
            text = f"location is {entry['location']}, should be {task.position}"
            yield Violation("location", f"unassigned[{number}]", text)


def _stated_sums(
    where: str, entry: Mapping[str, Any], totals: Mapping[str, int], has_metres: bool
) -> Iterator[Violation]:
    for name in SUMMED:
        if name == "distance" and not has_metres and name not in entry:
            continue
        if stated(entry, name) != totals[name]:
            own = "cost" if name == "cost" else "sum"
            yield Violation(own, f"{where}.{name}", f"is {entry.get(name)}, should be {totals[name]}")


def _stated_duty(walk: Walk, route: Mapping[str, Any]) -> Iterator[Violation]:
    ours = route.get("dorpsronde")
    if isinstance(ours, dict):
        duty = cast("dict[str, object]", ours)
        if stated(duty, "duty") != walk.duty_s:
            yield Violation("sum", f"{walk.where}.dorpsronde.duty", f"is {duty.get('duty')}, should be {walk.duty_s}")


def _stated_total_duty(summary: Mapping[str, Any], walks: Sequence[Walk]) -> Iterator[Violation]:
    ours, duty_s = summary.get("dorpsronde"), sum(walk.duty_s for walk in walks)
    if isinstance(ours, dict) and stated(cast("dict[str, object]", ours), "duty") != duty_s:
        yield Violation("sum", "summary.dorpsronde", f"is {ours}, should be {{'duty': {duty_s}}}")


def _summary(plan: Mapping[str, Any], walks: Sequence[Walk]) -> Iterator[Violation]:
    summary = plan["summary"]
    totals = {name: sum(walk.totals[name] for walk in walks) for name in SUMMED}
    has_metres = any(walk.vehicle.distances_m is not None for walk in walks)
    yield from _stated_sums("summary", summary, totals, has_metres)
    yield from _stated_total_duty(summary, walks)
    for name in ("routes", "unassigned"):
        if stated(summary, name) != len(plan[name]):
            yield Violation("sum", f"summary.{name}", f"is {summary.get(name)}, should be {len(plan[name])}")
