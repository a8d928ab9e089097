"""The cheapest ride through a drawn graph, told as the letters of its junctions. networkx searches, not our code."""

from itertools import groupby, pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np

from routing.network.road_graph import RoadGraph


class Ridden(NamedTuple):
    """What a ride passed, and what it took."""

    junctions: str
    cost_m: float
    metres: float
    seconds: float


def ride(graph: RoadGraph, start: str, goal: str) -> Ridden | None:
    """Ride from one letter to another; None where there is no way. What it takes includes the turns on the way."""
    letters = [chr(max(node, 0)) for node in graph.network.node_osm[graph.node]]
    turns, values = graph.turns, np.stack([graph.cost, graph.mm, graph.ms], axis=1)
    digraph = nx.DiGraph()
    for state, arc in enumerate(turns.arc.tolist()):
        if not graph.is_open(arc):
            continue
        if letters[graph.tail[arc]] == start:
            _join(digraph, "start", state, (0, 0, 0))
        if letters[graph.head[arc]] == goal:
            _join(digraph, state, "goal", tuple(values[arc].tolist()))
    for number, (state, to) in enumerate(zip(turns.start.tolist(), turns.to.tolist(), strict=True)):
        cost, mm, ms = values[turns.arc[state]].tolist()
        _join(digraph, state, to, (cost + int(turns.cost[number]), mm, ms + int(turns.ms[number])))
    if "start" not in digraph or "goal" not in digraph or not nx.has_path(digraph, "start", "goal"):
        return None
    path = nx.dijkstra_path(digraph, "start", "goal", weight="cost")
    steps = [digraph.edges[pair] for pair in pairwise(path)]
    arcs = turns.arc[path[1:-1]].tolist()
    passed = [*(letters[graph.tail[arc]] for arc in arcs), goal]
    totals = (sum(step[key] for step in steps) / 1000 for key in ("cost", "mm", "ms"))
    return Ridden("".join(letter for letter, _ in groupby(passed)), *totals)


def _join(digraph: nx.DiGraph, one: object, other: object, value: tuple[int, ...]) -> None:
    known = digraph.get_edge_data(one, other)
    if known is None or value[0] < known["cost"]:
        digraph.add_edge(one, other, cost=value[0], mm=value[1], ms=value[2])
