"""The ledger of deposit crates: out as a delivery brings them, back as they are collected, and corrected by people.

What an order did to it is a function of what the order is now, and that of everything that was said: an entry is made
for the difference to what was entered before. So whatever order events come in, and however often, the sum is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.models.crate_entry import CrateEntry
from data.models.order import Order
from data.models.states import CrateEntryKind, CustodianKind, OrderKind
from data.repositories.crates import CrateDraft
from data.repositories.stories import Story
from data.work import Work
from kernel.errors import BadInputError, NotFoundError
from rounds.crate_households import household_of, place_of, position_of
from rounds.lifecycles.order_facts import OrderNow

__all__ = ["Correction", "Folded", "correct", "crates_moved", "enter_crates"]


@dataclass(frozen=True, slots=True)
class Folded:
    """An order as it is by now, and the last event that it was folded from."""

    story: Story
    now: OrderNow
    event_id: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of the crates at a household.

    Attributes
    ----------
    crates: that stand there more, or, below 0, fewer than the ledger says.
    household_id: of the ledger; or `order_id` names an order of that household.
    """

    crates: int
    reason: str
    household_id: str | None = None
    order_id: str | None = None


def crates_moved(story: Story, now: OrderNow) -> int:
    """Say how many crates an order brought to its household, or, below 0, took from it."""
    crates = [parcel.id for parcel in story.parcels if parcel.crate]
    at_home = sum(now.custody[parcel].kind is CustodianKind.HOUSEHOLD for parcel in crates)
    return at_home if story.order.kind is OrderKind.DELIVERY else at_home - len(crates)


def enter_crates(work: Work, square_id: str, folded: Sequence[Folded]) -> None:
    """Enter what orders did to the ledger by now, beyond what was entered of them: our own work."""
    told = [one for one in folded if any(parcel.crate for parcel in one.story.parcels)]
    before = work.crates.entered_for(square_id, {one.story.order.id for one in told}) if told else {}
    for one in told:
        order = one.story.order
        more = crates_moved(one.story, one.now) - before.get(order.id, 0)
        if more:
            kind = CrateEntryKind.OUT if order.kind is OrderKind.DELIVERY else CrateEntryKind.BACK
            # One by one: the next order to the same door finds its household.
            work.crates.enter(square_id, [_draft(work, order, kind, more, event_id=one.event_id)])


def correct(work: Work, square_id: str, said: Correction) -> CrateEntry:
    """Enter what a person says, with their reason.

    Raises
    ------
    NotFoundError
        The ledger of the asker has no such household, or there is no such order.
    ConflictError
        The order waits for its address: whose household it is nobody knows yet.
    BadInputError
        Neither or both are named, nothing is corrected, or no reason is given.
    """
    if not said.crates or not said.reason.strip():
        raise BadInputError("a correction needs a number other than 0, and a reason", where="correction")
    if (said.household_id is None) == (said.order_id is None):
        raise BadInputError("a correction is of one household", way_out="Name the household, or an order of it.")
    if said.order_id is not None:
        order = work.orders.get(said.order_id)
        if order.square_id != square_id:
            raise NotFoundError(f"there is no order {said.order_id} on this square", way_out="Name one of its own.")
        position_of(order)  # or it is of no household yet
        made = _draft(work, order, CrateEntryKind.CORRECTION, said.crates)
        household = made.shop_id, made.household_id, made.place
    else:
        found = work.crates.balances(square_id, household_id=said.household_id, limit=1)
        if not found:
            raise NotFoundError(f"there is no household {said.household_id} in the ledger", way_out="Name an order.")
        household = found[0].shop_id, found[0].household_id, found[0].place
    draft = CrateDraft(
        *household,
        CrateEntryKind.CORRECTION,
        said.crates,
        order_id=said.order_id,
        said_by=str(work.principal),
        reason=said.reason.strip(),
    )
    return work.crates.correct(square_id, draft)


def _draft(work: Work, order: Order, kind: CrateEntryKind, crates: int, event_id: str | None = None) -> CrateDraft:
    return CrateDraft(
        order.shop_id, household_of(work, order), place_of(order), kind, crates, order_id=order.id, event_id=event_id
    )
