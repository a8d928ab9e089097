"""Starting measurements of a square: handed in, listed, shown; never changed."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import creating, listing, showing
from api.schemas.starting_measurements import StartingMeasurementGiven, StartingMeasurementShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.starting_measurements import keep_measurement

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/starting-measurements", tags=["reports"])

See = Annotated[AtSquare, to_see(Thing.REPORTS)]
Change = Annotated[AtSquare, to_change(Thing.REPORTS)]


@router.get("", **listing(StartingMeasurementShown))
def list_measurements(at: See, paging: Paging) -> Response:
    """List every version of every measurement, as they were handed in."""
    with at.read() as work:
        rows = work.starting_measurements.page(at.id, after=paging.after_id, limit=paging.wanted)
        return paging.page(rows, StartingMeasurementShown.of)


@router.post("", **creating(StartingMeasurementShown, or_known="It was handed in before, just so."))
def hand_in_measurement(at: Change, once: Once, given: StartingMeasurementGiven) -> Response:
    """Hand a measurement in: reports compare with the newest version of each, and say of when and whom it is.

    Under a name that is known it becomes the next version, and the one before stays.
    """

    def keep(work: Work) -> Answer:
        kept, is_new = keep_measurement(work, at.id, given.wished)
        told = StartingMeasurementShown.of(kept)
        return created(told, at.address_of("starting-measurements", kept.id)) if is_new else changed(told)

    return once.once(at.begin, keep)


@router.get("/{measurement}", **showing(StartingMeasurementShown))
def show_measurement(at: See, measurement: Id, request: Request) -> Response:
    """Show one version of a measurement."""
    with at.read() as work:
        return shown(request, StartingMeasurementShown.of(work.starting_measurements.get(at.id, measurement)))
