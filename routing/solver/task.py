"""What is to be done: tasks at places, as jobs of one task and shipments of two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kernel.position import Position

__all__ = ["MAX_PRIORITY", "Amount", "Job", "Shipment", "SoftWindow", "Task", "TaskKind", "TimeWindow"]

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
class SoftWindow:
    """Work had better begin from `start_s` to `end_s`; each hour early or late costs `cost_per_hour`, pro rata."""

    start_s: int
    end_s: int
    cost_per_hour: int


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
    setup_per_type_s, service_per_type_s: in place of the two above for vehicles of these types.
    soft_window: a wish beside the windows; None is none.
    latest_finish_s: when service must have ended; None is any time.
    """

    id: int
    location: int
    setup_s: int = 0
    service_s: int = 0
    time_windows: tuple[TimeWindow, ...] = ()
    description: str = ""
    position: Position | None = None
    setup_per_type_s: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)
    service_per_type_s: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)
    soft_window: SoftWindow | None = None
    latest_finish_s: int | None = None

    def setup_by_s(self, vehicle_type: str) -> int:
        """Return seconds of setup by a vehicle of this type, where it comes from another place."""
        return self.setup_per_type_s.get(vehicle_type, self.setup_s)

    def service_by_s(self, vehicle_type: str) -> int:
        """Return seconds of service by a vehicle of this type."""
        return self.service_per_type_s.get(vehicle_type, self.service_s)


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
