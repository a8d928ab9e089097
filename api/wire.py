"""How an answer is written: the same value gives the same bytes, the first time and when it is repeated."""

import json
from typing import Any

__all__ = ["packed"]


def packed(value: Any) -> bytes:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
