"""How an answer is written: the same value gives the same bytes, the first time and when it is repeated."""

import json
from typing import Any

__all__ = ["packed"]


def packed(value: Any) -> bytes:
    """Write a value as JSON; half a character, which UTF-8 does not have, as JSON escapes it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
