"""Relays: orders that two squares bring together, each with its own side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from data.drafts.event import EventDraft, EventKind
from data.models.leg import Leg, LegParcel
from data.models.order import Order
from data.models.relay import Relay
from data.models.states import LegState
from data.repositories.base import Repository, in_parts
from kernel.rights import Thing

__all__ = ["Relays"]


class Relays(Repository):
    """Sides of relays."""

    thing = Thing.ORDERS

    def get(self, relay_id: str) -> Relay:
        """Find a side by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(self._select(Relay).where(Relay.id == relay_id), f"relay {relay_id}")

    def of_orders(self, order_ids: Iterable[str]) -> list[Relay]:
        """List the sides that are about orders."""
        return [
            one
            for part in in_parts(set(order_ids))
            for one in self._all(self._select(Relay).where(Relay.order_id.in_(part)))
        ]

    def add(self, sides: Sequence[Mapping[str, Any]]) -> None:
        """Store both sides of a relay.

        Raises
        ------
        NotFoundError
            The scope does not see both orders.
        """
        self._may_write()
        for side in sides:
            self._require_seen(Order, [side["order_id"]], side["square_id"], "order")
        self._insert(
            Relay, [{**side, "expected_at": None, "handed_over_at": None, "made_at": self._now} for side in sides]
        )

    def know_of(self, relay_id: str, *, expected_at: datetime | None, handed_over_at: datetime | None) -> None:
        """Say when its parcels will be at the hub, and since when they are.

        Raises
        ------
        NotFoundError
            There is no such relay in the scope.
        """
        self._may_write()
        self.get(relay_id)
        here = (self._seen(Relay), Relay.id == relay_id)
        known = {"expected_at": expected_at, "handed_over_at": handed_over_at}
        self._session.execute(update(Relay).where(*here).values(known))

    def replace_leg(self, order: Order, before: Leg, legs: Sequence[Mapping[str, Any]]) -> None:
        """Put two legs in the place of one, which is cancelled: whoever plans it just now must notice.

        Raises
        ------
        NotFoundError
            The scope does not see the order.
        """
        self._may_write()
        self._require_seen(Order, [order.id], order.square_id, "order")
        self._insert(Leg, legs)
        self._session.execute(delete(LegParcel).where(self._seen(LegParcel), LegParcel.leg_id == before.id))
        self._insert(
            LegParcel,
            [
                {"square_id": order.square_id, "leg_id": leg["id"], "parcel_id": parcel.id}
                for leg in legs
                for parcel in order.parcels
            ],
        )
        self._session.execute(update(Leg).where(self._seen(Leg), Leg.id == before.id).values(state=LegState.CANCELLED))
        self._record(order.square_id, [EventDraft(EventKind.ORDER_HANDED_ON, order.id, before.id)])
