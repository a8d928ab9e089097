"""Shops of a square: opening hours, closing days, when orders are packed, and a pause."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Places
from api.etags import IfMatch
from api.idempotency import Once
from api.named_things import NamedThings
from api.route_docs import changing, creating, listing, showing
from api.schemas.shops import ShopGiven, ShopShown
from api.schemas.thing import Id
from data.drafts.shop import ShopDraft
from data.models.shop import Shop
from kernel.rights import Thing
from rounds.known_places import KnownPlaces
from rounds.shop_keeping import GivenShop, in_place_of, shop_draft

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/shops", tags=["shops"])

See = Annotated[AtSquare, to_see(Thing.SHOPS)]
Change = Annotated[AtSquare, to_change(Thing.SHOPS)]


@router.get("", **listing(ShopShown))
def list_shops(at: See, paging: Paging) -> Response:
    """List the shops, as they were made."""
    return _shops(at).page(at, paging)


@router.post("", **creating(ShopShown))
def make_shop(at: Change, once: Once, places: Places, given: ShopGiven) -> Response:
    """Make a shop; its name is its own on the square. Without a place its address is looked up on the map."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    return _shops(at).made(at, once, _looked_up(at, places, given.given))


@router.get("/{shop}", **showing(ShopShown))
def show_shop(at: See, shop: Id, request: Request) -> Response:
    """Show a shop."""
    return _shops(at).shown(at, shop, request)


@router.put("/{shop}", **changing(ShopShown))
def change_shop(at: Change, shop: Id, seen: IfMatch, places: Places, given: ShopGiven) -> Response:
    """Put what is given in the place of what is known of a shop. Orders that wait are collected where it is now."""
    draft = _looked_up(at, places, given.given)
    return _shops(at).changed(at, shop, seen, lambda before: in_place_of(before, draft))


def _looked_up(at: AtSquare, places: KnownPlaces, given: GivenShop) -> ShopDraft:
    with at.read() as work:
        square = work.squares.get(at.slug)
    return shop_draft(given, lambda: places.finder(square))


def _shops(at: AtSquare) -> NamedThings[Shop, ShopDraft]:
    return NamedThings("shops", lambda work: work.shops, lambda shop: ShopShown.of(shop, contacts=at.tells_contacts))
