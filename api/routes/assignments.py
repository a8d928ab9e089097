"""Assignments of couriers to rounds of a square."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import acting, creating, listing, showing
from api.schemas.assignments import AssignmentGiven, AssignmentShown
from api.schemas.thing import Id
from data.models.courier_assignment import CourierAssignment
from data.work import Work
from kernel.rights import Thing
from rounds.assigning import assign

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/assignments", tags=["couriers"])

See = Annotated[AtSquare, to_see(Thing.COURIERS)]
Change = Annotated[AtSquare, to_change(Thing.COURIERS)]


@router.get("", **listing(AssignmentShown))
def list_assignments(
    at: See,
    paging: Paging,
    *,
    ridden: Annotated[Id | None, Query(alias="round", description="Those of this round.")] = None,
    courier: Annotated[Id | None, Query(description="Those of this courier.")] = None,
) -> Response:
    """List who rides what, as it was assigned, what is over too."""
    with at.read() as work:
        rows = work.courier_assignments.page(
            at.id, round_id=ridden, courier_id=courier, after=paging.after_id, limit=paging.wanted
        )
    return paging.page(rows, lambda one: _shown(at, one))


@router.post("", **creating(AssignmentShown))
def make_assignment(at: Change, once: Once, given: AssignmentGiven) -> Response:
    """Put a courier on a released round, for all of it or a part.

    409, in words: the courier may not ride its vehicle, is not available, or is on another round then; or nobody else
    fits on the vehicle.
    """

    def make(work: Work) -> Answer:
        one = assign(work, at.id, at.square.timezone, given.wished)
        return created(_shown(at, one), at.address_of("assignments", one.id))

    return once.once(at.begin, make)


@router.get("/{assignment}", **showing(AssignmentShown))
def show_assignment(at: See, assignment: Id, request: Request) -> Response:
    """Show an assignment."""
    with at.read() as work:
        return shown(request, _shown(at, work.courier_assignments.get(at.id, assignment)))


@router.post("/{assignment}/end", **acting(AssignmentShown))
def end_assignment(at: Change, once: Once, assignment: Id) -> Response:
    """Take a courier off a round from now on; where it has not begun, it never was. One that is over: 409."""

    def end(work: Work) -> Answer:
        return changed(_shown(at, work.courier_assignments.end(at.id, assignment)))

    return once.once(at.begin, end)


def _shown(at: AtSquare, one: CourierAssignment) -> AssignmentShown:
    return AssignmentShown.of(one, contacts=at.tells_contacts)
