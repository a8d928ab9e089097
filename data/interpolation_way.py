"""Lines of house numbers that mappers drew (`addr:interpolation`): the doors between two mapped ends.

Source: wiki.openstreetmap.org/wiki/Addresses, "Using interpolation".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import shapely
from osmium.osm.types import Way

from data.house_number import HouseNumber
from data.mapped_number import MAX_SPAN, numbers_between
from data.places import Address
from kernel.position import Position

__all__ = ["InterpolationWay", "doors_between", "line_of_numbers"]

STEPS = {"odd": 2, "even": 2, "all": 1}


@dataclass(frozen=True, slots=True)
class InterpolationWay:
    """Nodes along a line with numbers: OSM ids and (lon, lat) pairs; `step` from one number to the next."""

    osm_id: str
    step: int
    nodes: tuple[tuple[int, tuple[float, float]], ...]


def line_of_numbers(way: Way, tags: Mapping[str, str]) -> list[InterpolationWay]:
    """Return the line, or nothing where it counts letters or its nodes are not in the extract."""
    rule = tags["addr:interpolation"]
    step = STEPS.get(rule) or (int(rule) if rule.isascii() and rule.isdecimal() else 0)
    nodes = tuple((node.ref, (node.location.lon, node.location.lat)) for node in way.nodes if node.location.valid())
    return [InterpolationWay(f"way/{way.id}", step, nodes)] if step and len(nodes) > 1 else []


def doors_between(way: InterpolationWay, known: Mapping[int, tuple[Address, ...]]) -> list[Address]:
    """Return the doors between each two neighbouring nodes of the line that have one address each."""
    numbered = [at for at, (node, _) in enumerate(way.nodes) if len(known.get(node, ())) == 1]
    doors: list[Address] = []
    for start, end in pairwise(numbered):
        first, last = known[way.nodes[start][0]][0], known[way.nodes[end][0]][0]
        if abs(last.number - first.number) > MAX_SPAN or first.street != last.street:
            continue
        line = shapely.LineString([place for _, place in way.nodes[start : end + 1]])
        for number in numbers_between(first.number, last.number, way.step):
            share = (number - first.number) / (last.number - first.number)
            point = line.interpolate(share, normalized=True)
            door = replace(first, position=Position(point.x, point.y), house=HouseNumber(number), osm_id=way.osm_id)
            doors.append(replace(door, interpolated=True))
    return doors
