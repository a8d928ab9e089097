"""Incidents of a square: what does not fit, until somebody has looked at it."""

from typing import Annotated

from fastapi import APIRouter, Response

from api.at_square import PATH, AtSquare, to_see
from api.cursors import Paging
from api.route_docs import listing
from api.schemas.incidents import IncidentShown
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/incidents", tags=["events"])


@router.get("", **listing(IncidentShown))
def list_incidents(at: Annotated[AtSquare, to_see(Thing.EVENTS)], paging: Paging) -> Response:
    """List open incidents, the longest open first. One is settled by an event, `incident.settled`."""
    with at.read() as work:
        rows = work.incidents.open(at.id, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda one: IncidentShown.of(one, contacts=at.tells_contacts))
