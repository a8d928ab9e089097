"""What was planned: routes of steps with their times, and what is unassigned and why."""

from dataclasses import dataclass, field
from enum import StrEnum

from routing.solver.problem import Amount, PauseKind, TaskKind

__all__ = ["Phase", "Reason", "Route", "Solution", "Step", "Unassigned"]


class Reason(StrEnum):
    """Why a task is in no route, from the plainest cause to the least."""

    NO_VEHICLE = "no_vehicle"
    SKILLS = "skills"
    LOADING = "loading"
    CAPACITY = "capacity"
    TIME_WINDOW = "time_window"
    BREAKS = "breaks"
    TIME_ON_BOARD = "time_on_board"
    LIMITS = "limits"
    ENERGY = "energy"
    FROZEN = "frozen"
    NO_ROOM_LEFT = "no_room_left"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a route.

    Attributes
    ----------
    kind: None at the start and the end, and where the vehicle pauses.
    id: of the task or the break; None at ends and reloads.
    location: of a break the place behind, or the first one where none is.
    arrival_s: when the vehicle is at the place, or stops for a rest; waiting, then setup, then service follow.
    load: on board when leaving.
    distance_m: since the route began; on a way with a rest it counts at the end of the way.
    duration_s: of travel alone, since the route began.
    pause: the vehicle's own reason to stop.
    """

    kind: TaskKind | None
    id: int | None
    location: int
    arrival_s: int
    waiting_s: int
    setup_s: int
    service_s: int
    load: Amount
    distance_m: int
    duration_s: int
    pause: PauseKind | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One vehicle's steps in order; unused vehicles have no route.

    Attributes
    ----------
    duration_s: of travel alone.
    duty_s: from leaving to the final return, waiting, setup and service included.
    cost: in whole units, rounded once.
    exact_cost: in 18,000ths of a unit; see `routing.solver.cost`.
    left_s: what was begun last is not left before, where the round was under way. The wait is told of the next stop.
    """

    vehicle: int
    steps: tuple[Step, ...]
    distance_m: int
    duration_s: int
    duty_s: int
    cost: int
    exact_cost: int
    left_s: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A task without a route, and the reason."""

    kind: TaskKind
    id: int
    location: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a search, when it is over.

    Attributes
    ----------
    tool: what did it.
    cost: of the best plan then, in whole units; None while something is unassigned.
    """

    name: str
    tool: str
    seconds: float
    cost: int | None


@dataclass(frozen=True, slots=True)
class Solution:
    """Routes and what they leave out; every task of the problem is in exactly one of the two.

    Attributes
    ----------
    cost: of all routes, and of their balance.
    phases: how it was found, which does not make it another plan.
    balance_cost: the price of the longest duty.
    proven: no plan is better; false is only that nobody knows.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: int
    phases: tuple[Phase, ...] = field(default=(), compare=False)
    balance_cost: int = 0
    proven: bool = field(default=False, compare=False)

    @property
    def distance_m(self) -> int:
        return sum(route.distance_m for route in self.routes)

    @property
    def duty_s(self) -> int:
        return sum(route.duty_s for route in self.routes)
