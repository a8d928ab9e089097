"""A table in a text file: from bytes to rows of cells, one row at a time."""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kernel.text import Text
from rounds.intake.encoding import recognise_encoding
from rounds.intake.file_kind import refuse_size, refuse_what_is_no_file, refuse_what_is_no_text
from rounds.intake.layout import Layout, find_layout, refuse_width
from rounds.intake.lines import lines_of
from rounds.intake.unreadable import UnreadableTableError

__all__ = ["MAX_ROWS", "Row", "Table", "read_table"]

MAX_ROWS = 100_000
"""A year of a square with three hundred orders a day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `line` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file understood as a table; its rows are read from the file each time they are asked for.

    Attributes
    ----------
    source: the file, or its bytes.
    name: of the file, for messages.
    encoding: as `codecs` calls it.
    """

    source: Path | bytes
    name: str
    encoding: str
    layout: Layout

    @property
    def header(self) -> tuple[str, ...]:
        return self.layout.header

    @property
    def notes(self) -> tuple[Text, ...]:
        """What was decided about the file that its owner may want to check."""
        notes: list[Text] = []
        if self.encoding == "cp1252":
            notes.append(Text("gelezen als Windows-1252", "read as Windows-1252"))
        if self.layout.above:
            said = "; ".join(f'"{line}"' for line in self.layout.above)
            notes.append(
                Text(
                    f"overgeslagen boven de namen van de kolommen: {said}",
                    f"skipped above the names of the columns: {said}",
                )
            )
        return tuple(notes)

    def rows(self) -> Iterator[Row]:
        """Read the rows below the header; empty ones, and the header told again, are passed over.

        Raises
        ------
        UnreadableTableError
            Quotes that are not closed, a line or row too long, more than 100,000 rows, bytes that are no text.
        """
        with _opened(self.source, self.name) as file:
            lines = islice(lines_of(file, self.encoding, self.name), self.layout.header_end, None)
            yield from _rows(lines, self.layout, self.name)


def read_table(source: Path | bytes, known_names: Callable[[Sequence[str]], int], *, name: str = "") -> Table:
    """Understand a file as a table; its rows are not read yet.

    Parameters
    ----------
    known_names: how many of these cells are names of columns (`Columns.known_names` of a vocabulary).
    name: for messages; of a path, its text by default.

    Raises
    ------
    UnreadableTableError
        No such file, no text, too large, no line with names of columns.
    """
    name = name or (str(source) if isinstance(source, Path) else "upload")
    with _opened(source, name) as file:
        refuse_what_is_no_text(file.read(64), name)
        file.seek(0)
        encoding = recognise_encoding(file, name)
        file.seek(0)
        layout = find_layout(lines_of(file, encoding, name), known_names, name)
    return Table(source, name, encoding, layout)


@contextmanager
def _opened(source: Path | bytes, name: str) -> Generator[BinaryIO]:
    if isinstance(source, bytes):
        refuse_size(len(source), name)
        yield BytesIO(source)
        return
    try:
        refuse_what_is_no_file(source)
        file = source.open("rb")
    except (OSError, ValueError) as fault:  # a name holding NUL is a ValueError
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise UnreadableTableError(
            Text(f"kan niet worden gelezen ({reason})", f"cannot be read ({reason})"),
            where=name,
            way_out=Text("Kijk de naam en de rechten na.", "Check its name and permissions."),
        ) from fault
    with file:
        yield file


def _rows(lines: Iterator[str], layout: Layout, where: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=layout.separator, strict=True)
    start = layout.header_end + 1
    count = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            end = layout.header_end + reader.line_num
            raise _broken_quotes(start, end, where, too_long="field larger" in str(fault)) from fault
        if cells is None:
            return
        line, start = start, layout.header_end + reader.line_num + 1
        refuse_width(len(cells), line, where)
        if not any(cell and not cell.isspace() for cell in cells) or tuple(cells) == layout.header:
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableTableError(
                Text(f"het bestand heeft meer dan {MAX_ROWS} rijen", f"the file has more than {MAX_ROWS} rows"),
                where=where,
                way_out=Text("Splits het in kleinere bestanden.", "Split it into smaller files."),
            )
        yield Row(line, tuple(cells))


def _broken_quotes(start: int, end: int, where: str, *, too_long: bool) -> UnreadableTableError:
    span = Text(f"regel {start}", f"line {start}")
    if end > start:
        span = Text(f"regel {start} tot en met {end}", f"lines {start} to {end}")
    sign = 'aanhalingstekens (")'
    long = Text("; de cel is te lang", "; the cell is too long") if too_long else Text("", "")
    return UnreadableTableError(
        Text(
            f"de {sign} in {span.nl} kloppen niet: een opent en sluit niet, of sluit in een cel{long.nl}",
            f'the quotes (") in {span.en} do not match: one opens and is not closed, or closes within a cell{long.en}',
        ),
        where=where,
        way_out=Text(
            'Zet om een cel met aanhalingstekens ook zelf aanhalingstekens en verdubbel ze erin: "5"" plank".',
            'Put quotes around a cell that holds quotes and double those within: "5"" shelf".',
        ),
    )
