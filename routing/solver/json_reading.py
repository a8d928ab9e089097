"""Strict reading of JSON: each value is asked for by name and kind, and what nobody asked for is refused."""

import json
from collections import Counter
from collections.abc import Callable
from math import isfinite, nan
from typing import Any, NoReturn, TypeVar, cast

from kernel.errors import BadInputError
from kernel.quoting import printable

__all__ = ["Fields", "parse_json", "read_flag", "read_list", "read_number", "read_text", "read_whole"]

Value = TypeVar("Value")
LARGEST_WHOLE = 2**63 - 1


def parse_json(text: str, where: str) -> object:
    """Parse a document, refusing what JSON itself does not have.

    Raises
    ------
    BadInputError
        No JSON; NaN or Infinity; the same key twice; nested or written beyond reason.
    """
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_key_once)
    except json.JSONDecodeError as fault:
        raise BadInputError(
            f"is no JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}", where=where
        ) from fault
    except RecursionError:
        raise BadInputError("is nested too deeply to be a problem or a plan", where=where) from None
    except ValueError as fault:  # Python refuses whole numbers of more than 4,300 digits
        raise BadInputError("holds a number that is too long", where=where) from fault
    except _FaultInside as fault:
        raise BadInputError(str(fault), where=where) from None


class _FaultInside(Exception):  # noqa: N818 (never leaves this module)
    """Raised inside the parser, where the document's name is not known."""


def _no_number(constant: str) -> NoReturn:
    raise _FaultInside(f"holds {constant}, which is no number in JSON")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _FaultInside(f'holds the key "{printable(twice)}" twice in one object')
    return entries


def read_whole(value: object, where: str) -> int:
    """Read a whole number from 0 to 2^63 - 1; true, 3.0 and "3" are none."""
    if type(value) is not int or not 0 <= value <= LARGEST_WHOLE:
        raise BadInputError(f"{_show(value)} is not a whole number from 0 to {LARGEST_WHOLE}", where=where)
    return value


def read_number(value: object, where: str) -> float:
    """Read any finite number."""
    try:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else nan
    except OverflowError:
        number = nan
    if not isfinite(number):
        raise BadInputError(f"{_show(value)} is not a number", where=where)
    return number


def read_text(value: object, where: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise BadInputError(f"{_show(value)} is not a text", where=where)
    return value


def read_flag(value: object, where: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise BadInputError(f"{_show(value)} is neither true nor false", where=where)
    return value


def read_list(value: object, where: str, entry: Callable[[object, str], Value]) -> list[Value]:
    """Read a list, each of its entries by the given reader."""
    if not isinstance(value, list):
        raise BadInputError(f"{_show(value)} is not a list", where=where)
    return [entry(one, f"{where}[{number}]") for number, one in enumerate(cast("list[object]", value))]


class Fields:
    """An object of the document; `close` refuses the fields that nothing took."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise BadInputError(f"{_show(value)} is not an object", where=where or "the document")
        self.entries = cast("dict[str, object]", value)
        self.where = where
        self.taken: set[str] = set()

    def path(self, name: str) -> str:
        """Return where a field stands: `vehicles[2].costs`."""
        return f"{self.where}.{printable(name)}" if self.where else printable(name)

    def has(self, name: str) -> bool:
        return name in self.entries

    def take(self, name: str, read: Callable[[object, str], Value], default: Any = ...) -> Value:
        """Read one field; without a default it must be there."""
        self.taken.add(name)
        if name not in self.entries:
            if default is ...:
                raise BadInputError(f'"{name}" is missing', where=self.where)
            return default
        return read(self.entries[name], self.path(name))

    def under(self, name: str) -> "Fields":
        """Read an object inside this one; one that is left out holds nothing."""
        return self.take(name, Fields, Fields({}, self.path(name)))

    def close(self) -> None:
        """Refuse what nothing took, by name."""
        for name in self.entries:
            if name not in self.taken:
                raise BadInputError(f'"{printable(name)}" is not a field that is known here', where=self.where)


def _show(value: object) -> str:
    """Quote a value shortly, however large it is."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    shown = printable(json.dumps(value, ensure_ascii=False))
    return shown if len(shown) <= 42 else f'{shown[:41]}…"'
