"""The road network of Liechtenstein: from the file to a graph that answers, matrices, paths, and a plain Dijkstra.

Turns are honoured everywhere but in the plain Dijkstra.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bench.figure import Figure
from bench.places import bench_data
from kernel.position import Position
from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.closures import Closure, closed_graph
from routing.network.day_roads import DayRoads
from routing.network.hierarchy import Hierarchy, build_hierarchy, valued_anew
from routing.network.matrix import travel_matrix
from routing.network.paths import shortest_path
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from routing.network.warm import warm_up

__all__ = ["measure"]

PROFILE = "cargo-bike"
REPEATS = 5

IN_A_NEW_PROCESS = f"""
import sys, time
from pathlib import Path
start = time.perf_counter()
from routing.network.build import road_graph
from routing.network.day_roads import DayRoads
from routing.network.hierarchy import build_hierarchy
from routing.network.reader import read_network
build_hierarchy(road_graph(read_network(Path(sys.argv[1])), {PROFILE!r}))
print(time.perf_counter() - start)
"""


def measure() -> Iterator[Figure]:
    """Measure in this process, the least of five; everything is compiled before."""
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        yield Figure("road network, Liechtenstein", f"not measured: {extract.name} is not there")
        return
    warm_up()
    yield from measure_preparing(extract)
    graph = road_graph(read_network(extract), PROFILE)
    hierarchy = build_hierarchy(graph)
    places = chance_places(graph, 2_000)
    yield Figure(f"{PROFILE} graph: nodes, arcs", f"{graph.node_count:,}, {graph.arc_count:,}")
    yield Figure("turns", f"{len(graph.turns.start):,}")
    yield Figure("arcs of the hierarchy", f"{len(hierarchy.topology.head):,}")
    yield from measure_matrices(hierarchy, places)
    yield measure_paths(hierarchy, places)
    yield measure_closing(hierarchy, places)
    yield from measure_clock(graph.network)
    yield measure_plain(graph, places[:100])


def measure_preparing(extract: Path) -> Iterator[Figure]:
    network = read_network(extract)
    graph = road_graph(network, PROFILE)
    reading_s = least_s(lambda: read_network(extract))
    graph_s = least_s(lambda: road_graph(network, PROFILE))
    hierarchy_s = least_s(lambda: build_hierarchy(graph))
    yield Figure("file to queryable graph", f"{reading_s + graph_s + hierarchy_s:.2f} s", "≤1.5 s")
    yield Figure("- reading the file", f"{reading_s:.3f} s")
    yield Figure("- one profile's graph", f"{graph_s:.3f} s")
    yield Figure("- hierarchy: order, contraction, values", f"{hierarchy_s:.3f} s")
    call = [sys.executable, "-c", IN_A_NEW_PROCESS, str(extract)]
    alone_s = min(float(subprocess.run(call, check=True, capture_output=True).stdout) for _ in range(REPEATS))
    yield Figure("file to queryable graph in a new process, with imports", f"{alone_s:.2f} s", "≤1.5 s")


def measure_matrices(hierarchy: Hierarchy, places: Sequence[SnappedPlace]) -> Iterator[Figure]:
    for size, goal in ((1_000, "≤0.6 s"), (2_000, "≤0.25 s")):
        for threads in (1, 2):
            seconds = least_s(
                lambda size=size, threads=threads: travel_matrix(hierarchy, places[:size], threads=threads)
            )
            yield Figure(f"{size:,} × {size:,} metres and seconds, {threads} threads", f"{seconds:.3f} s", goal)


def measure_paths(hierarchy: Hierarchy, places: Sequence[SnappedPlace]) -> Figure:
    """Find the path from each place to the next, with its line."""
    seconds: list[float] = []
    for origin, destination in pairwise(places):
        start = time.perf_counter()
        shortest_path(hierarchy, origin, destination)
        seconds.append(time.perf_counter() - start)
    return Figure(
        "one path with its line: median, slowest", f"{median(seconds) * 1e3:.2f}, {max(seconds) * 1e3:.2f} ms", "≤5 ms"
    )


def measure_closing(hierarchy: Hierarchy, places: Sequence[SnappedPlace]) -> Figure:
    """Close a square of some 100 m on the way between two places, value the hierarchy anew, and answer."""
    line = shortest_path(hierarchy, places[0], places[1]).line
    lon, lat = line[len(line) // 2].tolist()
    market = Closure(shapely.box(lon - 7e-4, lat - 4e-4, lon + 7e-4, lat + 4e-4))
    graph = hierarchy.graph

    def answer() -> None:
        shortest_path(valued_anew(hierarchy, closed_graph(graph, [market])), places[0], places[1])

    return Figure("closing a square, to the next path", f"{least_s(answer) * 1e3:.1f} ms", "<50 ms")


HOURS = (
    ("access", "no @ (Mo-Sa 11:00-18:00; Su 12:00-17:00)"),
    ("motor_vehicle", "delivery @ (07:00-11:00)"),
    ("vehicle", "no @ (Sa 08:00-14:00)"),
    ("oneway", "yes @ (Mo-Fr 07:00-09:00,16:00-18:00)"),
)
"""Written on roads by turns, since no extract at hand has any that matter."""
SATURDAY = date(2026, 12, 5)
NOON = 12 * 3600
ONE_ROAD_IN = 40


def measure_clock(network: RoadNetwork) -> Iterator[Figure]:
    """Write hours on some roads, and ask for each interval of a Saturday."""
    rows = tuple(
        {**tags, f"{HOURS[row % len(HOURS)][0]}:conditional": HOURS[row % len(HOURS)][1]}
        if row % ONE_ROAD_IN == 0
        else tags
        for row, tags in enumerate(network.tags)
    )
    roads = clock_roads(replace(network, tags=rows), PROFILE)
    ready_s = least_s(lambda: clock_roads(replace(network, tags=rows), PROFILE).hierarchy)
    day = DayRoads(roads, SATURDAY)
    begins = [begin for begin, _ in day.intervals if begin < 86_400]
    graph, at_noon = day.graph_at(NOON), day.choice(NOON)
    graph_s = least_s(lambda: roads.graph_at(at_noon))
    values_s = least_s(lambda: valued_anew(roads.hierarchy, graph))
    yield Figure("roads with hours, written on chance roads", f"{roads.timed.read:,}")
    yield Figure("- made ready for every hour, hierarchy included", f"{ready_s:.3f} s")
    yield Figure("- intervals of a Saturday", f"{len(begins)}")
    yield Figure("- one interval: its graph, its values", f"{graph_s * 1e3:.1f}, {values_s * 1e3:.1f} ms")


def measure_plain(graph: RoadGraph, places: Sequence[SnappedPlace]) -> Figure:
    """Let scipy's Dijkstra, which is compiled too, find one value (cost) to all nodes, for comparison."""
    ends = (graph.tail, graph.head)
    shape = (graph.node_count, graph.node_count)
    order = np.lexsort((graph.cost, *ends))  # parallel arcs would be added up: the least of each stays
    least = order[np.flatnonzero(np.diff(graph.tail[order] * np.int64(shape[0]) + graph.head[order], prepend=-1))]
    roads = csr_array((graph.cost[least].astype(float), (graph.tail[least], graph.head[least])), shape)
    heads = [int(graph.head[place.arcs[0].arc]) for place in places]
    seconds = least_s(lambda: dijkstra(roads, indices=heads)) * 1_000 / len(heads)
    return Figure("1,000 sources, cost alone, scipy's Dijkstra, 1 thread", f"{seconds:.2f} s")


def chance_places(graph: RoadGraph, count: int) -> list[SnappedPlace]:
    """Bring points near chance nodes to the road, so that they lie as the roads do."""
    chance = np.random.default_rng(1)
    node = graph.node[chance.integers(0, graph.node_count, count)]
    lon = graph.network.node_lon[node] + chance.uniform(-1e-3, 1e-3, count)
    lat = graph.network.node_lat[node] + chance.uniform(-1e-3, 1e-3, count)
    return Snapper(graph).nearest([Position(*place) for place in zip(lon.tolist(), lat.tolist(), strict=True)])


def least_s(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few tries: the least disturbed by others on the machine."""
    seconds: list[float] = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
