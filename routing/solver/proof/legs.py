"""From one visit of a vehicle to the next, or home: directly, or over a reload."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from routing.solver.chain import LAST_S, Window
from routing.solver.cost import exact_cost
from routing.solver.course import windows_of
from routing.solver.problem import Problem, SoftWindow, Task, Vehicle
from routing.solver.travel import Way, Ways

__all__ = ["HOME", "START", "Leg", "Legs"]

START, HOME = -1, -2
"""Where a route is before its first visit, and after its last one."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A way and the work at its end.

    Attributes
    ----------
    gap_s: of travel, and of the reload's own service.
    price: of way and work, but for duty, in 18,000ths of a cost unit.
    windows: when the work may begin so that it also ends in time; none where it cannot.
    """

    way: Way
    gap_s: int
    work_s: int
    price: int
    windows: tuple[Window, ...]
    wish: SoftWindow | None = None
    reloads: bool = False


@dataclass(frozen=True)
class Legs:
    """All legs of one vehicle between these tasks."""

    problem: Problem
    vehicle: Vehicle
    tasks: Sequence[Task]

    @cached_property
    def hours(self) -> Window:
        """Return when the vehicle may leave and be back."""
        hours = self.vehicle.time_window
        return (hours.start_s, hours.end_s) if hours else (0, LAST_S)

    @cached_property
    def fixed(self) -> int:
        return exact_cost(self.vehicle.costs, distance_m=0, duration_s=0, duty_s=0)

    @cached_property
    def between(self) -> dict[tuple[int, int], tuple[Leg, ...]]:
        """Return the ways to go from START or a visit to a visit or HOME; the direct one first."""
        here = {START: self.vehicle.start, **dict(enumerate(task.location for task in self.tasks))}
        there = (HOME, *range(len(self.tasks)))
        return {(last, node): tuple(self._legs(place, node)) for last, place in here.items() for node in there}

    def _legs(self, place: int | None, node: int) -> Iterator[Leg]:
        destination = self.vehicle.end if node == HOME else self.tasks[node].location
        yield self._leg(self._ways.between(place, destination), place, node)
        reload = self.vehicle.reload
        if reload is not None:
            there, back = self._ways.between(place, reload.location), self._ways.between(reload.location, destination)
            way = Way(
                there.travel_s + back.travel_s,
                there.travel_m + back.travel_m,
                there.cost + back.cost,
                there.energy_wh + back.energy_wh,
            )
            yield self._leg(way, reload.location, node, reload_s=reload.service_s, reloads=True)

    def _leg(self, way: Way, place: int | None, node: int, *, reload_s: int = 0, reloads: bool = False) -> Leg:
        gap_s = way.travel_s + reload_s
        if node == HOME:
            return Leg(way, gap_s, 0, self._price(way, 0), (self.hours,), None, reloads)
        task, kind = self.tasks[node], self.vehicle.type
        work_s = task.service_by_s(kind) + (0 if place == task.location else task.setup_by_s(kind))
        wish = task.soft_window if task.soft_window and task.soft_window.cost_per_hour else None
        return Leg(way, gap_s, work_s, self._price(way, work_s), _windows(task, work_s), wish, reloads)

    def _price(self, way: Way, work_s: int) -> int:
        stated = self._ways.matrix.costs is not None
        whole = exact_cost(
            self.vehicle.costs,
            distance_m=way.travel_m,
            duration_s=way.travel_s,
            duty_s=0,
            work_s=work_s,
            way_costs=way.cost if stated else None,
        )
        return whole - self.fixed

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self.problem.matrices[self.vehicle.profile], self.vehicle)


def _windows(task: Task, work_s: int) -> tuple[Window, ...]:
    if task.latest_finish_s is None:
        return windows_of(task)
    last_s = task.latest_finish_s - work_s
    return tuple((start_s, min(end_s, last_s)) for start_s, end_s in windows_of(task) if start_s <= last_s)
