"""From whom a shop has what it sells: put whole, with the way to the shop measured then."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import changed, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.dependencies import Home
from api.etags import IfMatch
from api.few_at_once import ON_ROADS
from api.route_docs import changing, showing
from api.schemas.producers import ProducersGiven, ProducersShown
from api.schemas.thing import Id
from kernel.errors import NotAllowedError, about
from kernel.rights import Thing
from rounds.origins import measured_producers
from rounds.producer_file import refuse_at_odds

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/shops/{shop}/producers", tags=["shops"])

See = Annotated[AtSquare, to_see(Thing.SHOPS)]
Change = Annotated[AtSquare, to_change(Thing.SHOPS)]


@router.get("", **showing(ProducersShown))
def show_producers(at: See, shop: Id, request: Request) -> Response:
    """Show a shop's producers: to the shop itself, and to who sees every shop."""
    own = at.scope.own
    with at.read() as work:
        found = work.shops.get(at.id, shop)
    if own is not None and found.id not in own.shops:
        raise NotAllowedError("this is for the shop itself", way_out="Ask the shop.")
    return shown(request, ProducersShown.of(found))


@router.put("", dependencies=[ON_ROADS], **changing(ProducersShown))
def put_producers(at: Change, shop: Id, seen: IfMatch, home: Home, given: ProducersGiven) -> Response:
    """Put a shop's producers in the place of those it had; the way from each is measured over the area's roads."""
    with at.read() as work:
        square, found = work.squares.get(at.slug), work.shops.get(at.id, shop)
    seen.must_be(ProducersShown.of(found).as_sent())  # no road is opened for what cannot be put
    with about("producers"):
        refuse_at_odds(found.name, given.given)
    rows = measured_producers(home, square, {shop: found}, {shop: given.given})
    with at.begin() as work:
        seen.must_be(ProducersShown.of(work.shops.get(at.id, shop)).as_sent())
        work.producers.put(at.id, rows)
        return changed(ProducersShown.of(work.shops.get(at.id, shop))).response
