"""Slots: the delivery windows that a square offers, as templates and as they stand on a day."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.clock_time import ClockTime, on_clock, seconds_of
from api.schemas.closures import Weekday
from api.schemas.thing import Day, Id, Moment, Name, Sent, Thing, Truth, Whole
from data.drafts.closure import WEEKDAYS
from data.drafts.slot import SlotDraft, SlotException
from data.models.slot import MAX_CAPACITY, MAX_CUTOFF_DAYS, SlotTemplate
from rounds.slots import OfferedSlot

__all__ = ["OfferedShown", "OfferedSlots", "SlotGiven", "SlotShown"]

MOST_EXCEPTIONS = 400
EXAMPLE: dict[str, Any] = {
    "name": "Dinsdagmiddag",
    "weekdays": ["tue"],
    "start": "14:00",
    "end": "17:00",
    "cutoff_days": 1,
    "cutoff": "18:00",
    "capacity": 20,
    "hub_id": None,
    "valid_from": "2026-11-01",
    "valid_until": None,
    "exceptions": [
        {"day": "2026-12-01", "capacity": 30},
        {"day": "2026-12-29", "offered": False},
    ],
}


class SlotExceptional(Sent):
    """A date on which a slot is offered, or is not, whatever the weekday; with a capacity of its own, if it has one."""

    day: Day
    offered: Truth = True
    capacity: Whole | None = Field(None, ge=1, le=MAX_CAPACITY)


class SlotGiven(Sent):
    """A slot template, whole; times are on the square's clock."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    weekdays: list[Weekday] = Field([], max_length=7, description="None is on the dates of its exceptions alone.")
    start: ClockTime
    end: ClockTime
    cutoff_days: Whole = Field(0, ge=0, le=MAX_CUTOFF_DAYS, description="One may order until so many days before,")
    cutoff: ClockTime = Field(description="and at that day until this time, 24:00 at the latest.")
    capacity: Whole | None = Field(None, ge=1, le=MAX_CAPACITY, description="The most orders of a day; null is any.")
    hub_id: Id | None = Field(None, description="Where its orders are collected; else they are brought to the door.")
    valid_from: Day
    valid_until: Day | None = Field(None, description="The last day on which it is offered.")
    exceptions: list[SlotExceptional] = Field([], max_length=MOST_EXCEPTIONS)

    @property
    def draft(self) -> SlotDraft:
        return SlotDraft(
            name=self.name,
            weekdays=frozenset(WEEKDAYS.index(day.value) for day in self.weekdays),
            start_s=seconds_of(self.start),
            end_s=seconds_of(self.end),
            cutoff_days=self.cutoff_days,
            cutoff_s=seconds_of(self.cutoff),
            valid_from=self.valid_from,
            capacity=self.capacity,
            hub_id=self.hub_id,
            valid_until=self.valid_until,
            exceptions=[SlotException(one.day, one.offered, one.capacity) for one in self.exceptions],
        )


class SlotShown(Thing):
    """A slot template."""

    id: str
    name: str
    weekdays: list[Weekday]
    start: ClockTime
    end: ClockTime
    cutoff_days: int
    cutoff: ClockTime
    capacity: int | None
    hub_id: str | None
    valid_from: date
    valid_until: date | None
    exceptions: list[SlotExceptional]
    created_at: Moment
    changed_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, slot: SlotTemplate) -> "SlotShown":
        same = (
            "id", "name", "cutoff_days", "capacity", "hub_id", "valid_from", "valid_until", "created_at", "changed_at",
            "ended_at",
        )  # fmt: skip
        return cls(
            **{name: getattr(slot, name) for name in same},
            weekdays=[Weekday(WEEKDAYS[day]) for day in slot.weekdays],
            start=on_clock(slot.start_s),
            end=on_clock(slot.end_s),
            cutoff=on_clock(slot.cutoff_s),
            exceptions=[
                SlotExceptional(day=date.fromisoformat(day), offered=offered, capacity=capacity)
                for day, offered, capacity in slot.exceptions
            ],
        )


class OfferedShown(Thing):
    """A slot on a day, as it stands now."""

    slot_id: str
    name: str
    day: date
    start_at: Moment
    end_at: Moment
    cutoff_at: Moment = Field(description="Until when one may order for it.")
    open: bool = Field(description="Whether one still may: before the cut-off, and not full.")
    left: int | None = Field(description="How many orders it still takes; null is as many as there are.")
    hub_id: str | None

    @classmethod
    def of(cls, one: OfferedSlot) -> "OfferedShown":
        offer = one.offer
        return cls(
            slot_id=offer.slot.id,
            name=offer.slot.name,
            day=offer.day,
            start_at=offer.begins_at,
            end_at=offer.ends_at,
            cutoff_at=offer.cutoff_at,
            open=one.is_open,
            left=one.left,
            hub_id=offer.slot.hub_id,
        )


class OfferedSlots(Thing):
    """What is offered on some days, as it begins."""

    slots: list[OfferedShown]
