"""Towns that are nowhere, as OSM files of any size: districts of bent streets with names, oneways and restrictions.

Two in five blocks have no street, so that there are dead ends; one street in eight is a oneway, every sixth a main road
with signals where two of them meet; few roads lead out of a district, and fewer out of a town. So junctions, turns an
arc and arcs of the hierarchy an arc come out between Liechtenstein's and Helsinki's. `buildings` and `shops` add what
is no road.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm.mutable import Node, Relation, Way

__all__ = ["SyntheticTown"]

ARCS_PER_CORNER = 2.25
"""Of a cargo bike, as measured."""
BLOCK_LON, BLOCK_LAT = 0.0015, 0.0009
"""Degrees between two corners: some 100 m."""
MAIN, DISTRICT, TOWN = 6, 24, 96
"""Blocks from one main road, one water and one stretch of open country to the next: only main roads lead over water,
and of these every fourth through the country."""
LONGEST_WAY = 8
SOUTH_WEST = (5.0, 52.0)

Tags = dict[str, str]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Street:
    """A way: its nodes, every second of them a bend, and its tags."""

    nodes: Sequence[int]
    tags: Tags


@dataclass(frozen=True, slots=True)
class SyntheticTown:
    """A town by its size; the same numbers give the same town.

    Attributes
    ----------
    arcs: about so many, of a cargo bike.
    buildings: each of four nodes, beside the roads.
    shops: nodes with tags that are no roads.
    """

    arcs: int
    buildings: int = 0
    shops: int = 0

    @property
    def side(self) -> int:
        """Return how many corners it has from west to east, and from south to north."""
        return max(3, round((self.arcs / ARCS_PER_CORNER) ** 0.5))

    def write(self, path: Path) -> Path:
        """Write nodes, ways and relations in the order of OSM's own files."""
        chance = np.random.default_rng(1)
        corners = self._corners(chance)
        runs = list(chain.from_iterable(self._runs(chance, across) for across in (False, True)))
        bends, streets = _bent(runs, corners, chance)
        places = corners + bends
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for number, place in enumerate(places):
                tags = _tags_of_corner(number, self.side) if number < len(corners) else {}
                writer.add_node(Node(id=number + 1, location=place, tags=tags))
            self._write_beside(writer, chance, len(places) + 1)
            for number, street in enumerate(streets):
                writer.add_way(Way(id=number + 1, nodes=street.nodes, tags=street.tags))
            for number in range(self.buildings):
                first = len(places) + 1 + 4 * number
                ring = [*range(first, first + 4), first]
                writer.add_way(
                    Way(id=len(streets) + number + 1, nodes=ring, tags=_address(number) | {"building": "yes"})
                )
            for number, members in enumerate(_forbidden_turns(streets, chance)):
                tags = {"type": "restriction", "restriction": "no_left_turn"}
                writer.add_relation(Relation(id=number + 1, members=members, tags=tags))
        return path

    def _corners(self, chance: np.random.Generator) -> list[Place]:
        row, column = np.divmod(np.arange(self.side**2), self.side)
        lon = SOUTH_WEST[0] + BLOCK_LON * (column + chance.uniform(0, 0.3, len(row)))
        lat = SOUTH_WEST[1] + BLOCK_LAT * (row + chance.uniform(0, 0.3, len(row)))
        return list(zip(lon.tolist(), lat.tolist(), strict=True))

    def _runs(self, chance: np.random.Generator, across: bool) -> Iterator[tuple[list[int], Tags]]:
        """Cut each line of the grid into ways, where a street is missing and after some blocks: corners, and tags."""
        for line, kept in enumerate(_streets(chance, self.side)):
            number = 0
            for there, run in groupby(range(self.side - 1), key=kept.__getitem__):
                blocks = list(run) if there else []
                for begin in range(0, len(blocks), LONGEST_WAY):
                    part = blocks[begin : begin + LONGEST_WAY]
                    along = [*part, part[-1] + 1]
                    yield (
                        [at * self.side + line if across else line * self.side + at for at in along],
                        _tags_of_street(across, line, number),
                    )
                    number += 1

    def _write_beside(self, writer: osmium.SimpleWriter, chance: np.random.Generator, first: int) -> None:
        """Write the nodes of buildings and shops."""
        extent = (self.side * BLOCK_LON, self.side * BLOCK_LAT)
        places = (SOUTH_WEST + chance.uniform(0, 1, (self.buildings + self.shops, 2)) * extent).tolist()
        for lon, lat in places[: self.buildings]:
            for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
                writer.add_node(Node(id=first, location=(lon + x * 1e-4, lat + y * 1e-4), tags={}))
                first += 1
        for number, place in enumerate(places[self.buildings :]):
            tags = _address(number) | {"shop": "bakery", "name": f"Bakkerij {number}"}
            writer.add_node(Node(id=first + number, location=place, tags=tags))


