"""Our graph in OSMnx's hands, and OSMnx's graph in ours. OSMnx is only used here."""

from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.osmnx_graph import from_osmnx, to_networkx
from routing.network.profile import PROFILE_NAMES
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from tests.osm_scenarios.picture import write_osm
from tests.osm_scenarios.riding import ride

PAIRS = 12
SOME_PROFILES = ("cargo-bike", "car")


@pytest.fixture(scope="module")
def network(helsinki: Path) -> RoadNetwork:
    return read_network(helsinki)


@pytest.fixture(scope="module")
def graph(network: RoadNetwork) -> RoadGraph:
    return road_graph(network, "car")


@pytest.fixture
def exported(graph: RoadGraph) -> nx.MultiDiGraph:
    return to_networkx(graph)


def shortest_m(graph: nx.MultiDiGraph, weight: str = "length") -> list[float]:
    """Measure the shortest ways between some pairs, by the OSM ids of their ends."""
    names = sorted(node for node in graph if node > 0)
    chosen = np.random.default_rng(5).choice(names, (PAIRS, 2))
    return [nx.shortest_path_length(graph, int(a), int(b), weight=weight) for a, b in chosen]


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_osmnx_finds_nothing_wrong(network: RoadNetwork, profile: str) -> None:
    ox.convert.validate_graph(to_networkx(road_graph(network, profile)), strict=True)


@pytest.mark.parametrize("profile", SOME_PROFILES)
def test_there_and_back_keeps_the_shortest_metres(network: RoadNetwork, profile: str) -> None:
    exported = to_networkx(road_graph(network, profile))
    again = to_networkx(road_graph(from_osmnx(exported), profile))
    assert shortest_m(again) == pytest.approx(shortest_m(exported))


@pytest.mark.parametrize("profile", SOME_PROFILES)
def test_the_cheapest_way_costs_what_it_costs_in_our_graph(network: RoadNetwork, profile: str) -> None:
    """Barriers are nodes in the one and stars in the other."""
    graph = road_graph(network, profile)
    exported = to_networkx(graph)
    cheapest = np.lexsort((graph.cost, graph.head, graph.tail))  # scipy would add parallel arcs up
    ends, first = np.unique(np.stack([graph.tail, graph.head])[:, cheapest], axis=1, return_index=True)
    ours = csr_array((graph.cost[cheapest][first], ends), shape=(graph.node_count,) * 2)
    open_nodes = np.flatnonzero(np.bincount(graph.tail[graph.mm == 0], minlength=graph.node_count) == 0)
    chosen = np.random.default_rng(7).choice(open_nodes, 5, replace=False)
    costs = dijkstra(ours, indices=chosen)[:, chosen] / 1000
    osm = graph.network.node_osm[graph.node[chosen]].tolist()
    lengths = [[nx.shortest_path_length(exported, a, b, "cost_m") for b in osm] for a in osm]
    assert np.allclose(lengths, costs)


def test_osmnx_makes_tables_of_it_and_back(exported: nx.MultiDiGraph) -> None:
    nodes, edges = ox.convert.graph_to_gdfs(exported)
    assert (len(nodes), len(edges)) == (exported.number_of_nodes(), exported.number_of_edges())
    assert edges.geometry.is_valid.all()
    again = ox.convert.graph_from_gdfs(nodes, edges)
    assert shortest_m(again) == shortest_m(exported)


def test_osmnx_counts_and_measures_it(exported: nx.MultiDiGraph, graph: RoadGraph) -> None:
    stats = ox.stats.basic_stats(exported)
    assert stats["m"] == np.count_nonzero(graph.mm)
    assert stats["self_loop_proportion"] == 0
    assert stats["edge_length_total"] == pytest.approx(graph.mm.sum() / 1000)
    assert ox.stats.count_streets_per_node(exported) == dict(exported.nodes(data="street_count"))


