"""Shops of a square: opening hours, closing days, when orders are packed, and a pause."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Places
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import changing, creating, listing, showing
from api.schemas.shops import ShopGiven, ShopShown
from api.schemas.thing import Id
from data.drafts.shop import ShopDraft
from data.work import Work
from kernel.rights import Thing
from rounds.known_places import KnownPlaces
from rounds.shop_keeping import GivenShop, shop_draft

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/shops", tags=["shops"])

See = Annotated[AtSquare, to_see(Thing.SHOPS)]
Change = Annotated[AtSquare, to_change(Thing.SHOPS)]


@router.get("", **listing(ShopShown))
def list_shops(at: See, paging: Paging) -> Response:
    """List the shops, as they were made."""
    with at.read() as work:
        return paging.page(work.shops.page(at.id, after=paging.after_id, limit=paging.wanted), ShopShown.of)


@router.post("", **creating(ShopShown))
def make_shop(at: Change, once: Once, places: Places, given: ShopGiven) -> Response:
    """Make a shop; its name is its own on the square. Without a place its address is looked up on the map."""
    draft = _looked_up(at, places, given.given)

    def make(work: Work) -> Answer:
        shop = work.shops.create(at.id, draft)
        return created(ShopShown.of(shop), at.address_of("shops", shop.id))

    return once.once(at.begin, make)


@router.get("/{shop}", **showing(ShopShown))
def show_shop(at: See, shop: Id, request: Request) -> Response:
    """Show a shop."""
    with at.read() as work:
        return shown(request, ShopShown.of(work.shops.get(at.id, shop)))


@router.put("/{shop}", **changing(ShopShown))
def change_shop(at: Change, shop: Id, seen: IfMatch, places: Places, given: ShopGiven) -> Response:
    """Put what is given in the place of what is known of a shop. Orders that wait are collected where it is now."""
    draft = _looked_up(at, places, given.given)
    with at.begin() as work:
        before = work.shops.get(at.id, shop)
        seen.must_be(ShopShown.of(before).as_sent())
        return changed(ShopShown.of(work.shops.change(at.id, shop, replace(draft, osm_id=before.osm_id)))).response


def _looked_up(at: AtSquare, places: KnownPlaces, given: GivenShop) -> ShopDraft:
    with at.read() as work:
        square = work.squares.get(at.slug)
    return shop_draft(given, lambda: places.finder(square))