def _streets(chance: np.random.Generator, side: int) -> NDArray[np.bool_]:
    """Say which blocks of each line have a street; shape (side, side - 1). The first line has all."""
    line, border = np.arange(side)[:, np.newaxis], np.arange(1, side)
    kept = chance.random((side, side - 1)) < np.where(line % MAIN == 0, 0.97, 0.6)
    kept &= (line % MAIN == 0) | (border % DISTRICT > 0)
    kept &= (line % DISTRICT == 0) | (border % TOWN > 0)
    kept[0] = True
    return kept


def _bent(
    runs: Sequence[tuple[list[int], Tags]], corners: Sequence[Place], chance: np.random.Generator
) -> tuple[list[Place], list[Street]]:
    """Put a bend between any two corners of a way: a few metres beside the straight line."""
    aside: list[float] = chance.uniform(-1e-4, 1e-4, sum(len(run) - 1 for run, _ in runs)).tolist()
    bends: list[Place] = []
    streets: list[Street] = []
    for run, tags in runs:
        nodes = [run[0] + 1]
        for one, other in pairwise(run):
            (west, south), (east, north) = corners[one], corners[other]
            off = aside[len(bends)]
            bends.append(((west + east) / 2 + off, (south + north) / 2 - off))
            nodes += [len(corners) + len(bends), other + 1]
        streets.append(Street(nodes, tags))
    return bends, streets


def _tags_of_corner(number: int, side: int) -> Tags:
    row, column = divmod(number, side)
    if row % MAIN == 0 and column % MAIN == 0:
        return {"highway": "traffic_signals"}
    return {"barrier": "bollard"} if number % 211 == 7 else {}


def _tags_of_street(across: bool, line: int, number: int) -> Tags:
    if line % MAIN == 0:
        name = f"{'Dwarsweg' if across else 'Hoofdweg'} {line // MAIN + 1}"
        return {"highway": "secondary" if line % DISTRICT == 0 else "tertiary", "name": name, "maxspeed": "50"}
    tags = {"highway": "residential", "name": f"{'Laan' if across else 'Straat'} {line}-{number // 3}"}
    if (line + number) % 8 == 3:
        tags["oneway"] = "yes"
    if (line + number) % 13 == 5:
        tags |= {"highway": "cycleway", "surface": "asphalt"}
    return tags


def _address(number: int) -> Tags:
    return {"addr:street": f"Straat {number // 50}", "addr:housenumber": str(number % 50 + 1)}


def _forbidden_turns(streets: Sequence[Street], chance: np.random.Generator) -> Iterator[list[tuple[str, int, str]]]:
    """Forbid one in twenty turns from the end of a way into another that begins there."""
    ending: dict[int, int] = {}
    for number, street in enumerate(streets):
        via = street.nodes[0]
        if via in ending and chance.random() < 0.05:
            yield [("w", ending[via], "from"), ("n", via, "via"), ("w", number + 1, "to")]
        ending[street.nodes[-1]] = number + 1
