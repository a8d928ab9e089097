"""Slot templates of a square: the delivery windows that it offers on days of the week."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import acting, changing, creating, listing, showing
from api.schemas.slots import SlotGiven, SlotShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.slot_keeping import looked_at

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/slot-templates", tags=["slots"])

See = Annotated[AtSquare, to_see(Thing.SLOTS)]
Change = Annotated[AtSquare, to_change(Thing.SLOTS)]


@router.get("", **listing(SlotShown))
def list_slot_templates(at: See, paging: Paging) -> Response:
    """List the slot templates, as they were made, those that have ended too."""
    with at.read() as work:
        rows = work.slot_templates.page(at.id, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, SlotShown.of)


@router.post("", **creating(SlotShown))
def make_slot_template(at: Change, once: Once, given: SlotGiven) -> Response:
    """Make a slot template; its name is its own on the square."""
    draft = looked_at(given.draft)

    def make(work: Work) -> Answer:
        slot = work.slot_templates.create(at.id, draft)
        return created(SlotShown.of(slot), at.address_of("slot-templates", slot.id))

    return once.once(at.begin, make)


@router.get("/{slot_template}", **showing(SlotShown))
def show_slot_template(at: See, slot_template: Id, request: Request) -> Response:
    """Show a slot template."""
    with at.read() as work:
        return shown(request, SlotShown.of(work.slot_templates.get(at.id, slot_template)))


@router.put("/{slot_template}", **changing(SlotShown))
def change_slot_template(at: Change, slot_template: Id, seen: IfMatch, given: SlotGiven) -> Response:
    """Put what is given in the place of what is known of a slot template; orders that have it keep their window."""
    draft = looked_at(given.draft)
    with at.begin() as work:
        seen.must_be(SlotShown.of(work.slot_templates.get(at.id, slot_template)).as_sent())
        return changed(SlotShown.of(work.slot_templates.change(at.id, slot_template, draft))).response


@router.post("/{slot_template}/end", **acting(SlotShown))
def end_slot_template(at: Change, once: Once, slot_template: Id) -> Response:
    """Offer it no more from now on; orders that have it keep it."""

    def end(work: Work) -> Answer:
        return changed(SlotShown.of(work.slot_templates.end(at.id, slot_template)))

    return once.once(at.begin, end)
