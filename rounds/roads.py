"""The roads of one area ready to measure: one hierarchy a profile, opened or made when it is first asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from kernel.progress import Progress, silent
from kernel.text import Text
from rounds.delivery_day import Span, Vehicle
from rounds.kept_roads import KeptRoads
from rounds.roads_at import RoadsAt
from routing.matrix import TravelMatrix
from routing.network.build import road_graph
from routing.network.clock_roads import ClockRoads, clock_roads
from routing.network.energy import energy_table
from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.paths import RoadPath, shortest_path
from routing.network.reader import read_network
from routing.network.road_graph import SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import snap

__all__ = ["MeasuredDay", "MeasuredPlaces", "Measures", "Roads", "has_limit", "profiles_of"]


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

    @property
    def name(self) -> str:
        """What the solver calls these figures: two of one profile, at other hours, have two names."""
        return self.profile

    @property
    def from_s(self) -> int:
        """Seconds since midnight from when on the figures hold."""
        return 0

    def open_spans(self, place: Position) -> Sequence[Span] | None:
        """Say when one may be at a place; None is at any time."""
        del place
        return None

    def closed_by(self, place: Position) -> Text | None:
        """Say what closes the way to a place for a part of the day, or for all of it; None where nothing does."""
        del place
        return None

    def slowest(self, begin_s: int, end_s: int) -> "MeasuredPlaces":
        """Give the largest figures of all hours that a span touches."""
        del begin_s, end_s
        return self

    def reaches(self, place: Position) -> bool:
        return place in self.row

    def distance_m(self, origin: Position, destination: Position) -> int:
        return int(self.matrix.distances_m[self.row[origin], self.row[destination]])

    def energy_wh(self, origin: Position, destination: Position) -> int:
        """Give what the way takes from the battery; 0 where it was not measured."""
        measured = self.matrix.energy_wh
        return 0 if measured is None else int(measured[self.row[origin], self.row[destination]])

    def path(self, origin: Position, destination: Position) -> RoadPath:
        return shortest_path(self.hierarchy, self.snapped[self.row[origin]], self.snapped[self.row[destination]])


class MeasuredDay:
    """The same places on the roads of every profile that rides: what only some reach is kept from the others.

    Attributes
    ----------
    row: row and column of each place in every matrix of `matrices`; a place that no profile reaches has none.
    """

    def __init__(self, *measured: MeasuredPlaces) -> None:
        self._measured = {one.name: one for one in sorted(measured, key=lambda one: one.from_s)}
        places = sorted({place for one in measured for place in one.row})
        self.row = {place: number for number, place in enumerate(places)}

    @property
    def profiles(self) -> frozenset[str]:
        return frozenset(one.profile for one in self._measured.values())

    def on(self, profile: str) -> MeasuredPlaces:
        """Give the places as one profile has them, as the day begins."""
        return next(one for one in self._measured.values() if one.profile == profile)

    def of(self, vehicle: Vehicle) -> MeasuredPlaces:
        """Give the places as a vehicle has them when its duty begins."""
        own = [one for one in self._measured.values() if one.profile == vehicle.profile]
        return next((one for one in reversed(own) if one.from_s <= vehicle.hours[0]), own[0])

    def reaching(self, *places: Position) -> frozenset[str]:
        """Return the profiles that reach all of the places."""
        return frozenset(
            profile
            for profile in self.profiles
            if all(map(all, ([one.reaches(place) for place in places] for one in self._of_profile(profile))))
        )

    def open_spans(self, place: Position, profiles: Iterable[str]) -> Sequence[Span] | None:
        """Say when one of some profiles may be at a place; None is at any time."""
        spans = [one.open_spans(place) for profile in profiles for one in self._of_profile(profile)]
        known = [one for one in spans if one is not None]
        return sorted({span for one in known for span in one}) if len(known) == len(spans) else None

    def closed_by(self, place: Position) -> Text | None:
        """Say what closes the way to a place; None where nothing does."""
        said = (one.closed_by(place) for one in self._measured.values())
        return next((one for one in said if one is not None), None)

    def slowest(self, begin_s: int, end_s: int) -> "MeasuredDay":
        """Give the same places with the largest figures of all hours that a span touches."""
        return MeasuredDay(*(one.slowest(begin_s, end_s) for one in self._measured.values()))

    def matrices(self) -> Mapping[str, TravelMatrix]:
        """Give a matrix a profile, all with the same rows; where a profile does not go stands its own longest way.

        Those entries mean nothing: keep the profile's vehicles from such places.
        """
        return {name: self._spread(one) for name, one in self._measured.items()}

    def _of_profile(self, profile: str) -> list[MeasuredPlaces]:
        return [one for one in self._measured.values() if one.profile == profile]

    def _spread(self, one: MeasuredPlaces) -> TravelMatrix:
        rows = np.array([self.row[place] for place in one.row], dtype=np.intp)

        def spread(figures: NDArray[np.int32]) -> NDArray[np.int32]:
            if len(rows) == len(self.row):
                return figures
            whole = np.full((len(self.row),) * 2, figures.max(initial=0), dtype=np.int32)
            whole[np.ix_(rows, rows)] = figures
            return whole

        energy_wh = one.matrix.energy_wh
        return TravelMatrix(
            spread(one.matrix.distances_m),
            spread(one.matrix.durations_s),
            energy_wh=None if energy_wh is None else spread(energy_wh),
        )


def profiles_of(vehicles: Sequence[Vehicle]) -> list[str]:
    """List the profiles of a day's vehicles; a cargo bike's where there is none, so that reasons can be found."""
    return sorted({vehicle.profile for vehicle in vehicles}) or ["cargo-bike"]


def has_limit(vehicles: Iterable[Vehicle], profile: str) -> bool:
    """Say whether some vehicle of a profile rides no further than its battery: then its energy is measured too."""
    return any(vehicle.profile == profile and vehicle.battery_wh is not None for vehicle in vehicles)


class Measures(Protocol):
    """Roads that are ready to measure: of any day, or of one by the clock."""

    def measure_for(self, vehicles: Sequence[Vehicle], places: Sequence[Position]) -> Sequence[MeasuredPlaces]:
        """Measure places for vehicles; rounds begin at the first place."""
        ...

    def measure(self, places: Sequence[Position], profile: str) -> MeasuredPlaces:
        """Measure places over the roads of one profile; rounds begin at the first place."""
        ...


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
        self._by_clock: dict[str, ClockRoads] = {}

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

    @property
    def network(self) -> RoadNetwork:
        """Give the roads of all profiles."""
        return self._network

    def hierarchy(self, profile: str) -> Hierarchy:
        if profile not in self._hierarchies:
            self._hierarchies[profile] = self._of_profile(profile)
        return self._hierarchies[profile]

    def by_clock(self, profile: str) -> ClockRoads:
        """Give the roads of every hour; those without the clock where none of their tags has hours."""
        if profile not in self._by_clock:
            self._by_clock[profile] = clock_roads(self._network, profile, self.hierarchy(profile))
        return self._by_clock[profile]

    def measure_for(self, vehicles: Sequence[Vehicle], places: Sequence[Position]) -> list[MeasuredPlaces]:
        """Measure places over the roads of every profile that rides."""
        return [
            self.measure(places, profile, with_energy=has_limit(vehicles, profile)) for profile in profiles_of(vehicles)
        ]

    def measure(self, places: Iterable[Position], profile: str, *, with_energy: bool = False) -> MeasuredPlaces:
        """Measure each distinct place against every other over the roads of a profile."""
        hierarchy = self.hierarchy(profile)
        distinct = sorted(set(places))
        found = snap(hierarchy.graph, distinct)
        reached = [(place, at) for place, at in zip(distinct, found, strict=True) if at is not None]
        snapped = [at for _, at in reached]
        row = {place: number for number, (place, _) in enumerate(reached)}
        matrix = travel_matrix(hierarchy, snapped)
        if with_energy:
            matrix = replace(matrix, energy_wh=energy_table(hierarchy, snapped, snapped))
        return MeasuredPlaces(hierarchy, row, snapped, matrix)

    def _made(self, profile: str) -> Hierarchy:
        return build_hierarchy(road_graph(self._network, profile))
