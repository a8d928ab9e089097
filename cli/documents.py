"""JSON documents from a file or stdin, and to a file or stdout."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import RawIOBase
from pathlib import Path
from typing import Any

import click

from kernel.errors import BadInputError, OutputError, inside
from kernel.files import read_within, refuse_unwritable, write_bytes_whole, write_text_whole
from routing.solver.json_reading import parse_json

__all__ = ["also_saying", "count", "naming", "read_document", "refuse_nowhere", "refuse_overwriting", "write_document"]

MAX_DOCUMENT_MIB = 1_024
"""Metres and seconds between 8,000 places in JSON; read, it takes several times as much memory."""


def read_document(name: str) -> Any:
    """Read and parse a JSON file; "-" is stdin.

    Raises
    ------
    BadInputError
        No such file, not readable, not UTF-8 text, or no JSON.
    """
    where = "stdin" if name == "-" else name
    if name == "-" and sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] (as it is where it was closed)
        raise BadInputError("is closed", where=where, way_out="Give the name of a file.")
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            raw = read_within(file, MAX_DOCUMENT_MIB, where)
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=where) from fault
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=where) from fault
    return parse_json(text, where)


def naming(name: str) -> AbstractContextManager[None]:
    """Put the file's name before what is wrong inside it."""
    return inside("stdin" if name == "-" else name)


@contextmanager
def also_saying(told: str) -> Iterator[None]:
    """Add to what could not be written a sentence of what is not lost."""
    try:
        yield
    except OutputError as fault:
        raise OutputError(fault.what, where=fault.where, way_out=f"{fault.way_out} {told}") from fault


def refuse_overwriting(read: str, written: str) -> None:
    """Refuse to write over the file that is read, under whatever name, or as stdin.

    Raises
    ------
    BadInputError
        Both names are of one file.
    """
    if written == "-":
        return
    try:
        same = os.path.samestat(os.fstat(0) if read == "-" else Path(read).stat(), Path(written).stat())
    except (OSError, ValueError):  # one is not there
        same = False
    if same:
        raise BadInputError("is the file that is read", where=written, way_out="Give --output another name.")


def refuse_nowhere(name: str) -> None:
    """Find out before long work whether `write_document` has somewhere to write to.

    Raises
    ------
    OutputError
        As `write_document`.
    """
    if name == "-":
        _refuse_closed()
    else:
        refuse_unwritable(Path(name))


def count(number: int, one: str) -> str:
    """Say how many: 1 route, 2 routes."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def write_document(name: str, text: str | bytes) -> None:
    """Write a file whole; "-" is stdout.

    Raises
    ------
    OutputError
        No space, no permission, a folder has this name, or stdout is closed.
    """
    if name == "-":
        _refuse_closed()
        _say_whole(text)
    elif isinstance(text, bytes):
        write_bytes_whole(Path(name), [text])
    else:
        write_text_whole(Path(name), text)


def _say_whole(text: str | bytes) -> None:
    """Write to stdout; where Python buffers nothing (PYTHONUNBUFFERED), it drops what Ctrl-C keeps from one write."""
    raw = getattr(sys.stdout, "buffer", None)
    if not isinstance(raw, RawIOBase):
        click.echo(text, nl=False)
        return
    rest = text if isinstance(text, bytes) else text.encode(sys.stdout.encoding, sys.stdout.errors or "strict")
    while rest:
        rest = rest[raw.write(rest) or 0 :]


def _refuse_closed() -> None:
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] (as it is where it was closed)
        raise OutputError("is closed", where="stdout", way_out="Give the name of a file to write to.")
