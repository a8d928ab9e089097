"""The slot that an order names: found, and its place taken with the order that has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.drafts.order import OrderDraft
from data.models.order import Order
from data.models.slot import SlotTemplate
from data.names import name_key
from data.repositories.order_changes import was_cancelled
from data.work import Work
from kernel.text import Text
from rounds.day_clock import DayClock
from rounds.intake.given_order import FieldFault, GivenOrder
from rounds.slots import hold_place, not_offered, offer_of

__all__ = ["ChosenSlot", "KeptSlot", "chosen_slot", "hold_slot", "kept_slot"]

SLOT_OR_WINDOW = Text("geef bezorgmoment of tijdvak, niet beide", "give slot or window, not both")
WITHOUT_DAY = Text("geef de dag van het bezorgmoment", "give the day of the slot")
FOR_COLLECTING = Text(
    "dit bezorgmoment is om zelf op te halen; een bestelling wordt hier aan de deur gebracht",
    "this slot is for who collects at a hub; an order is brought to the door here",
)


@dataclass(frozen=True, slots=True)
class ChosenSlot:
    """A slot of a day, and its window as the wall shows it, in seconds since midnight."""

    id: str
    window_s: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeptSlot:
    """The slot that a stored order has a place in, as it was when it got it: it may have ended since, or changed."""

    name: str
    day: date
    chosen: ChosenSlot


def kept_slot(work: Work, stored: Order, timezone: str) -> KeptSlot | None:
    """Give the slot that an order has a place in; None where it has none, or was cancelled."""
    if stored.slot_id is None or was_cancelled(stored):
        return None
    clock = DayClock(stored.planned_for, timezone)
    window_s = clock.seconds(stored.window_start_at), clock.seconds(stored.window_end_at)
    name = work.slot_templates.get(stored.square_id, stored.slot_id).name
    return KeptSlot(name, stored.planned_for, ChosenSlot(stored.slot_id, window_s))


def chosen_slot(
    given: GivenOrder,
    day: date | None,
    slots: Sequence[SlotTemplate],
    timezone: str,
    faults: list[FieldFault],
    *,
    kept: KeptSlot | None = None,
) -> ChosenSlot | None:
    """Find the slot that an order names, or add why it cannot be; whether it is open is asked when it is stored.

    Parameters
    ----------
    kept: in which the order has a place already, whatever is offered by now.
    """
    if not given.slot:
        return None
    if given.window_start_s is not None or given.window_end_s is not None:
        faults.append(FieldFault("slot", SLOT_OR_WINDOW))
    if day is None:
        faults.append(FieldFault("day", WITHOUT_DAY))
        return None
    if kept is not None and day == kept.day and _is_called(given.slot, kept.chosen.id, kept.name):
        return kept.chosen
    slot = next((one for one in slots if _is_called(given.slot, one.id, one.name)), None)
    if slot is None:
        known = ", ".join(one.name for one in slots) or "-"
        faults.append(FieldFault("slot", Text(f"onbekend; er zijn: {known}", f"is not known; there are: {known}")))
        return None
    offer = offer_of(slot, day, timezone)
    if offer is None:
        faults.append(FieldFault("slot", not_offered(slot, day)))
    elif slot.hub_id is not None:
        faults.append(FieldFault("slot", FOR_COLLECTING))
    return ChosenSlot(slot.id, (slot.start_s, slot.end_s))


def _is_called(called: str, slot_id: str, name: str) -> bool:
    return called == slot_id or name_key(called) == name_key(name)


def hold_slot(work: Work, square_id: str, draft: OrderDraft) -> None:
    """Take a place for an order that names a slot; one that has it already keeps it, whatever the hour.

    Raises
    ------
    ConflictError
        As `hold_place`.
    """
    if draft.slot_id is None:
        return
    known = work.order_changes.known(square_id, draft.shop_id, draft.order_ref)
    has_place = known is not None and not was_cancelled(known)
    if known is None or not has_place or (known.slot_id, known.planned_for) != (draft.slot_id, draft.planned_for):
        hold_place(work, square_id, draft.slot_id, draft, but=known.id if known else "")
