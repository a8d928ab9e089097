"""Tariffs of a square, and what an order would cost."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, done, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import acting, changing, creating, listing, saying, showing
from api.schemas.tariffs import PriceShown, QuoteGiven, TariffGiven, TariffShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.order_prices import quote

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/tariffs", tags=["tariffs"])

See = Annotated[AtSquare, to_see(Thing.TARIFFS)]
Change = Annotated[AtSquare, to_change(Thing.TARIFFS)]


@router.get("", **listing(TariffShown))
def list_tariffs(at: See, paging: Paging) -> Response:
    """List the tariffs, as they were made, withdrawn ones too."""
    with at.read() as work:
        return paging.page(work.tariffs.page(at.id, after=paging.after_id, limit=paging.wanted), TariffShown.of)


@router.post("", **creating(TariffShown))
def make_tariff(at: Change, once: Once, given: TariffGiven) -> Response:
    """Make a tariff. Orders that are stored keep the price they have."""

    def make(work: Work) -> Answer:
        tariff = work.tariffs.create(at.id, given.draft)
        return created(TariffShown.of(tariff), at.address_of("tariffs", tariff.id))

    return once.once(at.begin, make)


@router.post("/quote", **saying(PriceShown))
def ask_price(at: See, once: Once, given: QuoteGiven) -> Response:
    """Tell what an order would cost, line by line: what it is charged if it is handed in like this."""

    def tell(work: Work) -> Answer:
        return done(PriceShown.of(quote(work, at.id, given.wished, at.square.timezone)))

    return once.once(at.begin if once.is_given else at.read, tell)


@router.get("/{tariff}", **showing(TariffShown))
def show_tariff(at: See, tariff: Id, request: Request) -> Response:
    """Show a tariff."""
    with at.read() as work:
        return shown(request, TariffShown.of(work.tariffs.get(at.id, tariff)))


@router.put("/{tariff}", **changing(TariffShown))
def change_tariff(at: Change, tariff: Id, seen: IfMatch, given: TariffGiven) -> Response:
    """Put what is given in the place of a tariff that no order has; one that any has stays as it is: 409."""
    with at.begin() as work:
        seen.must_be(TariffShown.of(work.tariffs.get(at.id, tariff)).as_sent())
        return changed(TariffShown.of(work.tariffs.change(at.id, tariff, given.draft))).response


@router.post("/{tariff}/end", **acting(TariffShown))
def end_tariff(at: Change, once: Once, tariff: Id) -> Response:
    """Withdraw a tariff that no order has; one that any has ends where the next one begins: 409."""

    def end(work: Work) -> Answer:
        return changed(TariffShown.of(work.tariffs.end(at.id, tariff)))

    return once.once(at.begin, end)
