"""Which row of a profile's table a value picks."""

import math
from collections.abc import Iterator, Mapping

from routing.network.profile_table import Access, AccessValue, Condition, Limit
from routing.network.tag_values import kmh, listed, metres, tonnes

__all__ = ["ANY_OTHER_WORD", "conditions", "granted", "has_room", "legal_kmh"]

Tags = Mapping[str, str]

ANY_OTHER_WORD = "default"
_SAYS_NOTHING = "unknown"  # wiki.openstreetmap.org/wiki/Key:access
_MOST_PERMISSIVE_FIRST: tuple[Access, ...] = ("allowed", "destination", "pushing", "ends", "forbidden")


def granted(rows: Mapping[str, AccessValue], value: str) -> AccessValue | None:
    """Find the most permissive row of an access tag's words; None where they say nothing."""
    words = [word for word in listed(value) if word != _SAYS_NOTHING]
    known = [rows[word] for word in words if word in rows]
    if not known:
        return rows.get(ANY_OTHER_WORD) if words else None
    return min(known, key=lambda row: (_MOST_PERMISSIVE_FIRST.index(row.means), row.penalty))


def conditions(rows_of: Mapping[str, Mapping[str, Condition]], tags: Tags) -> Iterator[Condition]:
    """Give the worst row of each tag; of a grade like `1+` that has no row, the row of `1`."""
    for key, rows in rows_of.items():
        words = listed(tags.get(key, ""))
        known = [row for word in words if (row := rows.get(word) or rows.get(word.rstrip("+-")))]
        if known:
            yield max(known, key=lambda row: (row.forbidden, row.penalty, -(row.cap_kmh or math.inf)))


def has_room(limit: Limit, tags: Tags, direction: str | None) -> bool | None:
    """Whether the vehicle keeps to a limit; None where there is none that can be read.

    `default`, `none` and the like are no numbers, and nothing is 0 m high: wiki.openstreetmap.org/wiki/Key:maxheight.
    """
    if limit.highway and tags.get("highway") not in limit.highway:
        return None
    names = [name for key in limit.keys for name in ((key, f"{key}:{direction}") if direction else (key,))]
    read = metres if limit.unit == "m" else tonnes
    sizes = [size for name in names if (size := read(tags.get(name, "")))]
    return min(sizes) >= limit.vehicle if sizes else None


def legal_kmh(value: str, words: Mapping[str, float]) -> float | None:
    """Read a speed limit: `50`, `30 mph`, `walk`, `NL:urban`, `DE:zone:30`."""
    last = value.lower().rsplit(":", 1)[-1]
    limit = words[last] if last in words else kmh(last)
    return limit or None
