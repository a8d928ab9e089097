"""Two documents laid beside one another: each figure that differs, by the way to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

__all__ = ["count_of", "differences"]


def differences(printed: object, follows: object, way: str = "") -> Iterator[str]:
    """Say of each figure what is printed, and what follows."""
    if isinstance(printed, Mapping) and isinstance(follows, Mapping):
        one, other = cast("Mapping[str, Any]", printed), cast("Mapping[str, Any]", follows)
        for name in sorted({*one, *other}):
            yield from _part(one, other, name, f"{way}.{name}" if way else str(name))
    elif _is_list(printed) and _is_list(follows):
        rows, others = cast("Sequence[Any]", printed), cast("Sequence[Any]", follows)
        if len(rows) != len(others):
            yield f"{way} has {len(rows)} entries, {len(others)} follow"
        for number, (row, other) in enumerate(zip(rows, others, strict=False)):
            yield from differences(row, other, f"{way}[{number}]")
    elif type(printed) is not type(follows) or printed != follows:
        yield f"{way} is printed {_said(printed)}, {_said(follows)} follows"


def count_of(document: object) -> int:
    """Count the figures and words of a document."""
    if isinstance(document, Mapping):
        return sum(map(count_of, cast("Mapping[str, Any]", document).values()))
    return sum(map(count_of, cast("Sequence[Any]", document))) if _is_list(document) else 1


def _part(one: Mapping[str, Any], other: Mapping[str, Any], name: str, way: str) -> Iterator[str]:
    if name not in other:
        yield f"{way} is printed and does not follow"
    elif name not in one:
        yield f"{way} is not printed, {_said(other[name])} follows"
    else:
        yield from differences(one[name], other[name], way)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _said(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
