"""When a row says an order may be handed over, and when it is packed."""

from dataclasses import dataclass

from rounds.clock import clock
from rounds.intake.cell import Reading, UnreadableCellError
from rounds.intake.row_reader import RowReader
from rounds.intake.time_of_day import OpenSpan, read_clear_time, read_span, read_time, refuse_unclear_hours

__all__ = ["TimesRead", "read_open_span", "read_times"]


@dataclass(frozen=True, slots=True)
class TimesRead:
    """Seconds since local midnight; None is open."""

    start_s: int | None
    end_s: int | None
    ready_at_s: int | None


def read_times(reader: RowReader) -> TimesRead:
    """Read window and packing time; a window that ends before it starts, or before the order is packed, is a fault."""
    before = len(reader.faults)
    start_s, end_s = read_open_span(reader, "window", "window_start", "window_end")
    ready_at_s = reader.read("ready_at", read_clear_time)
    if len(reader.faults) == before and ready_at_s is not None and end_s is not None and ready_at_s > end_s:
        reader.fault(
            f"klaar om {clock(ready_at_s)}, na het einde van het bezorgmoment om {clock(end_s)}",
            f"packed at {clock(ready_at_s)}, after its window ends at {clock(end_s)}",
        )
    return TimesRead(start_s, end_s, ready_at_s)


def read_open_span(reader: RowReader, whole: str, start: str, end: str) -> OpenSpan:
    """Read a span from one column, or from two; what the two say comes first."""
    span = reader.read(whole, read_span) or (None, None)
    first = reader.read(start, _time_or_span) or (None, None)
    last = reader.read(end, _end_or_span) or (None, None)
    _look_at_hours(reader, (start, first[0]), (end, last[1]))
    start_s = next((side for side in (first[0], last[0], span[0]) if side is not None), None)
    end_s = next((side for side in (last[1], first[1], span[1]) if side is not None), None)
    if start_s is not None and end_s is not None and start_s >= end_s:
        reader.fault(
            f"het tijdvak eindigt om {clock(end_s)}, niet na het begin om {clock(start_s)}",
            f"the span ends at {clock(end_s)}, not after it starts at {clock(start_s)}",
        )
    return start_s, end_s


def _look_at_hours(reader: RowReader, *sides: tuple[str, int | None]) -> None:
    """Judge hours of two columns as those of one: "2" beside "4" says no more than "2-4"."""
    try:
        refuse_unclear_hours(*(reader.text(meaning) for meaning, side_s in sides if side_s is not None))
    except UnreadableCellError as fault:
        reader.faults.append(fault.text)


def _time_or_span(cell: str) -> Reading[OpenSpan]:
    try:
        reading = read_time(cell)
    except UnreadableCellError:
        return read_span(cell)
    return Reading((reading.value, None), reading.mend)


def _end_or_span(cell: str) -> Reading[OpenSpan]:
    try:
        reading = read_time(cell)
    except UnreadableCellError:
        return read_span(cell)
    return Reading((None, reading.value), reading.mend)
