"""What Overpass answers, as an extract: the same objects in the form that every reader of ours knows."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from osmium import SimpleWriter
from osmium.io import Header
from osmium.osm.mutable import Node, Relation, Way

__all__ = ["write_extract"]

KINDS = ("node", "way", "relation")
"""In the order in which an extract holds them."""
_LETTER = {"node": "n", "way": "w", "relation": "r"}


def write_extract(answers: Iterable[Path], target: Path) -> int:
    """Write the elements of Overpass' answers as one extract; an element that comes twice is written once.

    Parameters
    ----------
    answers: files of Overpass' JSON (`out body`: tags, nodes of ways, members of relations).
    target: of the extract; its suffix names the format.

    Returns
    -------
    How many of its ways are roads.

    Raises
    ------
    ValueError, KeyError, AttributeError, TypeError, RuntimeError
        An answer is not of this form.
    OSError
        The extract cannot be written.

    Source: wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL, "Output format"; OSM XML's order of objects.
    """
    elements: dict[tuple[str, int], Mapping[str, Any]] = {}
    for answer in answers:
        for element in _elements(answer):
            if element.get("type") in KINDS:
                elements.setdefault((element["type"], element["id"]), element)
    header = Header()
    header.set("generator", "dorpsronde")
    with SimpleWriter(str(target), header=header) as writer:
        for kind, number in sorted(elements, key=lambda key: (KINDS.index(key[0]), key[1])):
            _write(writer, kind, elements[kind, number])
    return sum(kind == "way" and "highway" in element.get("tags", {}) for (kind, _), element in elements.items())


def _elements(answer: Path) -> Iterable[Mapping[str, Any]]:
    return json.loads(answer.read_text("utf-8"))["elements"]


def _write(writer: SimpleWriter, kind: str, element: Mapping[str, Any]) -> None:
    same = {"id": element["id"], "version": 1, "visible": True, "tags": element.get("tags", {})}
    if kind == "node":
        writer.add_node(Node(**same, location=(element["lon"], element["lat"])))
    elif kind == "way":
        writer.add_way(Way(**same, nodes=element.get("nodes", [])))
    else:
        members = [(_LETTER[one["type"]], one["ref"], one["role"]) for one in element.get("members", [])]
        writer.add_relation(Relation(**same, members=members))
