"""When a shop is open: the text of an `opening_hours` tag, asked about one day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import opening_hours

from kernel.opening_remarks import remarks_as_unknown
from kernel.position import Position

__all__ = ["Opening", "read_opening"]

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Opening:
    """An `opening_hours` text as it was mapped.

    Attributes
    ----------
    position: of the shop; it decides whose public holidays count.
    unreadable: why the text cannot be understood; empty where it can.

    Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
    """

    text: str
    position: Position
    unreadable: str = ""

    def opens_on(self, day: date) -> tuple[tuple[int, int], ...] | None:
        """Return the hours of one day.

        Hours past midnight are cut there: the rest belongs to the next day. "By appointment" and other
        states that nobody can rely on are closed; so is a rule that is only a remark.

        Returns
        -------
        (start_s, end_s) on the local clock since midnight, ascending and apart; None where the text is unreadable.
        """
        if self.unreadable:
            return None
        midnight = datetime.combine(day, time())
        rules = _rules(remarks_as_unknown(self.text), self.position)
        spans: list[tuple[int, int]] = []
        for start, end, state, _ in rules.intervals(midnight, midnight + timedelta(days=1)):
            if state == opening_hours.State.OPEN:
                _add(spans, _seconds(start, midnight), _seconds(end, midnight))
        return tuple(spans)


def read_opening(text: str, position: Position) -> Opening:
    """Read an `opening_hours` text; one that nobody can read is kept with the reason."""
    try:
        _rules(text, position)
    except opening_hours.ParserError as fault:  # pyright: ignore[reportAttributeAccessIssue] - missing in its stubs
        return Opening(text, position, _reason(str(fault)))
    return Opening(text, position)


def _rules(text: str, position: Position) -> Any:
    return opening_hours.OpeningHours(text, coords=(position.lat, position.lon), auto_timezone=False)


def _seconds(moment: datetime, midnight: datetime) -> int:
    return min(max(int((moment - midnight).total_seconds()), 0), DAY_S)


def _add(spans: list[tuple[int, int]], start_s: int, end_s: int) -> None:
    """Append a span; spans that touch (the library splits them by comment) become one."""
    if spans and spans[-1][1] == start_s:
        spans[-1] = (spans[-1][0], end_s)
    elif end_s > start_s:
        spans.append((start_s, end_s))


def _reason(fault: str) -> str:
    """Cut the parser's picture of the text down to where it stopped."""
    place = fault.partition("-->")[2].split("\n")[0].strip().partition(":")[2]
    return f"not understood from character {place} on" if place.isdigit() else "not understood"
