"""What was published of a square; a shop's own line of it; what bringing one order emitted."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.route_docs import showing
from api.schemas.published import FootprintShown, PublishedShown, ShopPeriodShown
from api.schemas.thing import Id
from kernel.errors import NotAllowedError
from kernel.rights import Thing
from rounds.order_footprint import order_footprint
from rounds.shop_month import shop_period

__all__ = ["router"]

router = APIRouter(prefix=PATH, tags=["reports"])

Period = Annotated[
    str, Path(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$", description="A month or a year.", examples=["2026-11"])
]


@router.get("/published/{period}", **showing(PublishedShown))
def show_published(at: Annotated[AtSquare, to_see(Thing.REPORTS)], period: Period, request: Request) -> Response:
    """Show what was published of a month or a year: places, without the shops. `dorpsronde report publish` does it."""
    with at.read() as work:
        return shown(request, PublishedShown.of(work.publications.get(at.id, period).document))


@router.get("/shops/{shop}/published/{period}", **showing(ShopPeriodShown))
def show_shop_period(
    at: Annotated[AtSquare, to_see(Thing.ORDERS)], shop: Id, period: Period, request: Request
) -> Response:
    """Show a shop's line of what was published: to the shop itself, and to who sees the orders of all."""
    own = at.scope.own
    with at.read() as work:
        found = work.shops.get(at.id, shop)
    if own is not None and found.id not in own.shops:
        raise NotAllowedError("this is for the shop itself", way_out="Ask the shop.")
    return shown(request, ShopPeriodShown.model_validate(shop_period(at.database, at.id, found.id, period)))


@router.get("/orders/{order}/footprint", **showing(FootprintShown))
def show_footprint(at: Annotated[AtSquare, to_see(Thing.ORDERS)], order: Id, request: Request) -> Response:
    """Show what bringing an order emitted, with its range, to whoever sees the order."""
    with at.read() as work:
        found = work.orders.get(order)
    return shown(request, FootprintShown.model_validate(order_footprint(at.database, at.id, found.id)))
