"""Events: added, listed, never changed."""

from collections.abc import Sequence

from data.drafts.event import EventDraft
from data.models.event import Event
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Events"]


class Events(Repository):
    """What happened on the squares of a scope. The other repositories add an event for whatever they change."""

    thing = Thing.EVENTS

    def note(self, square_id: str, drafts: Sequence[EventDraft]) -> None:
        """Write down what happened without changing any row: the work of `Work.as_system`."""
        self._may_write_as_system(square_id)
        self._record(square_id, drafts)

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
