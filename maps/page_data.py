"""Data inside a page: JSON that is neither an end of its script nor, read by a template engine, a template."""

import json
import re

__all__ = ["page_data"]

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&{"}


def page_data(value: object) -> str:
    """Write a value as JSON whose texts hold no `<`, `>`, `&` or `{`, but their escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _STRING.sub(lambda string: string[0].translate(_ESCAPES), text)
