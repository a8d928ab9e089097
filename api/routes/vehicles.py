"""Vehicles of a square."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import changing, creating, listing, showing
from api.schemas.thing import Id
from api.schemas.vehicles import VehicleGiven, VehicleShown
from data.work import Work
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/vehicles", tags=["vehicles"])

See = Annotated[AtSquare, to_see(Thing.VEHICLES)]
Change = Annotated[AtSquare, to_change(Thing.VEHICLES)]


@router.get("", **listing(VehicleShown))
def list_vehicles(at: See, paging: Paging) -> Response:
    """List the vehicles, as they were made."""
    with at.read() as work:
        return paging.page(work.vehicles.page(at.id, after=paging.after_id, limit=paging.wanted), VehicleShown.of)


@router.post("", **creating(VehicleShown))
def make_vehicle(at: Change, once: Once, given: VehicleGiven) -> Response:
    """Make a vehicle; its name is its own on the square."""

    def make(work: Work) -> Answer:
        vehicle = work.vehicles.create(at.id, given.draft)
        return created(VehicleShown.of(vehicle), at.address_of("vehicles", vehicle.id))

    return once.once(at.begin, make)


@router.get("/{vehicle}", **showing(VehicleShown))
def show_vehicle(at: See, vehicle: Id, request: Request) -> Response:
    """Show a vehicle."""
    with at.read() as work:
        return shown(request, VehicleShown.of(work.vehicles.get(at.id, vehicle)))


@router.put("/{vehicle}", **changing(VehicleShown))
def change_vehicle(at: Change, vehicle: Id, seen: IfMatch, given: VehicleGiven) -> Response:
    """Put what is given in the place of what is known of a vehicle; plans that were made keep theirs."""
    with at.begin() as work:
        seen.must_be(VehicleShown.of(work.vehicles.get(at.id, vehicle)).as_sent())
        return changed(VehicleShown.of(work.vehicles.change(at.id, vehicle, given.draft))).response
