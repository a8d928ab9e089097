"""Where the nodes of roads lie: looked up in a pass over the extract of its own, so that others are not remembered."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osmium import OsmFileIterator
from osmium.io import Reader
from osmium.osm import NODE
from osmium.osm.types import Node

from routing.network.extract import extract_file, faults_told
from routing.network.pbf_nodes import UnreadFormError, pbf_nodes

__all__ = ["OFF_THE_GLOBE", "NodePositions", "node_positions"]

Ints = NDArray[np.int64]
Block = tuple[Ints, Ints, Ints]

OFF_THE_GLOBE = 2**31 - 1
"""What libosmium has for x and y of a place that is not known."""

_AT_ONCE = 8_000
"""Nodes; as many as a block of a PBF file usually has."""


@dataclass(frozen=True, slots=True)
class NodePositions:
    """Where nodes lie.

    Attributes
    ----------
    x, y: int64 (n,); 10⁻⁷ degrees, `OFF_THE_GLOBE` where the extract lacks a node.
    again: how often a node came that had come before.
    """

    x: Ints
    y: Ints
    again: int


def node_positions(path: Path, nodes: Ints) -> NodePositions:
    """Find nodes in an extract; of those that come twice the first counts. Memory grows with the nodes asked for.

    Parameters
    ----------
    nodes: int64 (n,); OSM ids, rising, each once. Numbers below zero are in no extract.

    Raises
    ------
    BadInputError
        The file is no OSM or is damaged.
    """
    with faults_told(path):
        if path.name.lower().endswith(".pbf"):
            try:
                return _looked_up(nodes, pbf_nodes(path))
            except UnreadFormError:
                pass
        return _looked_up(nodes, _one_by_one(path))


def _looked_up(nodes: Ints, blocks: Iterator[Block]) -> NodePositions:
    x, y = np.full((2, len(nodes)), OFF_THE_GLOBE, np.int64)
    if not len(nodes):
        return NodePositions(x, y, 0)
    found = nodes < 0
    came = 0
    for ids, its_x, its_y in blocks:
        at = np.searchsorted(nodes, ids)
        at[at == len(nodes)] = 0
        known = (nodes[at] == ids) & (ids >= 0)
        came += int(known.sum())
        hit = np.flatnonzero(known & ~found[at])
        first = hit[::-1]  # what is written last stays
        x[at[first]], y[at[first]] = its_x[first], its_y[first]
        found[at[hit]] = True
    return NodePositions(x, y, came - int((found & (nodes >= 0)).sum()))


def _one_by_one(path: Path) -> Iterator[Block]:
    with Reader(extract_file(path), NODE) as reader:
        nodes = chain.from_iterable(
            (entity.id, entity.location.x, entity.location.y)
            for entity in OsmFileIterator(reader)
            if isinstance(entity, Node)
        )
        while len(block := np.fromiter(islice(nodes, 3 * _AT_ONCE), np.int64)):
            ids, x, y = block.reshape(-1, 3).T
            yield ids, x, y
