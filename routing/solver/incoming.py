"""Orders that come in while a plan is ridden, one after the other into the plan as it was told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kernel.errors import BadInputError
from routing.solver.bounds import MAX_TIME_S
from routing.solver.cost import balance_cost, whole
from routing.solver.holding import begun_at, is_home
from routing.solver.problem import Problem
from routing.solver.reasons import Reasons
from routing.solver.running import Running
from routing.solver.schedule import Looks
from routing.solver.solution import Route, Solution, Unassigned
from routing.solver.urgent import Fit, TaskKey, begins_of, insert_one
from routing.solver.why import MOST_EXPLAINED, Why, why_unassigned

__all__ = ["Inserted", "Told", "insert_new"]


@dataclass(frozen=True, slots=True)
class Told:
    """A plan as it was told.

    Attributes
    ----------
    routes: one a vehicle of the problem; None of an unused one.
    now_s: the moment of which it is; 0 where it is of none.
    late: vehicles that were not in time any more: where they are is not what their route says.
    begun: by a vehicle's id how many visits it had done or was driving to, also where it was before its time.
    """

    routes: tuple[Route | None, ...]
    unassigned: tuple[Unassigned, ...]
    now_s: int = 0
    late: frozenset[int] = frozenset()
    begun: Mapping[int, int] = field(default_factory=dict[int, int])


@dataclass(frozen=True, slots=True)
class Inserted:
    """What has become of the new orders, by their index among the problem's requests, in the order they were tried.

    Attributes
    ----------
    solution: the whole plan as it stands then.
    now_s: the moment of which it is.
    fits: those that found a spot; each as it was when it did.
    whys: those that did not, and what would let them in; changes are looked for of the first `MOST_EXPLAINED`.
    later_s: how much later (less than 0: earlier) than told work begins at each task whose moment is another one.
    late: vehicles whose round can no longer be ridden as it must: it stands as it was told, and takes no more.
    changed: vehicles whose route is not the one that was told.
    begun: by a vehicle's id how many visits it has done or is driving to, at least.
    """

    solution: Solution
    now_s: int
    fits: Mapping[int, Fit]
    whys: Mapping[int, Why]
    later_s: Mapping[TaskKey, int]
    late: tuple[int, ...]
    changed: tuple[int, ...]
    begun: Mapping[int, int]


def insert_new(
    problem: Problem,
    told: Told,
    new: Sequence[int],
    *,
    now_s: int,
    begun: Mapping[int, int] | None = None,
    ended: Callable[[], bool] | None = None,
) -> Inserted:
    """Put each of some orders where it adds least.

    Parameters
    ----------
    new: indices among the problem's requests of those that the plan does not know.
    now_s: on the problem's clock. What a vehicle has done by then, and where it is driving to, stays as it was told.
    begun: by a vehicle's id how many visits it has done or is driving to, where plan and clock do not say so.
    ended: asked again and again whether no more is to be looked for.

    Raises
    ------
    BadInputError
        Now is before the plan's; `begun` names what there is not.
    EndedError
        No more was to be looked for before all had been.
    """
    if not told.now_s <= now_s <= MAX_TIME_S:
        bound = f"more than {MAX_TIME_S}" if now_s > MAX_TIME_S else f"before the plan's own {told.now_s}"
        raise BadInputError(f"{now_s} is {bound}", where="now")
    plan = _Plan.of(problem, told, now_s, begun or {}, Looks(ended=ended))
    for index in new:
        plan.take(index)
    routes = plan.routes(begun or {})
    return Inserted(
        solution=plan.solution(routes),
        now_s=now_s,
        fits=plan.fits,
        whys=plan.whys(),
        later_s=_later_s(told, routes),
        late=plan.late(),
        changed=tuple(
            now.vehicle
            for was, now in zip(told.routes, routes, strict=True)
            if now and (not was or was.steps != now.steps)
        ),
        begun={
            vehicle.id: visits for vehicle, visits in zip(problem.vehicles, plan.running.begun, strict=True) if visits
        },
    )


@dataclass
class _Plan:
    """A plan that grows.

    Attributes
    ----------
    lost: vehicles of which nobody knows how far they have come.
    """

    told: Told
    running: Running
    lost: Collection[int]
    fits: dict[int, Fit] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, problem: Problem, told: Told, now_s: int, given: Mapping[int, int], looks: Looks) -> "_Plan":
        whole_day = Running.of(problem, Solution(tuple(route for route in told.routes if route), (), 0))
        begun = _begun(problem, told, now_s, given)
        lost = {number for number, one in enumerate(problem.vehicles) if one.id in told.late - given.keys()}
        home = {
            number
            for number, route in enumerate(told.routes)
            if route and is_home(problem.vehicles[number], route, begun[number], now_s)
        }
        running = replace(whole_day, begun=begun, now_s=now_s, told=told.routes, looks=looks)
        lost |= {
            number
            for number, route in enumerate(told.routes)
            if route and not begun[number] and route.steps[0].arrival_s < now_s and not running.may_be_ridden(number)
        }
        return cls(told, replace(running, closed=frozenset(lost | home)), lost)

    def take(self, index: int) -> None:
        """Put one order in, if it fits."""
        fit = insert_one(self.running, index)
        if fit is None:
            self.left_out.append(index)
            return
        self.fits[index] = fit
        orders, told = list(self.running.orders), list(self.running.told)
        orders[fit.number], told[fit.number] = fit.visits, fit.route
        self.running = replace(self.running, orders=orders, told=told)

    def whys(self) -> dict[int, Why]:
        """Say of what found no spot why that is, as the plan stands now."""
        return {
            index: why_unassigned(self.running, index, changes=done < MOST_EXPLAINED)
            for done, index in enumerate(self.left_out)
        }

    def late(self) -> tuple[int, ...]:
        """List the vehicles that can no longer be as they should."""
        running = self.running
        return tuple(
            vehicle.id
            for number, vehicle in enumerate(running.problem.vehicles)
            if number in self.lost
            or (running.begun_by(number) and running.vehicles[number] is None and number not in running.closed)
        )

    def routes(self, given: Mapping[int, int]) -> list[Route | None]:
        """Return the routes as they stand: as they were told, but for those that got more or are not where they should.

        Parameters
        ----------
        given: by a vehicle's id how far it has come, where plan and clock do not say so.
        """
        grown = {fit.number for fit in self.fits.values()}
        vehicles = self.running.problem.vehicles
        return [
            now if number in grown or (vehicles[number].id in given and number not in self.lost) else told
            for number, (told, now) in enumerate(zip(self.told.routes, self.running.routes, strict=True))
        ]

    def solution(self, routes: Sequence[Route | None]) -> Solution:
        """Put the whole plan together."""
        problem, requests = self.running.problem, self.running.given
        used = tuple(route for route in routes if route is not None)
        reasons = Reasons(problem, requests)
        unassigned = tuple(
            Unassigned(kind, task.id, task.location, reason)
            for index, reason in ((index, reasons.of(index)) for index in self.left_out)
            for kind, task in requests[index].tasks
        )
        balance = whole(balance_cost(problem, used))
        cost = sum(route.cost for route in used) + balance
        return Solution(used, (*self.told.unassigned, *unassigned), cost, balance_cost=balance)


def _begun(problem: Problem, told: Told, now_s: int, given: Mapping[int, int]) -> list[int]:
    found: list[int] = []
    for vehicle, route in zip(problem.vehicles, told.routes, strict=True):
        visits = sum(step.kind is not None for step in route.steps) if route else 0
        by_clock = begun_at(route, now_s) if route else 0
        begun = given.get(vehicle.id, max(by_clock, min(told.begun.get(vehicle.id, 0), visits)))
        if begun > visits:
            raise BadInputError(f"vehicle {vehicle.id} cannot have begun {begun} visits, of {visits}", where="begun")
        found.append(begun)
    for unknown in given.keys() - {vehicle.id for vehicle in problem.vehicles}:
        raise BadInputError(f"the problem has no vehicle {unknown}", where="begun")
    return found


def _later_s(told: Told, routes: Sequence[Route | None]) -> dict[TaskKey, int]:
    before = {key: at_s for route in told.routes if route for key, at_s in begins_of(route).items()}
    after = {key: at_s for route in routes if route for key, at_s in begins_of(route).items()}
    return {key: after[key] - at_s for key, at_s in before.items() if after[key] != at_s}
