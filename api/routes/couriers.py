"""Couriers of a square: what they may ride, and when they can."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import Answer, changed, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.named_things import NamedThings
from api.route_docs import acting, changing, creating, listing, showing
from api.schemas.couriers import CourierGiven, CourierShifts, CourierShown, Shift
from api.schemas.thing import Id
from data.drafts.courier import CourierDraft
from data.models.courier import Courier
from data.work import Work
from kernel.rights import Thing
from rounds.courier_hours import shifts_of
from rounds.courier_keeping import courier_draft, leave
from rounds.day_clock import DayClock, days_from

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/couriers", tags=["couriers"])

See = Annotated[AtSquare, to_see(Thing.COURIERS)]
Change = Annotated[AtSquare, to_change(Thing.COURIERS)]
MOST_DAYS = 62


@router.get("", **listing(CourierShown))
def list_couriers(at: See, paging: Paging) -> Response:
    """List the couriers, as they were made, those who left too."""
    return _couriers(at).page(at, paging)


@router.post("", **creating(CourierShown))
def make_courier(at: Change, once: Once, given: CourierGiven) -> Response:
    """Make a courier; the name is their own on the square."""
    return _couriers(at).made(at, once, courier_draft(given.given))


@router.get("/{courier}", **showing(CourierShown))
def show_courier(at: See, courier: Id, request: Request) -> Response:
    """Show a courier."""
    return _couriers(at).shown(at, courier, request)


@router.put("/{courier}", **changing(CourierShown))
def change_courier(at: Change, courier: Id, seen: IfMatch, given: CourierGiven) -> Response:
    """Put what is given in the place of what is known of a courier; assignments that were made stay."""
    draft = courier_draft(given.given)
    return _couriers(at).changed(at, courier, seen, lambda _: draft)


@router.post("/{courier}/end", **acting(CourierShown))
def end_courier(at: Change, once: Once, courier: Id) -> Response:
    """Let a courier leave: name, telephone and hours are forgotten. One who is still to ride: 409."""

    def end(work: Work) -> Answer:
        return changed(_shown(at, leave(work, at.id, courier)))

    return once.once(at.begin, end)


@router.get("/{courier}/shifts", **showing(CourierShifts))
def show_shifts(
    at: See,
    courier: Id,
    request: Request,
    first: Annotated[date, Query(description="The first local day.", examples=["2026-12-01"])],
    days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7,
) -> Response:
    """Show when a courier can ride, as moments; nothing to who may not read contacts."""
    with at.read() as work:
        known = work.couriers.get(at.id, courier)
    shifts: list[Shift] = []
    for day in days_from(first, days) if at.tells_contacts else ():
        clock = DayClock(day, at.square.timezone)
        shifts += [Shift.of(day, span) for span in shifts_of(known, clock)]
    return shown(request, CourierShifts(shifts=shifts))


def _couriers(at: AtSquare) -> NamedThings[Courier, CourierDraft]:
    return NamedThings("couriers", lambda work: work.couriers, lambda courier: _shown(at, courier))


def _shown(at: AtSquare, courier: Courier) -> CourierShown:
    return CourierShown.of(courier, contacts=at.tells_contacts)
