"""What a plan states of steps, routes and as a whole, held against what is right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from routing.solver.checker.breach import Breach
from routing.solver.checker.form import TASK_TYPES, stated
from routing.solver.checker.given import Given, GivenTask
from routing.solver.checker.price import balance_cost, route_cost
from routing.solver.checker.shown import shown
from routing.solver.checker.violation import Violation
from routing.solver.checker.walk import Figures, Walk, added, same_load

__all__ = ["amounts_of", "another_place", "step_figures", "sums_of", "wrong_steps", "wrong_summary", "wrong_sums"]

Json = Mapping[str, Any]
SUMMED = ("duration", "distance", "setup", "service", "waiting_time", "priority", "cost")
"""Figures that a route states over its steps, and the summary over the routes."""


def step_figures(walk: Walk, figures: Figures) -> dict[str, int]:
    """Say the figures of a step by the names of VROOM's fields; metres where they are known."""
    metres = {} if walk.vehicle.distances_m is None else {"distance": figures.travelled_m}
    return {
        "arrival": figures.arrival_s,
        "duration": figures.travelled_s,
        "setup": figures.setup_s,
        "service": figures.service_s,
        "waiting_time": figures.begin_s - figures.arrival_s,
        **metres,
    }


def sums_of(walk: Walk) -> dict[str, int]:
    """Add up a route by the names of VROOM's fields."""
    last = walk.figures[-1] if walk.figures else None
    return {
        "duration": last.travelled_s if last else 0,
        "distance": last.travelled_m if last else 0,
        "setup": sum(figures.setup_s for figures in walk.figures),
        "service": sum(figures.service_s for figures in walk.figures),
        "waiting_time": sum(figures.begin_s - figures.arrival_s for figures in walk.figures),
        "priority": sum(task.priority for _, task in walk.done),
        "cost": route_cost(walk),
    }


def amounts_of(done: Iterable[GivenTask], dimensions: int = 0) -> dict[str, list[int]]:
    """Add up what tasks bring and take by the names of VROOM's fields; to as many dimensions as they have, or more."""
    each = list(done)
    nothing = (0,) * dimensions
    sums: dict[str, list[int]] = {}
    for name, of_job in (("delivery", "delivered"), ("pickup", "collected")):
        of_jobs = [getattr(task, of_job) for task in each]
        carried = [tuple(map(abs, task.carried)) for task in each if task.key[0] == name]
        sums[name] = list(added(nothing, *of_jobs, *carried))
    return sums


def wrong_steps(walk: Walk, steps: Sequence[Json]) -> Iterator[Breach]:
    """Name every figure of a step that is not what the route makes it."""
    for number, (stop, step, right) in enumerate(zip(walk.stops, steps, walk.figures, strict=True)):
        for name, figure in step_figures(walk, right).items():
            # A turn takes no time and need not say so; waiting need not be said anywhere.
            needed = name in ("arrival", "duration", "distance") or stop.kind in TASK_TYPES or name in step
            if needed and name != "waiting_time" and stated(step, name) != figure:
                yield Breach(number, name, f"{name} is {shown(step.get(name))}, should be {figure}")
        yield from _clock(number, step, turning=stop.kind in ("start", "end"))
        if walk.vehicle.distances_m is None and stated(step, "distance") != 0 and "distance" in step:
            yield Breach(number, "distance", f"distance is {shown(step['distance'])}, and no metres are known")
        yield from _load(number, step, right)
        for name, text in another_place(step, right.place, right.position):
            yield Breach(number, name, text)


def _clock(number: int, step: Json, *, turning: bool) -> Iterator[Breach]:
    arrival_s, waiting_s = stated(step, "arrival") or 0, stated(step, "waiting_time") or 0
    if arrival_s < 0:
        yield Breach(number, "arrival", f"arrives at {arrival_s}, before the clock begins")
    if waiting_s < 0 or (waiting_s and turning):
        yield Breach(number, "waiting", f"waits {waiting_s} s")


