"""What one path climbs, falls and takes from the battery, for who is told the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.text import Text
from routing.network.edge_effort import climbs_mm
from routing.network.energy import arc_joules, has_battery, whole_wh
from routing.network.paths import RoadPath, ridden_between
from routing.network.profile import load_profile
from routing.network.relief import Relief
from routing.network.road_graph import RoadGraph, SnappedPlace

__all__ = ["ArcEfforts", "PathEffort", "path_effort"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PathEffort:
    """Effort of a path, equal to the energy table.

    Attributes
    ----------
    climb_m, descent_m: all that rises and all that falls, each to the nearest metre.
    energy_wh: from the battery, rounded up; None where there is none.
    mass_kg: vehicle, rider and load together; None where it plays no part.
    relief: where heights are from.
    """

    climb_m: int
    descent_m: int
    energy_wh: int | None
    mass_kg: float | None
    relief: Relief

    def told(self) -> Text:
        """Say it in a line: `45 m up, 12 m down; 61 Wh at 200 kg; heights from village.tif`."""
        said: list[Text] = []
        if not self.relief.is_flat:
            up, down = self.climb_m, self.descent_m
            said.append(Text(f"{up} m omhoog, {down} m omlaag", f"{up} m up, {down} m down"))
        if self.energy_wh is not None:
            spent, mass = f"{self.energy_wh} Wh", f"{self.mass_kg:g} kg"
            said.append(Text(f"{spent} bij {mass}", f"{spent} at {mass}"))
        heights = self.relief.told()
        said.append(heights if self.relief.is_flat else Text(f"hoogten {heights.nl}", f"heights {heights.en}"))
        return Text("; ".join(one.nl for one in said), "; ".join(one.en for one in said))


@dataclass(frozen=True, slots=True, eq=False)
class ArcEfforts:
    """What every arc of a graph climbs, falls and takes: made once, then added up for any number of paths.

    Attributes
    ----------
    climb_mm, descent_mm: int64 (m,).
    joules: int64 (m,); None where there is no battery.
    """

    graph: RoadGraph
    climb_mm: Ints
    descent_mm: Ints
    joules: Ints | None

    @classmethod
    def of(cls, graph: RoadGraph) -> "ArcEfforts":
        climbs = climbs_mm(graph.network)
        ahead = np.where(graph.forward, 0, 1)
        climb_mm, descent_mm = (climbs[way, graph.edge] for way in (ahead, 1 - ahead))
        return cls(graph, climb_mm, descent_mm, arc_joules(graph) if has_battery(graph.profile) else None)


def path_effort(arcs: ArcEfforts, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> PathEffort:
    """Add up what the arcs of a path take; of one that is ridden in part, the share of its metres."""
    graph = arcs.graph
    climb_mm, descent_mm = (
        _along(graph, of_arc, path, origin, destination) for of_arc in (arcs.climb_mm, arcs.descent_mm)
    )
    joules = None if arcs.joules is None else _along(graph, arcs.joules, path, origin, destination)
    table = load_profile(graph.profile).table.effort
    usual_kg = None if table is None or table.mass is None else table.mass.kg
    return PathEffort(
        climb_m=(climb_mm + 500) // 1000,
        descent_m=(descent_mm + 500) // 1000,
        energy_wh=None if joules is None else int(whole_wh(np.array(joules))),
        mass_kg=usual_kg if graph.mass_kg is None else graph.mass_kg,
        relief=graph.network.relief,
    )


def _along(graph: RoadGraph, of_arc: Ints, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> int:
    if len(path.arcs) == 0:
        return 0
    first, last = int(path.arcs[0]), int(path.arcs[-1])
    begin, end = ridden_between(graph, path, origin, destination)
    whole = int(of_arc[path.arcs[:-1]].sum())
    return whole + _share(graph, of_arc, last, end) - _share(graph, of_arc, first, begin)


def _share(graph: RoadGraph, of_arc: Ints, arc: int, mm: int) -> int:
    return int(of_arc[arc]) * mm // max(int(graph.mm[arc]), 1)
