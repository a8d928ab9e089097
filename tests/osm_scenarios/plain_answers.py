"""A road graph held against plain Python: the same pieces of road, and the same least values between places."""

import numpy as np

from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.matrix import travel_table
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.osm_scenarios.plain_roads import Piece
from tests.osm_scenarios.plain_turns import PlainTurns, least_values
from tests.solver.ridden import ridden
from tests.solver.towns import Triple, done, minus, plus


def pieces_of(graph: RoadGraph) -> dict[int, Piece]:
    """Name each arc as plain Python does; spokes of barriers have no name there."""
    network = graph.network
    number: dict[int, int] = {}
    seen: dict[int, int] = {}
    for edge in np.flatnonzero(network.edge_mm).tolist():
        way = int(network.edge_way[edge])
        number[edge] = seen.get(way, 0)
        seen[way] = number[edge] + 1
    return {
        arc: Piece(int(network.edge_way[edge]), number[edge], bool(graph.forward[arc]))
        for arc, edge in enumerate(graph.edge.tolist())
        if edge in number
    }


def hold_against(graph: RoadGraph, truth: PlainTurns, places: list[SnappedPlace], origins: int) -> None:
    """Compare the pieces kept, and from some of the places to all of them cost, metres and seconds, by both ways."""
    pieces = pieces_of(graph)
    assert set(pieces.values()) == truth.kept
    for arc, piece in pieces.items():
        assert (int(graph.cost[arc]), int(graph.mm[arc]), int(graph.ms[arc])) == truth.roads.value[piece]
    hierarchy = build_hierarchy(graph)
    distances_m, durations_s = travel_table(hierarchy, places[:origins], places)
    for i, origin in enumerate(places[:origins]):
        starts = {pieces[on.arc]: minus(truth.roads.value[pieces[on.arc]], done(on)) for on in origin.arcs}
        least = least_values(truth, starts)
        for j, destination in enumerate(places):
            value = best(least, pieces, origin, destination)
            assert (distances_m[i, j], durations_s[i, j]) == ((value[1] * 2 + 1000) // 2000, -(-value[2] // 1000))
            hold_path_against(hierarchy, origin, destination, value)


def hold_path_against(hierarchy: Hierarchy, origin: SnappedPlace, destination: SnappedPlace, value: Triple) -> None:
    path = shortest_path(hierarchy, origin, destination)
    assert (path.distance_m, path.duration_s) == ((value[1] * 2 + 1000) // 2000, -(-value[2] // 1000))
    assert value in ridden(hierarchy.graph, path, origin, destination)


def best(
    least: dict[Piece, Triple], pieces: dict[int, Piece], origin: SnappedPlace, destination: SnappedPlace
) -> Triple:
    if origin.on_road == destination.on_road:
        return 0, 0, 0
    values = [plus(least[pieces[on.arc]], done(on)) for on in destination.arcs if pieces[on.arc] in least]
    values += [
        minus(done(there), done(here))
        for here in origin.arcs
        for there in destination.arcs
        if here.arc == there.arc and min(minus(done(there), done(here))) >= 0
    ]
    return min(values)
