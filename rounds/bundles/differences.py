"""Two documents as they are read from JSON, laid beside one another: each figure that differs, by the way to it."""

from collections.abc import Iterator
from typing import Any, cast

__all__ = ["count_of", "differences"]


def differences(printed: Any, follows: Any, way: str = "") -> Iterator[str]:
    """Say of each figure what is printed, and what follows."""
    if isinstance(printed, dict) and isinstance(follows, dict):
        one, other = cast("dict[str, Any]", printed), cast("dict[str, Any]", follows)
        for name in sorted({*one, *other}):
            yield from _part(one, other, name, f"{way}.{name}" if way else name)
    elif isinstance(printed, list) and isinstance(follows, list):
        rows, others = cast("list[Any]", printed), cast("list[Any]", follows)
        if len(rows) != len(others):
            yield f"{way} has {len(rows)} entries, {len(others)} follow"
        for number, (row, right) in enumerate(zip(rows, others, strict=False)):
            yield from differences(row, right, f"{way}[{number}]")
    elif not _same(printed, follows):
        yield f"{way} is printed {_said(printed)}, {_said(follows)} follows"


def count_of(document: Any) -> int:
    """Count the figures and words of a document."""
    if isinstance(document, dict):
        return sum(map(count_of, cast("dict[str, Any]", document).values()))
    return sum(map(count_of, cast("list[Any]", document))) if isinstance(document, list) else 1


def _part(one: dict[str, Any], other: dict[str, Any], name: str, way: str) -> Iterator[str]:
    if name not in other:
        yield f"{way} is printed and does not follow"
    elif name not in one:
        yield f"{way} is not printed, {_said(other[name])} follows"
    else:
        yield from differences(one[name], other[name], way)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _said(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
