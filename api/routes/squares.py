"""Squares: seen by whoever is on them, made by the platform."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.asking import to_read, to_write
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Stored
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import changing, creating, listing, showing
from api.schemas.squares import SquareChange, SquareGiven, SquareShown
from data.work import Work
from kernel.errors import about
from kernel.rights import Thing
from people.asker import Asker
from rounds.given_name import given_name
from rounds.squares import refuse_outside

__all__ = ["router"]

router = APIRouter(tags=["squares"])

SQUARES = "/api/v1/squares"


@router.get(SQUARES, **listing(SquareShown))
def list_squares(asker: Annotated[Asker, to_read(Thing.SQUARES)], database: Stored, paging: Paging) -> Response:
    """List the squares that the asker is on, as they were made."""
    with database.read(asker.scope, asker.principal) as work:
        return paging.page(work.squares.page(after=paging.after_id, limit=paging.wanted), SquareShown.of)


@router.post(SQUARES, **creating(SquareShown))
def make_square(
    asker: Annotated[Asker, to_write(Thing.SQUARES)], database: Stored, once: Once, given: SquareGiven
) -> Response:
    """Make a square on an area; only the platform may. On one that was not imported yet: 409."""
    with about("name"):
        name = given_name(given.name, "the square")

    def make(work: Work) -> Answer:
        draft = given.draft_called(name)
        square = work.squares.create(draft, [given.area])
        if draft.depot is not None:
            refuse_outside(draft.depot.position, square.areas)
        return created(SquareShown.of(square), f"{SQUARES}/{square.slug}")

    return once.once(lambda: database.begin(asker.scope, asker.principal), make)


@router.get(PATH, **showing(SquareShown))
def show_square(at: Annotated[AtSquare, to_see(Thing.SQUARES)], request: Request) -> Response:
    """Show a square."""
    with at.read() as work:
        return shown(request, SquareShown.of(work.squares.get(at.slug)))


@router.put(PATH, **changing(SquareShown))
def change_square(at: Annotated[AtSquare, to_change(Thing.SQUARES)], seen: IfMatch, given: SquareChange) -> Response:
    """Give a square another name or depot, from the next planning on, or another time for its proofs."""
    with about("name"):
        name = given_name(given.name, "the square")
    with about("depot/name"):
        depot_name = given_name(given.depot.name, "the depot")
    with at.begin() as work:
        before = work.squares.get(at.slug)
        seen.must_be(SquareShown.of(before).as_sent())
        refuse_outside(given.depot.place.position, before.areas)
        work.squares.rename(at.id, name)
        work.squares.set_depot(at.id, given.depot.draft_called(depot_name))
        if given.proofs_kept_days is not None:
            work.squares.set_proofs_kept(at.id, given.proofs_kept_days)
        return changed(SquareShown.of(work.squares.get(at.slug))).response
