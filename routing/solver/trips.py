"""Where a vehicle that may load again does so on its way, the cheapest choice first.

Trips between two reloads are the arcs of a graph without cycles; a best-first search over it, led by the
exact cost to go, lists its paths by their cost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, count

from routing.solver.cost import exact_cost
from routing.solver.holding import Hold
from routing.solver.loads import Cargo
from routing.solver.problem import Task, Vehicle
from routing.solver.travel import STAYING, Way, Ways

__all__ = ["Split", "Trips"]

Split = tuple[int, ...]
"""Before which visits of an order the vehicle loads again; their number stands for after the last."""


@dataclass(frozen=True)
class Trips:
    """The trips that an order of tasks may be parted into."""

    ways: Ways
    vehicle: Vehicle
    tasks: Sequence[Task]
    cargo: Cargo
    hold: Hold | None = None
    _to_go: dict[int, int | None] = field(default_factory=dict[int, "int | None"])

    def splits(self) -> Iterator[tuple[int, Split]]:
        """List what the capacity leaves, each with a cost that no timetable of it is below."""
        last = len(self.tasks)
        if self.vehicle.reload is None:
            if last in self.cargo.trip_ends(0):
                yield 0, ()
            return
        ties = count()
        waiting: list[tuple[int, int, int, Split, bool]] = [(0, next(ties), 0, (), False)]
        while waiting:
            bound, _, spent, split, whole = heappop(waiting)
            if whole:
                yield bound, split
                continue
            for end in self._ends(split):
                if end == last and (self.hold is None or len(split) >= len(self.hold.reloads)):
                    heappush(waiting, (spent + self._home(split), next(ties), 0, split, True))
                to_go = self._from_reload(end) if self._may_reload(split, end) else None
                if to_go is not None:
                    then = spent + self._trip(split, end)
                    heappush(waiting, (then + to_go, next(ties), then, (*split, end), False))

    def work_s(self, visit: int, came_from: int | None) -> int:
        """Return setup and service of a visit."""
        task = self.tasks[visit]
        setup_s = 0 if came_from == task.location else task.setup_by_s(self.vehicle.type)
        return setup_s + task.service_by_s(self.vehicle.type)

    def _ends(self, split: Split) -> Sequence[int]:
        return self._ends_of[split[-1] if split else 0]

    @cached_property
    def _ends_of(self) -> list[list[int]]:
        return [self.cargo.trip_ends(first) for first in range(len(self.tasks) + 1)]

    def _may_reload(self, split: Split, end: int) -> bool:
        reload = self.vehicle.reload
        if reload is None or (reload.most is not None and len(split) >= reload.most):
            return False
        if self.hold is not None and not self.hold.may_reload(len(split), end):
            return False
        return not split or end > split[-1]

    def _from_reload(self, first: int) -> int | None:
        """Return the least cost from a reload before this visit until the end, however many reloads that takes."""
        if first not in self._to_go:
            split = (first,)
            found = [self._home(split)] if len(self.tasks) in self._ends(split) else []
            for end in self._ends(split):
                to_go = self._from_reload(end) if end > first else None
                if to_go is not None:
                    found.append(self._trip(split, end) + to_go)
            self._to_go[first] = min(found, default=None)
        return self._to_go[first]

    def _home(self, split: Split) -> int:
        return self._between(split, len(self.tasks), self.vehicle.end)

    def _trip(self, split: Split, end: int) -> int:
        """Price a trip and the reload behind it."""
        reload = self.vehicle.reload
        assert reload is not None  # noqa: S101 (only called where there is one)
        return self._between(split, end, reload.location) + self._price(STAYING, rest_s=reload.service_s)

    def _between(self, split: Split, end: int, destination: int | None) -> int:
        """Price the last trip of a split, until a place."""
        first = split[-1] if split else 0
        origin = self.vehicle.reload.location if split and self.vehicle.reload else self.vehicle.start
        if first == end:
            return self._price(self.ways.between(origin, destination))
        into = self._price(self.ways.between(origin, self.tasks[first].location), self.work_s(first, origin))
        out = self._price(self.ways.between(self.tasks[end - 1].location, destination))
        return into + self._sums[end - 1] - self._sums[first] + out

    @cached_property
    def _sums(self) -> list[int]:
        """Price the ways from the first task to each, with the work there."""
        steps = (
            self._price(self.ways.between(before.location, task.location), self.work_s(visit, before.location))
            for visit, (before, task) in enumerate(zip(self.tasks, self.tasks[1:], strict=False), 1)
        )
        return list(accumulate(steps, initial=0))

    def _price(self, way: Way, work_s: int = 0, rest_s: int = 0) -> int:
        """Price a way and what follows on it, if nothing is waited for."""
        costs = self.vehicle.costs
        return (
            exact_cost(
                costs,
                distance_m=way.travel_m,
                duration_s=way.travel_s,
                duty_s=way.travel_s + work_s + rest_s,
                work_s=work_s,
                way_costs=None if self.ways.matrix.costs is None else way.cost,
            )
            - self._fixed
        )

    @cached_property
    def _fixed(self) -> int:
        return exact_cost(self.vehicle.costs, distance_m=0, duration_s=0, duty_s=0)
