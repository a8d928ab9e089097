"""Parcels of a square; they come and change with their orders."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.cursors import Paging
from api.route_docs import listing, showing
from api.schemas.parcels import ParcelShown
from api.schemas.thing import Id, Words
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/parcels", tags=["parcels"])

See = Annotated[AtSquare, to_see(Thing.ORDERS)]


@router.get("", **listing(ParcelShown))
def list_parcels(
    at: See,
    paging: Paging,
    order: Id | None = None,
    barcode: Annotated[Words | None, Query(max_length=80, description="As it was scanned.")] = None,
) -> Response:
    """List parcels, as they came in."""
    with at.read() as work:
        rows = work.parcels.page(at.id, order_id=order, barcode=barcode, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, ParcelShown.of)


@router.get("/{parcel}", **showing(ParcelShown))
def show_parcel(at: See, parcel: Id, request: Request) -> Response:
    """Show a parcel, and who has it."""
    with at.read() as work:
        return shown(request, ParcelShown.of(work.parcels.get(at.id, parcel)))
