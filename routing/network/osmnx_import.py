"""A graph that OSMnx made, as a road network; the caller's graph is left as it was."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any, cast

import networkx as nx
import numpy as np
from pyproj import CRS, Geod
from pyproj.exceptions import CRSError
from shapely import LineString

from kernel.errors import BadInputError
from routing.network.osmnx_turns import EdgeName, restrictions_of
from routing.network.profile import ferries, network_keys
from routing.network.road_network import RoadNetwork

__all__ = ["WGS84", "from_osmnx"]

WGS84 = "epsg:4326"

Coordinates = tuple[tuple[float, float], ...]

_ELLIPSOID = Geod(ellps="WGS84")


def from_osmnx(graph: "nx.MultiDiGraph[Any]") -> RoadNetwork:
    """Make a road network of a graph that OSMnx made.

    The two edges of a two-way street become one; an edge without a counterpart becomes a oneway street.
    Of a list of values (OSMnx joins ways) the first counts. A street without a class is `highway=road`.
    A loop is cut half-way, as everywhere in a road network. OSMnx knows no barriers on nodes, so there are none.
    Restrictions come from the graph attribute `turn_restrictions`, where `to_networkx` put it.

    Raises
    ------
    BadInputError
        No edges, nodes without x and y, coordinates that are not longitude and latitude, or restrictions of
        another form.
    """
    _check(graph)
    graph = graph if graph.is_multigraph() else nx.MultiDiGraph(graph)
    drawn = _Drawn()
    pieces: dict[EdgeName, list[tuple[int, bool]]] = {}
    for street in _streets(graph):
        edges = [drawn.add(part) for part in _without_loop(street)]
        if not edges:
            continue
        pieces[street.tail, street.head, street.key] = [(edge, True) for edge in edges]
        if street.back_key is not None:
            pieces[street.head, street.tail, street.back_key] = [(edge, False) for edge in reversed(edges)]
    return replace(drawn.network(), restrictions=restrictions_of(graph.graph, pieces))


def _check(graph: "nx.MultiDiGraph[Any]") -> None:
    try:
        is_wgs84 = CRS(graph.graph.get("crs")).equals(CRS(WGS84), ignore_axis_order=True)
    except CRSError:
        is_wgs84 = False
    if not is_wgs84:
        raise BadInputError(
            f"the graph's coordinates are not longitude and latitude (crs {graph.graph.get('crs')!s:.40})",
            way_out="Project it with osmnx.project_graph(G, to_latlong=True).",
        )
    if not graph.number_of_edges():
        raise BadInputError("the graph has no edges", way_out="Give a street network.")
    if not all("x" in data and "y" in data for _, data in graph.nodes(data=True)):
        raise BadInputError("the graph has nodes without x and y", way_out="Give a graph as OSMnx makes it.")


@dataclass(frozen=True, slots=True)
class _Street:
    """One edge of an OSMnx graph, or its two opposite ones; what only stands there once is oneway.

    `key` is the edge's own, `back_key` that of its opposite, if there is one.
    """

    tail: Hashable
    head: Hashable
    key: int
    points: Coordinates
    attributes: dict[str, Any]
    back_key: int | None = None

    @property
    def oneway(self) -> bool:
        return self.back_key is None

    @property
    def length_m(self) -> float:
        given = self.attributes.get("length")
        return float(given) if isinstance(given, Real) else _measured_m(self.points)


def _streets(graph: "nx.MultiDiGraph[Any]") -> list[_Street]:
    """Match opposite edges by their ways and points, those first that go as the way was drawn."""
    waiting: dict[Hashable, list[int]] = {}
    streets: list[_Street] = []
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: bool(edge[3].get("reversed") is True))
    for tail, head, key, attributes in edges:
        points = _points(graph, tail, head, attributes)
        ways = frozenset(_listed(attributes.get("osmid")))
        opposite = waiting.get((head, tail, ways, points[::-1]))
        if opposite:
            at = opposite.pop()
            streets[at] = replace(streets[at], back_key=key)
        else:
            waiting.setdefault((tail, head, ways, points), []).append(len(streets))
            streets.append(_Street(tail, head, key, points, attributes))
    return streets


def _points(graph: "nx.MultiDiGraph[Any]", tail: Hashable, head: Hashable, attributes: dict[str, Any]) -> Coordinates:
    geometry = attributes.get("geometry")
    if isinstance(geometry, LineString):
        return tuple((lon, lat) for lon, lat, *_ in geometry.coords)
    ends = (graph.nodes[tail], graph.nodes[head])
    return tuple((float(end["x"]), float(end["y"])) for end in ends)


def _without_loop(street: _Street) -> tuple[_Street, ...]:
    if street.tail != street.head:
        return (street,)
    middle = len(street.points) // 2
    if middle == len(street.points) - 1:  # a loop without a shape leads nowhere
        return ()
    parts = (street.points[: middle + 1], street.points[middle:])
    lengths = [_measured_m(part) for part in parts]
    scale = street.length_m / (sum(lengths) or 1.0)
    cut = ("middle", street.tail, street.points)
    ends = ((street.tail, cut), (cut, street.head))
    return tuple(
        replace(street, tail=tail, head=head, points=part, attributes={**street.attributes, "length": length * scale})
        for (tail, head), part, length in zip(ends, parts, lengths, strict=True)
    )


def _measured_m(points: Coordinates) -> float:
    lon, lat = zip(*points, strict=True)
    return float(_ELLIPSOID.line_length(lon, lat))


def _listed(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _tags(street: _Street) -> dict[str, str]:
    """Keep what a road network keeps, as OSM writes it; gaps of a table (NaN) are no values, and a boat is no road."""
    firsts = {key: _listed(value)[0] for key, value in street.attributes.items() if key in network_keys() - {"barrier"}}
    tags = {key: str(value) for key, value in firsts.items() if isinstance(value, str | int)}
    if tags.get("route") in ferries():
        tags.pop("highway", None)
    else:
        tags.setdefault("highway", "road")
    return {**tags, "oneway": "yes" if street.oneway else "no"}


@dataclass
class _Drawn:
    """A road network under construction."""

    nodes: dict[Hashable, int] = field(default_factory=dict[Hashable, int])
    places: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    tags: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict[tuple[tuple[str, str], ...], int])
    edges: list[tuple[int, int, int, int, int]] = field(default_factory=list[tuple[int, int, int, int, int]])
    points: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    first_point: list[int] = field(default_factory=lambda: [0])

    def add(self, street: _Street) -> int:
        """Draw a street without a loop, and give its number."""
        tags = _tags(street)
        row = self.tags.setdefault(tuple(sorted(tags.items())), len(self.tags))
        tail, head = self._node(street.tail, street.points[0]), self._node(street.head, street.points[-1])
        mm = max(round(street.length_m * 1000), 1)
        way = _listed(street.attributes.get("osmid"))[0]
        self.edges.append((tail, head, mm, row, way if isinstance(way, int) else len(self.edges)))
        self.points.extend(street.points)
        self.first_point.append(len(self.points))
        return len(self.edges) - 1

    def _node(self, name: Hashable, place: tuple[float, float]) -> int:
        if name not in self.nodes:
            self.nodes[name] = len(self.nodes)
            self.places.append(place)
        return self.nodes[name]

    def network(self) -> RoadNetwork:
        edge_from, edge_to, mm, row, way = np.array(self.edges, np.int64).T
        names = [name if isinstance(name, int) else -number for number, name in enumerate(self.nodes, 1)]
        node_lon, node_lat = np.array(self.places).T
        point_lon, point_lat = np.array(self.points).T
        return RoadNetwork(
            node_osm=np.array(names, np.int64),
            node_lon=node_lon,
            node_lat=node_lat,
            edge_from=edge_from.astype(np.int32),
            edge_to=edge_to.astype(np.int32),
            edge_mm=mm,
            edge_tags=row.astype(np.int32),
            edge_way=way,
            first_point=np.array(self.first_point, np.int32),
            point_lon=point_lon,
            point_lat=point_lat,
            tags=tuple(dict(tags) for tags in self.tags),
        )
