"""Putting a courier on a round for a time, and why it cannot be: never two rounds at once, never without their word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from data.drafts.courier import AssignmentDraft
from data.models.courier import Courier
from data.models.courier_assignment import CourierAssignment
from data.models.round import Round
from data.models.states import RoundState
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from rounds.courier_hours import Span, can_ride, shifts_of
from rounds.day_clock import DayClock

__all__ = ["WishedAssignment", "assign"]


@dataclass(frozen=True, slots=True)
class WishedAssignment:
    """Who is to ride which round; without times the whole of it."""

    courier_id: str
    round_id: str
    begins_at: datetime | None = None
    ends_at: datetime | None = None


def assign(work: Work, square_id: str, timezone: str, wished: WishedAssignment) -> CourierAssignment:
    """Put a courier on a round, in a unit of work that others end and that waits for other writers of the square.

    Raises
    ------
    NotFoundError
        The courier or the round is not there.
    BadInputError
        The times are not within the round.
    ConflictError
        The round is not released yet or over, the courier left, may not ride its vehicle, is not available, or rides
        elsewhere at that time; or nobody else fits on the vehicle.
    """
    courier = work.couriers.get(square_id, wished.courier_id)
    one = work.rounds.get(wished.round_id)
    span = Span(wished.begins_at or one.leaving_at, wished.ends_at or one.return_at)
    _refuse_round(one)
    _refuse_span(span, one, timezone)
    _refuse_courier(courier, one)
    if not can_ride(courier, span, timezone):
        raise ConflictError(
            f"{courier.name} is not available {_written(span, timezone)}; {_free(courier, span, timezone)}",
            way_out="Choose other times or another courier, or change when they are available.",
        )
    _refuse_elsewhere(work.courier_assignments.during(square_id, *span, courier_id=courier.id), courier, one, timezone)
    beside = work.courier_assignments.during(square_id, *span, round_id=one.id)
    if _most_at_once(beside) >= one.vehicle.crew:
        raise ConflictError(
            f"{one.vehicle.name} has a courier for all its {one.vehicle.crew} seats then"
            if one.vehicle.crew > 1
            else f"round {one.number} has a courier then",
            way_out="Take one off the round first, or choose other times.",
        )
    return work.courier_assignments.add(square_id, AssignmentDraft(courier.id, one.id, *span))


def _refuse_round(one: Round) -> None:
    if one.state is RoundState.PROPOSED:
        raise ConflictError(
            f"round {one.number} is only proposed: planning again may take it away", way_out="Release it first."
        )
    if one.state is RoundState.COMPLETED:
        raise ConflictError(f"round {one.number} is over", way_out="Nothing was changed.")


def _refuse_span(span: Span, one: Round, timezone: str) -> None:
    if span.begins_at >= span.ends_at:
        raise BadInputError("ends before it begins", where="ends_at")
    if span.begins_at < one.leaving_at or span.ends_at > one.return_at:
        whole = Span(one.leaving_at, one.return_at)
        raise BadInputError(
            f"is not within the round, which is {_written(whole, timezone)}",
            where="begins_at" if span.begins_at < one.leaving_at else "ends_at",
        )


def _refuse_courier(courier: Courier, one: Round) -> None:
    if courier.ended_at is not None:
        raise ConflictError("this courier has left the square", way_out="Choose another one.")
    if one.profile not in courier.profiles:
        raise ConflictError(
            f"{courier.name} may not ride a {one.profile}", way_out="Choose another courier, or say that they may."
        )
    if courier.vehicles and one.vehicle_id not in courier.vehicles:
        raise ConflictError(
            f"{courier.name} may not ride {one.vehicle.name}", way_out="Choose another courier, or say that they may."
        )


def _refuse_elsewhere(there: Sequence[CourierAssignment], courier: Courier, one: Round, timezone: str) -> None:
    for other in there:
        where = "this round" if other.round_id == one.id else "another round"
        raise ConflictError(
            f"{courier.name} is on {where} {_written(Span(other.begins_at, other.ends_at), timezone)}",
            way_out="Take them off that first, or choose other times.",
        )


def _most_at_once(assignments: Sequence[CourierAssignment]) -> int:
    """Give how many overlap at most: at the beginning of one of them."""
    return max((sum(one.begins_at <= at < one.ends_at for one in assignments)
                for at in (one.begins_at for one in assignments)), default=0)  # fmt: skip


def _free(courier: Courier, span: Span, timezone: str) -> str:
    day = span.begins_at.astimezone(ZoneInfo(timezone)).date()
    shifts = shifts_of(courier, DayClock(day, timezone))
    return "on that day: " + (", ".join(_clock(one, timezone) for one in shifts) or "not at all")


def _written(span: Span, timezone: str) -> str:
    return f"on {span.begins_at.astimezone(ZoneInfo(timezone)):%Y-%m-%d} {_clock(span, timezone)}"


def _clock(span: Span, timezone: str) -> str:
    begin, end = (moment.astimezone(ZoneInfo(timezone)) for moment in span)
    return f"{begin:%H:%M}-{end:%H:%M}"
