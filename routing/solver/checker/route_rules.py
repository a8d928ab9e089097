"""Who may do what, in which order, and how much: all rules but those of moments and loads."""

from collections import Counter
from collections.abc import Iterator

from routing.solver.checker.breach import Breach
from routing.solver.checker.given import Key
from routing.solver.checker.shown import listed
from routing.solver.checker.walk import Walk

__all__ = ["route_breaches"]


def route_breaches(walk: Walk) -> Iterator[Breach]:
    """Name everything wrong with the make-up of a route."""
    yield from _turns(walk)
    yield from _skills(walk)
    yield from _precedence(walk)
    yield from _breaks(walk)
    yield from _frozen(walk)
    yield from _limits(walk)


def _turns(walk: Walk) -> Iterator[Breach]:
    """Hold the start to the beginning and the end to the end, and only where the vehicle has them."""
    kinds = [stop.kind for stop in walk.stops]
    vehicle = walk.vehicle
    expected = [*(["start"] * (vehicle.start is not None)), *(["end"] * (vehicle.end is not None))]
    if [kind for kind in kinds if kind in ("start", "end")] != expected:
        yield Breach(None, "malformed", f"start and end steps should be {expected or 'none'}")
    elif ("start" in kinds and kinds[0] != "start") or ("end" in kinds and kinds[-1] != "end"):
        yield Breach(None, "malformed", "the start is not first or the end is not last")
    if not walk.done:
        yield Breach(None, "unused", "a vehicle without tasks has no route")


def _skills(walk: Walk) -> Iterator[Breach]:
    for number, task in walk.done:
        if missing := sorted(task.skills - walk.vehicle.skills):
            yield Breach(number, "skills", f"vehicle {walk.vehicle.id} lacks skills [{listed(missing)}]")


def _precedence(walk: Walk) -> Iterator[Breach]:
    """Ask of each pickup a delivery after it, of each delivery a pickup before it."""
    first: dict[Key, int] = {}
    last: dict[Key, int] = {}
    for number, task in walk.done:
        first.setdefault(task.key, number)
        last[task.key] = number
    for number, task in walk.done:
        if task.partner is None:
            continue
        if task.key[0] == "pickup" and last.get(task.partner, -1) < number:
            yield Breach(number, "precedence", f"pickup {task.key[1]} has no delivery after it in this route")
        elif task.key[0] == "delivery" and first.get(task.partner, number) >= number:
            yield Breach(number, "precedence", "its pickup does not come before it in this route")


def _breaks(walk: Walk) -> Iterator[Breach]:
    """Ask for each break once, in the order of their windows."""
    order = {rest.id: rank for rank, rest in enumerate(walk.vehicle.breaks)}
    times = Counter(rest.id for _, rest in walk.rests)
    for one in order:
        if not times[one]:
            yield Breach(None, "missing_break", f"break {one} is not taken")
        elif times[one] > 1:
            yield Breach(None, "duplicate", f"break {one} is taken {times[one]} times")
    latest = -1
    for number, rest in walk.rests:
        if order[rest.id] < latest:
            yield Breach(number, "break_order", f"break {rest.id} comes before the one taken earlier")
        latest = max(latest, order[rest.id])


def _frozen(walk: Walk) -> Iterator[Breach]:
    stops = [
        (number, stop.key) for number, stop in enumerate(walk.stops) if stop.kind not in ("start", "end", "reload")
    ]
    for place, (kind, one) in enumerate(walk.vehicle.frozen):
        number, key = stops[place] if place < len(stops) else (None, None)
        if key != (kind, one):
            yield Breach(number, "frozen", f"{kind} {one} is frozen at this place of the route")
            return


def _limits(walk: Walk) -> Iterator[Breach]:
    last = walk.figures[-1] if walk.figures else None
    energy_wh = walk.vehicle.energy_wh
    reached = {
        "max_tasks": len(walk.done),
        "max_travel_time": last.travelled_s if last else 0,
        "max_distance": last.travelled_m if last else 0,
        "max_energy_wh": 0 if energy_wh is None else sum(energy_wh[a][b] for a, b in walk.arcs),
    }
    for name, limit in walk.vehicle.limits.items():
        if reached[name] > limit:
            over_s = reached[name] - limit if name == "max_travel_time" else None
            yield Breach(None, name, f"{reached[name]}, at most {limit}", over_s)
