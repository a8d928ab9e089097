"""Towns made by chance, and the plainest way to find their paths; no code is shared with the hierarchy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heapify, heappop, heappush

import numpy as np
from hypothesis import strategies as st
from pyproj import Geod

from kernel.position import Position
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.turns import Turns

Triple = tuple[int, int, int]

KILO = 1_000
"""Lengths and times in whole metres and seconds: rounding hides nothing."""

WIDE = 1 << 60
"""No sum of a path comes near it."""

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Street:
    """An edge with its values in the direction it was drawn and, unless it is a oneway, in the other."""

    start: int
    end: int
    there: Triple
    back: Triple | None = None


def graph_of(streets: list[Street], at: list[tuple[float, float]], bends: int = 0) -> RoadGraph:
    """Lay out streets as a road graph; `bends` more points lie on each, beside the straight line."""
    lines = [line_of(at[street.start], at[street.end], bends, number) for number, street in enumerate(streets)]
    points = np.array([point for line in lines for point in line]).reshape(-1, 2)
    lon, lat = np.array(at).reshape(-1, 2).T
    network = RoadNetwork(
        node_osm=np.arange(len(at), dtype=np.int64),
        node_lon=lon,
        node_lat=lat,
        edge_from=np.array([street.start for street in streets], np.int32),
        edge_to=np.array([street.end for street in streets], np.int32),
        edge_mm=np.array([street.there[1] for street in streets], np.int64),
        edge_tags=np.zeros(len(streets), np.int32),
        edge_way=np.arange(len(streets), dtype=np.int64),
        first_point=np.arange(len(streets) + 1, dtype=np.int32) * (bends + 2),
        point_lon=points[:, 0],
        point_lat=points[:, 1],
        tags=({},),
    )
    arcs = sorted(arcs_of(streets))
    tail, head, edge, backward, cost, mm, ms = np.array(arcs, np.int64).reshape(-1, 7).T
    first_arc = np.searchsorted(tail, np.arange(len(at) + 1)).astype(np.int32)
    return RoadGraph(
        network=network,
        profile="bike",
        node=np.arange(len(at), dtype=np.int32),
        first_arc=first_arc,
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        cost=cost,
        mm=mm,
        ms=ms,
        edge=edge.astype(np.int32),
        forward=backward == 0,
        turns=Turns.free(first_arc, head.astype(np.int32)),
    )


def with_turns(graph: RoadGraph, seed: int, forbidden: float, unit: int = 1) -> RoadGraph:
    """Price the turns by chance, many of them at nothing, and forbid some; a few arcs are ridden in two states."""
    chance = np.random.default_rng(seed)
    twice = np.flatnonzero(chance.random(graph.arc_count) < 0.2)
    other = {int(arc): graph.arc_count + number for number, arc in enumerate(twice)}
    moves = []
    for start, to in zip(graph.turns.start.tolist(), graph.turns.to.tolist(), strict=True):
        for state in (start, *([other[start]] if start in other else [])):
            after = other[to] if to in other and chance.random() < 0.5 else to
            if chance.random() >= forbidden:
                moves.append((state, after, int(chance.integers(0, 4)), int(chance.integers(0, 3)) * unit))
    starts, ends, cost, ms = np.array(sorted(moves), np.int64).reshape(-1, 4).T
    return replace(
        graph,
        turns=Turns(
            arc=np.concatenate([np.arange(graph.arc_count), twice]).astype(np.int32),
            start=starts.astype(np.int32),
            to=ends.astype(np.int32),
            cost=cost,
            ms=ms,
            pushed=np.zeros(len(starts), np.bool_),
        ),
    )


def line_of(start: tuple[float, float], end: tuple[float, float], bends: int, number: int) -> list[tuple[float, float]]:
    chance = np.random.default_rng(number)
    shares = np.linspace(0, 1, bends + 2)[:, None]
    line = np.array(start) * (1 - shares) + np.array(end) * shares
    line[1:-1] += chance.uniform(-1e-4, 1e-4, (bends, 2))
    return [(float(lon), float(lat)) for lon, lat in line]


def arcs_of(streets: list[Street]) -> Iterator[tuple[int, ...]]:
    for edge, street in enumerate(streets):
        yield (street.start, street.end, edge, 0, *street.there)
        if street.back is not None:
            yield (street.end, street.start, edge, 1, *street.back)


def grid(rows: int, columns: int, seed: int) -> RoadGraph:
    """A town of bent streets with their true lengths; some are oneways, but for a comb that joins all corners."""
    chance = np.random.default_rng(seed)
    at = [
        (5 + column * 1.5e-3 + chance.uniform(0, 4e-4), 52 + row * 1e-3 + chance.uniform(0, 3e-4))
        for row in range(rows)
        for column in range(columns)
    ]
    ends = [
        (row * columns + column, row * columns + column + 1) for row in range(rows) for column in range(columns - 1)
    ]
    ends += [
        (row * columns + column, (row + 1) * columns + column) for row in range(rows - 1) for column in range(columns)
    ]
    streets: list[Street] = []
    for number, corners in enumerate(ends):
        start, end = chance.permutation(corners).tolist()
        lon, lat = zip(*line_of(at[start], at[end], 3, number), strict=True)
        mm = round(WGS84.line_length(lon, lat) * 1000)
        there = (mm * int(chance.integers(1, 4)), mm, mm // 4)
        comb = start // columns == end // columns or start % columns == 0
        streets.append(Street(start, end, there, there if comb or chance.random() < 0.4 else None))
    return graph_of(streets, at, bends=3)


@st.composite
def town(draw: st.DrawFn) -> RoadGraph:
    """A few nodes and streets, full of ties: barriers of no length, parallel streets, streets back to their start.

    In every second town turning costs something, or is forbidden here and there.
    """
    nodes = draw(st.integers(1, 9))
    node = st.integers(0, nodes - 1)
    value = st.tuples(st.integers(0, 3), st.integers(0, 2).map(KILO.__mul__), st.integers(0, 2).map(KILO.__mul__))
    ring = draw(st.permutations(range(nodes)))
    streets = [Street(ring[i - 1], ring[i], draw(value)) for i in range(nodes)]
    streets += draw(st.lists(st.builds(Street, node, node, value, st.none() | value), max_size=14))
    at = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(50, 52)), min_size=nodes, max_size=nodes))
    graph = graph_of(streets, [(float(lon), float(lat)) for lon, lat in at])
    forbidden = draw(st.sampled_from([None, 0.0, 0.2]))
    return graph if forbidden is None else with_turns(graph, draw(st.integers(0, 999)), forbidden, KILO)


def place_at(graph: RoadGraph, arc: int, share: float, unit: int = 1) -> SnappedPlace:
    """Put a place on an arc and on the one that rides the same edge the other way."""
    edge, forward = graph.edge[arc], bool(graph.forward[arc])
    points = [
        OnArc(int(other), *(int(int(value[other]) // unit * part) * unit for value in (graph.cost, graph.mm, graph.ms)))
        for other in np.flatnonzero(graph.edge == edge)
        for part in [share if bool(graph.forward[other]) == forward else 1 - share]
    ]
    on_road = point_on(graph, arc, share)
    return SnappedPlace(on_road, on_road, 0.0, tuple(points))


def point_on(graph: RoadGraph, arc: int, share: float) -> Position:
    """Walk a share of an arc's line."""
    network, edge = graph.network, graph.edge[arc]
    points = slice(network.first_point[edge], network.first_point[edge + 1])
    lon, lat = network.point_lon[points], network.point_lat[points]
    if not graph.forward[arc]:
        lon, lat = lon[::-1], lat[::-1]
    left_m = WGS84.line_length(lon, lat) * share
    for i, step_m in enumerate(WGS84.line_lengths(lon, lat)):
        if left_m <= step_m:
            azimuth, _, _ = WGS84.inv(lon[i], lat[i], lon[i + 1], lat[i + 1])
            reached_lon, reached_lat, _ = WGS84.fwd(lon[i], lat[i], azimuth, left_m)
            return Position(float(reached_lon), float(reached_lat))
        left_m -= step_m
    return Position(float(lon[-1]), float(lat[-1]))


