"""Towns that are nowhere, as OSM files of any size: districts of bent streets with names, oneways and restrictions.

Two in five blocks have no street, so that there are dead ends; one street in eight is a oneway, every sixth a main road
with signals where two of them meet; few roads lead out of a district, and fewer out of a town. `buildings` and `shops`
add what is no road.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm.mutable import Node, Relation, Way

__all__ = ["SyntheticTown"]

ARCS_PER_CORNER = 2.25
"""Of a cargo bike, as measured; a town asked for so many arcs has about as many."""
BLOCK_LON, BLOCK_LAT = 0.0015, 0.0009
"""Degrees between two corners: some 100 m."""
MAIN, DISTRICT, TOWN = 6, 24, 96
"""Blocks from one main road, one water and one stretch of open country to the next: only main roads lead over water,
and of these every fourth through the country."""
LONGEST_WAY = 8
CORNERS_OF_A_BUILDING = 4

Drawn = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SyntheticTown:
    """A town by its size; the same seed gives the same town.

    Attributes
    ----------
    arcs: about so many, of a cargo bike.
    buildings: each of four nodes, beside the roads.
    shops: nodes with tags that are no roads.
    """

    arcs: int
    buildings: int = 0
    shops: int = 0
    seed: int = 1

    @property
    def side(self) -> int:
        """Return how many corners it has from west to east, and from south to north."""
        return max(3, round((self.arcs / ARCS_PER_CORNER) ** 0.5))

    def write(self, path: Path) -> Path:
        """Write nodes, ways and relations in the order of OSM's own files."""
        chance = np.random.default_rng(self.seed)
        side = self.side
        lon, lat = self._corners(chance)
        along = [_streets(chance, side), _streets(chance, side).T]
        beyond = side * side
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for node, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
                writer.add_node(Node(id=node + 1, location=(x, y), tags=_tags_of_corner(node, side)))
            ways = list(self._ways(along))
            shape = iter(range(beyond + 1, beyond + 1 + sum(len(corners) - 1 for corners, _ in ways)))
            drawn: list[tuple[list[int], dict[str, str]]] = []
            for corners, tags in ways:
                nodes = [corners[0] + 1]
                for one, other in zip(corners, corners[1:], strict=False):
                    bend, at = next(shape), [(lon[one] + lon[other]) / 2, (lat[one] + lat[other]) / 2]
                    at[one % 2] += chance.uniform(-1e-4, 1e-4)
                    writer.add_node(Node(id=bend, location=(at[0], at[1]), tags={}))
                    nodes += [bend, other + 1]
                drawn.append((nodes, tags))
            first_building = beyond + 1 + sum(len(nodes) // 2 for nodes, _ in drawn)
            self._write_beside(writer, chance, first_building)
            for number, (nodes, tags) in enumerate(drawn):
                writer.add_way(Way(id=number + 1, nodes=nodes, tags=tags))
            for number in range(self.buildings):
                ring = [first_building + CORNERS_OF_A_BUILDING * number + corner for corner in (0, 1, 2, 3, 0)]
                writer.add_way(Way(id=len(drawn) + number + 1, nodes=ring, tags=_address(number, {"building": "yes"})))
            for number, members in enumerate(_left_turns(drawn, chance)):
                tags = {"type": "restriction", "restriction": "no_left_turn"}
                writer.add_relation(Relation(id=number + 1, members=members, tags=tags))
        return path

    def _corners(self, chance: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        row, column = np.divmod(np.arange(self.side**2), self.side)
        lon = 5 + BLOCK_LON * (column + chance.uniform(0, 0.3, len(row)))
        lat = 52 + BLOCK_LAT * (row + chance.uniform(0, 0.3, len(row)))
        return np.round(lon, 7), np.round(lat, 7)

    def _ways(self, along: list[Drawn]) -> Iterator[tuple[list[int], dict[str, str]]]:
        """Cut each line of the grid into ways, where a street is missing and after some blocks."""
        side = self.side
        for direction, kept in enumerate(along):
            for line in range(side):
                pieces = kept[line] if direction == 0 else kept[:, line]
                number = 0
                for there, run in groupby(range(side - 1), key=pieces.__getitem__):
                    blocks = list(run)
                    if not there:
                        continue
                    for begin in range(0, len(blocks), LONGEST_WAY):
                        part = [*blocks[begin : begin + LONGEST_WAY], blocks[begin : begin + LONGEST_WAY][-1] + 1]
                        corners = [line * side + at if direction == 0 else at * side + line for at in part]
                        yield corners, _tags_of_street(direction, line, number)
                        number += 1

    def _write_beside(self, writer: osmium.SimpleWriter, chance: np.random.Generator, first: int) -> None:
        """Write the nodes of buildings and shops."""
        width = 1e-4
        wide = self.side * BLOCK_LON, self.side * BLOCK_LAT
        at = chance.uniform(0, 1, (self.buildings + self.shops, 2)) * wide + (5, 52)
        for number, (lon, lat) in enumerate(at[: self.buildings].tolist()):
            for corner, (x, y) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1))):
                identity = first + CORNERS_OF_A_BUILDING * number + corner
                writer.add_node(Node(id=identity, location=(lon + x * width, lat + y * width), tags={}))
        behind = first + CORNERS_OF_A_BUILDING * self.buildings
        for number, (lon, lat) in enumerate(at[self.buildings :].tolist()):
            tags = _address(number, {"shop": "bakery", "name": f"Bakkerij {number}"})
            writer.add_node(Node(id=behind + number, location=(lon, lat), tags=tags))