def test_an_edge_is_drawn_from_its_tail_to_its_head(exported: nx.MultiDiGraph) -> None:
    for tail, head, line in exported.edges(data="geometry"):
        if line is not None:
            ends = [(exported.nodes[node]["x"], exported.nodes[node]["y"]) for node in (tail, head)]
            assert [line.coords[0], line.coords[-1]] == ends


def test_osmnx_projects_it_and_finds_what_is_near(exported: nx.MultiDiGraph) -> None:
    projected = ox.project_graph(exported)
    name = next(iter(exported))
    x, y = projected.nodes[name]["x"], projected.nodes[name]["y"]
    found = ox.distance.nearest_nodes(projected, x, y)
    at = exported.nodes[found]
    assert (at["x"], at["y"]) == (exported.nodes[name]["x"], exported.nodes[name]["y"])
    _, distance_m = ox.distance.nearest_edges(projected, x, y, return_dist=True)
    assert distance_m < 0.01


def test_osmnx_routes_over_it(exported: nx.MultiDiGraph) -> None:
    first, last = next(iter(exported)), list(exported)[700]
    path = ox.routing.shortest_path(exported, first, last, weight="travel_time")
    assert path is not None
    route = ox.routing.route_to_gdf(exported, path, weight="travel_time")
    assert route["travel_time"].sum() == pytest.approx(nx.shortest_path_length(exported, first, last, "travel_time"))


def test_osmnx_makes_it_undirected_simple_and_consolidated(exported: nx.MultiDiGraph) -> None:
    assert ox.convert.to_undirected(exported).number_of_edges() < exported.number_of_edges()
    assert ox.convert.to_digraph(exported).number_of_nodes() == exported.number_of_nodes()
    merged = ox.simplification.consolidate_intersections(ox.project_graph(exported), tolerance=5)
    assert merged.number_of_nodes() < exported.number_of_nodes()


def test_osmnx_writes_and_reads_it(exported: nx.MultiDiGraph, tmp_path: Path) -> None:
    ox.io.save_graphml(exported, tmp_path / "town.graphml")
    read = ox.io.load_graphml(tmp_path / "town.graphml")
    assert shortest_m(read) == shortest_m(exported)


def test_the_graph_of_the_caller_is_left_as_it_was(exported: nx.MultiDiGraph) -> None:
    before = exported.copy()
    from_osmnx(exported)
    assert nx.utils.graphs_equal(before, exported)


def osmnx_graph(folder: Path, *, simplify: bool) -> nx.MultiDiGraph:
    """Let OSMnx itself read a drawn town: a loop, a oneway, streets of several ways, a dead end."""
    picture = "a  b  c  d\ne     f  g\n   i  h"
    street = {"highway": "residential", "name": "Dorpsstraat"}
    ways = {
        "ab": street,
        "bc": {**street, "highway": "tertiary", "maxspeed": "30"},
        "cd": {**street, "oneway": "yes"},
        "fgd": {"highway": "service", "oneway": "-1"},
        "fc": street,
        "ae": street,
        "ef": street,
        "fhif": {"highway": "residential"},
    }
    drawn = write_osm(folder / "town.osm", picture, ways)
    return ox.graph.graph_from_xml(drawn, bidirectional=False, simplify=simplify, retain_all=True)


@pytest.mark.parametrize("simplify", [False, True])
def test_what_osmnx_reads_is_measured_alike(simplify: bool, tmp_path: Path) -> None:
    theirs = osmnx_graph(tmp_path, simplify=simplify)
    network = from_osmnx(theirs)
    streets = ox.convert.to_undirected(theirs)
    assert network.edge_mm.sum() / 1000 == pytest.approx(streets.size(weight="length"), abs=0.1)
    assert not (network.edge_from == network.edge_to).any()
    ours = road_graph(network, "bike")
    largest = ox.truncate.largest_component(theirs, strongly=True)
    names = [node for node in largest if node in set(ours.network.node_osm[ours.node].tolist())]
    assert len(names) == largest.number_of_nodes()
    for first in names:
        for last in names:
            ridden = ride(ours, chr(first), chr(last))
            assert ridden is not None


