"""The slot that an order names: found, and its place taken with the order that has it."""

from collections.abc import Sequence
from datetime import date

from data.drafts.order import OrderDraft
from data.models.slot import SlotTemplate
from data.names import name_key
from data.repositories.order_changes import was_cancelled
from data.work import Work
from kernel.text import Text
from rounds.intake.given_order import FieldFault, GivenOrder
from rounds.slots import Offer, hold_place, not_offered, offer_of

__all__ = ["chosen_slot", "hold_slot"]

SLOT_OR_WINDOW = Text("geef bezorgmoment of tijdvak, niet beide", "give slot or window, not both")
WITHOUT_DAY = Text("geef de dag van het bezorgmoment", "give the day of the slot")
FOR_COLLECTING = Text(
    "dit bezorgmoment is om zelf op te halen; een bestelling wordt hier aan de deur gebracht",
    "this slot is for who collects at a hub; an order is brought to the door here",
)


def chosen_slot(
    given: GivenOrder, day: date | None, slots: Sequence[SlotTemplate], timezone: str, faults: list[FieldFault]
) -> Offer | None:
    """Find the slot that an order names, or add why it cannot be; whether it is open is asked when it is stored."""
    if not given.slot:
        return None
    if given.window_start_s is not None or given.window_end_s is not None:
        faults.append(FieldFault("slot", SLOT_OR_WINDOW))
    if day is None:
        faults.append(FieldFault("day", WITHOUT_DAY))
        return None
    slot = next((one for one in slots if given.slot == one.id or name_key(given.slot) == one.name_key), None)
    if slot is None:
        known = ", ".join(one.name for one in slots) or "-"
        faults.append(FieldFault("slot", Text(f"onbekend; er zijn: {known}", f"is not known; there are: {known}")))
        return None
    offer = offer_of(slot, day, timezone)
    if offer is None:
        faults.append(FieldFault("slot", not_offered(slot, day)))
    elif slot.hub_id is not None:
        faults.append(FieldFault("slot", FOR_COLLECTING))
    return offer


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
