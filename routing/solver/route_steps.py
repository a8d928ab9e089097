"""A timed route as the steps that are told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.solver.chain import Window
from routing.solver.problem import Amount, Break, PauseKind, Task, TaskKind, Vehicle
from routing.solver.rests import Timed
from routing.solver.solution import Step
from routing.solver.travel import Way

__all__ = ["Stop", "steps_of"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A task, a reload or a wait in its place in a route.

    Attributes
    ----------
    way: that leads to it.
    setup_s: nothing where the stop before was at the same place.
    load: on board when leaving.
    kind, task: None at a reload and a wait.
    windows: of a reload or a wait, where it has some.
    told: whether it is a step; a wait is told of the next one.
    """

    way: Way
    location: int
    setup_s: int
    service_s: int
    load: Amount
    kind: TaskKind | None = None
    task: Task | None = None
    windows: tuple[Window, ...] = ()
    told: bool = True

    @property
    def work_s(self) -> int:
        return self.setup_s + self.service_s


def steps_of(vehicle: Vehicle, load: Amount, stops: Sequence[Stop], home: Way, times: Timed) -> Iterator[Step]:
    """List the steps with their times.

    Parameters
    ----------
    load: on board at the start.
    home: the last way.
    """
    if vehicle.start is not None:
        yield Step(None, None, vehicle.start, times.moments_s[0], 0, 0, 0, load, 0, 0)
    telling = _Telling(times.moments_s[0], load, stops[0].location if vehicle.start is None else vehicle.start)
    rests: list[tuple[Break, int]] = []
    for slot, (stop, begin_s) in enumerate(zip(stops, times.moments_s[1:-1], strict=True)):
        rests += [(rest, at_s) for rest, its, at_s in times.rests if its == slot]
        if stop.told:
            yield from telling.way(stop.way, rests)
            yield telling.stop(stop, begin_s)
            rests = []
    rests += [(rest, at_s) for rest, its, at_s in times.rests if its == len(stops)]
    yield from telling.way(home, rests)
    if vehicle.end is not None:
        last_s = times.moments_s[-1]
        yield Step(None, None, vehicle.end, last_s, 0, 0, 0, telling.load, telling.distance_m, telling.duration_s)


class _Telling:
    """Where and when the vehicle is, as its route is told.

    Attributes
    ----------
    free_s: when it last stopped working or resting.
    ahead_s: of travel to the next stop that is not done yet.
    """

    def __init__(self, leaving_s: int, load: Amount, place: int) -> None:
        self.free_s = leaving_s
        self.ahead_s = 0
        self.load = load
        self.place = place
        self.distance_m = self.duration_s = 0

    def way(self, way: Way, rests: Sequence[tuple[Break, int]]) -> Iterator[Step]:
        """Drive on until each rest begins, or until the next place."""
        self.ahead_s = way.travel_s
        for rest, begin_s in rests:
            driven_s = min(self.ahead_s, begin_s - self.free_s)
            self._drive(driven_s)
            yield Step(
                kind=None,
                id=rest.id,
                location=self.place,
                arrival_s=self.free_s,
                waiting_s=begin_s - self.free_s,
                setup_s=0,
                service_s=rest.service_s,
                load=self.load,
                distance_m=self.distance_m,
                duration_s=self.duration_s,
                pause=PauseKind.BREAK,
            )
            self.free_s = begin_s + rest.service_s
        self._drive(self.ahead_s)
        self.distance_m += way.travel_m

    def stop(self, stop: Stop, begin_s: int) -> Step:
        arrival_s = self.free_s
        self.free_s = begin_s + stop.work_s
        self.load, self.place = stop.load, stop.location
        return Step(
            kind=stop.kind,
            id=stop.task.id if stop.task else None,
            location=stop.location,
            arrival_s=arrival_s,
            waiting_s=begin_s - arrival_s,
            setup_s=stop.setup_s,
            service_s=stop.service_s,
            load=stop.load,
            distance_m=self.distance_m,
            duration_s=self.duration_s,
            pause=None if stop.kind else PauseKind.RELOAD,
        )

    def _drive(self, seconds: int) -> None:
        self.free_s += seconds
        self.duration_s += seconds
        self.ahead_s -= seconds
