"""Slot templates of a square, known by their names until they end; and how many orders each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from data.drafts.event import EventDraft, EventKind
from data.drafts.slot import SlotDraft
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.slot import SlotTemplate
from data.models.states import LegState, OrderState
from data.repositories.named import NamedRows
from kernel.errors import ConflictError
from kernel.rights import Thing

__all__ = ["SlotTemplates", "Taken"]


@dataclass(frozen=True, slots=True)
class Taken:
    """So many orders of a day with one window; of a slot, or (`slot_id` None) just with that window."""

    slot_id: str | None
    day: date
    window_start_at: datetime
    window_end_at: datetime
    orders: int


class SlotTemplates(NamedRows[SlotTemplate, SlotDraft]):
    """Delivery windows that a square offers."""

    thing = Thing.SLOTS
    model = SlotTemplate
    one = "slot"
    told = EventKind.SLOTS_CHANGED

    def change(self, square_id: str, row_id: str, draft: SlotDraft) -> SlotTemplate:
        """Give a slot template other values; raises as `create`, where there is none, and where it has ended."""
        self._may_write()
        _refuse_ended(self.get(square_id, row_id))
        return super().change(square_id, row_id, draft)

    def end(self, square_id: str, slot_id: str) -> SlotTemplate:
        """Offer it no more; orders that have it keep it, and its name is free again.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It ended before.
        """
        self._may_write()
        _refuse_ended(slot := self.get(square_id, slot_id))
        row = {"new_name_key": slot_id, "new_changed_at": self._now, "new_ended_at": self._now, "row_id": slot_id}
        self._update(square_id, [row])
        self._tell(square_id, {slot_id: slot.name})
        return self.get(square_id, slot_id)

    def hold(self, square_id: str, slot_id: str) -> SlotTemplate:
        """Find one as `get` does; nobody else may hold it until the transaction ends. SQLite has one writer anyway."""
        self._may_write()
        query = self._of_square(square_id).where(SlotTemplate.id == slot_id).with_for_update()
        return self._one(query, f"{self.one} {slot_id}")

    def all(self, square_id: str) -> list[SlotTemplate]:
        """List those that have not ended, as they are in the day."""
        standing = self._of_square(square_id).where(SlotTemplate.ended_at.is_(None))
        return self._all(standing.order_by(SlotTemplate.start_s, SlotTemplate.end_s, SlotTemplate.name_key))

    def taken(self, square_id: str, first: date, last: date, *, but: str = "") -> Sequence[Taken]:
        """Count the orders of days by slot and window, cancelled ones left out.

        Parameters
        ----------
        but: id of an order that is not counted.

        Raises
        ------
        NotAllowedError
            The asker does not read all orders: they would count too few.
        """
        self._must_read_all(Thing.ORDERS)
        columns = (Order.slot_id, Order.planned_for, Order.window_start_at, Order.window_end_at)
        travels = exists().where(Leg.order_id == Order.id, Leg.state != LegState.CANCELLED)
        query = select(*columns, func.count()).where(
            self._seen(Order),
            Order.square_id == square_id,
            Order.planned_for.between(first, last),
            or_(Order.state != OrderState.ENDED, travels),
        )
        query = query.where(Order.id != but) if but else query
        return [Taken(*row) for row in self._session.execute(query.group_by(*columns))]

    def _values(self, draft: SlotDraft) -> dict[str, Any]:
        return dict(draft.row)

    def _look_at(self, square_id: str, drafts: Sequence[SlotDraft]) -> None:
        self._require_seen(Hub, {draft.hub_id for draft in drafts if draft.hub_id}, square_id, "hub")

    def _tell(self, square_id: str, names: Mapping[str, str]) -> None:
        self._record(square_id, [EventDraft(self.told, details={"slot_id": one}) for one in names])


def _refuse_ended(slot: SlotTemplate) -> None:
    if slot.ended_at is not None:
        raise ConflictError(f"slot {slot.name} has ended", way_out="Make a new one.")
