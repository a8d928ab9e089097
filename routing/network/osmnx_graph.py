"""Our graph as OSMnx likes it; `from_osmnx` goes the other way.

OSMnx itself is not needed: its graph is networkx's MultiDiGraph with agreed attributes. Source:
osmnx.readthedocs.io, "Graph attributes" and `osmnx.convert.validate_graph`.
"""

from dataclasses import dataclass
from typing import Any, cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from routing.network.osmnx_import import WGS84, from_osmnx
from routing.network.osmnx_turns import RESTRICTIONS, TURNS, EdgeName, restrictions_said, turns_said
from routing.network.road_graph import RoadGraph

__all__ = ["from_osmnx", "to_networkx"]


def to_networkx(graph: RoadGraph) -> "nx.MultiDiGraph[int]":
    """Give a new MultiDiGraph that OSMnx's functions accept.

    Nodes are called by their OSM id; where a barrier parts a node, its other sides by numbers below zero.
    Edges have the road's tags and `osmid`, `length` (m), `travel_time` (s), `speed_kph`, `cost_m` (what the
    profile minimises), `oneway`, `reversed` and, where not straight, `geometry`. The tags that tell
    directions are left out: which edges there are says what they mean for this profile. A barrier that can
    be passed is a node; half of what it costs lies on each edge that ends there.

    OSMnx knows no turns, so they stand beside the edges, as the graph attributes `turns` and `turn_restrictions`; see
    `routing.network.osmnx_turns`. A search over nodes alone, as OSMnx's own, does not heed them.
    """
    network = graph.network
    nodes = _Nodes.of(graph)
    result: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=WGS84, simplified=True, profile=graph.profile)
    lon, lat = network.node_lon[graph.node].tolist(), network.node_lat[graph.node].tolist()
    for node in np.flatnonzero(nodes.same_as == np.arange(graph.node_count)).tolist():
        result.add_node(nodes.names[node], x=lon[node], y=lat[node], street_count=int(nodes.streets[node]))
    directions = np.bincount(graph.edge, minlength=network.edge_count)
    roads: list[int] = np.flatnonzero(graph.mm).tolist()
    names: dict[int, EdgeName] = {}
    for arc in roads:
        tail, head = int(graph.tail[arc]), int(graph.head[arc])
        attributes = _edge_attributes(graph, arc) | {
            "travel_time": (int(graph.ms[arc]) + int(nodes.ms[tail]) + int(nodes.ms[head])) / 1000,
            "cost_m": (int(graph.cost[arc]) + int(nodes.cost[tail]) + int(nodes.cost[head])) / 1000,
            "oneway": bool(directions[graph.edge[arc]] == 1),
        }
        ends = nodes.names[tail], nodes.names[head]
        names[arc] = (*ends, cast("int", result.add_edge(*ends, **attributes)))
    result.graph[TURNS] = turns_said(graph, names)
    result.graph[RESTRICTIONS] = restrictions_said(graph, names)
    return result


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes of a graph with the stars of its barriers drawn together.

    `same_as` gives the centre for a point of a star and the node itself for all others; `cost` and `ms`
    what the spoke between them takes; `streets` how many roads end there; `names` are the same within a star.
    """

    same_as: NDArray[np.int64]
    cost: NDArray[np.int64]
    ms: NDArray[np.int64]
    streets: NDArray[np.int64]
    names: list[int]

    @classmethod
    def of(cls, graph: RoadGraph) -> "_Nodes":
        same_as = np.arange(graph.node_count)
        cost, ms = np.zeros((2, graph.node_count), np.int64)
        spokes = np.flatnonzero((graph.mm == 0) & graph.forward)  # a spoke is drawn towards the centre
        points = graph.tail[spokes]
        same_as[points] = graph.head[spokes]
        cost[points], ms[points] = graph.cost[spokes], graph.ms[spokes]
        _, roads = np.unique(np.where(graph.mm > 0, graph.edge, -1), return_index=True)
        roads = roads[graph.mm[roads] > 0]
        ends = same_as[np.concatenate([graph.tail[roads], graph.head[roads]])]
        return cls(same_as, cost, ms, np.bincount(ends, minlength=graph.node_count), _names(graph, same_as))


def _names(graph: RoadGraph, same_as: NDArray[np.int64]) -> list[int]:
    """Name the centre of a star, else the first of the nodes that share an OSM id, by that id."""
    osm: NDArray[np.int64] = graph.network.node_osm[graph.node]
    number = np.arange(len(osm))
    order = np.lexsort((number, np.bincount(same_as, minlength=len(osm)) == 1, osm))
    first = order[np.diff(osm[order], prepend=osm.min(initial=0) - 1) != 0]
    named = np.isin(number, first)
    names: list[int] = np.where(named, osm, -1 - number)[same_as].tolist()
    return names


def _edge_attributes(graph: RoadGraph, arc: int) -> dict[str, Any]:
    network, edge = graph.network, int(graph.edge[arc])
    tags = network.tags[int(network.edge_tags[edge])]
    attributes: dict[str, Any] = {key: value for key, value in tags.items() if not _tells_directions(key, value)}
    attributes |= {
        "osmid": int(network.edge_way[edge]),
        "length": int(graph.mm[arc]) / 1000,
        "speed_kph": 3.6 * int(graph.mm[arc]) / int(graph.ms[arc]),
        "reversed": not graph.forward[arc],
    }
    points = slice(network.first_point[edge], network.first_point[edge + 1])
    drawn = list(zip(network.point_lon[points].tolist(), network.point_lat[points].tolist(), strict=True))
    if len(drawn) > 2:
        attributes["geometry"] = LineString(drawn if graph.forward[arc] else drawn[::-1])
    return attributes


def _tells_directions(key: str, value: str) -> bool:
    return "oneway" in key or key.endswith((":forward", ":backward")) or value.startswith("opposite")
