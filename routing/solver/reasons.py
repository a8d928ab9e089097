"""Why a request is in no route: found by giving it alone to each empty vehicle, and said plainly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Task, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.solution import Reason, Route

__all__ = ["CLOCK", "Dimension", "Language", "explain", "reason_alone"]

Language = Literal["en", "nl"]

ORDER = tuple(Reason)
"""From what no vehicle at all gets past to what only the other requests forbid."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """How a caller calls one dimension of its amounts.

    Attributes
    ----------
    too_much: said before "than any vehicle carries", by language: "heavier", "zwaarder".
    unit: shown behind numbers.
    per_unit: how many of the problem's whole numbers make one unit.
    """

    too_much: dict[Language, str]
    unit: str
    per_unit: int = 1

    def show(self, amount: int) -> str:
        return f"{amount / self.per_unit:g} {self.unit}".strip()


def reason_alone(problem: Problem, request: Request) -> Reason:
    """Find what forbids a request even on an empty vehicle; the vehicle that comes furthest decides.

    Returns
    -------
    `NO_ROOM_LEFT` where some empty vehicle could serve it: then only the other requests forbid it.
    """
    obstacles = [_obstacle(problem, vehicle, request) for vehicle in problem.vehicles]
    return max(obstacles, key=ORDER.index, default=Reason.NO_VEHICLE)


def _obstacle(problem: Problem, vehicle: Vehicle, request: Request) -> Reason:
    found = _alone(problem, vehicle, request)
    return Reason.NO_ROOM_LEFT if isinstance(found, Route) else found


def _alone(problem: Problem, vehicle: Vehicle, request: Request) -> Route | Reason:
    return lay_out(problem, vehicle, (request,), [Visit(0, step) for step in range(len(request.tasks))])
