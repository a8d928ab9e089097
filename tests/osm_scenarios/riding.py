"""The cheapest ride through a drawn graph, told as the letters of its junctions. networkx searches, not our code."""

from itertools import groupby, pairwise
from typing import NamedTuple

import networkx as nx

from routing.network.road_graph import RoadGraph


class Ridden(NamedTuple):
    """What a ride passed, and what it took."""

    junctions: str
    cost_m: float
    metres: float
    seconds: float


def ride(graph: RoadGraph, start: str, goal: str) -> Ridden | None:
    """Ride from one letter to another; None where there is no way."""
    letters = [chr(max(node, 0)) for node in graph.network.node_osm[graph.node]]
    digraph = nx.DiGraph()
    for arc in range(graph.arc_count):
        ends = int(graph.tail[arc]), int(graph.head[arc])
        known = digraph.get_edge_data(*ends)
        if known is None or graph.cost[arc] < known["cost"]:
            digraph.add_edge(*ends, cost=int(graph.cost[arc]), mm=int(graph.mm[arc]), ms=int(graph.ms[arc]))
    starts = [node for node, letter in enumerate(letters) if letter == start]
    goals = [node for node, letter in enumerate(letters) if letter == goal]
    if not starts or not goals:
        return None
    costs, paths = nx.multi_source_dijkstra(digraph, set(starts), weight="cost")
    path = paths[min(goals, key=lambda node: costs[node])]
    steps = [digraph.edges[pair] for pair in pairwise(path)]
    junctions = "".join(letter for letter, _ in groupby(letters[node] for node in path))
    totals = (sum(step[key] for step in steps) / 1000 for key in ("cost", "mm", "ms"))
    return Ridden(junctions, *totals)
