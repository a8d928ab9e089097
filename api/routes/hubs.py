"""Hubs of a square."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.named_things import NamedThings
from api.route_docs import changing, creating, listing, showing
from api.schemas.hubs import HubGiven, HubShown
from api.schemas.thing import Id
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/hubs", tags=["hubs"])

See = Annotated[AtSquare, to_see(Thing.HUBS)]
Change = Annotated[AtSquare, to_change(Thing.HUBS)]

HUBS = NamedThings("hubs", lambda work: work.hubs, HubShown.of)


@router.get("", **listing(HubShown))
def list_hubs(at: See, paging: Paging) -> Response:
    """List the hubs, as they were made."""
    return HUBS.page(at, paging)


@router.post("", **creating(HubShown))
def make_hub(at: Change, once: Once, given: HubGiven) -> Response:
    """Make a hub; its name is its own on the square."""
    return HUBS.made(at, once, given.draft)


@router.get("/{hub}", **showing(HubShown))
def show_hub(at: See, hub: Id, request: Request) -> Response:
    """Show a hub."""
    return HUBS.shown(at, hub, request)


@router.put("/{hub}", **changing(HubShown))
def change_hub(at: Change, hub: Id, seen: IfMatch, given: HubGiven) -> Response:
    """Put what is given in the place of what is known of a hub."""
    return HUBS.changed(at, hub, seen, lambda _: given.draft)
