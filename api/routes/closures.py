"""Closures of a square: made, listed, ended. Released rounds are led round them at once."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Home
from api.few_at_once import ON_ROADS
from api.idempotency import Once
from api.route_docs import acting, creating, listing, showing
from api.schemas.closures import ClosureMade, ClosureShown, ClosureWished
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.closures import prepare_closure, prepare_end, store_closure, store_end

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/closures", tags=["closures"])

See = Annotated[AtSquare, to_see(Thing.CLOSURES)]
Change = Annotated[AtSquare, to_change(Thing.CLOSURES)]


@router.get("", **listing(ClosureShown))
def list_closures(at: See, paging: Paging) -> Response:
    """List closures, as they were made, those that are over too."""
    with at.read() as work:
        rows = work.closures.page(at.id, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda closure: ClosureShown.of(closure, at.square.timezone))


@router.post("", dependencies=[ON_ROADS], **creating(ClosureMade, or_known="The same closure stands already."))
def make_closure(at: Change, once: Once, home: Home, wished: ClosureWished) -> Response:
    """Close roads for a time: 201 where it is new, 200 where the same closure stands already."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    prepared = prepare_closure(at.read, home, at.slug, wished.wish)

    def make(work: Work) -> Answer:
        done = store_closure(work, prepared)
        made = ClosureMade.with_rounds(done, at.square.timezone)
        return created(made, at.address_of("closures", made.id)) if done.is_new else changed(made)

    return once.once(at.begin, make)


@router.get("/{closure}", **showing(ClosureShown))
def show_closure(at: See, closure: Id, request: Request) -> Response:
    """Show a closure."""
    with at.read() as work:
        return shown(request, ClosureShown.of(work.closures.get(at.id, closure), at.square.timezone))


@router.post("/{closure}/end", dependencies=[ON_ROADS], **acting(ClosureMade))
def end_closure(at: Change, once: Once, home: Home, closure: Id) -> Response:
    """End a closure from now on; one that has not begun is withdrawn. 409 where it is over already."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    ending = prepare_end(at.read, home, at.slug, closure)

    def end(work: Work) -> Answer:
        return changed(ClosureMade.with_rounds(store_end(work, ending), at.square.timezone))

    return once.once(at.begin, end)