class Dijkstra:
    """Least (cost, mm, ms) by Dijkstra's algorithm, from one place to every state of the turns."""

    def __init__(self, graph: RoadGraph, origin: SnappedPlace) -> None:
        self.origin = origin
        self.arcs, self.states, self.following = laid_out(graph)
        self.at = self._search()

    def to(self, destination: SnappedPlace) -> Triple | None:
        """Return the least value; None where there is no way."""
        if self.origin.on_road == destination.on_road:
            return 0, 0, 0
        ways = [
            plus(unpacked(self.at[state]), done(on))
            for on in destination.arcs
            for state in self.states[on.arc]
            if state in self.at
        ]
        ways += [
            minus(done(on), done(start))
            for start in self.origin.arcs
            for on in destination.arcs
            if on.arc == start.arc and all(one <= other for one, other in zip(done(start), done(on), strict=True))
        ]
        return min(ways, default=None)

    def _search(self) -> dict[int, int]:
        settled: dict[int, int] = {}
        waiting = [
            (move - packed(*done(start)), state) for start in self.origin.arcs for state, move in self._from(start.arc)
        ]
        heapify(waiting)
        while waiting:
            so_far, state = heappop(waiting)
            if state not in settled:
                settled[state] = so_far
                for after, move in self._from(state):
                    if after not in settled:
                        heappush(waiting, (so_far + move, after))
        return settled

    def _from(self, state: int) -> list[tuple[int, int]]:
        return self.following.get(state, [])


