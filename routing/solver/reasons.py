"""Why a request is in no route: found by giving it alone to an empty vehicle of each kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from routing.solver.beginnings import fixed_orders, frozen_visits
from routing.solver.eligibility import plain_obstacle, what_counts
from routing.solver.engine import VisitOrders
from routing.solver.insertion import MOST_CHAINS, MOST_LAYOUTS, orders_with
from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit, requests_of
from routing.solver.schedule import EndedError, Looks
from routing.solver.solution import Reason, Route

__all__ = ["Reasons", "closest_vehicles", "lay_out_alone", "reason_alone"]

ORDER = tuple(Reason)
"""From what no vehicle at all gets past to what only the other requests forbid."""


def reason_alone(problem: Problem, request: Request) -> Reason:
    """Find what forbids a request even on an empty vehicle; see `Reasons.of`."""
    requests = requests_of(problem)
    return Reasons(problem, requests).of(requests.index(request))


def closest_vehicles(problem: Problem, request: Request, reason: Reason) -> list[Vehicle]:
    """List the vehicles that come as far as this reason, in the problem's order."""
    requests = requests_of(problem)
    numbers = Reasons(problem, requests).vehicles(requests.index(request), reason)
    return [problem.vehicles[number] for number in numbers]


def lay_out_alone(problem: Problem, vehicle: Vehicle, request: Request, looks: Looks | None = None) -> Route | Reason:
    """Give a vehicle this request and nothing else, not even what is frozen."""
    visits = [Visit(0, step) for step in range(len(request.tasks))]
    return lay_out(problem, replace(vehicle, frozen=0), (request,), visits, looks=looks)


@dataclass(frozen=True)
class Reasons:
    """What forbids requests on vehicles that have nothing to do but what is frozen.

    Attributes
    ----------
    requests: all of the problem.
    looks: of all layouts; once it says that there are to be none, reasons are what can be told without.
    """

    problem: Problem
    requests: Sequence[Request]
    looks: Looks = field(default_factory=Looks)

    def of(self, index: int) -> Reason:
        """Find what forbids a request even on an empty vehicle; the vehicle that comes furthest decides.

        Returns
        -------
        `NO_ROOM_LEFT` where some empty vehicle could serve it, and only the other requests forbid it; or where there
        are to be no more layouts, and nothing that can be told without forbids it.
        """
        try:
            return self._furthest(index)
        except EndedError:
            plain = [self._plain(firsts, index) for firsts in self._plainly_alike]
            return max((reason or Reason.NO_ROOM_LEFT for reason in plain), key=ORDER.index)

    def vehicles(self, index: int, reason: Reason) -> list[int]:
        """List the numbers of the vehicles that come as far as this reason, in the problem's order."""
        found = (first for firsts, obstacle in self._obstacles(index) if obstacle is reason for first in firsts)
        return sorted(number for first in found for number in self.kinds[first])

    @cached_property
    def kinds(self) -> dict[int, list[int]]:
        """Return the vehicles that differ in nothing that forbids anything, by the first of them."""
        alike: dict[Vehicle, list[int]] = {}
        for number, vehicle in enumerate(self.problem.vehicles):
            alike.setdefault(vehicle.kind, []).append(number)
        return {numbers[0]: numbers for numbers in alike.values()}

    @cached_property
    def _plainly_alike(self) -> list[list[int]]:
        """Return the first of each kind, those together that have the same plain obstacles."""
        alike: dict[object, list[int]] = {}
        for first in self.kinds:
            alike.setdefault(what_counts(self.problem.vehicles[first]), []).append(first)
        return list(alike.values())

    @cached_property
    def _fixed(self) -> VisitOrders:
        return fixed_orders(self.problem, self.requests)

    @cached_property
    def _frozen(self) -> VisitOrders:
        return frozen_visits(self.problem, self.requests)

    def _furthest(self, index: int) -> Reason:
        furthest = ORDER[0]
        for _, obstacle in self._obstacles(index):
            furthest = max(furthest, obstacle, key=ORDER.index)
            if furthest is Reason.NO_ROOM_LEFT:  # no other vehicle comes further
                break
        return furthest

    def _obstacles(self, index: int) -> Iterator[tuple[Sequence[int], Reason]]:
        """Tell what forbids a request on every kind of vehicle, by the first of each."""
        for firsts in self._plainly_alike:
            plain = self._plain(firsts, index)
            if plain is not None and plain is not Reason.LIMITS:  # a layout would say the same; limits it looks at last
                yield firsts, plain
                continue
            for first in firsts:
                yield (first,), self._obstacle(first, index)

    def _plain(self, firsts: Sequence[int], index: int) -> Reason | None:
        return plain_obstacle(self.problem.vehicles[firsts[0]], self.requests[index])

    def _obstacle(self, number: int, index: int) -> Reason:
        """Find by layouts what forbids a request on a vehicle."""
        vehicle, request = self.problem.vehicles[number], self.requests[index]
        self.looks.go_on()
        found = lay_out_alone(self.problem, vehicle, request, self.looks)
        if isinstance(found, Reason):
            return found
        return Reason.FROZEN if vehicle.frozen and not self._fits_behind_frozen(number, index) else Reason.NO_ROOM_LEFT

    def _fits_behind_frozen(self, number: int, index: int) -> bool:
        vehicle, tasks, looks = self.problem.vehicles[number], len(self.requests[index].tasks), self.looks
        most_chains = looks.chains + MOST_CHAINS
        frozen = self._frozen[number]
        fixed = tuple(visit for visit in self._fixed[number] if visit.request != index)
        begun = {visit.request for visit in frozen}
        owed = tuple(visit for visit in fixed if visit.request in begun)  # what was given behind it may be left out
        tried = (
            visits for order in dict.fromkeys((fixed, owed)) for visits in orders_with(order, index, tasks, len(frozen))
        )
        for visits in islice(tried, MOST_LAYOUTS):
            looks.go_on()
            if isinstance(lay_out(self.problem, vehicle, self.requests, visits, looks=looks), Route):
                return True
            if looks.chains >= most_chains:
                break
        return False
