"""Roads drawn with letters: each letter is a node, 100 m from the next column and the next row.

a  b  c        columns are three characters wide, rows one line
      d
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import numpy as np

from routing.network.raw_ways import RawWays

Tags = Mapping[str, str]


class Relation(NamedTuple):
    """Members as (role, name): the name of a way, or the letter of a node; a name that is not drawn is missing."""

    tags: Tags
    members: Sequence[tuple[str, str]]


STEP = 0.001  # degrees of latitude: 111 m; the pictures stand on the equator, where a degree is as long both ways


def nodes(picture: str) -> dict[str, tuple[float, float]]:
    """Find each letter's lon and lat."""
    rows = [line for line in picture.splitlines() if line.strip()]
    return {
        letter: (round(column / 3 * STEP, 7), round(-row * STEP, 7))
        for row, line in enumerate(rows)
        for column, letter in enumerate(line)
        if letter.isalpha()
    }


def raw_ways(picture: str, ways: Mapping[str, Tags], barriers: Mapping[str, Tags] | None = None) -> RawWays:
    """Make raw ways as the reader would; a letter that is not in the picture is a missing node."""
    places = nodes(picture)
    tag_sets = [dict(tags) for tags in [*ways.values(), *(barriers or {}).values()]]
    points = [letter for way in ways for letter in way.split("#")[0]]
    off = 2**31 - 1
    units = [tuple(round(c * 10_000_000) for c in places[p]) if p in places else (off, off) for p in points]
    return RawWays(
        way=np.arange(1, len(ways) + 1, dtype=np.int64),
        tags=np.arange(len(ways), dtype=np.int32),
        first_point=np.cumsum([0, *(len(way.split("#")[0]) for way in ways)]),
        point_node=np.array([ord(letter) for letter in points], np.int64),
        point_x=np.array([x for x, _ in units], np.int64),
        point_y=np.array([y for _, y in units], np.int64),
        barrier_node=np.array([ord(letter) for letter in barriers or {}], np.int64),
        barrier_tags=np.arange(len(ways), len(tag_sets), dtype=np.int32),
        tag_sets=tuple(tag_sets),
    )


def write_osm(
    path: Path,
    picture: str,
    ways: Mapping[str, Tags],
    tagged: Mapping[str, Tags] | None = None,
    relations: Sequence[Relation] = (),
    *,
    ways_first: bool = False,
) -> Path:
    """Write the picture as OSM XML; a way's name is its nodes, and what follows # only tells two apart."""
    tags_of = tagged or {}
    node_lines = [
        f'<node id="{ord(letter)}" version="1" lon="{lon}" lat="{lat}">{_tag_lines(tags_of.get(letter, {}))}</node>'
        for letter, (lon, lat) in nodes(picture).items()
    ]
    way_lines = [
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{ord(letter)}"/>' for letter in way.split("#")[0])
        + f"{_tag_lines(tags)}</way>"
        for number, (way, tags) in enumerate(ways.items(), 1)
    ]
    body = way_lines + node_lines if ways_first else node_lines + way_lines
    body += [_relation_lines(number, relation, list(ways)) for number, relation in enumerate(relations, 1)]
    path.write_text("\n".join(['<?xml version="1.0"?>', '<osm version="0.6">', *body, "</osm>"]))
    return path


def _relation_lines(number: int, relation: Relation, ways: list[str]) -> str:
    lines = []
    for role, name in relation.members:
        is_node = len(name) == 1
        ref = ord(name) if is_node else ways.index(name) + 1 if name in ways else 999
        lines.append(f'<member type="{"node" if is_node else "way"}" ref="{ref}" role="{role}"/>')
    tags = _tag_lines({"type": "restriction", **relation.tags})
    return f'<relation id="{number}" version="1">{"".join(lines)}{tags}</relation>'


def _tag_lines(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
