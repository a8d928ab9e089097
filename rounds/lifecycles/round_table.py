"""The table of a round: proposed, released, under way, completed; it only ever goes forward."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.models.states import RoundState

__all__ = ["ROUND_TABLE", "RoundRow", "RoundSign", "round_now"]


class RoundSign(StrEnum):
    """What tells how far a round is."""

    RELEASED = "released"
    """A dispatcher gave it to its couriers: an intention."""
    STARTED = "started"
    RIDDEN = "ridden"
    """Something happened to a parcel in it."""
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One change; `amiss` where it happened without a release: it counts, and a dispatcher looks at it."""

    before: RoundState
    sign: RoundSign
    after: RoundState
    amiss: bool = False


_P, _R, _U, _C = RoundState.PROPOSED, RoundState.RELEASED, RoundState.UNDER_WAY, RoundState.COMPLETED
ROUND_TABLE: tuple[RoundRow, ...] = (
    RoundRow(_P, RoundSign.RELEASED, _R),
    RoundRow(_P, RoundSign.STARTED, _U, amiss=True),
    RoundRow(_P, RoundSign.RIDDEN, _U, amiss=True),
    RoundRow(_P, RoundSign.COMPLETED, _C, amiss=True),
    RoundRow(_R, RoundSign.RELEASED, _R),
    RoundRow(_R, RoundSign.STARTED, _U),
    RoundRow(_R, RoundSign.RIDDEN, _U),
    RoundRow(_R, RoundSign.COMPLETED, _C),
    RoundRow(_U, RoundSign.RELEASED, _U),
    RoundRow(_U, RoundSign.STARTED, _U),
    RoundRow(_U, RoundSign.RIDDEN, _U),
    RoundRow(_U, RoundSign.COMPLETED, _C),
    RoundRow(_C, RoundSign.RELEASED, _C),
    RoundRow(_C, RoundSign.STARTED, _C),
    RoundRow(_C, RoundSign.RIDDEN, _C),
    RoundRow(_C, RoundSign.COMPLETED, _C),
)
_BY_BEFORE_AND_SIGN = {(row.before, row.sign): row for row in ROUND_TABLE}


def round_now(before: RoundState, signs: Iterable[RoundSign]) -> tuple[RoundState, bool]:
    """Give the state of a round after signs of whatever order, and whether it was ridden without a release."""
    state, amiss = before, False
    for sign in sorted(set(signs), key=list(RoundSign).index):
        row = _BY_BEFORE_AND_SIGN[state, sign]
        state, amiss = row.after, amiss or row.amiss
    return state, amiss
