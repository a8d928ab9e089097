"""What a device or a person says happened, before it is stored; and what they are answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.drafts.event import EventKind
from kernel.position import Position
from kernel.scope import Role
from kernel.text import Text

__all__ = ["FACTS", "MAY_SAY", "Answer", "Left", "Outcome", "Said", "Then"]

FACTS = frozenset({
    EventKind.LEG_COLLECTED, EventKind.LEG_NOT_COLLECTED, EventKind.LEG_DROPPED, EventKind.LEG_FAILED,
    EventKind.LEG_LOST,
})  # fmt: skip
"""What can be seen to have happened to parcels: it counts for more than anybody's intentions."""

_ON_THE_WAY = frozenset({
    Role.SYSTEM, Role.PLATFORM, Role.HOST, Role.DISPATCHER, Role.COURIER, Role.HELPER, Role.HUB_KEEPER,
})  # fmt: skip
_IN_CHARGE = frozenset({Role.SYSTEM, Role.PLATFORM, Role.HOST, Role.DISPATCHER})
MAY_SAY: Mapping[EventKind, frozenset[Role]] = {
    **dict.fromkeys(sorted(FACTS), _ON_THE_WAY),
    EventKind.ROUND_STARTED: _ON_THE_WAY - {Role.HUB_KEEPER},
    EventKind.ROUND_COMPLETED: _ON_THE_WAY - {Role.HUB_KEEPER},
    EventKind.ORDER_CANCELLED: _IN_CHARGE | {Role.SHOP, Role.CUSTOMER},
    EventKind.INCIDENT_SETTLED: _IN_CHARGE,
}
"""Every kind that can be said from outside, and by whom; about what they see."""


class Left(StrEnum):
    """How parcels were left where they were brought."""

    IN_PERSON = "in person"
    NEIGHBOURS = "neighbours"
    AT_THE_DOOR = "at the door"


class Then(StrEnum):
    """What becomes of parcels after an attempt that failed: each is a new leg from where they are."""

    RETRY = "retry"
    """Once more: by the same round, which has them; from where they wait, if they were not collected."""
    HUB = "hub"
    """The round brings them to a hub, and a later one takes them from there."""
    BACK = "back"
    """They go back to where the order came from, with the round that has them or a later one; or stay there."""


@dataclass(frozen=True, slots=True)
class Said:
    """One event as somebody says it.

    Attributes
    ----------
    id: a UUID of whoever says it; "" is made from device and number, so that the same one said again is known.
    device_id, seq: a device numbers what it says, from 0, without going back; both or neither.
    happened_at: by their own clock, which only informs; None is now.
    order_id: of an event about an order; of one about a leg it may be left out, unless the leg is not known yet.
    leg_id: of the facts. One's own follow-up leg can be named before the server knows it:
        `rounds.lifecycles.leg_ids.follow_up`.
    round_id: who rides; for facts, left out, the round that the leg is in.
    parcels: ids; None is every parcel of the leg that goes with the others: see `rounds.lifecycles.slots.covered`.
    left: of dropped at a household; None is in person.
    reason: of not collected, failed, lost, cancelled, settled: in plain words.
    then: of failed and not collected; `hub_id` with Then.HUB.
    day: for which day's planning a follow-up waits; None is the day after.
    incident_id, set_aside: of settled: the incident, and the ids of events that turned out not to be so.
    keeper: whether someone who can check an age is at the hub that it is about; looked up when it is kept.
    number_taken: whether its device had said something else under its number before; found when it is kept.
    relayed: of relay.told: everything that the other square of a relay knows by now, in place of what it told before.
    """

    kind: EventKind
    id: str = ""
    device_id: str | None = None
    seq: int | None = None
    happened_at: datetime | None = None
    position: Position | None = None
    order_id: str | None = None
    leg_id: str | None = None
    round_id: str | None = None
    parcels: frozenset[str] | None = None
    left: Left | None = None
    reason: str = ""
    then: Then | None = None
    hub_id: str | None = None
    day: date | None = None
    incident_id: str | None = None
    set_aside: frozenset[str] = frozenset()
    keeper: bool | None = None
    number_taken: bool = False
    relayed: tuple["Said", ...] = ()

    @property
    def source(self) -> str:
        """Who keeps the order of what they say: a device; whoever has none says single things."""
        return f"event {self.id}" if self.device_id is None else f"device {self.device_id}"

    @property
    def turn(self) -> tuple[int, str]:
        """The place among what its source says; the id parts two that were given one number."""
        return self.seq or 0, self.id


NOTHING_TO_TELL = Text("", "")


class Outcome(StrEnum):
    """What became of something said."""

    TAKEN = "taken"
    """Kept, and it counts."""
    KNOWN = "known"
    """Said before; nothing changed."""
    INCIDENT = "incident"
    """Kept, but it does not fit what else is known: a dispatcher looks at it."""
    REFUSED = "refused"
    """Not kept: it is about nothing that the asker sees, or says too little to be about anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one event became, in the order in which they were said.

    Attributes
    ----------
    event_id: "" where it was refused.
    told: why, for an incident or a refusal; empty otherwise.
    """

    outcome: Outcome
    event_id: str = ""
    told: Text = NOTHING_TO_TELL
