"""Where a vehicle that may load again does so on its way, the cheapest choice first.

Trips between two reloads are the arcs of a graph without cycles; a best-first search over it, led by the
exact cost to go, lists its paths by their cost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, count
from typing import NamedTuple

from routing.solver.chain import LAST_S
from routing.solver.cost import exact_cost
from routing.solver.holding import Hold
from routing.solver.loads import Cargo
from routing.solver.problem import Task, Vehicle
from routing.solver.schedule import Looks
from routing.solver.travel import STAYING, Way, Ways

__all__ = ["Split", "Trips"]

Split = tuple[int, ...]
"""Before which visits of an order the vehicle loads again; their number stands for after the last."""

ToGo = tuple[int, int]
"""The least price from a reload to the end, and the fewest further reloads at that price."""


class _Beginning(NamedTuple):
    """The first trips of a split; of those with one bound fewer reloads come first, then the longer.

    Attributes
    ----------
    bound: no split that begins so has a lower price.
    reloads: the fewest of a split that begins so and has this price.
    left: visits behind its last reload; fewer than none where the split is whole.
    spent: until that reload is done; of a whole split until the end.
    """

    bound: int
    reloads: int
    left: int
    tie: int
    spent: int
    split: Split


@dataclass(frozen=True)
class Trips:
    """The trips that an order of tasks may be parted into.

    Attributes
    ----------
    held_trips: before which visits the trips were loaded that have been; none where the vehicle has not left.
    on_board: so many visits lie in these, as their goods are on board or were.
    lacking: the first visit whose goods are not; None where there is none.
    """

    ways: Ways
    vehicle: Vehicle
    tasks: Sequence[Task]
    cargo: Cargo
    hold: Hold | None = None
    held_trips: Split = ()
    on_board: int = 0
    lacking: int | None = None

    def splits(self, looks: Looks) -> Iterator[tuple[int, int, Split]]:
        """List what the capacity leaves, each with a cost and seconds of duty that no timetable of it is below.

        They come by cost, then by duty, then by their number of reloads. Of those that are alike a beginning is
        followed to its end before another one is looked at: there may be any number of them.

        Parameters
        ----------
        looks: asked before each whether there is to be one more.
        """
        if self.vehicle.reload is None:
            if len(self.tasks) in self._ends_of[0]:
                yield 0, 0, ()
            return
        ties, to_go = count(), self._to_go(looks)
        waiting = [_Beginning(0, 0, len(self.tasks), next(ties), 0, ())]
        while waiting:
            beginning = heappop(waiting)
            if beginning.left < 0:
                looks.go_on()
                yield *divmod(beginning.bound, LAST_S), beginning.split
                continue
            for longer in self._longer(beginning, ties, to_go):
                heappush(waiting, longer)

    def work_s(self, visit: int, came_from: int | None) -> int:
        """Return setup and service of a visit."""
        task = self.tasks[visit]
        setup_s = 0 if came_from == task.location else task.setup_by_s(self.vehicle.type)
        return setup_s + task.service_by_s(self.vehicle.type)

    def _longer(
        self, beginning: _Beginning, ties: Iterator[int], to_go: Sequence[Sequence[ToGo | None]]
    ) -> Iterator[_Beginning]:
        """Add one trip more, in every way."""
        last, split, spent = len(self.tasks), beginning.split, beginning.spent
        for end in self._ends_of[split[-1] if split else 0]:
            if end == last and (self.hold is None or len(split) >= len(self.hold.reloads)):
                whole = spent + self._between(split, last, self.vehicle.end)
                yield _Beginning(whole, len(split), -1, next(ties), whole, split)
            further = to_go[min(self._most - len(split), len(to_go) - 1)][end] if self._may_reload(split, end) else None
            if further is not None:
                then = spent + self._trip(split, end)
                bound, reloads = then + further[0], len(split) + 1 + further[1]
                yield _Beginning(bound, reloads, last - end, next(ties), then, (*split, end))

    def _may_reload(self, split: Split, end: int) -> bool:
        if self.hold is not None and not self.hold.may_reload(len(split), end):
            return False
        return not split or end > split[-1]

    @cached_property
    def _ends_of(self) -> list[list[int]]:
        under_way = self.cargo.under_way
        ends = [[] if under_way[first] else self.cargo.trip_ends(first) for first in range(len(self.tasks) + 1)]
        for first in self.held_trips:
            most = len(self.tasks) if self.lacking is None else self.lacking
            fewest = self.on_board if first == self.held_trips[-1] else 0
            ends[first] = [end for end in ends[first] if end == first or fewest <= end <= most]
        return ends

    @cached_property
    def _most(self) -> int:
        """Return how often the vehicle may reload: at most once before each visit and after the last."""
        reload, everywhere = self.vehicle.reload, len(self.tasks) + 1
        return everywhere if reload is None or reload.most is None else min(reload.most, everywhere)

    def _to_go(self, looks: Looks) -> list[list[ToGo | None]]:
        """Say what is to go from a reload before each visit, and after the last, by how many are left with that one.

        The last row holds for any larger number too.
        """
        rows: list[list[ToGo | None]] = [[None] * (len(self.tasks) + 1)]
        if self._most > len(self.tasks):
            return [*rows, self._before(None)]
        for _ in range(self._most):
            looks.go_on()
            rows.append(self._before(rows[-1]))
            if rows[-1] == rows[-2]:  # no number more makes any difference
                break
        return rows

    def _before(self, further: Sequence[ToGo | None] | None) -> list[ToGo | None]:
        """Say what is to go from what is to go from each further reload; None is the same, any number of times."""
        last = len(self.tasks)
        row: list[ToGo | None] = [None] * (last + 1)
        further = row if further is None else further
        for first in range(last, -1, -1):
            ends, split = self._ends_of[first], (first,)
            found = [(self._between(split, last, self.vehicle.end), 0)] if ends[-1:] == [last] else []
            for end in ends:
                to_go = further[end] if end > first else None
                if to_go is not None:
                    found.append((self._trip(split, end) + to_go[0], to_go[1] + 1))
            row[first] = min(found, default=None)
        return row

    def _trip(self, split: Split, end: int) -> int:
        """Price one more trip, and the reload behind it."""
        return self._between(split, end, self._reloads_at) + self._reloading

    def _between(self, split: Split, end: int, destination: int | None) -> int:
        """Price the last trip of a split, until a place."""
        first = split[-1] if split else 0
        origin = self._reloads_at if split else self.vehicle.start
        if first == end:
            return self._price(self.ways.between(origin, destination))
        return self._into[origin][first] + self._sums[end - 1] - self._sums[first] + self._out[destination][end - 1]

    @property
    def _reloads_at(self) -> int | None:
        return None if self.vehicle.reload is None else self.vehicle.reload.location

    @cached_property
    def _reloading(self) -> int:
        reload = self.vehicle.reload
        return 0 if reload is None else self._price(STAYING, rest_s=reload.service_s)

    @cached_property
    def _into(self) -> dict[int | None, list[int]]:
        """Price the ways to each task, with the work there, from where trips begin."""
        return {
            origin: [
                self._price(self.ways.between(origin, task.location), self.work_s(visit, origin))
                for visit, task in enumerate(self.tasks)
            ]
            for origin in (self.vehicle.start, self._reloads_at)
        }

    @cached_property
    def _out(self) -> dict[int | None, list[int]]:
        """Price the ways from each task to where trips end."""
        return {
            destination: [self._price(self.ways.between(task.location, destination)) for task in self.tasks]
            for destination in (self._reloads_at, self.vehicle.end)
        }

    @cached_property
    def _sums(self) -> list[int]:
        """Price the ways from the first task to each, with the work there."""
        steps = (
            self._price(self.ways.between(before.location, task.location), self.work_s(visit, before.location))
            for visit, (before, task) in enumerate(zip(self.tasks, self.tasks[1:], strict=False), 1)
        )
        return list(accumulate(steps, initial=0))

    def _price(self, way: Way, work_s: int = 0, rest_s: int = 0) -> int:
        """Price a way and what follows on it, if nothing is waited for: the cost `LAST_S` times, and its seconds."""
        costs, duty_s = self.vehicle.costs, way.travel_s + work_s + rest_s
        exact = exact_cost(
            costs,
            distance_m=way.travel_m,
            duration_s=way.travel_s,
            duty_s=duty_s,
            work_s=work_s,
            way_costs=None if self.ways.matrix.costs is None else way.cost,
        )
        return LAST_S * (exact - self._fixed) + duty_s

    @cached_property
    def _fixed(self) -> int:
        return exact_cost(self.vehicle.costs, distance_m=0, duration_s=0, duty_s=0)
