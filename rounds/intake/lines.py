"""Lines of a text file, one at a time and never longer than a limit, so that no file can fill the memory."""

from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from typing import BinaryIO

from kernel.text import Text
from rounds.intake.unreadable import UnreadableTableError

__all__ = ["MAX_LINE_CHARS", "lines_of"]

MAX_LINE_CHARS = 1 << 20
"""More than a thousand columns of a thousand characters: no row of orders is that long."""

_DAMAGED = Text("Maak het bestand opnieuw.", "Make the file again.")


def lines_of(file: BinaryIO, encoding: str, where: str) -> Iterator[str]:
    r"""Give the lines with their ends, as the csv module wants them; only \n, \r\n and \r end a line.

    Raises
    ------
    UnreadableTableError
        A line is longer than the limit, holds NUL, or is not text in this encoding.
    """
    text = TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _checked_lines(text, encoding, where)
    finally:
        with suppress(ValueError):  # the file may be closed before a reader that stopped half-way is
            text.detach()


def _checked_lines(text: TextIOWrapper, encoding: str, where: str) -> Iterator[str]:
    number = 1
    while line := _next_line(text, encoding, number, where):
        if "\0" in line:
            raise UnreadableTableError(
                Text(
                    f"regel {number} bevat NUL-tekens: het bestand is beschadigd of geen tekst",
                    f"line {number} holds NUL characters: the file is damaged or no text",
                ),
                where=where,
                way_out=_DAMAGED,
            )
        yield line
        number += 1


def _next_line(text: TextIOWrapper, encoding: str, number: int, where: str) -> str:
    try:
        line = text.readline(MAX_LINE_CHARS + 1)
    except UnicodeError as fault:
        raise UnreadableTableError(
            Text(f"regel {number} of later is geen {encoding}", f"line {number} or later is not {encoding}"),
            where=where,
            way_out=Text("Bewaar het bestand opnieuw als CSV UTF-8.", "Save the file again as CSV UTF-8."),
        ) from fault
    if len(line) > MAX_LINE_CHARS:
        raise UnreadableTableError(
            Text(
                f"regel {number} is langer dan {MAX_LINE_CHARS} tekens: dit is geen lijst van rijen",
                f"line {number} is longer than {MAX_LINE_CHARS} characters: this is no list of rows",
            ),
            where=where,
            way_out=_DAMAGED,
        )
    return line
