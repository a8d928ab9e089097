"""Compiling the kernels of the road network before anybody waits for them."""

import numpy as np

from kernel.position import Position
from kernel.progress import Progress, silent
from routing.network.energy import joules_along
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.paths import shortest_path
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.turns import Turns

__all__ = ["warm_up"]


def warm_up(progress: Progress = silent) -> None:
    """Ask everything once of one short street; what is compiled is kept, see `routing.compiled`."""
    street = _street()
    hierarchy = build_hierarchy(street)
    progress(0.4)
    places = [_on_street(street, share) for share in (0.25, 0.75)]
    travel_matrix(hierarchy, places, threads=1)
    progress(0.7)
    joules_along(hierarchy, street.mm, places, places, threads=1)
    progress(0.8)
    shortest_path(hierarchy, *places)
    progress(1.0)


def _street() -> RoadGraph:
    lon, lat = np.array([5.0, 5.001]), np.array([52.0, 52.0])
    one_edge = np.zeros(1, np.int32)
    network = RoadNetwork(
        node_osm=np.arange(2, dtype=np.int64),
        node_lon=lon,
        node_lat=lat,
        edge_from=one_edge,
        edge_to=one_edge + 1,
        edge_mm=np.array([68_600]),
        edge_tags=one_edge,
        edge_way=np.zeros(1, np.int64),
        first_point=np.array([0, 2], np.int32),
        point_lon=lon,
        point_lat=lat,
        tags=({},),
    )
    to_and_fro = np.arange(2, dtype=np.int32)
    first_arc, head = np.arange(3, dtype=np.int32), to_and_fro[::-1].copy()
    length = np.full(2, 68_600)
    return RoadGraph(
        network=network,
        profile="warm-up",
        node=to_and_fro,
        first_arc=first_arc,
        tail=to_and_fro,
        head=head,
        cost=length,
        mm=length,
        ms=length // 4,
        edge=np.zeros(2, np.int32),
        forward=np.array([True, False]),
        turns=Turns.free(first_arc, head),
    )


def _on_street(street: RoadGraph, share: float) -> SnappedPlace:
    mm = round(share * int(street.mm[0]))
    place = Position(5.0 + share / 1000, 52.0)
    return SnappedPlace(place, place, 0.0, (OnArc(0, mm, mm, mm // 4),))
