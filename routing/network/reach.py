"""From one place to everywhere: what each road takes along *the* path, and how much of it lies within a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace

__all__ = ["Parts", "Reach", "reach_from"]

Floats = NDArray[np.float64]

_MM, _COST = 40, 80
_MASK = (1 << _MM) - 1
"""Cost, millimetres and milliseconds in one whole number, compared in this order; each below 2⁴⁰: 34 years of ms."""


def _packed(cost: int, mm: int, ms: int) -> int:
    return cost << _COST | mm << _MM | ms


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Parts of arcs, ridden from their tails; an arc may have two.

    Attributes
    ----------
    arc: int64 (p,). begin, end: float64 (p,); shares of the arc from its tail, begin below end.
    """

    arc: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What it takes to come to the tail of each arc, about to ride it.

    Attributes
    ----------
    cost, mm, ms: float64 (m,); infinite where one does not come.
    """

    graph: RoadGraph
    origin: SnappedPlace
    cost: NDArray[np.float64]
    mm: NDArray[np.float64]
    ms: NDArray[np.float64]

    def to(self, place: SnappedPlace) -> tuple[int, int] | None:
        """Give metres and seconds to a place, as path and matrix round them; None where one does not come."""
        if place.on_road == self.origin.on_road:
            return 0, 0
        values = [(self.cost[on.arc] + on.cost, self.mm[on.arc] + on.mm, self.ms[on.arc] + on.ms) for on in place.arcs]
        for start in self._open_starts():
            for on in place.arcs:
                ahead = (on.cost - start.cost, on.mm - start.mm, on.ms - start.ms)
                if on.arc == start.arc and min(ahead) >= 0:
                    values.append(ahead)
        cost, mm, ms = min(values)
        return None if cost == inf else ((int(mm) + 500) // 1000, -(-int(ms) // 1000))

    def within(self, limit: int, figure: str) -> Parts:
        """Give the parts of edges that lie within a limit.

        Each point counts by *the* path to it: where both directions of an edge lead there, by the cheaper. Ahead of the
        origin on its own edge the path is straight; behind it, on a oneway street, one comes by going round.

        Parameters
        ----------
        limit: in milliseconds or millimetres. figure: "ms" or "mm".
        """
        graph, starts = self.graph, self._open_starts()
        spent, takes = (self.ms, graph.ms) if figure == "ms" else (self.mm, graph.mm)
        own = np.array([start.arc for start in starts], np.int64)
        gone = [(start.cost, start.ms if figure == "ms" else start.mm, start.mm) for start in starts]
        gone_cost, gone_spent, gone_mm = np.array(gone).reshape(-1, 3).T
        begins_at = gone_mm / np.maximum(graph.mm[own], 1)
        opposite = _opposite(graph)
        rival = np.where(opposite >= 0, self.cost[opposite], inf)
        ahead = _Ways(own, -gone_cost, -gone_spent, rival[own], begins_at, np.ones(len(own)))
        most = np.ones(graph.arc_count)
        most[own] = begins_at
        met = opposite[own] >= 0  # who comes to the origin's edge meets who sets out along it
        rival[opposite[own][met]] = -gone_cost[met]
        every = np.arange(graph.arc_count)
        coming = _Ways(every, self.cost, spent, rival, np.zeros(graph.arc_count), most)
        found = [
            _parts(ways, graph.cost, opposite, (limit - ways.spent) / np.maximum(takes[ways.arc], 1))
            for ways in (coming, ahead)
        ]
        return Parts(
            np.concatenate([parts.arc for parts in found]),
            np.concatenate([parts.begin for parts in found]),
            np.concatenate([parts.end for parts in found]),
        )

    def _open_starts(self) -> Sequence[OnArc]:
        return [start for start in self.origin.arcs if self.graph.is_open(start.arc)]


@dataclass(frozen=True, slots=True)
class _Ways:
    """Arcs, by which points of their edges are come to.

    Attributes
    ----------
    cost, spent: at the tail; of who sets out along an arc, so much below zero that he is at nothing where he stands.
    rival: what it costs to come to the tail of the opposite arc.
    begin, most: shares of the arc from which and up to which it is ridden so.
    """

    arc: NDArray[np.int64]
    cost: Floats
    spent: Floats
    rival: Floats
    begin: Floats
    most: Floats


def _parts(ways: _Ways, cost: NDArray[np.int64], opposite: NDArray[np.int64], lasts: Floats) -> Parts:
    """Ride each arc as long as the limit lasts and who comes against it is no cheaper.

    Parameters
    ----------
    lasts: shares of the arcs that the limit allows.
    """
    up_to = _cheaper_up_to(cost[ways.arc], ways.cost, cost[opposite[ways.arc]], ways.rival)
    end = np.minimum(np.minimum(np.clip(lasts, 0.0, 1.0), up_to), ways.most)
    kept = end > ways.begin
    return Parts(ways.arc[kept], ways.begin[kept], end[kept])


def _opposite(graph: RoadGraph) -> NDArray[np.int64]:
    """Give the arc that rides the same edge the other way; -1 where there is none."""
    arc_of = np.full((2, graph.network.edge_count), -1, np.int64)
    arc_of[np.where(graph.forward, 1, 0), graph.edge] = np.arange(graph.arc_count)
    return arc_of[np.where(graph.forward, 0, 1), graph.edge]


def _cheaper_up_to(
    own: NDArray[np.int64], spent: NDArray[np.float64], their_own: NDArray[np.int64], theirs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the share of an arc up to which coming by it is no dearer than coming by the opposite one.

    Parameters
    ----------
    own, their_own: what the two arcs cost. spent, theirs: what it costs to come to their tails; infinite for never.
    """
    with np.errstate(invalid="ignore"):  # neither is reached: inf - inf
        share = (theirs + their_own - spent) / (own + their_own)
    return np.where(np.isnan(share), 0.0, np.clip(share, 0.0, 1.0))


