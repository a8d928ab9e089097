"""One courier as somebody says it, read and ready to be stored; and one who leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from data.drafts.courier import CourierDraft, DayException, WeeklyShift
from data.models.courier import Courier
from data.models.limits import DAY_S, MAX_CLOCK_S
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from rounds.given_name import given_name
from rounds.intake.cell import UnreadableCellError
from rounds.intake.contact import phone_reader
from routing.network.profile import PROFILE_NAMES

__all__ = ["GivenCourier", "courier_draft", "leave"]

LAST_MOMENT = datetime(9999, 12, 28, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class GivenCourier:
    """A courier as they were handed in; see `data.models.courier.Courier`."""

    name: str
    profiles: frozenset[str]
    phone: str = ""
    vehicles: frozenset[str] = frozenset()
    weekly: Sequence[WeeklyShift] = ()
    exceptions: Sequence[DayException] = ()
    active: bool = True


def courier_draft(given: GivenCourier) -> CourierDraft:
    """Make what is stored of a courier.

    Raises
    ------
    BadInputError
        The name does not show, the telephone number is none, a shift ends before it begins, or a vehicle's kind is not
        known.
    """
    for at, shift in enumerate(given.weekly):
        _refuse_shift(f"weekly/{at}", shift.start_s, shift.end_s)
    for at, one in enumerate(given.exceptions):
        if (one.start_s is None) != (one.end_s is None):
            raise BadInputError(
                "has a start or an end alone", where=f"exceptions/{at}", way_out="Give both, or none for a day off."
            )
        if one.start_s is not None and one.end_s is not None:
            _refuse_shift(f"exceptions/{at}", one.start_s, one.end_s)
    for unknown in sorted(given.profiles - set(PROFILE_NAMES)):
        raise BadInputError(
            f"{unknown} is no kind of vehicle", where="profiles", way_out=f"Choose of: {', '.join(PROFILE_NAMES)}."
        )
    return CourierDraft(
        name=given_name(given.name, "the courier"),
        profiles=given.profiles,
        phone=_phone(given.phone),
        vehicles=given.vehicles,
        weekly=given.weekly,
        exceptions=given.exceptions,
        active=given.active,
    )


def leave(work: Work, square_id: str, courier_id: str) -> Courier:
    """Let a courier leave the square: who they were is forgotten.

    Raises
    ------
    NotFoundError
        There is none in the scope.
    ConflictError
        They left before, or are still to ride.
    """
    to_ride = work.courier_assignments.during(square_id, work.now, LAST_MOMENT, courier_id=courier_id)
    if to_ride:
        raise ConflictError(
            f"the courier still rides: {len(to_ride)} assignment{'' if len(to_ride) == 1 else 's'}",
            way_out="Take them off those rounds first, or wait until these are over.",
        )
    return work.couriers.end(square_id, courier_id)


def _phone(written: str) -> str:
    if not written.strip():
        return ""
    try:
        return phone_reader()(written.strip()).value
    except UnreadableCellError as fault:
        raise BadInputError(fault.text.en, where="phone") from fault


def _refuse_shift(where: str, start_s: int, end_s: int) -> None:
    if not 0 <= start_s < end_s <= min(start_s + DAY_S, MAX_CLOCK_S):
        raise BadInputError(
            "does not end after it starts, within a day", where=where, way_out="Past midnight is written 26:00."
        )
