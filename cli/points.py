"""Points handed in as a table: id,lon,lat. Any fault is told with its line and column."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from kernel.errors import BadInputError
from kernel.files import read_within
from kernel.position import Position

__all__ = ["MAX_POINTS", "Point", "read_points"]

COLUMNS = ("id", "lon", "lat")

MAX_POINTS = 5_000
"""More would fill hundreds of megabytes of JSON, which nobody reads at once."""

MAX_MIB = 10
"""Two thousand bytes a point."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

_WAY_OUT = "Give a table with the header id,lon,lat: commas between columns, a point in decimals, degrees of WGS 84."


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the table."""

    id: str
    position: Position
    line: int


def read_points(path: Path) -> list[Point]:
    """Read a table of points, in its order.

    Raises
    ------
    BadInputError
        No such file, no text, other columns, no points or too many, an empty or doubled id, no position.
    """
    try:
        with path.open("rb") as file:
            text = read_within(file, MAX_MIB, str(path)).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        what = fault.strerror if isinstance(fault, OSError) and fault.strerror else "this is no UTF-8 text"
        raise BadInputError(what, where=str(path), way_out=_WAY_OUT) from fault
    points: dict[str, Point] = {}
    for point in _points(path, text):
        if point.id in points:
            raise _fault(path, point.line, "id", f"{point.id!r} is already on line {points[point.id].line}")
        if len(points) == MAX_POINTS:
            raise BadInputError(f"more than {MAX_POINTS:,} points", where=str(path), way_out="Split the table.")
        points[point.id] = point
    if not points:
        raise BadInputError("there are no points in this table", where=str(path), way_out=_WAY_OUT)
    return list(points.values())


def _points(path: Path, text: str) -> Iterator[Point]:
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(path, header)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _point(path, rows.line_num, header, row)
    except csv.Error as fault:
        raise BadInputError(f"line {rows.line_num}: {fault}", where=str(path), way_out=_WAY_OUT) from fault


def _check_header(path: Path, header: list[str]) -> None:
    if sorted(header) == sorted(COLUMNS):
        return
    if not any(header):
        raise BadInputError("the file is empty", where=str(path), way_out=_WAY_OUT)
    if len(header) == 1 and ";" in header[0]:
        raise BadInputError("columns are separated by semicolons", where=str(path), way_out=_WAY_OUT)
    wrong = [f"column {name} is missing" for name in COLUMNS if name not in header]
    wrong += [f"column {name!r} is unknown" for name in header if name not in COLUMNS]
    wrong += [f"column {name} comes twice" for name in COLUMNS if header.count(name) > 1]
    raise BadInputError(", ".join(wrong), where=f"{path}, line 1", way_out=_WAY_OUT)


def _point(path: Path, line: int, header: list[str], row: list[str]) -> Point:
    if len(row) != len(header):
        raise BadInputError(
            f"there are {len(row)} columns instead of {len(header)}", where=f"{path}, line {line}", way_out=_WAY_OUT
        )
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    if not cells["id"]:
        raise _fault(path, line, "id", "this is empty")
    lon, lat = (_number(path, line, column, cells[column]) for column in ("lon", "lat"))
    try:
        return Point(cells["id"], Position(lon, lat), line)
    except BadInputError as fault:
        raise BadInputError(
            fault.what, where=f"{path}, line {line}, columns lon and lat", way_out=fault.way_out
        ) from fault


def _number(path: Path, line: int, column: str, cell: str) -> float:
    if not _NUMBER.fullmatch(cell):
        raise _fault(path, line, column, f"{cell!r} is no number" if cell else "this is empty")
    return float(cell)


def _fault(path: Path, line: int, column: str, what: str) -> BadInputError:
    return BadInputError(what, where=f"{path}, line {line}, column {column}", way_out=_WAY_OUT)
