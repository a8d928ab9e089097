"""The windows that a square offers on a day: when each is, until when one may order, how many orders it still takes.

An order that names no slot is not held to any; with the window of one it takes a place in it all the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.drafts.order import OrderDraft
from data.models.slot import SlotTemplate
from data.repositories.slot_templates import Taken
from data.work import Work
from kernel.errors import ConflictError
from kernel.text import Text
from rounds.day_clock import FIRST_DAY, LAST_DAY, DayClock

__all__ = ["Offer", "OfferedSlot", "hold_place", "offer_of", "offered_slots"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot on a day."""

    slot: SlotTemplate
    day: date
    begins_at: datetime
    ends_at: datetime
    cutoff_at: datetime
    capacity: int | None


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A slot on a day as it stands now; `left` is how many orders it still takes, None as many as there are."""

    offer: Offer
    left: int | None
    is_open: bool


def offer_of(slot: SlotTemplate, day: date, timezone: str) -> Offer | None:
    """Give a slot as it is offered on a local day; None where it is not.

    Its times are what the wall shows, also on the days on which clocks change.
    """
    exception = next((one for one in slot.exceptions if one[0] == day.isoformat()), None)
    is_valid = max(slot.valid_from, FIRST_DAY) <= day <= LAST_DAY and (
        slot.valid_until is None or day <= slot.valid_until
    )
    is_due = day.weekday() in slot.weekdays if exception is None else exception[1]
    if slot.ended_at is not None or not is_valid or not is_due:
        return None
    clock = DayClock(day, timezone)
    own = None if exception is None else exception[2]
    return Offer(
        slot=slot,
        day=day,
        begins_at=clock.moment(slot.start_s),
        ends_at=clock.moment(slot.end_s),
        cutoff_at=DayClock(day - timedelta(days=slot.cutoff_days), timezone).moment(slot.cutoff_s),
        capacity=slot.capacity if own is None else own,
    )


def offered_slots(
    slots: Iterable[SlotTemplate], days: Sequence[date], timezone: str, taken: Sequence[Taken], now: datetime
) -> list[OfferedSlot]:
    """Give what is offered on some days, as it begins."""
    offers = [offer for day in days for slot in slots if (offer := offer_of(slot, day, timezone)) is not None]
    found: list[OfferedSlot] = []
    orders = _Orders.of(taken)
    for offer in sorted(offers, key=lambda one: (one.begins_at, one.ends_at, one.slot.id)):
        left = orders.left(offer)
        found.append(OfferedSlot(offer, left, now < offer.cutoff_at and left != 0))
    return found


def hold_place(work: Work, square_id: str, slot_id: str, draft: OrderDraft, *, but: str = "") -> None:
    """Take a place of a slot in the unit of work that stores the order; of two who want the last one, one gets it.

    Parameters
    ----------
    but: id of the order, where it is stored already.

    Raises
    ------
    ConflictError
        The slot is not offered then any more, its cut-off is past, or it is full.
    """
    with work.as_system("slot taken", square_id) as inner:
        slot = inner.slot_templates.hold(square_id, slot_id)
        timezone = inner.squares.with_id(square_id).timezone
        taken = inner.slot_templates.taken(square_id, draft.planned_for, draft.planned_for, but=but)
    day = draft.planned_for
    offer = offer_of(slot, day, timezone)
    if offer is None or (offer.begins_at, offer.ends_at) != (draft.window_start_at, draft.window_end_at):
        raise ConflictError(not_offered(slot, day).en, way_out="Ask for the slots of that day again.")
    if work.now >= offer.cutoff_at:
        raise ConflictError(closed(offer, timezone).en, way_out="Choose another slot.")
    if _Orders.of(taken).left(offer) == 0:
        raise ConflictError(
            f"slot {slot.name} of {day} is full: it takes {offer.capacity} orders", way_out="Choose another slot."
        )


def not_offered(slot: SlotTemplate, day: date) -> Text:
    return Text(f"bezorgmoment {slot.name} is er niet op {day}", f"slot {slot.name} is not offered on {day}")


def closed(offer: Offer, timezone: str) -> Text:
    until = f"{offer.cutoff_at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"
    name = offer.slot.name
    return Text(
        f"bestellen voor bezorgmoment {name} van {offer.day} kon tot {until}",
        f"one could order for slot {name} of {offer.day} until {until}",
    )


@dataclass(frozen=True, slots=True)
class _Orders:
    """How many orders have a slot on a day, and how many name none and have a window: asked of each offer."""

    of_slot: Counter[tuple[str, date]]
    of_window: Counter[tuple[datetime, datetime]]

    @classmethod
    def of(cls, taken: Sequence[Taken]) -> "_Orders":
        found = cls(Counter(), Counter())
        for one in taken:
            if one.slot_id is None:
                found.of_window[one.window_start_at, one.window_end_at] += one.orders
            else:
                found.of_slot[one.slot_id, one.day] += one.orders
        return found

    def left(self, offer: Offer) -> int | None:
        if offer.capacity is None:
            return None
        at_doors = self.of_window[offer.begins_at, offer.ends_at] if offer.slot.hub_id is None else 0
        return max(0, offer.capacity - self.of_slot[offer.slot.id, offer.day] - at_doors)
