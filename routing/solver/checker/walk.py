"""One route walked step by step: where it goes, when, how far, with what on board."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from routing.solver.checker.given import GivenBreak, GivenTask, GivenVehicle, Key

__all__ = ["Figures", "Stop", "Walk", "added", "place_of", "same_load", "walk"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One step as a plan orders it; `begin_s` is when waiting is over, `id` is None at start, end and reload."""

    kind: str
    id: int | None
    begin_s: int

    @property
    def key(self) -> Key:
        """Return what the stop does; no task has a negative id."""
        return self.kind, -1 if self.id is None else self.id


@dataclass(frozen=True, slots=True)
class Figures:
    """What a step must state.

    Attributes
    ----------
    place: None at a rest, which may be anywhere.
    arrival_s: when driving ends; `begin_s - arrival_s` is waited.
    travelled_s, travelled_m: since the route began.
    load: on board after the step.
    """

    place: int | None
    position: Sequence[float] | None
    arrival_s: int
    begin_s: int
    setup_s: int
    service_s: int
    travelled_s: int
    travelled_m: int
    load: tuple[int, ...] = ()

    @property
    def end_s(self) -> int:
        """Return when the vehicle is free to leave."""
        return self.begin_s + self.setup_s + self.service_s


@dataclass(frozen=True, slots=True)
class Walk:
    """A route with all that follows from its order and its moments; `figures` has one entry a stop."""

    vehicle: GivenVehicle
    tasks: Mapping[Key, GivenTask]
    stops: Sequence[Stop]
    figures: Sequence[Figures]
    load_at_start: tuple[int, ...]

    @property
    def done(self) -> list[tuple[int, GivenTask]]:
        """List the tasks with the number of their step."""
        return [(number, self.tasks[stop.key]) for number, stop in enumerate(self.stops) if stop.key in self.tasks]

    @property
    def rests(self) -> list[tuple[int, GivenBreak]]:
        """List the breaks with the number of their step."""
        breaks = {rest.id: rest for rest in self.vehicle.breaks}
        return [(number, breaks[stop.id or 0]) for number, stop in enumerate(self.stops) if stop.kind == "break"]

    @property
    def reloads(self) -> list[int]:
        """List the numbers of the steps that reload."""
        return [number for number, stop in enumerate(self.stops) if stop.kind == "reload"]

    @property
    def arcs(self) -> list[tuple[int, int]]:
        """List every way driven, from place to place."""
        places = [figures.place for figures in self.figures if figures.place is not None]
        return list(pairwise(places))

    @property
    def duty_s(self) -> int:
        """Return seconds from leaving to the final return."""
        return self.figures[-1].end_s - self.figures[0].arrival_s if self.figures else 0


def walk(
    vehicle: GivenVehicle, tasks: Mapping[Key, GivenTask], stops: Sequence[Stop], opening_s: int | None = None
) -> Walk:
    """Walk a route whose every stop the problem knows.

    Parameters
    ----------
    opening_s: when the first stop is reached; at its own beginning where left out.
    """
    loads = _loads(tasks, stops, (0,) * len(vehicle.capacity or ()))
    at_start = next(loads)
    places = [place_of(vehicle, tasks, stop) for stop in stops]
    ways = list(_ways(vehicle, stops, [place for place, _ in places]))
    figures: list[Figures] = []
    free_s = opening_s if opening_s is not None or not stops else stops[0].begin_s
    travelled_s = travelled_m = 0
    left_s = left_m = 0
    here: int | None = None
    for stop, (place, position), way, load in zip(stops, places, ways, loads, strict=True):
        resting = stop.kind == "break"
        # The vehicle drives on until the moment of the rest or until the next place, whichever is first.
        driven_s = max(0, min(left_s, stop.begin_s - (free_s or 0))) if resting else left_s
        travelled_s += driven_s
        travelled_m += 0 if resting else left_m
        setup_s, service_s = _work(vehicle, tasks, stop, moved=place != here)
        entry = Figures(
            place=place,
            position=position,
            arrival_s=(free_s or 0) + driven_s,
            begin_s=stop.begin_s,
            setup_s=setup_s,
            service_s=service_s,
            travelled_s=travelled_s,
            travelled_m=travelled_m,
            load=load,
        )
        figures.append(entry)
        free_s = entry.end_s
        if resting:
            left_s -= driven_s
        else:
            here, (left_s, left_m) = place, way
    return Walk(vehicle, tasks, stops, figures, at_start)


def added(*amounts: tuple[int, ...]) -> tuple[int, ...]:
    """Add amounts; a dimension that one leaves out is 0."""
    return tuple(map(sum, zip_longest(*amounts, fillvalue=0)))


def same_load(one: Sequence[int], other: Sequence[int]) -> bool:
    """Compare two loads; a dimension that one leaves out is 0."""
    return all(a == b for a, b in zip_longest(one, other, fillvalue=0))


def place_of(
    vehicle: GivenVehicle, tasks: Mapping[Key, GivenTask], stop: Stop
) -> tuple[int | None, Sequence[float] | None]:
    """Tell where a stop is, as a row of the matrices and as a position; a rest is nowhere."""
    match stop.kind:
        case "start":
            return vehicle.start, vehicle.start_position
        case "end":
            return vehicle.end, vehicle.end_position
        case "break":
            return None, None
        case "reload":
            reload = vehicle.reload
            return (None, None) if reload is None else (reload.place, reload.position)
        case _:
            return tasks[stop.key].place, tasks[stop.key].position


def _ways(vehicle: GivenVehicle, stops: Sequence[Stop], places: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield seconds and metres from each stop to the next one that is a place; a rest begins no way."""
    ahead: list[int | None] = [None]
    for stop, place in zip(reversed(stops), reversed(places), strict=True):
        ahead.append(ahead[-1] if stop.kind == "break" else place)
    for origin, destination in zip(places, reversed(ahead[:-1]), strict=True):
        if origin is None or destination is None:
            yield 0, 0
        else:
            metres = 0 if vehicle.distances_m is None else vehicle.distances_m[origin][destination]
            yield vehicle.travel_s(origin, destination), metres


def _work(vehicle: GivenVehicle, tasks: Mapping[Key, GivenTask], stop: Stop, *, moved: bool) -> tuple[int, int]:
    """Return setup and service; setup is for an arrival at another place alone."""
    match stop.kind:
        case "start" | "end":
            return 0, 0
        case "break":
            return 0, next(rest.service_s for rest in vehicle.breaks if rest.id == stop.id)
        case "reload":
            return 0, 0 if vehicle.reload is None else vehicle.reload.service_s
        case _:
            task = tasks[stop.key]
            return vehicle.setup_s(task) if moved else 0, vehicle.service_s(task)


def _loads(
    tasks: Mapping[Key, GivenTask], stops: Sequence[Stop], nothing: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Yield the load at the start, then after every stop, with as many dimensions as nothing has, or more."""
    trips = [list[GivenTask]()]
    for stop in stops:
        if stop.kind == "reload":
            trips.append([])
        elif stop.key in tasks:
            trips[-1].append(tasks[stop.key])
    brought = iter([added(*(task.delivered for task in trip)) for trip in trips])
    load, collected = added(nothing, next(brought)), ()
    yield load
    for stop in stops:
        if stop.kind == "reload":
            load, collected = added(load, _less(collected), next(brought)), ()
        elif stop.key in tasks:
            task = tasks[stop.key]
            collected = added(collected, task.collected)
            load = added(load, task.collected, _less(task.delivered), task.carried)
        yield load


def _less(amount: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(-one for one in amount)
