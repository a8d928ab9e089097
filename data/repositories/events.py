"""Events: added, listed, never changed."""

from collections.abc import Sequence

from data.drafts.event import EventDraft
from data.models.event import Event
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan
from data.models.round import Round
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Events"]

REFERS_TO = {"order_id": Order, "leg_id": Leg, "round_id": Round, "plan_id": Plan}


class Events(Repository):
    """What happened on the squares of a scope. The other repositories add an event for whatever they change."""

    thing = Thing.EVENTS

    def append(self, square_id: str, drafts: Sequence[EventDraft]) -> int:
        """Add events; those a device sent before are passed over.

        Returns
        -------
        How many were new.

        Raises
        ------
        NotFoundError
            One is about an order, leg, round or plan that the scope does not see on this square.
        """
        self._may_write()
        self._square(square_id)
        for column, model in REFERS_TO.items():
            ids = {getattr(draft, column) for draft in drafts} - {None}
            self._require_seen(model, ids, square_id, column.removesuffix("_id"))
        return self._record(square_id, drafts)

    def page(
        self,
        square_id: str,
        *,
        order_id: str | None = None,
        leg_id: str | None = None,
        round_id: str | None = None,
        after: int,
        limit: int,
    ) -> list[Event]:
        """List events in the order in which they were heard of, a page of them."""
        query = self._select(Event).where(Event.square_id == square_id, Event.received_seq > after)
        for column, wanted in ((Event.order_id, order_id), (Event.leg_id, leg_id), (Event.round_id, round_id)):
            query = query if wanted is None else query.where(column == wanted)
        return self._all(query.order_by(Event.received_seq).limit(limit))

    def of(
        self,
        square_id: str,
        *,
        order_id: str | None = None,
        round_id: str | None = None,
        plan_id: str | None = None,
        after: int = 0,
        limit: int = 1_000,
    ) -> list[Event]:
        """List events in the order in which they were heard of, from the one after `received_seq` on."""
        query = self._select(Event).where(Event.square_id == square_id, Event.received_seq > after)
        for column, wanted in ((Event.order_id, order_id), (Event.round_id, round_id), (Event.plan_id, plan_id)):
            if wanted is not None:
                query = query.where(column == wanted)
        return self._all(query.order_by(Event.received_seq).limit(limit))
