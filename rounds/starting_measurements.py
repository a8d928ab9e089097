"""Starting measurements of squares (nulmeting): as they are handed in, kept, and read back for a report."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.drafts.starting_measurement import StartingMeasurementDraft
from data.models.starting_measurement import StartingMeasurement
from data.work import Work
from impact.starting_measurement import Flow, FlowKind, Measured
from kernel.errors import BadInputError
from rounds.told_rows import read_rows

__all__ = ["COLUMNS", "WishedMeasurement", "keep_measurement", "measured_in", "read_flows"]

COLUMNS = ["flow", "by", "trips", "distance_m", "parcels"]
LIMIT_MIB = 1
MOST_FLOWS = 200
LONGEST_DAYS = 2 * 366
OLDEST = date(2000, 1, 1)
"""Before it nobody counted for this: a typing error. Our own choice."""


@dataclass(frozen=True, slots=True)
class WishedMeasurement:
    """A measurement as somebody hands it in; see `data.models.starting_measurement.StartingMeasurement`."""

    name: str
    first_day: date
    last_day: date
    measured_by: str
    method: str
    source: str
    orders: int
    flows: Sequence[Flow]


def keep_measurement(work: Work, square_id: str, wished: WishedMeasurement) -> tuple[StartingMeasurement, bool]:
    """Keep a measurement; what was kept before stays. Give it, and whether it is new.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    BadInputError
        It was counted of no order, or not at all; its days are in the future, far back, too many or the wrong way
        round; a text is missing or too long.
    """
    if len(wished.flows) > MOST_FLOWS:
        raise BadInputError(f"{len(wished.flows)} flows are more than {MOST_FLOWS}", field="flows")
    measured = Measured(wished.orders, wished.flows)
    _look_at_days(work, square_id, wished)
    draft = StartingMeasurementDraft(
        name=" ".join(wished.name.split()),
        first_day=wished.first_day,
        last_day=wished.last_day,
        measured_by=wished.measured_by.strip(),
        method=wished.method.strip(),
        source=wished.source.strip(),
        orders=measured.orders,
        flows=[{**asdict(flow), "kind": str(flow.kind), "by": str(flow.by)} for flow in measured.flows],
    )
    return work.starting_measurements.add(square_id, draft)


def measured_in(kept: StartingMeasurement) -> Measured:
    """Give what was counted."""
    flows = [
        Flow(FlowKind(flow["kind"]), flow["by"], flow["trips"], flow["distance_m"], flow["parcels"])
        for flow in kept.flows
    ]
    return Measured(kept.orders, flows)


def read_flows(file: Path) -> list[Flow]:
    """Read what was counted from a file.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    found: list[Flow] = []
    read_rows(file, COLUMNS, LIMIT_MIB, lambda row, _: found.append(_flow(row)))
    return found


def _look_at_days(work: Work, square_id: str, wished: WishedMeasurement) -> None:
    today = work.now.astimezone(ZoneInfo(work.squares.with_id(square_id).timezone)).date()
    first, last = wished.first_day, wished.last_day
    if last < first:
        raise BadInputError(f"it ends on {last}, before it begins on {first}", field="last_day")
    if last > today:
        raise BadInputError(f"{last} is not over yet", field="last_day", way_out="Hand it in when it was counted.")
    if first < OLDEST:
        raise BadInputError(f"{first} is long ago; is the year right?", field="first_day")
    if (last - first).days >= LONGEST_DAYS:
        raise BadInputError(f"{first} to {last} is more than two years", field="last_day")


def _flow(row: Sequence[str]) -> Flow:
    if len(row) != len(COLUMNS):
        raise BadInputError(f"{len(row)} values for {len(COLUMNS)} columns")
    given: Mapping[str, Any] = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    if given["flow"] not in set(FlowKind):
        raise BadInputError(f"{given['flow']!r} is no flow; use one of {', '.join(FlowKind)}")
    numbers = {name: _whole(given[name], name) for name in ("trips", "distance_m", "parcels")}
    return Flow(FlowKind(given["flow"]), given["by"], **numbers)


def _whole(text: str, what: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadInputError(f"{what}: {text!r} is no whole number from 0")
    return int(text)
