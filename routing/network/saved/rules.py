"""By which rules roads are made: other rules may give another metre, so what was made by others is stale."""

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

__all__ = ["rules_digest"]

_FOLDER = Path(__file__).parents[1]
_PARTS = ("*.py", "profiles/*.toml", "saved/*.py")
"""Profiles' tables, and all code of the road network but for guidance: nobody has to remember to raise a version."""


@cache
def rules_digest() -> str:
    """Give the sha256 of the tables and the code that make roads; on machines of another byte order another one."""
    digest = sha256(sys.byteorder.encode())
    for source in sorted(path for pattern in _PARTS for path in _FOLDER.glob(pattern)):
        digest.update(source.relative_to(_FOLDER).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()
