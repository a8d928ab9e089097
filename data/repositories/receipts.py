"""What becomes of orders that are handed in, beside what is stored under their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.drafts.order import OrderDraft
from data.models.order import Order
from data.models.states import OrderState
from kernel.text import Text

__all__ = ["KnownOrder", "Receipt", "ReceiptKind", "receipts_of"]

NOTHING = Text("", "")


class ReceiptKind(StrEnum):
    """What became of an order that was handed in."""

    NEW = "new"
    SAME = "same"
    """It was handed in before, exactly so: nothing was added."""
    MENDED = "mended"
    """It waited for its address: what is stored is now what was handed in, and it is accepted if that has a place."""
    CONFLICT = "conflict"
    """The shop has another order of this number: nothing was added or changed."""
    CHANGED = "changed"
    """It was known otherwise and in nobody's hands yet: what is stored is now what was handed in."""
    TOO_LATE = "too late"
    """It is in a released round, under way or ended, or its day is past: nothing was changed; a person has to look."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one order, in the order given.

    Attributes
    ----------
    order_id: the stored one's, whatever the kind.
    waits: whether the stored one waits for its address after this; of a conflict nobody asks.
    state, day: of the stored one after this, where one order is taken in or cancelled.
    reason: why it is too late.
    stored: what was just stored, where it is new and at hand: it need not be asked for.
    """

    kind: ReceiptKind
    order_ref: str
    order_id: str
    waits: bool = False
    state: OrderState | None = None
    day: date | None = None
    reason: Text = NOTHING
    stored: Order | None = None


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """What is stored under a number; `waits` for its address to be mended."""

    id: str
    digest: str
    waits: bool


def receipts_of(
    drafts: Sequence[OrderDraft], digests: Sequence[str], stored: Mapping[tuple[str, str], KnownOrder]
) -> list[Receipt]:
    """Tell what becomes of each order, beside what is stored and those before it.

    Parameters
    ----------
    stored: by shop and number.
    """
    known = dict(stored)
    receipts: list[Receipt] = []
    for draft, digest in zip(drafts, digests, strict=True):
        number = (draft.shop_id, draft.order_ref)
        before = known.get(number)
        kind = _kind(draft, digest, before)
        order_id = before.id if before else ""
        if kind in {ReceiptKind.NEW, ReceiptKind.MENDED}:
            known[number] = KnownOrder(order_id, digest, waits=False)
        waits = before.waits if before and kind is ReceiptKind.SAME else draft.place is None
        receipts.append(Receipt(kind, draft.order_ref, order_id, waits=waits))
    return receipts


def _kind(draft: OrderDraft, digest: str, before: KnownOrder | None) -> ReceiptKind:
    if before is None:
        return ReceiptKind.NEW
    same = before.digest == digest
    if before.waits and (draft.place is not None or not same):
        return ReceiptKind.MENDED
    return ReceiptKind.SAME if same else ReceiptKind.CONFLICT
