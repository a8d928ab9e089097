"""Rounds: one vehicle's work between leaving and finally returning, stop by stop."""

from typing import Any

from pydantic import Field

from api.schemas.thing import Moment, Place, SaidTwice, Thing
from data.models.round import Round
from data.models.states import LegState, RoundState, TaskKind
from data.models.stop import Stop, Task

__all__ = ["RoundBrief", "RoundShown", "StopShown", "brief_fields"]


class TaskShown(Thing):
    """One pickup or delivery at a stop."""

    id: str
    kind: TaskKind
    leg_id: str
    order_id: str
    order_ref: str
    leg_state: LegState = Field(description="`cancelled`: no longer to be done; its order was cancelled or changed.")
    contact: str | None

    @classmethod
    def of(cls, task: Task, *, contacts: bool) -> "TaskShown":
        leg = task.leg
        return cls(
            id=task.id,
            kind=task.kind,
            leg_id=leg.id,
            order_id=leg.order_id,
            order_ref=leg.order.order_ref,
            leg_state=leg.state,
            contact=leg.contact if contacts else None,
        )


class StopShown(Thing):
    """One arrival at one place. Where a household is delivered, its place is null for who may not read contacts."""

    id: str
    round_id: str
    number: int = Field(description="1, 2, … in the order of riding.")
    name: str | None = Field(description="What stands there.")
    place: Place | None
    arrival_at: Moment
    leaving_at: Moment
    distance_m: int = Field(description="From the stop before, or the depot; planned.")
    duration_s: int
    tasks: list[TaskShown]

    @classmethod
    def of(cls, stop: Stop, *, contacts: bool) -> "StopShown":
        return cls(
            id=stop.id,
            round_id=stop.round_id,
            number=stop.number,
            name=stop.place if contacts else None,
            place=Place.of(stop.lon, stop.lat) if contacts else None,
            arrival_at=stop.arrival_at,
            leaving_at=stop.leaving_at,
            distance_m=stop.path_m,
            duration_s=stop.path_s,
            tasks=[TaskShown.of(task, contacts=contacts) for task in stop.tasks],
        )


class RoundBrief(Thing):
    """A round, without its stops."""

    id: str
    plan_id: str
    number: int
    state: RoundState
    vehicle_id: str
    vehicle: str = Field(description="Its name.")
    profile: str
    depot: str
    leaving_at: Moment
    return_at: Moment
    distance_m: int = Field(description="Planned, the way back included.")
    duration_s: int = Field(description="Planned, waiting included.")
    released_at: Moment | None
    energy_wh: int | None = Field(description="What it takes from its battery, as planned; null is not known.")
    unreached: list[int] = Field(
        description="Numbers of the stops that a closure keeps it from since it was released; 0 is its return."
    )
    hindrance: SaidTwice | None = Field(description="Why it cannot be released as it is.")

    @classmethod
    def of(cls, one: Round, *, contacts: bool) -> "RoundBrief":
        return cls(**brief_fields(one, contacts=contacts))


class RoundShown(RoundBrief):
    """A round, whole."""

    stops: list[StopShown]

    @classmethod
    def whole(cls, one: Round, *, contacts: bool) -> "RoundShown":
        """Show a round that was loaded with vehicle, stops, tasks and legs."""
        return cls(
            **brief_fields(one, contacts=contacts), stops=[StopShown.of(stop, contacts=contacts) for stop in one.stops]
        )


def brief_fields(one: Round, *, contacts: bool) -> dict[str, Any]:
    same = (
        "id", "plan_id", "number", "state", "vehicle_id", "profile", "leaving_at", "return_at", "distance_m",
        "duration_s", "released_at", "energy_wh",
    )  # fmt: skip
    nl, en = one.hindrance_nl, one.hindrance_en
    return {name: getattr(one, name) for name in same} | {
        "vehicle": one.vehicle.name,
        "depot": one.depot_name,
        "unreached": one.unreached or [],
        "hindrance": None if nl is None or en is None else SaidTwice.why(nl, en, contacts=contacts),
    }
