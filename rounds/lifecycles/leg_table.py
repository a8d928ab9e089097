"""The table of a leg: what one source's account of a parcel on it becomes with each thing it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.drafts.event import EventKind
from data.models.states import LegState
from rounds.lifecycles.said import Left

__all__ = ["LEG_TABLE", "RANK", "SHOWN", "Known", "Row", "may_be_left", "step"]


class Known(StrEnum):
    """What is known of a parcel on a leg."""

    NOTHING = "nothing"
    NOT_COLLECTED = "not collected"
    COLLECTED = "collected"
    FAILED = "failed"
    DROPPED = "dropped"
    LOST = "lost"


SHOWN: Mapping[Known, LegState] = {
    Known.NOTHING: LegState.PLANNED,
    Known.NOT_COLLECTED: LegState.FAILED,
    Known.COLLECTED: LegState.COLLECTED,
    Known.FAILED: LegState.FAILED,
    Known.DROPPED: LegState.DROPPED,
    Known.LOST: LegState.LOST_OR_DAMAGED,
}
"""The state of a leg by what is known; cancelled and returned are of its order's doing."""

RANK: Mapping[Known, int] = {
    Known.NOTHING: 0,
    Known.NOT_COLLECTED: 1,
    Known.COLLECTED: 2,
    Known.FAILED: 3,
    Known.DROPPED: 3,
    Known.LOST: 3,
}
"""How far it has come: of two sources the one that knows more is right; two ends contradict each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change.

    Attributes
    ----------
    after: None where it cannot be: it is kept, changes nothing, and a dispatcher looks at it.
    guarded: whether an 18+ parcel must have been handed over in person or to a keeper; if not, it is as collected.
    """

    before: Known
    kind: EventKind
    after: Known | None
    why: str
    guarded: bool = False


def _rows(before: Known, *changes: tuple[EventKind, Known | None, str]) -> list[Row]:
    return [Row(before, kind, after, why, guarded=after is Known.DROPPED) for kind, after, why in changes]


_COLLECTED, _NOT, _DROPPED, _FAILED, _LOST = (
    EventKind.LEG_COLLECTED, EventKind.LEG_NOT_COLLECTED, EventKind.LEG_DROPPED, EventKind.LEG_FAILED,
    EventKind.LEG_LOST,
)  # fmt: skip

LEG_TABLE: tuple[Row, ...] = (
    *_rows(
        Known.NOTHING,
        (_COLLECTED, Known.COLLECTED, "the round has it"),
        (_NOT, Known.NOT_COLLECTED, "it stays where it is"),
        (_DROPPED, Known.DROPPED, "so it was collected"),
        (_FAILED, Known.FAILED, "so it was collected"),
        (_LOST, Known.LOST, "before it was collected"),
    ),
    *_rows(
        Known.NOT_COLLECTED,
        (_COLLECTED, Known.COLLECTED, "they went there again"),
        (_NOT, Known.NOT_COLLECTED, "once more in vain"),
        (_DROPPED, Known.DROPPED, "so it was collected after all"),
        (_FAILED, Known.FAILED, "so it was collected after all"),
        (_LOST, Known.LOST, "before it was collected"),
    ),
    *_rows(
        Known.COLLECTED,
        (_COLLECTED, Known.COLLECTED, "said twice"),
        (_NOT, None, "the round has it already"),
        (_DROPPED, Known.DROPPED, "brought"),
        (_FAILED, Known.FAILED, "the round still has it"),
        (_LOST, Known.LOST, "on its way"),
    ),
    *_rows(
        Known.FAILED,
        (_COLLECTED, None, "the round never left it anywhere"),
        (_NOT, None, "the round has it already"),
        (_DROPPED, Known.DROPPED, "they came by again: nothing has to follow"),
        (_FAILED, Known.FAILED, "once more in vain: the last word counts"),
        (_LOST, Known.LOST, "on its way"),
    ),
    *_rows(
        Known.DROPPED,
        (_COLLECTED, None, "it was brought: taking it along again is another leg"),
        (_NOT, None, "it was brought already"),
        (_DROPPED, Known.DROPPED, "said twice"),
        (_FAILED, None, "it was brought already"),
        (_LOST, None, "it was brought already"),
    ),
    *_rows(
        Known.LOST,
        (_COLLECTED, Known.COLLECTED, "found again"),
        (_NOT, None, "it is lost"),
        (_DROPPED, Known.DROPPED, "found again, and brought"),
        (_FAILED, None, "it is lost"),
        (_LOST, Known.LOST, "said twice"),
    ),
)
_BY_BEFORE_AND_KIND = {(row.before, row.kind): row for row in LEG_TABLE}


def step(before: Known, kind: EventKind) -> Row:
    """Find the row of a change."""
    return _BY_BEFORE_AND_KIND[before, kind]


def may_be_left(*, adults_only: bool, at_hub: bool, left: Left | None, keeper: bool | None) -> bool:
    """Say whether a parcel may stay where it was dropped.

    18+ is never left with neighbours, at a door, or in a hub without a keeper.
    """
    if not adults_only:
        return True
    return bool(keeper) if at_hub else left in {None, Left.IN_PERSON}
