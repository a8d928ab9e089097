"""What is begun keeps its moments: said as windows and as one wait, so that every layout holds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from routing.solver.chain import LAST_S
from routing.solver.problem import PauseKind, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Request
from routing.solver.rests import breaks_in_order
from routing.solver.solution import Route, Step

__all__ = ["NO_HOLD", "Hold", "UnderWay", "begin_s", "begun_at", "held", "is_home", "may_load", "unbound", "under_way"]

Windows = tuple[TimeWindow, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds a vehicle back in a layout, beside windows.

    Attributes
    ----------
    visits: so many are begun.
    reloads: those begun: before which visits, and when.
    until_s: the place of what was begun last is not left before.
    loads: how many of the reloads begun have loaded already; the vehicle is on its way to the others.
    loaded: ids of the jobs whose goods are on board, or were; what others bring needs a reload. None is of a vehicle
        that has not left: it loads what it needs.
    """

    visits: int
    reloads: tuple[tuple[int, int], ...] = ()
    until_s: int = 0
    loads: int = 0
    loaded: frozenset[int] | None = None

    @property
    def stops(self) -> int:
        """Return how many stops are begun."""
        return self.visits + len(self.reloads)

    @property
    def leaves_s(self) -> int:
        """Return when the place of the last visit begun is left, at the soonest; 0 where a reload came behind it."""
        return 0 if self.reloads and self.reloads[-1][0] == self.visits else self.until_s

    def may_reload(self, made: int, before: int) -> bool:
        """Tell whether a route with so many reloads may have the next before this visit."""
        return before == self.reloads[made][0] if made < len(self.reloads) else before >= self.visits

    def lacks(self, request: Request) -> bool:
        """Tell whether a request asks for goods that are still to be loaded."""
        return self.loaded is not None and any(request.from_start) and request.tasks[0][1].id not in self.loaded

    def has(self, request: Request) -> bool:
        """Tell whether a request's goods were loaded before the vehicle left."""
        return self.loaded is not None and any(request.from_start) and request.tasks[0][1].id in self.loaded


NO_HOLD = Hold(0)
"""Of a vehicle that has not left."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A vehicle whose round is under way.

    Attributes
    ----------
    vehicle: with its rests held.
    done: as far as it is begun: what is still to come binds it to nothing.
    more: what holds it back where the next visit is a new one.
    standing: and where it is the one that was to be next: it may be resting on its way there.
    """

    vehicle: Vehicle
    done: Vehicle
    more: Hold
    standing: Hold


def begin_s(step: Step) -> int:
    """Return when work, a rest or a reload begins."""
    return step.arrival_s + step.waiting_s


def held(request: Request, step: int, moment_s: int) -> Request:
    """Let a task be nowhere but where it was planned."""
    kind, task = request.tasks[step]
    at = (kind, replace(task, time_windows=(TimeWindow(moment_s, moment_s),)))
    return replace(request, tasks=(*request.tasks[:step], at, *request.tasks[step + 1 :]))


def unbound(request: Request, begun: int) -> Request:
    """Let what is not begun of a request be at any time.

    Parameters
    ----------
    begun: how many of its tasks are.
    """
    tasks = tuple(
        (kind, task if step < begun else replace(task, time_windows=(), soft_window=None, latest_finish_s=None))
        for step, (kind, task) in enumerate(request.tasks)
    )
    on_board_s = request.max_time_on_board_s if begun == len(tasks) else None
    return replace(request, tasks=tasks, max_time_on_board_s=on_board_s)


def may_load(vehicle: Vehicle, hold: Hold, request: Request) -> bool:
    """Tell whether a vehicle has what a request brings, or may come by where it loads it."""
    if not hold.lacks(request):
        return True
    reload = vehicle.reload
    return reload is not None and (
        hold.loads < len(hold.reloads) or reload.most is None or len(hold.reloads) < reload.most
    )


def begun_at(route: Route, now_s: int) -> int:
    """Count the visits that are done or being driven to: the stop before was left before now."""
    count, left_s = 0, route.steps[0].arrival_s
    for step in route.steps:
        if step.kind is not None:
            if _done_s(step) >= route.left_s:  # of what was still to come when the route was told
                left_s = max(left_s, route.left_s)
            if left_s >= now_s:
                break
            count += 1
        if step.pause is None or (step.pause is PauseKind.RELOAD and count):  # who leaves for a first reload has left
            left_s = _done_s(step)
    return count


def is_home(vehicle: Vehicle, route: Route, begun: int, now_s: int) -> bool:
    """Tell whether a vehicle has left its last visit for where it ends."""
    *_, last = (step for step in route.steps if step.kind is not None)
    visits = sum(step.kind is not None for step in route.steps)
    return vehicle.end is not None and begun == visits and max(_done_s(last), route.left_s) < now_s


