"""Rounds that were let go, with all that was said of them: once ridden, their metres are estimated from it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from data.base import Base
from data.drafts.event import EventKind
from data.models.event import Event
from data.models.leg import Leg, LegParcel
from data.models.leg_origin import LegOrigin
from data.models.parcel import Parcel
from data.models.plan import Plan
from data.models.round import Round
from data.models.states import LegCause, RoundState
from data.models.stop import Stop
from data.repositories.base import Repository, in_parts, table_of
from kernel.rights import Thing

__all__ = ["SAID_WHILE_RIDING", "Rides", "StoredRides"]

SAID_WHILE_RIDING = (
    EventKind.ROUND_STARTED, EventKind.ROUND_COMPLETED, EventKind.LEG_COLLECTED, EventKind.LEG_NOT_COLLECTED,
    EventKind.LEG_DROPPED, EventKind.LEG_FAILED, EventKind.LEG_LOST,
)  # fmt: skip
LET_GO = (RoundState.RELEASED, RoundState.UNDER_WAY, RoundState.COMPLETED)
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class StoredRides:
    """Rounds of some days that were released or ridden.

    Attributes
    ----------
    rounds: by day, with vehicle, stops and tasks.
    said: events by round, those that were set aside among them; `set_aside` holds the ids of these.
    carried: parcels by leg, also those that parted from it since. origins: of the legs that nobody ordered.
    """

    rounds: Mapping[date, Sequence[Round]]
    said: Mapping[str, Sequence[Event]]
    set_aside: frozenset[str]
    legs: Mapping[str, Leg]
    parcels: Mapping[str, Parcel]
    carried: Mapping[str, frozenset[str]]
    origins: Mapping[str, LegOrigin]


class Rides(Repository):
    """What was ridden, and what of it was told."""

    thing = Thing.ROUNDS

    def between(self, square_id: str, first: date, last: date) -> StoredRides:
        """Load the rounds of some days that are no mere proposal: nine queries for whatever number of them."""
        days = self._days(square_id, first, last)
        here = (Round.square_id == square_id, Round.plan_id.in_(days), Round.state.in_(LET_GO))
        whole = (joinedload(Round.vehicle), selectinload(Round.stops).selectinload(Stop.tasks))
        rounds = self._all(self._select(Round).where(*here).options(*whole).order_by(Round.number)) if days else []
        by_day: defaultdict[date, list[Round]] = defaultdict(list)
        for one in rounds:
            by_day[days[one.plan_id]].append(one)
        ridden = {one.id for one in rounds if one.state is RoundState.COMPLETED}
        events = self._rows(Event, square_id, Event.round_id, ridden, Event.kind.in_(SAID_WHILE_RIDING))
        said: defaultdict[str, list[Event]] = defaultdict(list)
        for event in events:
            said[event.round_id or ""].append(event)
        legs = {event.details["leg"] for event in events if event.details.get("leg")}
        origins = self._origins(square_id, legs)
        carried = self._carried(square_id, legs, origins)
        orders = {event.order_id for event in events if event.order_id}
        return StoredRides(
            rounds=dict(sorted(by_day.items())),
            said=said,
            set_aside=self._set_aside(square_id, ridden, orders),
            legs={leg.id: leg for leg in self._rows(Leg, square_id, Leg.id, legs)},
            parcels={one.id: one for one in self._rows(Parcel, square_id, Parcel.id, set().union(*carried.values()))},
            carried=carried,
            origins={one.leg_id: one for one in origins if one.leg_id in legs},
        )

    def _days(self, square_id: str, first: date, last: date) -> dict[str, date]:
        query = select(Plan.id, Plan.day).where(
            self._seen(Plan), Plan.square_id == square_id, Plan.day.between(first, last)
        )
        return {row.id: row.day for row in self._session.execute(query)}

    def _origins(self, square_id: str, legs: Collection[str]) -> list[LegOrigin]:
        """Give where legs come from, and what was made from them."""
        made = self._rows(LegOrigin, square_id, LegOrigin.from_leg_id, legs)
        own = self._rows(LegOrigin, square_id, LegOrigin.leg_id, legs)
        return list({one.leg_id: one for one in (*made, *own)}.values())

    def _carried(
        self, square_id: str, legs: Collection[str], origins: Sequence[LegOrigin]
    ) -> Mapping[str, frozenset[str]]:
        parted = {
            one.leg_id: one.from_leg_id for one in origins if one.cause is LegCause.SPLIT and one.from_leg_id in legs
        }
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._rows(LegParcel, square_id, LegParcel.leg_id, {*legs, *parted}):
            found[row.leg_id].add(row.parcel_id)
            if row.leg_id in parted:
                found[parted[row.leg_id]].add(row.parcel_id)
        return {leg: frozenset(parcels) for leg, parcels in found.items()}

    def _set_aside(self, square_id: str, rounds: Collection[str], orders: Collection[str]) -> frozenset[str]:
        """Give the events of which a dispatcher said that they were not so."""
        found: set[str] = set()
        for column, ids in ((Event.round_id, rounds), (Event.order_id, orders)):
            for event in self._rows(Event, square_id, column, ids, Event.kind == EventKind.INCIDENT_SETTLED):
                found.update(event.details.get("set_aside", ()))
        return frozenset(found)

    def _rows(
        self, model: type[Row], square_id: str, column: InstrumentedAttribute[Any], ids: Collection[str], *also: Any
    ) -> list[Row]:
        here = (self._seen(model), table_of(model).c.square_id == square_id, *also)
        return [
            row
            for part in in_parts(sorted(set(ids)))
            for row in self._all(select(model).where(*here, column.in_(part)))
        ]
