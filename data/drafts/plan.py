"""What a plan is made from: rounds of stops of tasks, and legs that are in none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.models.states import TaskKind
from kernel.position import Position
from kernel.text import Text

__all__ = [
    "Co2Draft", "PathDraft", "PlanDraft", "RenewedRound", "RenewedStop", "RoundDraft", "StopDraft", "TaskDraft",
    "UnassignedDraft",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PathDraft:
    """Roads from one place to the next.

    Attributes
    ----------
    line: lon, lat of each point; fewer than two points is no line.
    """

    distance_m: int
    duration_s: int
    line: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """One pickup or delivery of a leg."""

    leg_id: str
    kind: TaskKind


@dataclass(frozen=True, slots=True)
class StopDraft:
    """One arrival; `path` is from the stop before, or from the depot."""

    place: str
    position: Position
    arrival_at: datetime
    leaving_at: datetime
    tasks: Sequence[TaskDraft]
    path: PathDraft


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """One vehicle's work; `distance_m` is the sum over its stops and the way back.

    Attributes
    ----------
    hindrance: why it cannot be released as it is; None where nothing is in the way.
    energy_wh: what it takes from its battery; None is not known.
    """

    vehicle_id: str
    profile: str
    depot_name: str
    depot: Position
    leaving_at: datetime
    return_at: datetime
    distance_m: int
    stops: Sequence[StopDraft]
    way_back: PathDraft
    hindrance: Text | None = None
    energy_wh: int | None = None

    @property
    def leg_ids(self) -> list[str]:
        """Return the legs it delivers, in the order of delivery."""
        return [task.leg_id for stop in self.stops for task in stop.tasks if task.kind is TaskKind.DELIVERY]


@dataclass(frozen=True, slots=True)
class RenewedStop:
    """A stop that stays in its place with other times or another way to it; `path` None is the way that is stored."""

    stop_id: str
    arrival_at: datetime
    leaving_at: datetime
    path: PathDraft | None = None


@dataclass(frozen=True, slots=True)
class RenewedRound:
    """A released round along other roads: the same stops in the same order.

    Attributes
    ----------
    distance_m: the whole, the way back included.
    way_back: None is the way that is stored.
    energy_wh: what it takes from its battery; None is not known.
    unreached: numbers of the stops that it cannot come to, 0 being the return.
    why: kept with the event.
    """

    round_id: str
    return_at: datetime
    distance_m: int
    stops: Sequence[RenewedStop]
    way_back: PathDraft | None = None
    energy_wh: int | None = None
    unreached: Sequence[int] = ()
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnassignedDraft:
    """A leg in no round, and the reason a person understands."""

    leg_id: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Co2Draft:
    """What all rounds of the day emit: P5, P50 and P95 in grams CO2e, by which factors."""

    low_g: int
    central_g: int
    high_g: int
    factor_set: str


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What planning resulted in; released rounds of the day are not part of it and stay.

    Attributes
    ----------
    effort: how it was searched: seed, iterations, seconds. Kept as JSON.
    report: the day's report, kept as JSON; None where it is made later.
    solved: the rounds of both sides, kept as JSON; None where nobody can solve them again.
    """

    road_network_id: str
    rounds: Sequence[RoundDraft]
    unassigned: Sequence[UnassignedDraft]
    co2: Co2Draft | None = None
    effort: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] | None = None
    solved: Mapping[str, Any] | None = None

    @property
    def leg_ids(self) -> set[str]:
        """Return every leg that is delivered in a round or unassigned."""
        placed = {leg_id for planned in self.rounds for leg_id in planned.leg_ids}
        return placed | {left.leg_id for left in self.unassigned}
