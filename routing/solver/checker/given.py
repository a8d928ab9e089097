"""The problem as the checker knows it: nothing but what the JSON document says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

__all__ = ["Given", "GivenBreak", "GivenReload", "GivenTask", "GivenVehicle", "Key", "SoftWindow", "Window"]

Key = tuple[str, int]
"""Type of a task ("job", "pickup", "delivery") and its id."""
Window = tuple[int, int]
Amount = tuple[int, ...]
Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class SoftWindow:
    """Beginning work outside it costs `cost_per_hour` for the time early or late."""

    start_s: int
    end_s: int
    cost_per_hour: int

    def missed_s(self, begin_s: int) -> int:
        """Return seconds early or late."""
        return max(self.start_s - begin_s, begin_s - self.end_s, 0)


@dataclass(frozen=True, slots=True)
class GivenTask:
    """What the problem says of one task.

    Attributes
    ----------
    setup_per_type_s, service_per_type_s: go before `setup_s` and `service_s` for the types they name.
    delivered: on board from the start or the last reload, until this task.
    collected: on board from this task until the next reload or the end.
    carried: the change of the load by a shipment's task.
    partner: the delivery of a pickup, the pickup of a delivery.
    """

    key: Key
    place: int
    setup_s: int
    service_s: int
    windows: tuple[Window, ...]
    skills: frozenset[int]
    priority: int
    setup_per_type_s: Mapping[str, int]
    service_per_type_s: Mapping[str, int]
    soft_window: SoftWindow | None
    latest_finish_s: int | None
    delivered: Amount = ()
    collected: Amount = ()
    carried: Amount = ()
    partner: Key | None = None
    max_time_on_board_s: int | None = None
    position: Sequence[float] | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class GivenBreak:
    """One rest of a vehicle; no windows means any time."""

    id: int
    service_s: int
    windows: tuple[Window, ...]
    max_load: Amount | None
    description: str = ""


@dataclass(frozen=True, slots=True)
class GivenReload:
    """Where a vehicle takes on the next trip's goods; `most` None is no limit."""

    place: int
    service_s: int
    most: int | None
    position: Sequence[float] | None


@dataclass(frozen=True, slots=True)
class GivenVehicle:
    """What the problem says of one vehicle.

    Attributes
    ----------
    breaks: in the order in which they are to be taken.
    frozen: beginning that the route must have: type and id of each task or break.
    distances_m: None where the problem knows no metres.
    costs: what each arc costs, in place of prices per hour and kilometre.
    """

    id: int
    type: str
    start: int | None
    end: int | None
    capacity: Amount | None
    skills: frozenset[int]
    hours: Window | None
    limits: Mapping[str, int]
    prices: Mapping[str, int]
    durations_s: Matrix
    distances_m: Matrix | None
    costs: Matrix | None
    energy_wh: Matrix | None
    speed_factor: Fraction
    breaks: tuple[GivenBreak, ...]
    reload: GivenReload | None
    lifo: bool
    frozen: tuple[Key, ...]
    start_position: Sequence[float] | None = None
    end_position: Sequence[float] | None = None
    description: str = ""

    def travel_s(self, origin: int, destination: int) -> int:
        """Return seconds of travel, rounded up on each arc."""
        return ceil(self.durations_s[origin][destination] / self.speed_factor)

    def setup_s(self, task: GivenTask) -> int:
        """Return setup of a task by a vehicle of this type."""
        return task.setup_per_type_s.get(self.type, task.setup_s)

    def service_s(self, task: GivenTask) -> int:
        """Return service of a task by a vehicle of this type."""
        return task.service_per_type_s.get(self.type, task.service_s)


@dataclass(frozen=True, slots=True)
class Given:
    """The whole problem.

    Attributes
    ----------
    balance_price: for each hour of the longest duty.
    """

    tasks: Mapping[Key, GivenTask]
    vehicles: Mapping[int, GivenVehicle]
    balance_price: int

    @property
    def dimensions(self) -> int:
        """Return how many dimensions capacities and amounts have."""
        amounts = [amount for task in self.tasks.values() for amount in (task.delivered, task.collected, task.carried)]
        return max(map(len, [*amounts, *(one.capacity or () for one in self.vehicles.values())]), default=0)
