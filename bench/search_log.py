"""Every search that ended, a line each, so that a long measurement can be made in parts and gone on with.

A line holds what was asked (the key) and what came of it. Peers that are compared are searched one after the other, so
whoever goes on takes over all engines of a day or none.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.rivals import ROOT

__all__ = ["SearchLog"]

Json = Mapping[str, Any]


class SearchLog:
    """Searches of one part of the bench.

    Parameters
    ----------
    part: names the file, `out/bench/PART.jsonl`.
    resumed: whether to go on with what stands there; otherwise what stands there is only kept.
    """

    def __init__(self, part: str, *, resumed: bool, folder: Path = ROOT / "out" / "bench") -> None:
        self._path = folder / f"{part}.jsonl"
        self._found: dict[str, Json] = {}
        if resumed and self._path.is_file():
            for line in self._path.read_text("utf-8").splitlines():
                entry = _entry(line)
                if entry is not None:
                    self._found[_named(entry["asked"])] = entry["found"]

    def found(self, asked: Json) -> Json | None:
        """Return what an earlier run found for exactly this, the last time."""
        return self._found.get(_named(asked))

    def add(self, asked: Json, found: Json) -> None:
        """Write a search down as soon as it ended."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"asked": asked, "found": found}) + "\n")


def _named(asked: Json) -> str:
    return json.dumps(asked, sort_keys=True)


def _entry(line: str) -> Json | None:
    """Read a line; one that was cut off, or written otherwise, counts for nothing."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and {"asked", "found"} <= entry.keys() else None
