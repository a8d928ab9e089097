"""Crates that are to be collected because somebody asks for it: an order from the household to its shop."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from zoneinfo import ZoneInfo

from data.drafts.order import OrderDraft, PositionDraft
from data.models.order import Order
from data.models.shop import Shop
from data.models.square import Square
from data.models.states import OrderKind, OrderState, PositionSource
from data.repositories.receipts import Receipt
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotFoundError
from rounds.crate_households import household_of, position_of
from rounds.day_clock import DayClock
from rounds.delivery_day import Temperature
from rounds.intake.day import far_day
from rounds.intake.given_order import MOST_PARCELS
from rounds.order_draft import DEFAULT_WINDOW_S, parcel_draft
from rounds.order_prices import priced
from rounds.order_taking import take_order

__all__ = ["CollectionWish", "ask_for_collection"]


@dataclass(frozen=True, slots=True)
class CollectionWish:
    """What is asked for.

    Attributes
    ----------
    household_id: of the ledger.
    crates: None is all that stand there, as many as one order takes.
    window_s: on the square's clock, since midnight of the day; an open end is the usual hour.
    """

    household_id: str
    day: date
    crates: int | None = None
    window_s: tuple[int | None, int | None] = (None, None)
    note: str = ""


def ask_for_collection(work: Work, square_id: str, wish: CollectionWish) -> Receipt:
    """Make the order by which crates are collected; asked for the same day again, it is that order, changed.

    Where that one was cancelled, or has been ridden, it is another order.

    Whom to ring and where it is are taken from the newest order that crates came to the household with.

    Raises
    ------
    NotFoundError
        The ledger of the asker has no such household.
    ConflictError
        Fewer crates stand there, no order is known that came there, it waits for its address, or they are to be
        collected on another day already.
    BadInputError
        The day is past or years ahead, or the window ends before it begins.
    """
    square = work.squares.with_id(square_id)
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    if wish.day < today:
        raise BadInputError(f"{wish.day} is past", where="day", way_out="Give today or a later day.", field="day")
    if far := far_day(wish.day, today):
        raise BadInputError(far.en, where="day", field="day")
    found = work.crates.balances(square_id, household_id=wish.household_id, limit=1)
    if not found:
        raise NotFoundError(f"there is no household {wish.household_id} in the ledger", way_out="List its balances.")
    balance = found[0]
    crates = min(balance.crates, MOST_PARCELS) if wish.crates is None else wish.crates
    if not 0 < crates <= balance.crates:
        raise ConflictError(
            f"{balance.crates} crates stand there by the ledger",
            way_out="Ask for no more, or correct the ledger first.",
        )
    known = work.crates.last_order(square_id, wish.household_id)
    if known is None:
        raise ConflictError(
            f"no order is known by which crates came to household {wish.household_id}",
            way_out="Correct the crates of an order to that door, and ask for those.",
        )
    draft = _draft(square, known, work.shops.get(square_id, balance.shop_id), wish, crates)
    draft = replace(draft, order_ref=_free_number(work, square_id, draft))
    for waiting in work.crates.to_collect(square_id, balance.shop_id):
        if waiting.order_ref != draft.order_ref and household_of(work, waiting) == wish.household_id:
            raise ConflictError(
                f"crates are collected there on {waiting.planned_for} already, by order {waiting.order_ref}",
                way_out="Cancel that order first.",
            )
    (priced_draft,) = priced(work, square_id, [draft])
    return take_order(work, square_id, priced_draft)


def _free_number(work: Work, square_id: str, draft: OrderDraft) -> str:
    """Give the number of the day's collection at a door, or the next one where an order of that number has ended."""
    tries = count(2)
    wanted = draft.order_ref
    while (known := work.order_changes.known(square_id, draft.shop_id, wanted)) and known.state is OrderState.ENDED:
        wanted = f"{draft.order_ref} ({next(tries)})"
    return wanted


def _draft(square: Square, known: Order, shop: Shop, wish: CollectionWish, crates: int) -> OrderDraft:
    clock = DayClock(wish.day, square.timezone)
    usual = DEFAULT_WINDOW_S
    begin_s, end_s = (usual[at] if given is None else given for at, given in enumerate(wish.window_s))
    if begin_s > end_s:
        raise BadInputError(
            "the window ends before it begins", where="window_end", way_out="Give a later end.", field="window_end"
        )
    return OrderDraft(
        shop_id=shop.id,
        order_ref=f"kratten {wish.household_id[:8]} {wish.day}",
        planned_for=wish.day,
        window_start_at=clock.moment(begin_s),
        window_end_at=clock.moment(end_s),
        parcels=[
            parcel_draft(shop, None, None, temperature=Temperature.AMBIENT, needs=(), empty=True)
            for _ in range(crates)
        ],
        place=PositionDraft(position_of(known), known.position_source or PositionSource.GIVEN, known.position_note),
        kind=OrderKind.CRATES,
        note=wish.note,
        **{
            name: getattr(known, name)
            for name in ("recipient", "phone", "email", "street", "number", "addition", "postcode", "town", "invented")
        },
    )  # fmt: skip
