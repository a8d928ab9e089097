"""Vehicles of a square."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.named_things import NamedThings
from api.route_docs import changing, creating, listing, showing
from api.schemas.thing import Id
from api.schemas.vehicles import VehicleGiven, VehicleShown
from data.drafts.shop import VehicleDraft
from data.models.vehicle import Vehicle
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/vehicles", tags=["vehicles"])

See = Annotated[AtSquare, to_see(Thing.VEHICLES)]
Change = Annotated[AtSquare, to_change(Thing.VEHICLES)]


@router.get("", **listing(VehicleShown))
def list_vehicles(at: See, paging: Paging) -> Response:
    """List the vehicles, as they were made."""
    return _vehicles(at).page(at, paging)


@router.post("", **creating(VehicleShown))
def make_vehicle(at: Change, once: Once, given: VehicleGiven) -> Response:
    """Make a vehicle; its name is its own on the square."""
    return _vehicles(at).made(at, once, given.draft)


@router.get("/{vehicle}", **showing(VehicleShown))
def show_vehicle(at: See, vehicle: Id, request: Request) -> Response:
    """Show a vehicle."""
    return _vehicles(at).shown(at, vehicle, request)


@router.put("/{vehicle}", **changing(VehicleShown))
def change_vehicle(at: Change, vehicle: Id, seen: IfMatch, given: VehicleGiven) -> Response:
    """Put what is given in the place of what is known of a vehicle; plans that were made keep theirs."""
    return _vehicles(at).changed(at, vehicle, seen, lambda _: given.draft)


def _vehicles(at: AtSquare) -> NamedThings[Vehicle, VehicleDraft]:
    return NamedThings(
        "vehicles", lambda work: work.vehicles, lambda vehicle: VehicleShown.of(vehicle, contacts=at.tells_contacts)
    )