def _streets(chance: np.random.Generator, side: int) -> Drawn:
    """Say which blocks of each line have a street; shape (side, side - 1). The first line has all."""
    line, border = np.arange(side), np.arange(1, side)
    kept = chance.random((side, side - 1)) < np.where(line % MAIN == 0, 0.97, 0.6)[:, np.newaxis]
    kept &= ((line % MAIN == 0)[:, np.newaxis]) | (border % DISTRICT > 0)
    kept &= ((line % DISTRICT == 0)[:, np.newaxis]) | (border % TOWN > 0)
    kept[0] = True
    return kept


def _tags_of_corner(node: int, side: int) -> dict[str, str]:
    row, column = divmod(node, side)
    if row % MAIN == 0 and column % MAIN == 0:
        return {"highway": "traffic_signals"}
    return {"barrier": "bollard"} if node % 211 == 7 else {}


def _tags_of_street(direction: int, line: int, number: int) -> dict[str, str]:
    if line % MAIN == 0:
        name = f"{'Dwarsweg' if direction else 'Hoofdweg'} {line // MAIN + 1}"
        return {"highway": "secondary" if line % DISTRICT == 0 else "tertiary", "name": name, "maxspeed": "50"}
    tags = {"highway": "residential", "name": f"{'Laan' if direction else 'Straat'} {line}-{number // 3}"}
    if (line + number) % 8 == 3:
        tags |= {"oneway": "yes"}
    if (line + number) % 13 == 5:
        tags |= {"highway": "cycleway", "surface": "asphalt"}
    return tags


def _address(number: int, tags: dict[str, str]) -> dict[str, str]:
    return {**tags, "addr:street": f"Straat {number // 50}", "addr:housenumber": str(number % 50 + 1)}


def _left_turns(
    drawn: list[tuple[list[int], dict[str, str]]], chance: np.random.Generator
) -> Iterator[list[tuple[str, int, str]]]:
    """Forbid one turn at the end of some ways, into another that begins or ends there."""
    ends: dict[int, int] = {}
    for number, (nodes, _) in enumerate(drawn):
        via = nodes[0]
        if via in ends and chance.random() < 0.05:
            yield [("w", ends[via], "from"), ("n", via, "via"), ("w", number + 1, "to")]
        ends[nodes[-1]] = number + 1
