"""Rounds of a square and their stops: shown, and released to the couriers."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import acting, listing, showing
from api.schemas.rounds import RoundBrief, RoundShown, StopShown
from api.schemas.thing import Day, Id
from data.work import Work
from kernel.errors import NotFoundError
from kernel.rights import Thing
from rounds.releasing import release

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/rounds", tags=["rounds"])

See = Annotated[AtSquare, to_see(Thing.ROUNDS)]
Change = Annotated[AtSquare, to_change(Thing.ROUNDS)]


@router.get("", **listing(RoundBrief))
def list_rounds(at: See, paging: Paging, day: Day | None = None) -> Response:
    """List rounds, as they were planned, without their stops."""
    with at.read() as work:
        rows = work.rounds.page(at.id, day=day, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda one: RoundBrief.of(one, contacts=at.tells_contacts))


@router.get("/{round}", **showing(RoundShown))
def show_round(at: See, round: Id, request: Request) -> Response:  # noqa: A002 (our word for it, and the path's)
    """Show a round with its stops, in the order of riding."""
    with at.read() as work:
        return shown(request, RoundShown.whole(work.rounds.get(round), contacts=at.tells_contacts))


@router.get("/{round}/stops/{stop}", **showing(StopShown))
def show_stop(at: See, round: Id, stop: Id, request: Request) -> Response:  # noqa: A002 (as above)
    """Show a stop of a round."""
    with at.read() as work:
        found = next((one for one in work.rounds.get(round).stops if one.id == stop), None)
    if found is None:
        raise NotFoundError(f"there is no stop {stop} in this round", way_out="Was its day planned again?")
    return shown(request, StopShown.of(found, contacts=at.tells_contacts))


@router.post("/{round}/release", **acting(RoundShown))
def release_round(at: Change, once: Once, round: Id) -> Response:  # noqa: A002 (as above)
    """Release a round to its courier: planning leaves it as it is from now on.

    409 where it is released already, an order in it was cancelled or moved, or a stretch of it does not hold.
    """

    def let_go(work: Work) -> Answer:
        return changed(RoundShown.whole(release(work, work.rounds.get(round)), contacts=at.tells_contacts))

    return once.once(at.begin, let_go)
