"""Where a request costs least in rounds under way: spots by their bounds, laid out until no other can be cheaper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routing.solver.cost import PER_S
from routing.solver.problem import Vehicle
from routing.solver.requests import Request
from routing.solver.running import Running
from routing.solver.solution import Route
from routing.solver.spots import Spot, spots

__all__ = ["Placed", "cheapest_spot"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A request in a spot of a vehicle's route, laid out.

    Attributes
    ----------
    extra: what it costs more, in 18,000ths of a cost unit.
    """

    extra: int
    number: int
    spot: Spot
    route: Route

    @property
    def turn(self) -> tuple[int, int, int, int]:
        """Return what is least of the best: of equals the first vehicle, and there the first in the route."""
        return self.extra, self.number, self.spot.first, self.spot.last


def cheapest_spot(
    running: Running, index: int, request: Request, changed: Mapping[int, Vehicle] | None = None
) -> Placed | None:
    """Find where a request costs least; of equals the first vehicle, and there the first in the route.

    Parameters
    ----------
    index: of the request in the problem, for which `request` stands.
    changed: vehicles with other limits; with these, no others are tried.

    Raises
    ------
    BadInputError
        A round does not hold, or can no longer be driven, wherever the request would go.
    EndedError
        There are to be no more layouts.
    """
    vehicles = changed or {number: course.vehicle for number, course in running.courses.items()}
    best: Placed | None = None
    _ = running.costs  # refuses rounds that do not hold
    for extra, number, spot in sorted(_candidates(running, request, vehicles)):
        if best is not None and extra > best.extra:
            break
        if best is not None and (extra, number, spot.first, spot.last) >= best.turn:
            continue
        route = running.with_spot(number, spot, index, request, vehicle=vehicles[number])
        if isinstance(route, Route):
            placed = Placed(_added(running, number, route.exact_cost, route.duty_s), number, spot, route)
            best = placed if best is None or placed.turn < best.turn else best
    return best


def _candidates(running: Running, request: Request, vehicles: Mapping[int, Vehicle]) -> Iterator[tuple[int, int, Spot]]:
    """List what a request costs more at least, which vehicle, and which spot."""
    for number, vehicle in vehicles.items():
        known = running.courses.get(number)
        course = known if known is not None and known.vehicle is vehicle else running.course(number, vehicle)
        for spot in spots(course, request):
            running.looks.go_on()  # a long route has thousands of spots
            yield _added(running, number, spot.cost, spot.duty_s), number, spot


def _added(running: Running, number: int, cost: int, duty_s: int) -> int:
    """Return what the plan costs more with another route of a vehicle; in 18,000ths of a cost unit."""
    others_s = [route.duty_s for other, route in enumerate(running.routes) if route is not None and other != number]
    now = running.routes[number]
    before_s = max([*others_s, now.duty_s if now else 0])
    balance = PER_S * running.problem.per_longest_duty_hour * (max([*others_s, duty_s]) - before_s)
    return cost - running.costs[number] + balance
