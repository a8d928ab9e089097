"""Rounds under way: what is done or being driven to keeps its moments; behind it there is room for more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kernel.errors import BadInputError
from routing.solver.beginnings import frozen_visits, visits_by_task
from routing.solver.chain import LAST_S
from routing.solver.course import Course
from routing.solver.engine import VisitOrders
from routing.solver.holding import Hold, UnderWay, begin_s, held, unbound, under_way
from routing.solver.layout import lay_out
from routing.solver.problem import Problem, TimeWindow, Vehicle
from routing.solver.requests import Request, requests_of
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route, Solution
from routing.solver.spots import Spot, visits_with

__all__ = ["Running"]


@dataclass(frozen=True)
class Running:
    """A problem, the orders of visits that serve a part of it, and how far they have come.

    Who has left has on board what it loaded, as it was told: what a job brings that comes in now, or that a reload
    still to come was to load, needs such a reload. Who has no reload takes no such job.

    Attributes
    ----------
    orders: one a vehicle; each can be laid out, or is empty.
    begun: how many visits of each vehicle are done or being driven to; these keep their places and moments, and
        so do the rests and reloads before the last of them and those behind it that have come by now. What is
        frozen keeps its place alone.
    now_s: nothing that is not begun happens before; routes not begun leave no earlier.
    told: the routes as they were last told (`routes`, `Fit.route`), one a vehicle. What is begun keeps the moments that
        it has there; where none is given, those of a plan that knows of no now. As it was ridden it is not taken.
    closed: vehicles that take no more.
    looks: of all layouts; asked more where it says that there are to be none, `EndedError` is raised.
    """

    problem: Problem
    orders: VisitOrders
    begun: Sequence[int] = ()
    now_s: int = 0
    told: Sequence[Route | None] = ()
    closed: frozenset[int] = frozenset()
    looks: Looks = field(default_factory=Looks)

    @classmethod
    def of(cls, problem: Problem, solution: Solution) -> "Running":
        """Take a whole plan before it begins."""
        visits = visits_by_task(requests_of(problem))
        steps = {route.vehicle: route.steps for route in solution.routes}
        orders = [
            tuple(visits[step.kind, step.id] for step in steps.get(vehicle.id, ()) if step.kind is not None)
            for vehicle in problem.vehicles
        ]
        return cls(problem, orders)

    def may_be_ridden(self, number: int) -> bool:
        """Tell whether a vehicle that has not left can still ride its round."""
        return isinstance(self._planned[number], Route)

    def begun_by(self, number: int) -> int:
        """Return how many visits of a vehicle keep their moments."""
        return self.begun[number] if self.begun else 0

    def first_by(self, number: int) -> int:
        """Return how many visits of a vehicle stay first: begun, or frozen."""
        return max(self.begun_by(number), len(self._frozen[number]))

    @cached_property
    def _frozen(self) -> VisitOrders:
        return frozen_visits(self.problem, self.given)

    @cached_property
    def given(self) -> tuple[Request, ...]:
        """Return the problem's requests."""
        return requests_of(self.problem)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """Return the problem's requests; those begun may be nowhere but where and when they are."""
        pinned = list(self.given)
        for number, visits in enumerate(self.orders):
            begins = self._begins(number)
            for visit, moment_s in zip(visits[: self.begun_by(number)], begins, strict=False):
                pinned[visit.request] = held(pinned[visit.request], visit.step, moment_s)
        return tuple(pinned)

    @cached_property
    def served(self) -> frozenset[int]:
        """Return the requests that are in a route."""
        return frozenset(visit.request for visits in self.orders for visit in visits)

    @cached_property
    def vehicles(self) -> list[Vehicle | None]:
        """Return the vehicles with what is left of their hours; None where nothing more can be done.

        The hours are over, or what was to come behind what is begun can no longer be as it should.
        """
        return [self._still(number) for number in range(len(self.problem.vehicles))]

    @cached_property
    def routes(self) -> list[Route | None]:
        """Return the routes as they stand now; None of an empty one.

        One under way that is too late to be as it should is as it was told.

        Raises
        ------
        BadInputError
            An order does not hold, or was to leave before now and is not begun.
        """
        return [self._route(number) for number in range(len(self.orders))]

    @cached_property
    def costs(self) -> list[int]:
        """Return the routes' exact costs."""
        return [0 if route is None else route.exact_cost for route in self.routes]

    @cached_property
    def open_to_more(self) -> list[int]:
        """List the vehicles to try; of the unused ones that are alike, only the first."""
        chosen: dict[int | Vehicle, int] = {}
        for number, vehicle in enumerate(self.vehicles):
            if vehicle is not None:
                chosen.setdefault(number if self.orders[number] else vehicle.kind, number)
        return list(chosen.values())

    @cached_property
    def courses(self) -> dict[int, Course]:
        """Return the courses of the vehicles to try."""
        return {number: self.course(number) for number in self.open_to_more}

    @cached_property
    def over(self) -> dict[int, Course]:
        """Return the courses of the unused vehicles whose hours are over: they begin now, and end before that."""
        return {
            number: self.course(number, self._left(vehicle))
            for number, vehicle in enumerate(self.problem.vehicles)
            if self._unheld[number] is None and not self.orders[number]
        }

    def course(self, number: int, vehicle: Vehicle | None = None, requests: Sequence[Request] | None = None) -> Course:
        """Return a vehicle's course, with other limits or other requests where they are given."""
        vehicle = vehicle or self.vehicles[number] or self.problem.vehicles[number]
        return Course(
            vehicle,
            self.problem.matrices[vehicle.profile],
            requests or self.requests,
            self.orders[number],
            self.first_by(number),
            *((way.standing, way.more) if (way := self._under_way[number]) else ()),
        )

    def with_spot(
        self,
        number: int,
        spot: Spot,
        index: int,
        request: Request,
        *,
        vehicle: Vehicle | None = None,
        among: Sequence[Request] | None = None,
    ) -> Route | Reason:
        """Lay a vehicle's route out with a request in a spot, or say what forbids it.

        Parameters
        ----------
        index: of the request in the problem, for which `request` stands.
        vehicle: with other limits, where they are given.
        among: all requests otherwise, where they are given.

        Raises
        ------
        EndedError
            There are to be no more layouts.
        """
        self.looks.go_on()
        vehicle = vehicle or self.vehicles[number] or self.problem.vehicles[number]
        requests = list(among or self.requests)
        requests[index] = request
        visits = visits_with(self.orders[number], index, request, spot)
        hold = self._hold(number, next_is_new=spot.first == self.begun_by(number))
        return lay_out(self.problem, vehicle, requests, visits, looks=self.looks, hold=hold)

    def from_now(self, vehicle: Vehicle) -> Vehicle | None:
        """Return a vehicle that is still at its start, with what is left of its hours; None where they are over."""
        left = self._left(vehicle)
        hours = left.time_window
        return left if hours is None or hours.start_s <= hours.end_s else None

    def _left(self, vehicle: Vehicle) -> Vehicle:
        """Let a vehicle's hours begin no earlier than now, be it behind their end."""
        hours = vehicle.time_window
        if self.now_s <= (hours.start_s if hours else 0):
            return vehicle
        return replace(vehicle, time_window=TimeWindow(self.now_s, hours.end_s if hours else LAST_S))

    def before(self, number: int) -> Route | None:
        """Return a vehicle's route as it was told, or else as it was planned."""
        route = (self.told[number] if self.told else None) or self._planned[number]
        return route if isinstance(route, Route) else None

    def _still(self, number: int) -> Vehicle | None:
        if number in self.closed:
            return None
        if self._planned[number] is None or not self.begun_by(number):
            return self._unheld[number]
        way = self._under_way[number]
        return way.vehicle if way and isinstance(self._now[number], Route) else None

    @cached_property
    def _under_way(self) -> list[UnderWay | None]:
        return [
            under_way(vehicle, route, begun, self.now_s)
            if (begun := self.begun_by(number)) and vehicle and isinstance(route, Route)
            else None
            for number, (vehicle, route) in enumerate(zip(self._unheld, self._planned, strict=True))
        ]

    def _hold(self, number: int, *, next_is_new: bool) -> Hold | None:
        way = self._under_way[number]
        return way and (way.more if next_is_new else way.standing)

    @cached_property
    def _now(self) -> list[Route | Reason | None]:
        """Return the routes laid out again where it is later than what is begun, or where they were told."""
        return [self._from_here(number) for number in range(len(self.orders))]

    def _from_here(self, number: int) -> Route | Reason | None:
        way, visits = self._under_way[number], self.orders[number]
        if way is None or not (way.standing.until_s or self.told):
            return self._planned[number]
        found, is_done = self._planned[number], self.begun_by(number) == len(visits)
        if not is_done:
            found = lay_out(self.problem, way.vehicle, self.requests, visits, looks=self.looks, hold=way.standing)
        if self.told and (is_done or isinstance(found, Reason)):
            self._check_told(number, way)
            if not way.standing.until_s:
                return self._planned[number]  # as it was told nothing came later
        return found

    def _check_told(self, number: int, way: UnderWay) -> None:
        """Refuse what is begun where it cannot have been as it was told, whatever comes behind it."""
        visits, requests = self.orders[number], list(self.requests)
        begun = [visit.request for visit in visits[: self.begun_by(number)]]
        for index in {visit.request for visit in visits}:
            requests[index] = unbound(requests[index], begun.count(index))
        hold = replace(way.standing, until_s=0)
        found = lay_out(self.problem, way.done, requests, visits, looks=self.looks, hold=hold)
        if isinstance(found, Reason):
            raise BadInputError(
                f"what was told of its round cannot have been: {found.value} forbids it",
                where=f"vehicle {self.problem.vehicles[number].id}",
                way_out="Hand over the route as it was answered, not as it was ridden.",
            )

    @cached_property
    def _planned(self) -> list[Route | Reason | None]:
        """Return the routes as they were told where they are begun, else laid out before anything is held."""
        return [self._plan(number) for number in range(len(self.orders))]

    def _plan(self, number: int) -> Route | Reason | None:
        vehicle, visits = self._unheld[number], self.orders[number]
        told = self.told[number] if self.told else None
        if told is not None and number in self.closed:
            return told
        if not visits or vehicle is None:
            return None
        if told is None or not self.begun_by(number):
            found = lay_out(self.problem, vehicle, self.given, visits, looks=self.looks)
            unhurt = told is not None and isinstance(found, Reason) and told.steps[0].arrival_s >= self.now_s
            return told if unhurt else found  # a layout may stop before it finds what a proof found
        tasks = (self.given[visit.request].tasks[visit.step] for visit in visits)
        if [(step.kind, step.id) for step in told.steps if step.kind] != [(kind, task.id) for kind, task in tasks]:
            raise BadInputError(
                "what was told of its round has other tasks than its order",
                where=f"vehicle {vehicle.id}",
                way_out="Hand over the route that goes with the order.",
            )
        return told

    @cached_property
    def _unheld(self) -> list[Vehicle | None]:
        return [
            vehicle if self.begun_by(number) else self.from_now(vehicle)
            for number, vehicle in enumerate(self.problem.vehicles)
        ]

    def _begins(self, number: int) -> list[int]:
        """Return when work begins at each visit of a route."""
        route = self._planned[number]
        if not isinstance(route, Route):
            return []  # `routes` says so
        return [begin_s(step) for step in route.steps if step.kind is not None]

    def _route(self, number: int) -> Route | None:
        route = self._planned[number]
        if isinstance(route, Route) or not self.orders[number]:
            now = self._now[number]
            return now if isinstance(now, Route) else route if isinstance(route, Route) else None
        why = f"does not hold: {route.value}" if route and not self.now_s else "can no longer be ridden"
        raise BadInputError(
            f"its round {why}",
            where=f"vehicle {self.problem.vehicles[number].id}",
            way_out="Say how far it has come, or plan its day anew.",
        )
