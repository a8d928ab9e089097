"""Who does it: vehicles with their prices, limits, rests and reloads, and the beginning they were given."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from kernel.position import Position
from routing.solver.task import Amount, TaskKind, TimeWindow

__all__ = ["Break", "Costs", "EndKind", "GivenStep", "PauseKind", "Reload", "StepKind", "Vehicle"]


class PauseKind(StrEnum):
    """What interrupts a route for the vehicle's own sake."""

    BREAK = "break"
    RELOAD = "reload"


class EndKind(StrEnum):
    """The two ends of a route, where a given step names them."""

    START = "start"
    END = "end"


StepKind = TaskKind | PauseKind | EndKind


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices of a vehicle, in whole cost units; the defaults are VROOM's.

    Attributes
    ----------
    fixed: for leaving at all.
    per_hour: of travel.
    per_km: of travel.
    per_duty_hour: from leaving to the final return, waiting and service included.
    per_task_hour: of setup and service at tasks.
    """

    fixed: int = 0
    per_hour: int = 3600
    per_km: int = 0
    per_duty_hour: int = 0
    per_task_hour: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A rest that a used vehicle takes once, anywhere on its way.

    Attributes
    ----------
    id: unique among the breaks of its vehicle.
    windows: rest may begin in any of them, both ends included; sorted and apart; empty means any time.
    service_s: how long the rest is.
    max_load: the most on board meanwhile, one entry a dimension; None is no limit.
    """

    id: int
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 0
    max_load: Amount | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reload:
    """Where a vehicle may come back to in the middle of its route: all collected leaves, the next trip is loaded.

    Attributes
    ----------
    location: row and column of the place in the matrices.
    service_s: seconds each time.
    most: how often; None is no limit.
    position: echoed to the caller.
    """

    location: int
    service_s: int = 0
    most: int | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class GivenStep:
    """One step of a given beginning.

    Attributes
    ----------
    id: of a task or a break; None at ends and reloads.
    service_at_s, service_after_s, service_before_s: moments that only `check` holds a manual route to.
    """

    kind: StepKind
    id: int | None = None
    service_at_s: int | None = None
    service_after_s: int | None = None
    service_before_s: int | None = None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle and the limits of its one route.

    Attributes
    ----------
    start, end: places in the matrices; None leaves that side open.
    capacity: one entry a dimension; empty means no dimension is limited.
    time_window: from leaving the start to returning at the end; None is any time.
    max_tasks: a shipment's pickup and delivery count as two.
    start_position, end_position: echoed to the caller.
    type: picks a task's own setup and service.
    speed_factor: how many times as fast as its matrix says; each way's seconds are rounded up.
    breaks: in any order; `routing.solver.rests` takes them by their windows.
    reload: where it may load again; None is nowhere.
    lifo: whether a shipment may only be delivered while it is the last one picked up of those on board.
    frozen: so many tasks and breaks at the beginning of `steps` stay first, and in that order.
    steps: a beginning to search from; only its frozen part is a promise.
    max_energy_wh: over the whole route; a reload does not charge.
    """

    id: int
    profile: str = "car"
    description: str = ""
    start: int | None = None
    end: int | None = None
    capacity: Amount = ()
    costs: Costs = Costs()
    skills: frozenset[int] = frozenset()
    time_window: TimeWindow | None = None
    max_tasks: int | None = None
    max_travel_time_s: int | None = None
    max_distance_m: int | None = None
    start_position: Position | None = None
    end_position: Position | None = None
    type: str = ""
    speed_factor: Fraction = Fraction(1)
    breaks: tuple[Break, ...] = ()
    reload: Reload | None = None
    lifo: bool = False
    frozen: int = 0
    steps: tuple[GivenStep, ...] = ()
    max_energy_wh: int | None = None

    @property
    def kind(self) -> "Vehicle":
        """The same without what changes no route: alike vehicles have equal ones; what is frozen makes one its own."""
        shown = replace(self, description="", start_position=None, end_position=None)
        return shown if self.frozen else replace(shown, id=0, steps=())

    @property
    def frozen_steps(self) -> tuple[GivenStep, ...]:
        """The tasks and breaks that stay first, in their order."""
        tasks_and_breaks = (step for step in self.steps if step.kind not in {*EndKind, PauseKind.RELOAD})
        return tuple(islice(tasks_and_breaks, self.frozen))
