"""Areas: what squares can serve; shared by all."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import shown
from api.asking import to_read
from api.cursors import Paging
from api.dependencies import Stored
from api.route_docs import listing, showing
from api.schemas.areas import AreaShown, AreaWithBorder
from api.schemas.thing import Id
from kernel.rights import Thing
from people.asker import Asker

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/areas", tags=["areas"])

See = Annotated[Asker, to_read(Thing.AREAS)]


@router.get("", **listing(AreaShown))
def list_areas(asker: See, database: Stored, paging: Paging) -> Response:
    """List the areas that were imported, as they first were, without their borders."""
    with database.read(asker.scope, asker.principal) as work:
        return paging.page(work.areas.page(after=paging.after_id, limit=paging.wanted), AreaShown.of)


@router.get("/{area}", **showing(AreaWithBorder))
def show_area(asker: See, database: Stored, area: Id, request: Request) -> Response:
    """Show an area with its border."""
    with database.read(asker.scope, asker.principal) as work:
        return shown(request, AreaWithBorder.of(work.areas.by_id(area)))
