"""Slot templates of a square: the delivery windows that it offers on days of the week."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.named_things import NamedThings
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

SLOTS = NamedThings("slot-templates", lambda work: work.slot_templates, SlotShown.of)


@router.get("", **listing(SlotShown))
def list_slot_templates(at: See, paging: Paging) -> Response:
    """List the slot templates, as they were made, those that have ended too."""
    return SLOTS.page(at, paging)


@router.post("", **creating(SlotShown))
def make_slot_template(at: Change, once: Once, given: SlotGiven) -> Response:
    """Make a slot template; its name is its own on the square."""
    return SLOTS.made(at, once, looked_at(given.draft))


@router.get("/{slot_template}", **showing(SlotShown))
def show_slot_template(at: See, slot_template: Id, request: Request) -> Response:
    """Show a slot template."""
    return SLOTS.shown(at, slot_template, request)


@router.put("/{slot_template}", **changing(SlotShown))
def change_slot_template(at: Change, slot_template: Id, seen: IfMatch, given: SlotGiven) -> Response:
    """Put what is given in the place of what is known of a slot template; orders that have it keep their window."""
    draft = looked_at(given.draft)
    return SLOTS.changed(at, slot_template, seen, lambda _: draft)


@router.post("/{slot_template}/end", **acting(SlotShown))
def end_slot_template(at: Change, once: Once, slot_template: Id) -> Response:
    """Offer it no more from now on; orders that have it keep it."""

    def end(work: Work) -> Answer:
        return changed(SlotShown.of(work.slot_templates.end(at.id, slot_template)))

    return once.once(at.begin, end)
