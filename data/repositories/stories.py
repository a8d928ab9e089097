"""Stories of orders: everything that a state is folded from, loaded at once, and what it becomes, written at once.

Whoever says what happened sees the order, not the whole story, and what follows from it is not theirs to choose: but
for `seen`, this is the work of `Work.as_system`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from data.base import Base
from data.drafts.event import EventDraft, EventKind
from data.models.event import Event
from data.models.hub import Hub
from data.models.leg import Leg, LegParcel
from data.models.leg_origin import LegOrigin
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.plan import PlanLeg
from data.models.round import Round
from data.models.states import LegCause, LegState, OrderState
from data.repositories.base import Repository, in_parts, table_of
from kernel.rights import Thing

__all__ = ["SAID_OF_ORDERS", "SAID_OF_ROUNDS", "RoundStory", "Stories", "Story", "Told"]

SAID_OF_ORDERS = (
    EventKind.LEG_COLLECTED, EventKind.LEG_NOT_COLLECTED, EventKind.LEG_DROPPED, EventKind.LEG_FAILED,
    EventKind.LEG_LOST, EventKind.ORDER_CANCELLED, EventKind.INCIDENT_SETTLED,
    EventKind.RELAY_TOLD,
)  # fmt: skip
SAID_OF_ROUNDS = (
    EventKind.ROUND_STATE, EventKind.ROUND_STARTED, EventKind.ROUND_COMPLETED, *SAID_OF_ORDERS,
)  # fmt: skip
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Story:
    """One order as it is stored, with all that was said of it.

    Attributes
    ----------
    carried: parcels by leg. origins: of the legs that nobody ordered, by leg.
    rounds: that a leg is in, by leg.
    """

    order: Order
    parcels: Sequence[Parcel]
    legs: Sequence[Leg]
    carried: Mapping[str, frozenset[str]]
    origins: Mapping[str, LegOrigin]
    events: Sequence[Event]
    rounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoundStory:
    """One round as it is stored, with all that was said of it.

    Attributes
    ----------
    events: of the round, and what was settled of the orders that they are about.
    aboard: whether it has a parcel.
    left_out: whether a leg in it, or one that parted from it, waits still, and no planning takes it.
    """

    round: Round
    events: Sequence[Event]
    aboard: bool
    left_out: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What an order became: only what differs from what is stored.

    Attributes
    ----------
    legs: new rows, with their origins. parcels_of: parcels by leg, of legs that carry others than before.
    values: of legs by id: states, and sums of what they carry.
    custody: columns of parcels by id.
    """

    order_id: str
    state: OrderState | None = None
    legs: Sequence[Mapping[str, Any]] = ()
    origins: Sequence[Mapping[str, Any]] = ()
    parcels_of: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    custody: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


