"""Deposit crates of a square: the ledger, balances, corrections, and collections that are asked for."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import creating, listing, showing
from api.schemas.crates import CollectionGiven, CorrectionGiven, CrateBalanceShown, CrateEntryShown
from api.schemas.orders import OrderShown
from api.schemas.thing import Id
from data.repositories.receipts import ReceiptKind
from data.work import Work
from kernel.errors import ConflictError
from kernel.rights import Thing
from rounds.crate_collections import ask_for_collection
from rounds.crate_ledger import correct

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/crates", tags=["crates"])

See = Annotated[AtSquare, to_see(Thing.ORDERS)]
Change = Annotated[AtSquare, to_change(Thing.ORDERS)]


@router.get("", **listing(CrateEntryShown))
def list_crates(at: See, paging: Paging, shop: Id | None = None, household: Id | None = None) -> Response:
    """List the entries of the ledger, as they were made."""
    with at.read() as work:
        rows = work.crates.page(at.id, shop_id=shop, household_id=household, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda entry: CrateEntryShown.of(entry, contacts=at.tells_contacts))


@router.get("/balances", **listing(CrateBalanceShown))
def list_balances(at: See, paging: Paging, shop: Id | None = None) -> Response:
    """List the households of shops with how many crates stand there."""
    with at.read() as work:
        rows = work.crates.balances(at.id, shop_id=shop, after=paging.after_id, limit=paging.wanted)
    return paging.page(
        rows,
        lambda balance: CrateBalanceShown.of(balance, contacts=at.tells_contacts),
        key=lambda balance: balance.household_id,
    )


@router.post("/corrections", **creating(CrateEntryShown))
def correct_crates(at: Change, once: Once, given: CorrectionGiven) -> Response:
    """Say that more or fewer crates stand at a household than the ledger says: an entry of its own.

    By an order whose address is not known: 409.
    """

    def enter(work: Work) -> Answer:
        entry = correct(work, at.id, given.given)
        return created(CrateEntryShown.of(entry, contacts=at.tells_contacts), at.address_of("crates", entry.id))

    return once.once(at.begin, enter)


@router.post("/collections", **creating(OrderShown, or_known="Asked for that day before: this is that order."))
def collect_crates(at: Change, once: Once, given: CollectionGiven) -> Response:
    """Ask for crates to be collected at a household: an order from there to its shop.

    More than stand there by the ledger, a collection that waits on another day, or no order that is known there: 409.
    """

    def ask(work: Work) -> Answer:
        receipt = ask_for_collection(work, at.id, given.wish)
        if receipt.kind is ReceiptKind.TOO_LATE:
            raise ConflictError(receipt.reason.en)
        order = OrderShown.of(receipt.stored or work.orders.get(receipt.order_id), contacts=at.tells_contacts)
        location = at.address_of("orders", order.id)
        return created(order, location) if receipt.kind is ReceiptKind.NEW else changed(order)

    return once.once(at.begin, ask)


@router.get("/{entry}", **showing(CrateEntryShown))
def show_entry(at: See, entry: Id, request: Request) -> Response:
    """Show an entry."""
    with at.read() as work:
        return shown(request, CrateEntryShown.of(work.crates.get(at.id, entry), contacts=at.tells_contacts))
