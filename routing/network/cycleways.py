"""Cycleways that belong to a road: on which side they lie, and whom they serve.

Without `:oneway`, a side serves those who ride on it: in the direction of the way on the right, against it on the
left, as where traffic keeps right (wiki.openstreetmap.org/wiki/Key:cycleway:right:oneway, implicit values). On a
oneway road both sides serve its one direction.
"""

from collections.abc import Mapping

__all__ = ["CYCLEWAY_KEYS", "cycleways_serving", "has_contraflow"]

_KEYS = ("cycleway", "cycleway:both", "cycleway:left", "cycleway:right")
CYCLEWAY_KEYS = frozenset({*_KEYS, *(f"{key}:oneway" for key in _KEYS)})

_SIDE_OF = {"forward": "right", "backward": "left"}
_DIRECTIONS_OF = {"yes": ("forward",), "1": ("forward",), "-1": ("backward",), "no": ("forward", "backward")}


def cycleways_serving(tags: Mapping[str, str], direction: str, *, oneway: bool) -> frozenset[str]:
    """Give the values of the cycleways that who rides in this direction may use; `oneway`: of the road."""
    return frozenset(
        tags.get(f"cycleway:{side}") or tags.get("cycleway:both") or tags.get("cycleway", "")
        for side in _SIDE_OF.values()
        if direction in _served(tags, side, direction, oneway=oneway)
    )


def _served(tags: Mapping[str, str], side: str, direction: str, *, oneway: bool) -> tuple[str, ...]:
    implied = (direction,) if oneway or _SIDE_OF[direction] == side else ()
    return _DIRECTIONS_OF.get(tags.get(f"cycleway:{side}:oneway", ""), implied)


def has_contraflow(tags: Mapping[str, str]) -> bool:
    """Say whether a cycle lane goes against the traffic of a oneway street.

    Source: wiki.openstreetmap.org/wiki/Key:cycleway (opposite*) and Key:cycleway:right:oneway (-1, no).
    """
    for key in _KEYS:
        lane = tags.get(key, "")
        if lane.startswith("opposite"):
            return True
        if lane not in ("", "no", "none", "separate") and tags.get(f"{key}:oneway") in ("-1", "reverse", "no"):
            return True
    return False
