"""What a plan states, said shortly in a violation, whatever it is."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import cast

__all__ = ["listed", "shown"]

MOST_ENTRIES = 10
MOST_LETTERS = 40


def shown(value: object) -> str:
    """Say a value: numbers and short texts as they are, of a list its first entries."""
    if isinstance(value, list):
        return f"[{listed(cast('list[object]', value))}]"
    return _plainly(value)


def listed(values: Sequence[object]) -> str:
    """Say the first of some values, and how many there are besides."""
    said = ", ".join(_each(islice(values, MOST_ENTRIES)))
    return said if len(values) <= MOST_ENTRIES else f"{said} and {len(values) - MOST_ENTRIES} more"


def _each(values: Iterable[object]) -> Iterable[str]:
    return (
        f"[{listed(cast('tuple[object, ...]', value))}]" if isinstance(value, tuple) else _plainly(value)
        for value in values
    )


def _plainly(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**MOST_LETTERS:
        return "a long number"
    said = str(value)
    return said if len(said) <= MOST_LETTERS else f"{said[: MOST_LETTERS - 1]}…"
