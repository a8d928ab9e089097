"""What an order is folded from, and into: legs as given; legs, parcels and incidents as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.models.states import CustodianKind, LegCause, LegState, OrderState, PlaceKind
from rounds.lifecycles.incidents import Found

__all__ = ["NOBODY", "Custodian", "GivenLeg", "LegNow", "OrderGiven", "OrderNow", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """An end of a leg; `id` is a shop's or a hub's, "" for the household."""

    kind: PlaceKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Custodian:
    """Who has a parcel; `id` is a shop's, a hub's or a round's."""

    kind: CustodianKind
    id: str = ""

    @classmethod
    def at(cls, place: Place) -> "Custodian":
        return cls(CustodianKind(place.kind.value), place.id)


NOBODY = Custodian(CustodianKind.NOBODY)


@dataclass(frozen=True, slots=True)
class GivenLeg:
    """A leg that was ordered, with all the parcels it was made for."""

    id: str
    parcels: frozenset[str]
    pickup: Place
    delivery: Place


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """An order before anything happened to it.

    Attributes
    ----------
    origin: where its parcels are in the beginning; what is brought back goes there.
    legs: in the order in which they are ridden; none while the address waits to be mended.
    adults_only: by parcel.
    """

    id: str
    origin: Place
    legs: Sequence[GivenLeg]
    adults_only: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class LegNow:
    """A leg as it is.

    Attributes
    ----------
    parcels: that it carries; none where all of them have parted or never came to need it.
    main: itself, or the leg that its parcel parted from.
    made_from: the leg before it, of one that follows from events; "" of one that was ordered.
    event_id: from which it follows; "" of one that was ordered, and of a parcel's that parted.
    """

    id: str
    state: LegState
    parcels: frozenset[str]
    pickup: Place
    delivery: Place
    main: str
    cause: LegCause | None = None
    made_from: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class OrderNow:
    """An order as it is.

    Attributes
    ----------
    state: None where nothing was said that changes it: it is received, accepted or planned, as before.
    custody: by parcel: exactly one.
    rounds: those that something happened in.
    """

    state: OrderState | None
    legs: Sequence[LegNow]
    custody: Mapping[str, Custodian]
    incidents: Sequence[Found]
    rounds: frozenset[str]
