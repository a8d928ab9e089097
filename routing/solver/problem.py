"""What is to be planned: jobs and shipments, vehicles, and the matrices between their places.

The words are the field's and VROOM's. Places are indices into the matrices; amounts are whole
numbers in the caller's own units, one entry a dimension (the planner uses grams, millilitres and
cool millilitres). Times are whole seconds on one clock, usually since midnight of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kernel.position import Position
from routing.matrix import TravelMatrix

__all__ = ["MAX_PRIORITY", "Amount", "Costs", "Job", "Problem", "Shipment", "Task", "TaskKind", "TimeWindow", "Vehicle"]

Amount = tuple[int, ...]
"""One whole number a dimension of capacity."""

MAX_PRIORITY = 100


class TaskKind(StrEnum):
    """What is done at a stop."""

    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """Work (setup, then service) may begin from `start_s` to `end_s`, both included; it may end later."""

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do at one place.

    Attributes
    ----------
    id: unique among the tasks of its kind.
    location: row and column of the place in the matrices.
    setup_s: seconds once per arrival at a place, not again for the next task at the same place.
    service_s: seconds for this task itself.
    time_windows: sorted and apart; empty means any time.
    position: echoed to the caller; planning looks at `location` alone.
    """

    id: int
    location: int
    setup_s: int = 0
    service_s: int = 0
    time_windows: tuple[TimeWindow, ...] = ()
    description: str = ""
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A visit to one place, bringing `delivery` from the start and taking `pickup` to the end."""

    task: Task
    delivery: Amount = ()
    pickup: Amount = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Shipment:
    """One amount carried from its pickup to its delivery by one vehicle.

    Attributes
    ----------
    max_time_on_board_s: from the end of service at the pickup to the beginning of service at the
        delivery; None is no limit.
    """

    pickup: Task
    delivery: Task
    amount: Amount = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    max_time_on_board_s: int | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices of a vehicle, in whole cost units; the defaults are VROOM's.

    Attributes
    ----------
    fixed: for leaving at all.
    per_hour: of travel.
    per_km: of travel.
    per_duty_hour: from leaving to the final return, waiting and service included.
    """

    fixed: int = 0
    per_hour: int = 3600
    per_km: int = 0
    per_duty_hour: int = 0


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


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a solver needs, and nothing it must look up."""

    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, TravelMatrix]
    jobs: tuple[Job, ...] = ()
    shipments: tuple[Shipment, ...] = field(default=())
