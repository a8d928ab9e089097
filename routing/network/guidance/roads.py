"""What a road is to someone who follows it: its name, what kind of way it is, and how much of a road it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from routing.network.tag_values import listed

__all__ = ["Road", "is_ring", "read_road"]

_KINDS = {
    "bridleway": "path",
    "busway": "busway",
    "corridor": "footway",
    "cycleway": "cycleway",
    "footway": "footway",
    "path": "path",
    "pedestrian": "pedestrian",
    "platform": "platform",
    "service": "service",
    "steps": "steps",
    "track": "track",
}
"""What an unnamed way is called by. Source: wiki.openstreetmap.org/wiki/Key:highway; a street has no such word."""

_RANKS = {
    "motorway": 0,
    "trunk": 1,
    "primary": 2,
    "secondary": 3,
    "tertiary": 4,
    "service": 7,
    "track": 8,
    "path": 8,
    "footway": 8,
    "bridleway": 8,
    "platform": 9,
    "corridor": 9,
    "steps": 9,
}
_STREET = 5
"""Of `unclassified`, `residential`, `living_street`, `pedestrian`, `road`. Own choice."""
_CYCLEWAY = 6
_LEADS_TO_ONE_PLACE = {"driveway", "parking_aisle", "drive-through", "emergency_access"}
_RINGS = {"roundabout", "circular"}


@dataclass(frozen=True, slots=True)
class Road:
    """A way as it is told.

    Attributes
    ----------
    name, ref, destinations: as signs say them; empty where there is none.
    kind: the word for it where it has no name: "cycleway", "path", ...; empty for a street.
    rank: 0 for a motorway to 9 for steps.
    is_ring: part of a roundabout. is_link: a slip road. is_fast: a motorway, or another road built like one.
    is_ferry: a boat takes one over.
    """

    name: str = ""
    ref: str = ""
    destinations: str = ""
    kind: str = ""
    rank: int = _STREET
    is_ring: bool = False
    is_link: bool = False
    is_fast: bool = False
    is_ferry: bool = False

    @property
    def label(self) -> str:
        """What tells this road from the next one; empty for a street without a name."""
        return self.name or self.ref or self.kind


def read_road(tags: Mapping[str, str], *, forward: bool = True) -> Road:
    """Read the tags of a way, ridden forward or backward."""
    if tags.get("route") == "ferry":
        return Road(name=tags.get("name", "").strip(), ref=tags.get("ref", "").strip(), kind="ferry", is_ferry=True)
    highway = tags.get("highway", "")
    plain = highway.removesuffix("_link")
    kind = _kind(plain, tags)
    way = "forward" if forward else "backward"
    destination = tags.get(f"destination:{way}") or (tags.get("destination", "") if forward else "")
    return Road(
        name=tags.get("name", "").strip(),
        ref="; ".join(listed(tags.get("ref", ""))),
        destinations=", ".join(listed(destination)),
        kind=kind,
        rank=_rank(plain, kind, tags),
        is_ring=is_ring(tags),
        is_link=plain != highway,
        is_fast=plain in {"motorway", "trunk"} and (plain == "motorway" or tags.get("motorroad") == "yes"),
    )


def is_ring(tags: Mapping[str, str]) -> bool:
    """Say whether a way is part of a roundabout."""
    return tags.get("junction") in _RINGS


def _kind(highway: str, tags: Mapping[str, str]) -> str:
    """Name the way; a path signed for bikes is a cycle path (wiki.openstreetmap.org/wiki/Tag:bicycle=designated)."""
    if highway in {"path", "footway", "bridleway"} and "designated" in listed(tags.get("bicycle", "")):
        return "cycleway"
    if highway == "path" and "designated" in listed(tags.get("foot", "")):
        return "footway"
    return _KINDS.get(highway, "")


def _rank(highway: str, kind: str, tags: Mapping[str, str]) -> int:
    if kind == "cycleway":
        return _CYCLEWAY
    if highway == "service" and tags.get("service") in _LEADS_TO_ONE_PLACE:
        return _RANKS["platform"]
    return _RANKS.get(highway, _STREET)
