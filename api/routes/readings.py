"""Readings of a square's vehicles: kilometres and energy of a day, as meters said."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import creating, listing, showing
from api.schemas.readings import ReadingGiven, ReadingShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.reading_taking import take_reading

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/readings", tags=["vehicles"])

See = Annotated[AtSquare, to_see(Thing.PLANS)]
"""As of `data.models.vehicle_reading`: how far somebody rode is for who reads how a day went."""
Change = Annotated[AtSquare, to_change(Thing.VEHICLES)]
OfVehicle = Annotated[Id | None, Query(description="Of this vehicle alone.")]


@router.get("", **listing(ReadingShown))
def list_readings(at: See, paging: Paging, vehicle: OfVehicle = None) -> Response:
    """List readings, as they were first said."""
    with at.read() as work:
        rows = work.vehicle_readings.page(at.id, vehicle, after=paging.after_id, limit=paging.wanted)
        return paging.page(rows, lambda reading: ReadingShown.of(reading, contacts=at.tells_contacts))


@router.post("", **creating(ReadingShown, or_known="It took the place of what was said of that vehicle and day."))
def say_reading(at: Change, once: Once, given: ReadingGiven) -> Response:
    """Say what a vehicle's meters show of a day; reports take it from now on.

    Refused is what cannot be: of a day that has not been, a counter that goes back, nought of a vehicle that rode,
    energy of a kind that it does not take.
    """

    def take(work: Work) -> Answer:
        known = {one.id for one in work.vehicle_readings.between(at.id, given.day, given.day)}
        stored = take_reading(work, at.id, given.given)
        told = ReadingShown.of(stored, contacts=at.tells_contacts)
        return changed(told) if stored.id in known else created(told, at.address_of("readings", stored.id))

    return once.once(at.begin, take)


@router.get("/{reading}", **showing(ReadingShown))
def show_reading(at: See, reading: Id, request: Request) -> Response:
    """Show a reading."""
    with at.read() as work:
        return shown(request, ReadingShown.of(work.vehicle_readings.get(at.id, reading), contacts=at.tells_contacts))
