"""Hubs of a square."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import changing, creating, listing, showing
from api.schemas.hubs import HubGiven, HubShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/hubs", tags=["hubs"])

See = Annotated[AtSquare, to_see(Thing.HUBS)]
Change = Annotated[AtSquare, to_change(Thing.HUBS)]


@router.get("", **listing(HubShown))
def list_hubs(at: See, paging: Paging) -> Response:
    """List the hubs, as they were made."""
    with at.read() as work:
        return paging.page(work.hubs.page(at.id, after=paging.after_id, limit=paging.wanted), HubShown.of)


@router.post("", **creating(HubShown))
def make_hub(at: Change, once: Once, given: HubGiven) -> Response:
    """Make a hub; its name is its own on the square."""

    def make(work: Work) -> Answer:
        hub = work.hubs.create(at.id, given.draft)
        return created(HubShown.of(hub), at.address_of("hubs", hub.id))

    return once.once(at.begin, make)


@router.get("/{hub}", **showing(HubShown))
def show_hub(at: See, hub: Id, request: Request) -> Response:
    """Show a hub."""
    with at.read() as work:
        return shown(request, HubShown.of(work.hubs.get(at.id, hub)))


@router.put("/{hub}", **changing(HubShown))
def change_hub(at: Change, hub: Id, seen: IfMatch, given: HubGiven) -> Response:
    """Put what is given in the place of what is known of a hub."""
    with at.begin() as work:
        seen.must_be(HubShown.of(work.hubs.get(at.id, hub)).as_sent())
        return changed(HubShown.of(work.hubs.change(at.id, hub, given.draft))).response