class Stories(Repository):
    """What was said of orders, and what they are."""

    thing = Thing.EVENTS

    def seen(self, model: type[Order] | type[Round], square_id: str, ids: Iterable[str]) -> set[str]:
        """Give those of the ids that are orders, or rounds, which the scope sees on this square."""
        found: set[str] = set()
        for part in in_parts(set(ids)):
            here = (self._seen(model), model.square_id == square_id, model.id.in_(part))
            found.update(self._session.scalars(select(model.id).where(*here)))
        return found

    def orders_of(self, square_id: str, leg_ids: Iterable[str]) -> dict[str, str]:
        """Give the orders of legs of this square, by leg, whether the scope sees them or not."""
        found: dict[str, str] = {}
        for part in in_parts(set(leg_ids)):
            here = (self._seen(Leg), Leg.square_id == square_id, Leg.id.in_(part))
            query = select(Leg.id, Leg.order_id).where(*here)
            found.update((leg_id, order_id) for leg_id, order_id in self._session.execute(query))
        return found

    def hubs(self, square_id: str, hub_ids: Iterable[str]) -> dict[str, Hub]:
        """Give hubs of this square by id."""
        wanted = set(hub_ids)
        query = self._select(Hub).where(Hub.square_id == square_id, Hub.id.in_(wanted))
        return {hub.id: hub for hub in self._all(query)} if wanted else {}

    def of(self, square_id: str, order_ids: Collection[str]) -> list[Story]:
        """Load the stories of orders of this square: seven queries for whatever number of them."""
        orders = self._rows(Order, square_id, Order.id, order_ids, Order.id)
        parcels = _by(self._rows(Parcel, square_id, Parcel.order_id, order_ids, Parcel.number), "order_id")
        legs = _by(self._rows(Leg, square_id, Leg.order_id, order_ids, Leg.number), "order_id")
        said = self._rows(
            Event, square_id, Event.order_id, order_ids, Event.received_seq, Event.kind.in_(SAID_OF_ORDERS)
        )
        events = _by(said, "order_id")
        leg_ids = [leg.id for of_one in legs.values() for leg in of_one]
        carried = _by(self._rows(LegParcel, square_id, LegParcel.leg_id, leg_ids, LegParcel.parcel_id), "leg_id")
        origins = self._rows(LegOrigin, square_id, LegOrigin.leg_id, leg_ids, LegOrigin.leg_id)
        placed = self._rows(PlanLeg, square_id, PlanLeg.leg_id, leg_ids, PlanLeg.leg_id, PlanLeg.round_id.is_not(None))
        origin_of, round_of = {one.leg_id: one for one in origins}, {one.leg_id: one.round_id or "" for one in placed}
        return [
            Story(
                order,
                parcels[order.id],
                legs[order.id],
                {leg.id: frozenset(one.parcel_id for one in carried[leg.id]) for leg in legs[order.id]},
                {leg.id: origin_of[leg.id] for leg in legs[order.id] if leg.id in origin_of},
                events[order.id],
                {leg.id: round_of[leg.id] for leg in legs[order.id] if leg.id in round_of},
            )
            for order in orders
        ]

    def of_rounds(self, square_id: str, round_ids: Iterable[str], today: date) -> list[RoundStory]:
        """Load rounds with what tells how far they are, on the day that it is on the square."""
        wanted = set(round_ids)
        rounds = self._rows(Round, square_id, Round.id, wanted, Round.id)
        said = self._rows(Event, square_id, Event.round_id, wanted, Event.received_seq, Event.kind.in_(SAID_OF_ROUNDS))
        events = _by(said, "round_id")
        about = {(event.round_id or "", event.order_id) for event in said if event.order_id}
        is_settled = Event.kind == EventKind.INCIDENT_SETTLED
        of_orders = {order_id for _, order_id in about}
        settled = self._rows(Event, square_id, Event.order_id, of_orders, Event.received_seq, is_settled)
        settled_of = _by(settled, "order_id")
        for round_id, order_id in about:
            events[round_id].extend(settled_of[order_id])
        aboard: set[str] = set()
        left_out: set[str] = set()
        for part in in_parts(wanted):
            here = (self._seen(Parcel), Parcel.custodian_round_id.in_(part))
            aboard.update(
                filter(None, self._session.scalars(select(Parcel.custodian_round_id).where(*here).distinct()))
            )
            left_out |= self._left_out(part, today)
        return [RoundStory(one, events[one.id], aboard=one.id in aboard, left_out=one.id in left_out) for one in rounds]

    def said_before(self, square_id: str, ids: Iterable[str], numbers: Collection[tuple[str, int]]) -> list[Event]:
        """Find events of this square by their ids, and by device and number."""
        found = self._rows(Event, square_id, Event.id, ids, Event.received_seq)
        for device in {device for device, _ in numbers}:
            for part in in_parts({seq for of_device, seq in numbers if of_device == device}):
                query = select(Event).where(
                    Event.square_id == square_id, Event.device_id == device, Event.seq.in_(part)
                )
                found.extend(self._all(query))
        return found

    def say(self, square_id: str, drafts: Sequence[EventDraft]) -> None:
        """Keep what was said."""
        self._may_write_as_system(square_id)
        self._record(square_id, drafts)

    def write(self, square_id: str, stories: Sequence[Told]) -> None:
        """Store what orders became, with an event for each state that changes and each leg that is made."""
        self._may_write_as_system(square_id)
        self._insert(Leg, [row for told in stories for row in told.legs])
        self._insert(LegOrigin, [row for told in stories for row in told.origins])
        for told in stories:
            for leg_id, parcels in told.parcels_of.items():
                self._session.execute(delete(LegParcel).where(self._seen(LegParcel), LegParcel.leg_id == leg_id))
                self._insert(
                    LegParcel, [{"square_id": square_id, "leg_id": leg_id, "parcel_id": one} for one in sorted(parcels)]
                )
            for leg_id, values in told.values.items():
                self._session.execute(update(Leg).where(self._seen(Leg), Leg.id == leg_id).values(**values))
            for parcel_id, values in told.custody.items():
                here = (self._seen(Parcel), Parcel.id == parcel_id)
                self._session.execute(update(Parcel).where(*here).values(**values))
            if told.state is not None:
                here = (self._seen(Order), Order.id == told.order_id)
                self._session.execute(update(Order).where(*here).values(state=told.state, changed_at=self._now))
        self._record(square_id, [event for told in stories for event in _events_of(told)])

    def _left_out(self, round_ids: Iterable[str], today: date) -> set[str]:
        """Find rounds with a leg that waits still, or with one from which a leg parted that no planning takes any more.

        Until its day is over the planning of that day takes what parted.
        """
        waiting = (self._seen(PlanLeg), PlanLeg.round_id.in_(round_ids), Leg.state == LegState.PLANNED)
        named = aliased(PlanLeg)
        parted = (
            select(PlanLeg.round_id)
            .join(LegOrigin, LegOrigin.from_leg_id == PlanLeg.leg_id)
            .join(Leg, Leg.id == LegOrigin.leg_id)
            .where(LegOrigin.cause == LegCause.SPLIT, Leg.planned_for < today, ~exists().where(named.leg_id == Leg.id))
        )
        own = select(PlanLeg.round_id).join(Leg, Leg.id == PlanLeg.leg_id)
        return {one for query in (own, parted) for one in self._session.scalars(query.where(*waiting)) if one}

    def _rows(
        self,
        model: type[Row],
        square_id: str,
        column: InstrumentedAttribute[Any],
        ids: Iterable[str],
        turn: InstrumentedAttribute[Any],
        *also: ColumnElement[bool],
    ) -> list[Row]:
        here = and_(self._seen(model), table_of(model).c.square_id == square_id)
        return [
            row
            for part in in_parts(sorted(set(ids)))
            for row in self._all(select(model).where(here, column.in_(part), *also).order_by(turn))
        ]


def _by(rows: Iterable[Row], name: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _events_of(told: Told) -> Iterable[EventDraft]:
    order_id = told.order_id
    for row, origin in zip(told.legs, told.origins, strict=True):
        details = {"cause": origin["cause"].value, "from": origin["from_leg_id"], "state": row["state"].value}
        yield EventDraft(EventKind.LEG_MADE, order_id, row["id"], details=details)
    for leg_id, values in told.values.items():
        if "state" in values:
            yield EventDraft(EventKind.LEG_STATE, order_id, leg_id, details={"to": values["state"].value})
    if told.state is not None:
        yield EventDraft(EventKind.ORDER_STATE, order_id, details={"to": told.state.value})