class Walled(Dijkstra):
    """The plain search over the open town, which may not set out along, ride or come to an edge with a wall on it."""

    def __init__(self, graph: RoadGraph, origin: SnappedPlace, walls: np.ndarray) -> None:
        self.walled = {arc for arc, edge in enumerate(graph.edge.tolist()) if walls[edge]}
        super().__init__(graph, self.before_walls(origin))

    def before_walls(self, place: SnappedPlace) -> SnappedPlace:
        return replace(place, arcs=tuple(on for on in place.arcs if on.arc not in self.walled))

    def to(self, destination: SnappedPlace) -> Triple | None:
        return super().to(self.before_walls(destination))

    def _from(self, state: int) -> list[tuple[int, int]]:
        return [(after, move) for after, move in super()._from(state) if self.arcs[after] not in self.walled]


@lru_cache(maxsize=2)
def laid_out(graph: RoadGraph) -> tuple[list[int], dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
    """Lay out a graph for searches: the arc of each state, the states of each arc, and the moves from each state.

    A move is the state after it, and what riding the arc and turning takes together, packed.
    """
    turns = graph.turns
    arcs = turns.arc.tolist()
    states: dict[int, list[int]] = {}
    for state, arc in enumerate(arcs):
        states.setdefault(arc, []).append(state)
    ride = [packed(*value) for value in zip(*(row.tolist() for row in (graph.cost, graph.mm, graph.ms)), strict=True)]
    following: dict[int, list[tuple[int, int]]] = {}
    for start, to, cost, ms in zip(
        *(row.tolist() for row in (turns.start, turns.to, turns.cost, turns.ms)), strict=True
    ):
        following.setdefault(start, []).append((to, ride[arcs[start]] + packed(cost, 0, ms)))
    return arcs, states, following


def packed(cost: int, mm: int, ms: int) -> int:
    """Write three numbers as one that adds up and compares as they do, in their order: far quicker than tuples."""
    return (cost * WIDE + mm) * WIDE + ms


def unpacked(value: int) -> Triple:
    rest, ms = divmod(value, WIDE)
    return *divmod(rest, WIDE), ms


def done(on: OnArc) -> Triple:
    return on.cost, on.mm, on.ms


def plus(one: Triple, other: Triple) -> Triple:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def minus(one: Triple, other: Triple) -> Triple:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]
