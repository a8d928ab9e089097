"""The words a row's state can have; a word that is not here is refused by the database.

Which change may follow which is a rule of `rounds/`.
"""

from enum import StrEnum

__all__ = [
    "CrateEntryKind", "CustodianKind", "EnergyKind", "IncidentKind", "LegCause", "LegState", "OrderKind", "OrderState",
    "PlaceKind", "PositionSource", "RelaySide", "RoundState", "TaskKind", "Temperature",
]  # fmt: skip


class OrderState(StrEnum):
    """received → accepted → planned → under way → ended. `received` waits for someone to mend its address."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    PLANNED = "planned"
    UNDER_WAY = "under way"
    ENDED = "ended"


class OrderKind(StrEnum):
    """Which way the parcels go: to the household, or from it back to the shop."""

    DELIVERY = "delivery"
    RETURN = "return"
    CRATES = "crates"


class PositionSource(StrEnum):
    """How an order got its position."""

    GIVEN = "given"
    GEOCODED = "geocoded"
    BY_HAND = "by hand"


class LegState(StrEnum):
    """planned → collected → dropped; aside: failed, returned, lost or damaged, cancelled."""

    PLANNED = "planned"
    COLLECTED = "collected"
    DROPPED = "dropped"
    FAILED = "failed"
    RETURNED = "returned"
    LOST_OR_DAMAGED = "lost or damaged"
    CANCELLED = "cancelled"


class LegCause(StrEnum):
    """Why a leg was made that nobody ordered."""

    SPLIT = "split"
    """A parcel parted from the others."""
    RETRY = "retry"
    HUB = "hub"
    """From the door to a hub, after a failed attempt."""
    ONWARD = "onward"
    """From that hub to the door."""
    BACK = "back"
    """From the door to where the order came from, after a failed attempt."""
    RETURN = "return"
    """To where the order came from, as it was cancelled on its way."""


class IncidentKind(StrEnum):
    """What does not fit; a dispatcher looks at it. What it means, in words, is in `rounds.lifecycles.incidents`."""

    TWO_ENDS = "two ends"
    OUT_OF_TURN = "out of turn"
    TWO_ROUNDS = "two rounds"
    NOT_IN_FORCE = "not in force"
    AGE = "age"
    TOO_LATE = "too late"
    UNKNOWN_LEG = "unknown leg"
    UNKNOWN_PARCEL = "unknown parcel"
    NUMBER_TWICE = "number twice"
    NOT_RELEASED = "not released"
    STILL_ABOARD = "still aboard"
    LEFT_OUT = "left out"


class RelaySide(StrEnum):
    """What a square does in a relay."""

    HANDS_ON = "hands on"
    TAKES_OVER = "takes over"


class RoundState(StrEnum):
    """proposed → released → under way → completed. Planning again replaces what is proposed and nothing else."""

    PROPOSED = "proposed"
    RELEASED = "released"
    UNDER_WAY = "under way"
    COMPLETED = "completed"


class PlaceKind(StrEnum):
    """What stands at an end of a leg."""

    SHOP = "shop"
    HUB = "hub"
    HOUSEHOLD = "household"


class CustodianKind(StrEnum):
    """Who has a parcel: exactly one of these."""

    SHOP = "shop"
    HUB = "hub"
    ROUND = "round"
    HOUSEHOLD = "household"
    NOBODY = "nobody"
    """Lost, or destroyed."""


class CrateEntryKind(StrEnum):
    """Why crates are more or fewer at a household."""

    OUT = "out"
    """A delivery brought them."""
    BACK = "back"
    """They were collected, or went back with a return."""
    CORRECTION = "correction"


class EnergyKind(StrEnum):
    """What a vehicle took, and where that was measured: electricity in Wh, fuels in ml."""

    ELECTRICITY = "electricity"
    """Charged, at the socket."""
    BATTERY = "battery"
    """Taken out of the battery, by its own display."""
    DIESEL = "diesel"
    PETROL = "petrol"
    HVO100 = "hvo100"


class TaskKind(StrEnum):
    """What is done at a stop."""

    PICKUP = "pickup"
    DELIVERY = "delivery"


class Temperature(StrEnum):
    """How a parcel must be kept."""

    AMBIENT = "ambient"
    COOL = "cool"
    FROZEN = "frozen"
    HOT = "hot"