def test_a_oneway_street_stays_one(tmp_path: Path) -> None:
    graph = road_graph(from_osmnx(osmnx_graph(tmp_path, simplify=False)), "car")
    there, back = ride(graph, "c", "d"), ride(graph, "d", "c")
    assert there is not None
    assert there.junctions == "cd"
    assert back is None or back.junctions != "dc"


def two_nodes(**attributes: object) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=5.0, y=52.0)
    graph.add_node(2, x=5.001, y=52.0)
    graph.add_edge(1, 2, **{"osmid": 7, "highway": "residential", "length": 68.6, **attributes})
    return graph


def test_a_street_without_length_or_shape_is_measured(tmp_path: Path) -> None:
    graph = two_nodes()
    del graph.edges[1, 2, 0]["length"]
    assert from_osmnx(graph).edge_mm.tolist() == [68_678]  # 0.001° along the 52nd parallel of WGS 84


def test_of_a_list_the_first_value_counts() -> None:
    network = from_osmnx(two_nodes(osmid=[7, 8], highway=["path", "track"], name=["A", "B"]))
    assert network.tags == ({"highway": "path", "name": "A", "oneway": "yes"},)
    assert network.edge_way.tolist() == [7]


def test_gaps_of_a_table_are_no_values() -> None:
    assert from_osmnx(two_nodes(name=float("nan"), surface=None)).tags == ({"highway": "residential", "oneway": "yes"},)


def test_a_street_without_a_class_is_a_road() -> None:
    graph = two_nodes()
    del graph.edges[1, 2, 0]["highway"]
    assert from_osmnx(graph).tags == ({"highway": "road", "oneway": "yes"},)


def test_a_boat_is_no_street_whatever_it_is_called_besides() -> None:
    graph = two_nodes(highway="secondary", route="ferry")
    assert from_osmnx(graph).tags == ({"route": "ferry", "oneway": "yes"},)


def test_opposite_edges_of_another_shape_are_streets_of_their_own() -> None:
    graph = two_nodes(geometry=LineString([(5.0, 52.0), (5.0005, 52.0005), (5.001, 52.0)]))
    graph.add_edge(2, 1, osmid=7, highway="residential", length=68.6)
    assert from_osmnx(graph).edge_count == 2


def test_a_loop_is_cut_half_way() -> None:
    graph = two_nodes()
    ring = LineString([(5.0, 52.0), (5.0, 52.001), (5.001, 52.001), (5.0, 52.0)])
    graph.add_edge(1, 1, osmid=9, highway="residential", length=290.0, geometry=ring)
    network = from_osmnx(graph)
    assert network.edge_count == 3
    assert network.edge_mm[1:].sum() == pytest.approx(290_000, abs=1)


@pytest.mark.parametrize(
    ("crs", "line"),
    [
        ("epsg:28992", "the graph's coordinates are not longitude and latitude (crs epsg:28992)"),
        (None, "the graph's coordinates are not longitude and latitude (crs None)"),
    ],
)
def test_a_projected_graph_is_refused(crs: str | None, line: str) -> None:
    graph = two_nodes()
    graph.graph["crs"] = crs
    with pytest.raises(BadInputError) as refusal:
        from_osmnx(graph)
    assert str(refusal.value).startswith(line)


def test_a_graph_without_edges_is_refused() -> None:
    graph = two_nodes()
    graph.remove_edge(1, 2)
    with pytest.raises(BadInputError, match="the graph has no edges"):
        from_osmnx(graph)


def test_a_graph_without_places_is_refused() -> None:
    graph = two_nodes()
    del graph.nodes[2]["x"]
    with pytest.raises(BadInputError, match="the graph has nodes without x and y"):
        from_osmnx(graph)