def reach_from(graph: RoadGraph, origin: SnappedPlace) -> Reach:
    """Find the path of least (cost, mm, ms) to every arc, turns included, by Dijkstra's algorithm.

    Everything is settled, not only what lies within a limit: a dearer way that happens to be quicker is not the way.
    """
    turns = graph.turns
    first: list[int] = turns.first.tolist()
    to: list[int] = turns.to.tolist()
    rows = zip(turns.start.tolist(), turns.cost.tolist(), turns.ms.tolist(), strict=True)
    arc_of: list[int] = turns.arc.tolist()
    figures = zip(graph.cost.tolist(), graph.mm.tolist(), graph.ms.tolist(), strict=True)
    ride: list[int] = [_packed(*one) for one in figures]
    step: list[int] = [ride[arc_of[start]] + _packed(turn_cost, 0, turn_ms) for start, turn_cost, turn_ms in rows]
    least: list[int | None] = [None] * turns.state_count
    waiting: list[tuple[int, int]] = []
    for on in origin.arcs:
        gone = _packed(on.cost, on.mm, on.ms)
        for turn in range(first[on.arc], first[on.arc + 1]):
            heappush(waiting, (step[turn] - gone, to[turn]))
    while waiting:
        value, state = heappop(waiting)
        if least[state] is not None:
            continue
        least[state] = value
        for turn in range(first[state], first[state + 1]):
            if least[to[turn]] is None:
                heappush(waiting, (value + step[turn], to[turn]))
    by_arc: list[int | None] = [None] * graph.arc_count
    for state, value in enumerate(least):
        known = by_arc[arc_of[state]]
        if value is not None and (known is None or value < known):
            by_arc[arc_of[state]] = value
    values = [(inf, inf, inf) if one is None else (one >> _COST, one >> _MM & _MASK, one & _MASK) for one in by_arc]
    reached = np.array(values, np.float64).reshape(-1, 3).T
    return Reach(graph, origin, *reached)
