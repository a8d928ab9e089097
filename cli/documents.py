"""JSON documents from a file or stdin, and to a file or stdout."""

import sys
from pathlib import Path
from typing import Any

import click

from kernel.errors import BadInputError
from kernel.files import write_text_whole
from routing.solver.json_reading import parse_json

__all__ = ["read_document", "write_document"]


def read_document(name: str) -> Any:
    """Read and parse a JSON file; "-" is stdin.

    Raises
    ------
    BadInputError
        No such file, not readable, not UTF-8 text, or no JSON.
    """
    where = "stdin" if name == "-" else name
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=where) from fault
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=where) from fault
    return parse_json(text, where)


def write_document(name: str, text: str) -> None:
    """Write a file whole; "-" is stdout."""
    if name == "-":
        click.echo(text, nl=False)
    else:
        write_text_whole(Path(name), text)