def under_way(vehicle: Vehicle, route: Route, visits: int, now_s: int) -> UnderWay | None:
    """Hold what a vehicle has begun; None where a rest to come can no longer be taken.

    Parameters
    ----------
    route: as it was told.
    visits: how many are begun; at least one.
    """
    begun = _begun(route, visits, now_s)
    done_s = _done_s(begun[-1])
    waits_s = now_s if now_s > done_s else 0
    stopped = next(step for step in reversed(begun) if step.pause is not PauseKind.BREAK)
    rests_s = 0 if begun[-1] is stopped else max(now_s, done_s)
    reloads = tuple(_reloads(begun))
    loads = sum(before < visits or at_s < now_s for before, at_s in reloads)
    more = Hold(visits, reloads, max(waits_s, rests_s), loads, _loaded(route.steps, loads))
    on_the_way = begun[-1].duration_s > stopped.duration_s  # to a rest it drives on, though not before it has left
    standing = replace(more, until_s=max(waits_s, route.left_s)) if on_the_way else more
    resting = _with_held_rests(vehicle, begun, max(now_s, done_s))
    if resting is None:
        return None
    return UnderWay(resting, _unbound(resting, begun), more, standing)


def _begun(route: Route, visits: int, now_s: int) -> list[Step]:
    """List what a vehicle has begun: up to the last such visit, and the pauses behind it.

    A rest is begun by its moment; to reload the vehicle leaves as soon as it can.
    """
    last = [number for number, step in enumerate(route.steps) if step.kind is not None][visits - 1]
    begun = list(route.steps[: last + 1])
    for step in route.steps[last + 1 :]:
        since_s = begin_s(step) if step.pause is PauseKind.BREAK else max(_done_s(begun[-1]), route.left_s)
        if step.pause is None or now_s <= since_s:
            break
        begun.append(step)
    return begun


def _done_s(step: Step) -> int:
    return begin_s(step) + step.setup_s + step.service_s


def _reloads(begun: Sequence[Step]) -> Iterator[tuple[int, int]]:
    visits = 0
    for step in begun:
        visits += step.kind is not None
        if step.pause is PauseKind.RELOAD:
            yield visits, begin_s(step)


def _loaded(steps: Sequence[Step], loads: int) -> frozenset[int]:
    """List the jobs of the trips that were loaded, as told: of the first one, and of those behind so many reloads."""
    reloads = [number for number, step in enumerate(steps) if step.pause is PauseKind.RELOAD]
    trips = steps[: reloads[loads]] if loads < len(reloads) else steps
    return frozenset(step.id for step in trips if step.kind is TaskKind.JOB and step.id is not None)


def _with_held_rests(vehicle: Vehicle, begun: Sequence[Step], soonest_s: int) -> Vehicle | None:
    """Let rests begun be nowhere but where they are, and the others no sooner; None where that cannot be.

    Their turn follows from the windows, see `breaks_in_order`. That it stays, these open no sooner than the rest
    before may be over, and close so early that the rest behind may begin once it is over.
    """
    moments = {step.id: begin_s(step) for step in begun if step.pause is PauseKind.BREAK}
    in_turn = breaks_in_order(vehicle)
    opened: list[Windows] = []
    for rest in in_turn:
        at_s = moments.get(rest.id)
        left = _from(rest.windows, soonest_s) if at_s is None else (TimeWindow(at_s, at_s),)
        if not left:
            return None
        opened.append(left)
        soonest_s = max(soonest_s, left[0].start_s + rest.service_s)
    closed: list[Windows] = []
    latest_s = LAST_S
    for rest, windows in zip(reversed(in_turn), reversed(opened), strict=True):
        left = _until(windows, latest_s - rest.service_s)
        if not left:
            return None
        closed.append(left)
        latest_s = left[-1].end_s
    return replace(
        vehicle,
        breaks=tuple(replace(rest, windows=left) for rest, left in zip(in_turn, reversed(closed), strict=True)),
    )


def _unbound(vehicle: Vehicle, begun: Sequence[Step]) -> Vehicle:
    """Leave out the rests that are not begun, the end of the hours and all limits."""
    hours = vehicle.time_window
    taken = {step.id for step in begun if step.pause is PauseKind.BREAK}
    return replace(
        vehicle,
        time_window=TimeWindow(hours.start_s, LAST_S) if hours else None,
        breaks=tuple(replace(rest, max_load=None) for rest in vehicle.breaks if rest.id in taken),
        max_tasks=None,
        max_travel_time_s=None,
        max_distance_m=None,
        max_energy_wh=None,
    )


def _from(windows: Windows, moment_s: int) -> Windows:
    """Return what is left of windows from a moment on."""
    every = windows or (TimeWindow(0, LAST_S),)
    return tuple(replace(one, start_s=max(one.start_s, moment_s)) for one in every if one.end_s >= moment_s)


def _until(windows: Windows, moment_s: int) -> Windows:
    """Return what is left of windows until a moment."""
    return tuple(replace(one, end_s=min(one.end_s, moment_s)) for one in windows if one.start_s <= moment_s)
