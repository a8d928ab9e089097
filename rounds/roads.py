"""The roads of one area ready to measure: one hierarchy a profile, opened or made when it is first asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from kernel.progress import Progress, silent
from rounds.kept_roads import KeptRoads
from rounds.roads_at import RoadsAt
from routing.matrix import TravelMatrix
from routing.network.build import road_graph
from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.paths import RoadPath, shortest_path
from routing.network.reader import read_network
from routing.network.road_graph import SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import snap

__all__ = ["MeasuredDay", "MeasuredPlaces", "Roads"]


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredPlaces:
    """Places brought to the roads of one profile, and every one against every other.

    Attributes
    ----------
    row: row and column of each place in the matrix; a place without a road within reach has none.
    """

    hierarchy: Hierarchy
    row: dict[Position, int]
    snapped: Sequence[SnappedPlace]
    matrix: TravelMatrix

    @property
    def profile(self) -> str:
        return self.hierarchy.graph.profile

    def reaches(self, place: Position) -> bool:
        return place in self.row

    def distance_m(self, origin: Position, destination: Position) -> int:
        return int(self.matrix.distances_m[self.row[origin], self.row[destination]])

    def path(self, origin: Position, destination: Position) -> RoadPath:
        return shortest_path(self.hierarchy, self.snapped[self.row[origin]], self.snapped[self.row[destination]])


class MeasuredDay:
    """The same places on the roads of every profile that rides: what only some reach is kept from the others.

    Attributes
    ----------
    row: row and column of each place in every matrix of `matrices`; a place that no profile reaches has none.
    """

    def __init__(self, *measured: MeasuredPlaces) -> None:
        self._measured = {one.profile: one for one in measured}
        places = sorted({place for one in measured for place in one.row})
        self.row = {place: number for number, place in enumerate(places)}

    @property
    def profiles(self) -> frozenset[str]:
        return frozenset(self._measured)

    def on(self, profile: str) -> MeasuredPlaces:
        """Give the places as one profile has them."""
        return self._measured[profile]

    def reaching(self, *places: Position) -> frozenset[str]:
        """Return the profiles that reach all of the places."""
        return frozenset(name for name, one in self._measured.items() if all(map(one.reaches, places)))

    def matrices(self) -> Mapping[str, TravelMatrix]:
        """Give a matrix a profile, all with the same rows; where a profile does not go stands its own longest way.

        Those entries mean nothing: keep the profile's vehicles from such places.
        """
        return {name: self._spread(one) for name, one in self._measured.items()}

    def _spread(self, one: MeasuredPlaces) -> TravelMatrix:
        rows = np.array([self.row[place] for place in one.row], dtype=np.intp)

        def spread(figures: NDArray[np.int32]) -> NDArray[np.int32]:
            if len(rows) == len(self.row):
                return figures
            whole = np.full((len(self.row),) * 2, figures.max(initial=0), dtype=np.int32)
            whole[np.ix_(rows, rows)] = figures
            return whole

        return TravelMatrix(spread(one.matrix.distances_m), spread(one.matrix.durations_s))


class Roads:
    """The road network of one extract, for every profile.

    Parameters
    ----------
    of_profile: gives a profile's hierarchy; by default it is made from the network.
    """

    def __init__(self, network: RoadNetwork, of_profile: Callable[[str], Hierarchy] | None = None) -> None:
        self._network = network
        self._of_profile = of_profile or self._made
        self._hierarchies: dict[str, Hierarchy] = {}

    @classmethod
    def read(cls, extract: Path, progress: Progress = silent) -> "Roads":
        """Read an extract, and keep nothing of it."""
        return cls(read_network(extract, progress))

    @classmethod
    def open(cls, at: RoadsAt, progress: Progress = silent) -> "Roads":
        """Open the saved roads of an area; made anew from its extract where they are missing, stale or damaged.

        Raises
        ------
        StorageError
            Neither they nor the extract can be used.
        """
        kept = KeptRoads.open(at, progress)
        return cls(kept.network, kept.hierarchy)

    def hierarchy(self, profile: str) -> Hierarchy:
        if profile not in self._hierarchies:
            self._hierarchies[profile] = self._of_profile(profile)
        return self._hierarchies[profile]

    def measure(self, places: Iterable[Position], profile: str) -> MeasuredPlaces:
        """Measure each distinct place against every other over the roads of a profile."""
        hierarchy = self.hierarchy(profile)
        distinct = sorted(set(places))
        found = snap(hierarchy.graph, distinct)
        reached = [(place, at) for place, at in zip(distinct, found, strict=True) if at is not None]
        snapped = [at for _, at in reached]
        row = {place: number for number, (place, _) in enumerate(reached)}
        return MeasuredPlaces(hierarchy, row, snapped, travel_matrix(hierarchy, snapped))

    def _made(self, profile: str) -> Hierarchy:
        return build_hierarchy(road_graph(self._network, profile))
