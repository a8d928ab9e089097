"""Events: what happened on a square, and what devices and people say happened."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from api.schemas.thing import Day, Id, Moment, Place, SaidTwice, Sent, Thing, Whole, Words
from data.drafts.event import EventKind
from data.models.event import Event
from rounds.lifecycles.said import MAY_SAY, Answer, Left, Outcome, Said, Then

__all__ = ["EventAnswer", "EventAnswers", "EventShown", "EventsSaid"]

MOST_AT_ONCE = 200
MOST_PARCELS = 50
MOST_SEQ = 2**53
EXAMPLE: dict[str, Any] = {
    "events": [
        {
            "kind": "leg.dropped",
            "device_id": "fiets-1",
            "seq": 17,
            "happened_at": "2026-12-01T14:12:31Z",
            "place": {"lon": 5.2017, "lat": 52.1289},
            "leg_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f",
            "left": "in person",
        }
    ]
}

Sayable = Literal[tuple(kind.value for kind in MAY_SAY)]  # type: ignore[valid-type] (known when it runs)


class EventSaid(Sent):
    """One thing that happened, as a device or a person says it."""

    kind: Sayable  # pyright: ignore[reportInvalidTypeForm] (its words are those of a table)
    id: Id | None = Field(None, description="Of whoever says it; else made from device and number.")
    device_id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[ -~]+$")] | None = None
    seq: Whole | None = Field(None, ge=0, le=MOST_SEQ, description="The device's own count, which never goes back.")
    happened_at: Moment | None = Field(None, description="By the device's clock, which only informs; null is now.")
    place: Place | None = None
    order_id: Id | None = None
    leg_id: Id | None = None
    round_id: Id | None = None
    parcels: list[Id] | None = Field(
        None,
        max_length=MOST_PARCELS,
        description="null is every parcel of the leg that goes with the others: those that the device collected, if it"
        " said so, else all but those that were named as not collected, failed or lost.",
    )
    left: Left | None = Field(None, description="How it was left at a household; null is in person.")
    reason: Words = Field("", max_length=500)
    then: Then | None = Field(None, description="What becomes of parcels after an attempt that failed.")
    hub_id: Id | None = None
    day: Day | None = None
    incident_id: Id | None = None
    set_aside: list[Id] = Field([], max_length=MOST_AT_ONCE)

    @model_validator(mode="after")
    def _device_whole(self) -> "EventSaid":
        if (self.device_id is None) != (self.seq is None):
            raise ValueError("device_id and seq go together")
        return self

    @property
    def said(self) -> Said:
        same = (
            "device_id", "seq", "happened_at", "order_id", "leg_id", "round_id", "left", "reason", "then", "hub_id",
            "day", "incident_id",
        )  # fmt: skip
        return Said(
            **{name: getattr(self, name) for name in same},
            kind=EventKind(self.kind),
            id=self.id or "",
            position=self.place.position if self.place else None,
            parcels=None if self.parcels is None else frozenset(self.parcels),
            set_aside=frozenset(self.set_aside),
        )


class EventsSaid(Sent):
    """What a device has to say, in its own order; what was said before may be said again."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    events: list[EventSaid] = Field(min_length=1, max_length=MOST_AT_ONCE)


class EventAnswer(Thing):
    """What one event became."""

    outcome: Outcome
    event_id: str | None
    told: SaidTwice | None = Field(description="Why it is an incident, or was refused.")

    @classmethod
    def of(cls, answer: Answer) -> "EventAnswer":
        told = SaidTwice.of(answer.told) if answer.told.en else None
        return cls(outcome=answer.outcome, event_id=answer.event_id or None, told=told)


class EventAnswers(Thing):
    """An answer to each event, in the order in which they were said."""

    answers: list[EventAnswer]


class EventShown(Thing):
    """An event. Details that tell who somebody is are null for who may not read contacts."""

    id: str
    number: int = Field(description="The order in which they were heard of; rises, with gaps.")
    kind: str
    happened_at: Moment
    arrived_at: Moment
    who: str = Field(description="A key, a device, or our own work; never a person's name.")
    role: str
    device_id: str | None
    seq: int | None
    place: Place | None
    order_id: str | None
    leg_id: str | None
    round_id: str | None
    plan_id: str | None
    details: dict[str, Any] | None

    @classmethod
    def of(cls, event: Event, *, contacts: bool) -> "EventShown":
        same = (
            "id", "kind", "happened_at", "arrived_at", "who", "role", "device_id", "seq", "order_id", "leg_id",
            "round_id", "plan_id",
        )  # fmt: skip
        return cls(
            **{name: getattr(event, name) for name in same},
            number=event.received_seq,
            place=Place.where_known(event.lon, event.lat) if contacts else None,
            details=event.details if contacts else None,
        )
