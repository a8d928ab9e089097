"""Beginnings that stay first: what is left of the day is a plain problem, which any engine may solve.

A vehicle whose first visits are fixed starts where they end, at the earliest moment they can end there,
with what is on board then. A shipment picked up there has only its delivery left, which no other vehicle
can make. Tasks, travel and metres already spent count against the limits; the fixed price is spent.

Exact: places, skills, windows, limits, travel, metres, the way home of a vehicle that gets nothing more,
loads of shipments, and the duty where each visit has one window: how much later the beginning may start
without lasting longer is the window of a mark, a task without work at its last place, which must be done.
Not exact, and so laid out whole and mended afterwards:
- time on board of what is picked up in the beginning counts from its latest moment there that keeps the
  earliest end, and the setup at the delivery counts always: too strict by what leaving later would gain;
- with several windows a visit, the mark's window spans the gaps between them: duty may be too low;
- what further jobs bring from the start is not looked at along the beginning: it may be too much there;
- what is on board counts as brought from the start: in which order it was loaded, and that a vehicle may
  not reload over it, is not known to the rest;
- rests in the beginning hold it where it is: duty may be too high;
- the price of the longest duty sees the rest of the day alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kernel.errors import BadInputError
from routing.solver.beginnings import completed
from routing.solver.engine import Effort, Engine, Listener, VisitOrders
from routing.solver.fixed_beginning import Beginning, Left
from routing.solver.interruption import noticing_ctrl_c
from routing.solver.layout import lay_out
from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit
from routing.solver.solution import Route

__all__ = ["behind"]


def behind(beginnings: VisitOrders, engine: Engine) -> Engine:
    """Let an engine plan what comes behind these beginnings; its answer holds them.

    Parameters
    ----------
    beginnings: one a vehicle; empty where nothing is fixed.

    Raises
    ------
    BadInputError
        When called: a beginning breaks a constraint, or what it leaves on board cannot be delivered.
    """
    if not any(beginnings):
        return engine

    def plan(
        problem: Problem,
        requests: Sequence[Request],
        allowed: Sequence[frozenset[int]],
        effort: Effort,
        listener: Listener,
    ) -> VisitOrders:
        rest = _Rest(problem, requests, allowed, beginnings)
        rest.check()
        found = engine(rest.problem, rest.requests, rest.allowed, effort, listener)
        with noticing_ctrl_c():  # putting it together takes a moment, and must not lose it
            return rest.whole(found)

    return plan


@dataclass(frozen=True)
class _Rest:
    """A whole problem, and what its beginnings leave of it."""

    whole_problem: Problem
    whole_requests: Sequence[Request]
    whole_allowed: Sequence[frozenset[int]]
    beginnings: VisitOrders

    @cached_property
    def begun(self) -> list[Beginning]:
        """Return the beginnings of those vehicles that have one."""
        return [self._beginning(number, visits) for number, visits in enumerate(self.beginnings) if visits]

    def check(self) -> None:
        """Refuse beginnings that break a constraint, or that share a task."""
        seen: dict[Visit, int] = {}
        for beginning in self.begun:
            beginning.check()
            for visit in beginning.visits:
                other = seen.setdefault(Visit(visit.request, 0), beginning.vehicle.id)
                if other != beginning.vehicle.id:
                    kind, task = self.whole_requests[visit.request].tasks[visit.step]
                    raise BadInputError(
                        f"{kind} {task.id} is in the fixed beginning of vehicle {other} too",
                        where=f"vehicle {beginning.vehicle.id}",
                    )

    @cached_property
    def problem(self) -> Problem:
        """Return the problem of what is left, but for its requests."""
        vehicles = list(self.whole_problem.vehicles)
        for beginning in self.begun:
            vehicles[beginning.number] = beginning.rest()
        return replace(self.whole_problem, vehicles=tuple(vehicles))

    @property
    def requests(self) -> list[Request]:
        return [left.request for left in self.left]

    @property
    def allowed(self) -> list[frozenset[int]]:
        return [left.allowed for left in self.left]

    @cached_property
    def left(self) -> list[Left]:
        """Return what is left of every request, then marks; what must be done outweighs all that may be."""
        must = 1 + sum(request.priority for request in self.whole_requests)
        started = {visit.request for visits in self.beginnings for visit in visits}
        untouched = [
            Left(request, self.whole_allowed[index], index)
            for index, request in enumerate(self.whole_requests)
            if index not in started
        ]
        carried = [left for beginning in self.begun for left in beginning.deliveries(must)]
        return [*untouched, *carried, *(beginning.mark(must) for beginning in self.begun)]

    def whole(self, orders: VisitOrders) -> VisitOrders:
        """Put what an engine answers behind the beginnings, and mend what does not hold there."""
        found = [tuple(self._given(visits)) for visits in orders]
        begun = {beginning.number: beginning for beginning in self.begun}
        return [
            self._mended(begun[number], visits) if number in begun else visits for number, visits in enumerate(found)
        ]

    def _given(self, visits: Sequence[Visit]) -> Iterator[Visit]:
        for visit in visits:
            left = self.left[visit.request]
            if left.index is not None:
                yield Visit(left.index, visit.step + left.skipped)

    def _mended(self, beginning: Beginning, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
        missing = [Visit(index, 1) for index in beginning.on_board if Visit(index, 1) not in visits]
        order = (*beginning.visits, *visits, *missing)
        if self._holds(beginning, order):
            return order
        kept = {visit.request for visit in beginning.visits}
        further = dict.fromkeys(visit.request for visit in visits if visit.request not in kept)
        if not self._holds(beginning, [visit for visit in order if visit.request in kept]):
            alone = completed(self.whole_problem, beginning.vehicle, self.whole_requests, beginning.visits)
            kept |= {visit.request for visit in alone}
            further = dict.fromkeys(index for index in further if index not in kept)
            order = (*alone, *(visit for visit in visits if visit.request in further))
        for index in sorted(further, key=lambda one: -self.whole_requests[one].priority):
            if self._holds(beginning, [visit for visit in order if visit.request in kept | {index}]):
                kept.add(index)
        return tuple(visit for visit in order if visit.request in kept)

    def _holds(self, beginning: Beginning, order: Sequence[Visit]) -> bool:
        return isinstance(lay_out(self.whole_problem, beginning.vehicle, self.whole_requests, order), Route)

    def _beginning(self, number: int, visits: tuple[Visit, ...]) -> Beginning:
        vehicle = self.whole_problem.vehicles[number]
        return Beginning(number, vehicle, self.whole_problem, self.whole_requests, visits)
