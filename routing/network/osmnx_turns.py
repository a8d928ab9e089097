"""Turns beside an OSMnx graph, which knows none: two lists among its graph attributes, and the way back.

`turns` is what one profile's turns take: rows of the edge one comes over, the edge one turns into, metres of cost and
seconds, both None where the turn is forbidden; what is not listed is free. `turn_restrictions` are the relations; they
alone know rides over more than two edges: {"tags": {...}, "edges": [...]}. An edge is (u, v, key).
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np

from kernel.errors import BadInputError
from routing.network.road_graph import RoadGraph
from routing.network.road_network import Restrictions

__all__ = ["RESTRICTIONS", "TURNS", "EdgeName", "restrictions_of", "restrictions_said", "turns_said"]

TURNS, RESTRICTIONS = "turns", "turn_restrictions"

EdgeName = tuple[Any, Any, int]
"""The two nodes of an edge, and the key that tells it from others between them."""

Pieces = Sequence[tuple[int, bool]]
"""The edges of a road network that an edge became, with True where they are ridden as they were drawn."""


def turns_said(graph: RoadGraph, names: Mapping[int, EdgeName]) -> list[tuple[EdgeName, EdgeName, Any, Any]]:
    """List the turns that take something, and those that are forbidden whatever was ridden before.

    Parameters
    ----------
    names: of the arcs that are roads. Over a barrier one turns thrice; the barrier's own cost lies on the edges.
    """
    leaving: dict[Any, list[int]] = {}
    for arc, (tail, _, _) in names.items():
        leaving.setdefault(tail, []).append(arc)
    rows: list[tuple[EdgeName, EdgeName, Any, Any]] = []
    following = _Following(graph)
    for arc, name in names.items():
        allowed = following.after(arc)
        for other in leaving.get(name[1], []):
            cost, ms = allowed.get(other, (None, None))
            if cost is None or ms is None:
                rows.append((name, names[other], None, None))
            elif cost or ms:
                rows.append((name, names[other], cost / 1000, ms / 1000))
    return rows


class _Following:
    """Which roads may follow a road, for who remembers nothing, and what turning takes; spokes are passed over."""

    def __init__(self, graph: RoadGraph) -> None:
        turns = graph.turns
        self._is_road: list[bool] = (graph.mm > 0).tolist()
        self._arc: list[int] = turns.arc.tolist()
        self._first: list[int] = turns.first.tolist()
        self._to: list[int] = turns.to.tolist()
        self._cost: list[int] = turns.cost.tolist()
        self._ms: list[int] = turns.ms.tolist()

    def after(self, arc: int) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        waiting = [(arc, 0, 0)]
        while waiting:  # a star has two spokes to pass, so this ends
            state, cost, ms = waiting.pop()
            for turn in range(self._first[state], self._first[state + 1]):
                onward = (self._to[turn], cost + self._cost[turn], ms + self._ms[turn])
                if self._is_road[self._arc[onward[0]]]:
                    found[self._arc[onward[0]]] = onward[1:]
                else:
                    waiting.append(onward)
        return found


def restrictions_said(graph: RoadGraph, names: Mapping[int, EdgeName]) -> list[dict[str, Any]]:
    """List the rides that restrictions speak of, where all their edges are in the graph and join there."""
    restrictions = graph.network.restrictions
    arc_of = np.full((2, graph.network.edge_count), -1, np.int64)
    arc_of[np.where(graph.forward, 0, 1), graph.edge] = np.arange(graph.arc_count)
    arcs: list[int] = arc_of[np.where(restrictions.forward, 0, 1), restrictions.edge].tolist()
    first: list[int] = restrictions.first.tolist()
    said: list[dict[str, Any]] = []
    rows: list[int] = restrictions.ride_tags.tolist()
    for row, begin, end in zip(rows, first[:-1], first[1:], strict=True):
        edges = [names[arc] for arc in arcs[begin:end] if arc in names]
        if len(edges) == end - begin and _is_joined(edges):
            said.append({"tags": dict(restrictions.tags[row]), "edges": edges})
    return said


def restrictions_of(attributes: Mapping[str, Any], pieces: Mapping[EdgeName, Pieces]) -> Restrictions:
    """Read the list back; a ride over edges that are gone, or that no longer join, is skipped and counted.

    Parameters
    ----------
    attributes: of the graph. GraphML keeps the list as text, which is read too.

    Raises
    ------
    BadInputError
        The list has another form.
    """
    rides: list[list[tuple[int, bool]]] = []
    tags: dict[tuple[tuple[str, str], ...], int] = {}
    ride_tags: list[int] = []
    skipped = 0
    for said, edges in _entries(attributes.get(RESTRICTIONS)):
        if not _is_joined(edges) or any(edge not in pieces for edge in edges):
            skipped += 1
            continue
        between = [piece for edge in edges[1:-1] for piece in pieces[edge]]
        rides.append([pieces[edges[0]][-1], *between, pieces[edges[-1]][0]])
        ride_tags.append(tags.setdefault(tuple(sorted(said.items())), len(tags)))
    ridden = [piece for ride in rides for piece in ride]
    return Restrictions(
        ride_tags=np.array(ride_tags, np.int32),
        first=np.cumsum([0, *(len(ride) for ride in rides)], dtype=np.int32),
        edge=np.array([edge for edge, _ in ridden], np.int32),
        forward=np.array([forward for _, forward in ridden], np.bool_),
        tags=tuple(dict(row) for row in tags),
        skipped=skipped,
    )


def _is_joined(edges: Sequence[EdgeName]) -> bool:
    return all(one[1] == other[0] for one, other in pairwise(edges))


def _entries(said: Any) -> Iterator[tuple[dict[str, str], list[EdgeName]]]:
    if said is None:
        return
    rows = _as_list(said)
    for number, row in enumerate(rows, 1):
        match cast("dict[str, Any]", row):
            case {"tags": dict(), "edges": [_, _, *_] as edges}:
                words = cast("dict[Any, Any]", row["tags"])
                named = cast("list[EdgeName]", [tuple(edge) for edge in edges if _is_edge(edge)])
                if len(named) == len(edges) and all(isinstance(word, str) for pair in words.items() for word in pair):
                    yield words, named
                    continue
            case _:
                pass
        raise _unreadable(f"its entry {number}")


def _as_list(said: Any) -> list[Any]:
    try:
        rows = ast.literal_eval(said) if isinstance(said, str) else said
    except (ValueError, SyntaxError, MemoryError, RecursionError) as fault:
        raise _unreadable("it") from fault
    if not isinstance(rows, list):
        raise _unreadable("it")
    return cast("list[Any]", rows)


def _is_edge(edge: Any) -> bool:
    match edge:
        case [int() | str(), int() | str(), int()]:
            return True
        case _:
            return False


def _unreadable(what: str) -> BadInputError:
    return BadInputError(
        f"the graph's attribute {RESTRICTIONS!r} cannot be read: {what} has another form",
        way_out=f'Leave it as to_networkx made it, or take it away: del G.graph["{RESTRICTIONS}"].',
    )
