"""Places on roads, laid out as the kernels read them: their points on arcs, and where a path leaves and enters them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from routing.network.climb_kernels import Places, Seeds
from routing.network.hierarchy import Hierarchy, pack
from routing.network.road_graph import SnappedPlace

__all__ = ["entering_seeds", "flat_places", "leaving_seeds"]

Ints = NDArray[np.int64]


def flat_places(places: Sequence[SnappedPlace], spots: dict[Position, int]) -> Places:
    """Lay out the points of places; `spots` numbers the points of the road and grows."""
    first = np.zeros(len(places) + 1, np.int32)
    np.cumsum([len(place.arcs) for place in places], out=first[1:])
    points = [(on.arc, on.cost, on.mm, on.ms) for place in places for on in place.arcs]
    arc, cost, mm, ms = np.array(points, np.int64).T
    spot = [spots.setdefault(place.on_road, len(spots)) for place in places]
    return Places(first, arc.astype(np.int32), cost.copy(), pack(mm, ms), np.array(spot, np.int32))


def leaving_seeds(hierarchy: Hierarchy, places: Places) -> Seeds:
    """Leave places: over what is left of each arc and one turn, into the state behind it.

    Nothing is remembered of how one came to the place, so one is in the state that is the arc itself.
    """
    graph, turns = hierarchy.graph, hierarchy.graph.turns
    begin, end = hierarchy.first_turn[places.arc], hierarchy.first_turn[places.arc + 1]
    point, turn = _spread(begin, end)
    arc = places.arc[point]
    cost = graph.cost[arc] - places.cost[point] + turns.cost[turn]
    packed = pack(graph.mm[arc], graph.ms[arc] + turns.ms[turn]) - places.packed[point]
    return _seeds(places, hierarchy.rank[turns.to[turn]], cost, packed, point)


def entering_seeds(hierarchy: Hierarchy, places: Places) -> Seeds:
    """Come to places, seen backwards: what is done of each arc, from its tail, in whatever state one rides it."""
    arc = hierarchy.graph.turns.arc
    by_arc = np.argsort(arc, kind="stable")
    begin, end = (np.searchsorted(arc[by_arc], places.arc, side) for side in ("left", "right"))
    point, at = _spread(begin, end)
    return _seeds(places, hierarchy.rank[by_arc[at]], places.cost[point], places.packed[point], point)


def _spread(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """List the numbers from each begin to its end, and whose they are."""
    count = end - begin
    owner = np.repeat(np.arange(len(begin)), count)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + begin[owner]


def _seeds(places: Places, node: NDArray[np.int32], cost: Ints, packed: Ints, point: Ints) -> Seeds:
    first = np.searchsorted(point, places.first).astype(np.int32)
    return Seeds(first, node, cost, packed, point.astype(np.int32))
