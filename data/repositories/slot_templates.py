"""Slot templates of a square, known by their names until they end; and how many orders each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select

from data.drafts.event import EventDraft, EventKind
from data.drafts.slot import SlotDraft
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.slot import SlotTemplate
from data.models.states import LegState, OrderState
from data.names import name_key
from data.repositories.named import NamedRows
from kernel.errors import ConflictError
from kernel.ids import new_id
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


class SlotTemplates(NamedRows):
    """Delivery windows that a square offers."""

    thing = Thing.SLOTS

    def create(self, square_id: str, draft: SlotDraft) -> SlotTemplate:
        """Make a slot template.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            The hub is not the square's.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(SlotTemplate, square_id, draft.name)
        self._require_hub(square_id, draft)
        slot_id = new_id()
        of_row = {"id": slot_id, "square_id": square_id, "name_key": name_key(draft.name), "ended_at": None}
        self._insert(SlotTemplate, [{**draft.row, **of_row, "created_at": self._now, "changed_at": self._now}])
        return self._changed(square_id, slot_id)

    def change(self, square_id: str, slot_id: str, draft: SlotDraft) -> SlotTemplate:
        """Give a slot template other values; raises as `create`, where there is none, and where it has ended."""
        self._may_write()
        _refuse_ended(self.get(square_id, slot_id))
        self._require_hub(square_id, draft)
        self._change(SlotTemplate, square_id, slot_id, draft.row)
        return self._changed(square_id, slot_id)

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
        _refuse_ended(self.get(square_id, slot_id))
        row = {"new_name_key": slot_id, "new_changed_at": self._now, "new_ended_at": self._now, "row_id": slot_id}
        self._update(SlotTemplate, square_id, [row])
        return self._changed(square_id, slot_id)

    def get(self, square_id: str, slot_id: str, *, hold: bool = False) -> SlotTemplate:
        """Find a slot template by its id.

        Parameters
        ----------
        hold: whether nobody else may hold it until the transaction ends; SQLite has one writer anyway.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(SlotTemplate).where(SlotTemplate.square_id == square_id, SlotTemplate.id == slot_id)
        return self._one(query.with_for_update() if hold else query, f"slot {slot_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[SlotTemplate]:
        """List a square's slot templates as they were made, those that have ended too, a page of them."""
        return self._page(self._select(SlotTemplate).where(SlotTemplate.square_id == square_id), after, limit)

    def all(self, square_id: str) -> list[SlotTemplate]:
        """List those that have not ended, as they are in the day."""
        here = self._select(SlotTemplate).where(SlotTemplate.square_id == square_id, SlotTemplate.ended_at.is_(None))
        return self._all(here.order_by(SlotTemplate.start_s, SlotTemplate.end_s, SlotTemplate.name_key))

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

    def _require_hub(self, square_id: str, draft: SlotDraft) -> None:
        self._require_seen(Hub, [draft.hub_id] if draft.hub_id else [], square_id, "hub")

    def _changed(self, square_id: str, slot_id: str) -> SlotTemplate:
        self._record(square_id, [EventDraft(EventKind.SLOTS_CHANGED, details={"slot_id": slot_id})])
        return self.get(square_id, slot_id)


def _refuse_ended(slot: SlotTemplate) -> None:
    if slot.ended_at is not None:
        raise ConflictError(f"slot {slot.name} has ended", way_out="Make a new one.")
