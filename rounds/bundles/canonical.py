"""Documents of a bundle: the same document is the same bytes, and nothing else is read."""

import json
from typing import Any

from kernel.errors import BadInputError
from routing.solver.json_reading import parse_json

__all__ = ["MATRICES", "as_read", "document_in", "text_of"]

MATRICES = "/matrices/"
"""In the path of files that are no reading matter: a number a line would make them four times as large."""


def text_of(name: str, document: object) -> bytes:
    """Write a document as the file of this name; keys stand in their order, whatever database they come from.

    Raises
    ------
    BadInputError
        It holds a number that is none.
    """
    separators, indent = ((",", ":"), None) if MATRICES in name else ((",", ": "), 1)
    try:
        text = json.dumps(
            document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=separators, indent=indent
        )
        return f"{text}\n".encode()
    except (ValueError, RecursionError) as fault:
        raise BadInputError(f"cannot be written as JSON ({fault})", where=name) from fault


def document_in(name: str, content: bytes) -> Any:
    """Read a document that `text_of` wrote.

    Raises
    ------
    BadInputError
        It is no JSON, holds NaN, a number beyond reason or a key twice, or is written in another way.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=name) from fault
    document = parse_json(text, name)
    if text_of(name, document) != content:
        raise BadInputError("is not written as a bundle writes it", where=name)
    return document


def as_read(document: object) -> Any:
    """Give a document as it would be read back: tuples are lists, words of an enumeration are text."""
    return json.loads(json.dumps(document))
