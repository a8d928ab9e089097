"""The result of planning a day: rounds of stops along real roads, and what is unassigned and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel.position import Position
from kernel.text import Text
from rounds.delivery_day import Order, Vehicle, counted
from routing.network.paths import RoadPath
from routing.solver.engine import Effort
from routing.solver.problem import Problem, TaskKind

__all__ = ["Plan", "PlannedTask", "Round", "Sought", "Stop", "UnassignedOrder"]


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One pickup or delivery of an order."""

    kind: TaskKind
    order: Order

    @property
    def counter(self) -> str:
        """The id of the shop or hub where it is done; "" is the household's door."""
        return self.order.counter_at(self.kind)


@dataclass(frozen=True, slots=True)
class Stop:
    """One arrival at one place.

    Attributes
    ----------
    path: the roads from the stop before, or from the depot.
    arrival_s, leaving_s: seconds since midnight; waiting for a window lies between them.
    """

    position: Position
    place: str
    arrival_s: int
    leaving_s: int
    tasks: Sequence[PlannedTask]
    path: RoadPath


@dataclass(frozen=True, slots=True)
class Round:
    """One vehicle's work between leaving the depot and its final return.

    Attributes
    ----------
    duration_s: the whole duty, waiting and handing over included.
    hindrance: why it cannot be released as it is: a stretch that breaks by the clock. None where nothing does.
    energy_wh: what it takes from its vehicle's battery; None where that is not known.
    unreached: numbers of the stops that it cannot come to, counted from 1; 0 is the depot at the end.
    """

    id: str
    vehicle: Vehicle
    leaving_s: int
    return_s: int
    stops: Sequence[Stop]
    way_back: RoadPath
    distance_m: int
    hindrance: Text | None = None
    energy_wh: int | None = None
    unreached: Sequence[int] = ()

    @property
    def number(self) -> int:
        """What people call it; its id is "round-" and this."""
        return int(self.id.removeprefix("round-"))

    @property
    def duration_s(self) -> int:
        return self.return_s - self.leaving_s

    @property
    def reaches_nothing(self) -> bool:
        return bool(self.stops) and set(self.unreached) >= set(range(1, len(self.stops) + 1))

    @property
    def paths(self) -> list[RoadPath]:
        return [*(stop.path for stop in self.stops), self.way_back]

    @property
    def orders(self) -> list[Order]:
        """Every leg in it, whichever way it goes."""
        return [task.order for stop in self.stops for task in stop.tasks if task.kind is TaskKind.DELIVERY]


@dataclass(frozen=True, slots=True)
class UnassignedOrder:
    """An order in no round, and the reason a person understands."""

    order: Order
    reason: Text


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What the solver was asked, so that it can be asked again.

    Attributes
    ----------
    places: by their row in the problem's matrices.
    orders: ids, by the number of their shipment less one.
    """

    problem: Problem
    places: Sequence[Position]
    orders: Sequence[str]
    effort: Effort


@dataclass(frozen=True, slots=True)
class Plan:
    """Every order of the day is in one round or unassigned.

    Attributes
    ----------
    sought: what the rounds that are new in it come from; None where nobody knows.
    """

    rounds: Sequence[Round]
    unassigned: Sequence[UnassignedOrder]
    sought: Sought | None = field(default=None, compare=False, repr=False)

    @property
    def orders(self) -> list[Order]:
        return [order for planned in self.rounds for order in planned.orders]

    @property
    def counted(self) -> list[Order]:
        """The orders that are brought to where they were ordered to, each once."""
        return counted(self.orders)

    @property
    def distance_m(self) -> int:
        return sum(planned.distance_m for planned in self.rounds)

    @property
    def duration_s(self) -> int:
        return sum(planned.duration_s for planned in self.rounds)
