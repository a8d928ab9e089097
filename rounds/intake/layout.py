"""How a text is laid out as a table: which sign parts the cells, and which line names the columns.

Both are found by the names themselves: the separator and the line under which the most column names are
known. Counting separators fails on addresses full of commas; names do not.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from kernel.text import Text
from rounds.intake.unreadable import UnreadableTableError

__all__ = ["MAX_COLUMNS", "SEPARATORS", "Layout", "find_layout"]

SEPARATORS = (";", ",", "\t", "|")
"""In order of preference where all names are equally well known; a Dutch Excel writes semicolons."""

MAX_COLUMNS = 1_000
"""A web shop's export with every extra field on has a few hundred."""

MAX_LINES_ABOVE = 40
MAX_CHARS_ABOVE = 1 << 20
FEWEST_NAMES = 2
"""One known word may stand in any title."""

_SEP_LINE = re.compile(r'"?sep=(.|\\t)"?\s*', re.IGNORECASE)

_WAY_OUT = Text(
    "Geef de eerste regel de namen van de kolommen, zoals docs/csv.md ze noemt.",
    "Let the first line name the columns, as docs/csv.md lists them.",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table begins.

    Attributes
    ----------
    header_line: number of the line with the names, from 1.
    header_end: number of its last line (a name may hold a line break).
    above: the lines above it that hold something.
    """

    separator: str
    header: tuple[str, ...]
    header_line: int
    header_end: int
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    known: int
    layout: Layout


def find_layout(lines: Iterable[str], known_names: Callable[[Sequence[str]], int], where: str) -> Layout:
    """Find separator and header.

    Parameters
    ----------
    lines: with their ends; only the first few are read.
    known_names: how many of these cells are names of columns.

    Raises
    ------
    UnreadableTableError
        No line names two columns, or one is too wide.
    """
    sample = _beginning(lines)
    stated = _SEP_LINE.fullmatch(sample[0]) if sample else None
    separators = (stated[1].replace("\\t", "\t"),) if stated else SEPARATORS
    candidates = [
        candidate
        for separator in separators
        for candidate in _candidates(sample, separator, known_names, skip=1 if stated else 0)
    ]
    best = max(candidates, key=lambda candidate: candidate.known, default=None)
    if best is None or best.known < FEWEST_NAMES:
        raise _no_header(sample, candidates, where)
    return best.layout


def refuse_width(count: int, line: int, where: str) -> None:
    """Raise for a row of more cells than any table has."""
    if count > MAX_COLUMNS:
        raise UnreadableTableError(
            Text(
                f"regel {line} heeft {count} kolommen, meer dan {MAX_COLUMNS}",
                f"line {line} has {count} columns, more than {MAX_COLUMNS}",
            ),
            where=where,
            way_out=Text("Bewaar alleen de kolommen die nodig zijn.", "Keep only the columns that are needed."),
        )


def _beginning(lines: Iterable[str]) -> list[str]:
    sample: list[str] = []
    chars = 0
    for line in islice(lines, MAX_LINES_ABOVE):
        sample.append(line)
        chars += len(line)
        if chars > MAX_CHARS_ABOVE:
            break
    return sample


def _candidates(
    sample: list[str], separator: str, known_names: Callable[[Sequence[str]], int], *, skip: int
) -> list[_Candidate]:
    """Every line of the sample as the header it may be."""
    found: list[_Candidate] = []
    above: list[str] = []
    reader = csv.reader(sample[skip:], delimiter=separator)
    start = skip + 1
    try:
        for cells in reader:
            end = skip + reader.line_num
            known = known_names(cells) if len(cells) <= MAX_COLUMNS else 0
            found.append(_Candidate(known, Layout(separator, tuple(cells), start, end, tuple(above))))
            if any(cell.strip() for cell in cells):
                above.append(" ".join(" ".join(cells[:MAX_COLUMNS]).split())[:80])
            start = end + 1
    except csv.Error:  # a wrong separator may leave quotes open; the right one is judged by the reader of rows
        return found
    return found


def _no_header(sample: list[str], candidates: Sequence[_Candidate], where: str) -> UnreadableTableError:
    widest = max((candidate.layout for candidate in candidates), key=lambda layout: len(layout.header), default=None)
    if widest is not None:
        refuse_width(len(widest.header), widest.header_line, where)
    first = next((" ".join(line.split()) for line in sample if line.strip()), "")
    if not first:
        return UnreadableTableError(
            Text("het bestand heeft geen regels met tekst", "the file has no line with text"),
            where=where,
            way_out=_WAY_OUT,
        )
    first = f"{first[:60]}…" if len(first) > 60 else first
    return UnreadableTableError(
        Text(
            f'geen regel noemt kolommen die wij kennen; de eerste is "{first}"',
            f'no line names columns we know; the first is "{first}"',
        ),
        where=where,
        way_out=_WAY_OUT,
    )
