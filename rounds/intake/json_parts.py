"""Parts of a JSON document that a program of others sent: asked for by their path, whatever stands there."""

import re
from datetime import UTC, datetime
from typing import Any, cast

__all__ = ["moment_at", "part_at", "parts_at", "text_at", "whole_at"]


NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What JSON can write and no database holds: NUL, and half a character."""
INSTEAD = "\N{REPLACEMENT CHARACTER}"


def part_at(document: object, *path: str) -> Any:
    """Give what stands at a path of names; None where a step of it is not there."""
    for name in path:
        document = cast("dict[str, Any]", document).get(name) if isinstance(document, dict) else None
    return document


def text_at(document: object, *path: str) -> str:
    """Give a text, or a number as text, without blanks at its ends; empty where there is neither.

    What could not be kept of it stands as "�", as browsers show it: a person sees that something was there.
    """
    part = part_at(document, *path)
    if isinstance(part, str):
        return NO_TEXT.sub(INSTEAD, part.strip())
    return str(part) if isinstance(part, int | float) and not isinstance(part, bool) else ""


def whole_at(document: object, *path: str) -> int | None:
    """Give a whole number, also one that is written as text; None where there is none."""
    text = text_at(document, *path)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def parts_at(document: object, *path: str) -> list[Any]:
    """Give the members of a list; none where there is no list."""
    part = part_at(document, *path)
    return cast("list[Any]", part) if isinstance(part, list) else []


def moment_at(document: object, *path: str) -> datetime | None:
    """Give a moment in ISO 8601, UTC where it names no zone; None where there is none."""
    try:
        moment = datetime.fromisoformat(text_at(document, *path))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