def _load(number: int, step: Json, right: Figures) -> Iterator[Breach]:
    load = step.get("load", [])
    if not _whole_numbers(load) or not same_load(load, right.load):
        yield Breach(number, "load", f"states a load of {shown(load)}, should be {list(right.load)}")


def another_place(entry: Json, place: int | None, position: Sequence[float] | None) -> Iterator[tuple[str, str]]:
    """Name the place that an entry states and the problem gives otherwise."""
    if "location_index" in entry and stated(entry, "location_index") != place:
        yield "location_index", f"location_index is {shown(entry['location_index'])}, should be {place}"
    if entry.get("location") is not None and position is not None and entry["location"] != list(position):
        yield "location", f"location is {shown(entry['location'])}, should be {list(position)}"


def wrong_sums(where: str, walk: Walk, route: Json) -> Iterator[Violation]:
    """Name every sum of a route that is not the sum of its steps, and a cost that is not its price."""
    yield from _sums(where, route, sums_of(walk), walk.vehicle.distances_m is not None)
    yield from _ours(where, route, {"duty": walk.duty_s})
    yield from _carried(where, route, [task for _, task in walk.done])


def wrong_summary(given: Given, plan: Json, walks: Sequence[Walk]) -> Iterator[Violation]:
    """Name every figure of the summary that the routes do not add up to."""
    summary: Json = plan["summary"]
    routes = [sums_of(walk) for walk in walks]
    totals = {name: sum(route[name] for route in routes) for name in SUMMED}
    duties_s = [walk.duty_s for walk in walks]
    balance = balance_cost(given.balance_price, duties_s)
    totals["cost"] += balance
    has_metres = any(walk.vehicle.distances_m is not None for walk in walks)
    yield from _sums("summary", summary, totals, has_metres)
    ours = {"duty": sum(duties_s)}
    said = summary.get("dorpsronde")
    if given.balance_price or (isinstance(said, dict) and "balance_cost" in said):
        ours["balance_cost"] = balance
    yield from _ours("summary", summary, ours, needed=given.balance_price > 0)
    yield from _carried("summary", summary, [task for walk in walks for _, task in walk.done])
    for name in ("routes", "unassigned"):
        if stated(summary, name) != len(plan[name]):
            yield Violation("sum", f"summary.{name}", f"is {shown(summary.get(name))}, should be {len(plan[name])}")


def _sums(where: str, entry: Json, totals: Mapping[str, int], has_metres: bool) -> Iterator[Violation]:
    for name in SUMMED:
        if name == "distance" and not has_metres and name not in entry:
            continue
        if stated(entry, name) != totals[name]:
            own = "cost" if name == "cost" else "sum"
            yield Violation(own, f"{where}.{name}", f"is {shown(entry.get(name))}, should be {totals[name]}")


def _ours(where: str, entry: Json, right: Mapping[str, int], *, needed: bool = False) -> Iterator[Violation]:
    """Hold what stands under our own key to what is right; other planners do not have the key."""
    ours = entry.get("dorpsronde", {} if needed else None)
    if not isinstance(ours, dict):
        return
    said = cast("dict[str, object]", ours)
    for name, figure in right.items():
        if stated(said, name) != figure:
            own = "cost" if name == "balance_cost" else "sum"
            yield Violation(own, f"{where}.dorpsronde.{name}", f"is {shown(said.get(name))}, should be {figure}")


def _carried(where: str, entry: Json, done: Sequence[GivenTask]) -> Iterator[Violation]:
    """Hold the amounts that VROOM adds up, where they are stated, to what the tasks bring and take."""
    for name, right in amounts_of(done).items():
        said = entry.get(name, right)
        if not _whole_numbers(said) or not same_load(said, right):
            yield Violation("sum", f"{where}.{name}", f"is {shown(said)}, should be {right}")


def _whole_numbers(said: object) -> bool:
    return isinstance(said, list) and all(type(one) is int for one in cast("list[object]", said))
