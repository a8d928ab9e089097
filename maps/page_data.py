"""Data inside a page: JSON that is neither an end of its script nor, read by a template engine, a template."""

import json
import re

__all__ = ["page_data"]

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACE = "\\u007b"
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""Letters that stand in JSON's strings only, so that they can be replaced wherever they are."""


def page_data(value: object) -> str:
    """Write a value as JSON whose texts hold no `<`, `>`, `&` or `{`, but their escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in _ESCAPES.items():
        text = text.replace(letter, escape)
    return _STRING.sub(lambda string: string[0].replace("{", _BRACE), text)
