"""Energy lies along the very paths of the matrix: against Dijkstra with four figures, and added up by hand."""

from heapq import heappop, heappush
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from kernel.position import Position
from routing.network import carried_kernels
from routing.network.build import road_graph
from routing.network.closures import Closure, closed_graph
from routing.network.cutting import cut_at_junctions
from routing.network.edge_effort import climbs_mm
from routing.network.energy import arc_joules, energy_table, joules_along
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import table_with_gaps
from routing.network.path_effort import ArcEfforts, path_effort
from routing.network.paths import shortest_path
from routing.network.relief import Relief
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Tags, raw_ways
from tests.solver.test_saved_hierarchy import opened_again
from tests.solver.towns import KILO, grid, place_at, town, with_turns

Four = tuple[int, int, int, int]
STREET = {"highway": "residential"}
shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])


class Dijkstra:
    """Least (cost, mm, ms, joules) on tuples, from one place to every state of the turns."""

    def __init__(self, graph: RoadGraph, joules: np.ndarray, origin: SnappedPlace) -> None:
        self.graph, self.joules, self.origin = graph, joules, origin
        columns = (graph.cost, graph.mm, graph.ms, joules)
        self.arcs: list[Four] = list(zip(*(column.tolist() for column in columns), strict=True))
        self.arc_of = graph.turns.arc.tolist()
        self.following: dict[int, list[tuple[int, Four]]] = {}
        turns = graph.turns
        for start, to, cost, ms in zip(
            *(row.tolist() for row in (turns.start, turns.to, turns.cost, turns.ms)), strict=True
        ):
            self.following.setdefault(start, []).append((to, (cost, 0, ms, 0)))
        self.settled = self._search()

    def to(self, destination: SnappedPlace) -> int | None:
        """Return the joules; None where there is no way."""
        if self.origin.on_road == destination.on_road:
            return 0
        ways = [
            plus(so_far, self._done(on))
            for on in destination.arcs
            for state, so_far in self.settled.items()
            if self.arc_of[state] == on.arc
        ]
        for start in self.origin.arcs:
            for on in destination.arcs:
                ahead = minus(self._done(on), self._done(start))
                if start.arc == on.arc and min(ahead[:3]) >= 0 and self.graph.is_open(on.arc):
                    ways.append(ahead)
        return min(ways)[3] if ways else None

    def _done(self, on: OnArc) -> Four:
        share = int(self.joules[on.arc]) * on.mm // max(int(self.graph.mm[on.arc]), 1)
        return on.cost, on.mm, on.ms, share

    def _search(self) -> dict[int, Four]:
        waiting: list[tuple[Four, int]] = []
        for on in self.origin.arcs:
            for to, turn in self.following.get(on.arc, []):
                heappush(waiting, (plus(minus(self.arcs[on.arc], self._done(on)), turn), to))
        settled: dict[int, Four] = {}
        while waiting:
            so_far, state = heappop(waiting)
            if state in settled:
                continue
            settled[state] = so_far
            for to, turn in self.following.get(state, []):
                heappush(waiting, (plus(plus(so_far, self.arcs[self.arc_of[state]]), turn), to))
        return settled


def plus(one: Four, other: Four) -> Four:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def minus(one: Four, other: Four) -> Four:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2], one[3] - other[3]


def places_in(graph: RoadGraph, spots: list[tuple[int, float]]) -> list[SnappedPlace]:
    found = [place_at(graph, arc % graph.arc_count, share, KILO) for arc, share in spots]
    return [SnappedPlace(at.position, Position(number / 1000, 0), 0.0, at.arcs) for number, at in enumerate(found)]


@given(town(), st.lists(st.tuples(st.integers(0, 99), shares), min_size=1, max_size=5), st.integers(0, 999))
def test_what_is_carried_equals_dijkstra_ties_and_all(
    graph: RoadGraph, spots: list[tuple[int, float]], seed: int
) -> None:
    joules = np.random.default_rng(seed).integers(0, 5, graph.arc_count)
    places = places_in(graph, spots)
    table = joules_along(build_hierarchy(graph), joules, places, places, threads=1)
    for i, origin in enumerate(places):
        search = Dijkstra(graph, joules, origin)
        for j, destination in enumerate(places):
            truth = search.to(destination)
            assert table[i, j] == (-1 if truth is None else truth)


def test_in_a_town_of_many_streets_it_equals_dijkstra() -> None:
    graph = with_turns(grid(9, 12, seed=4), seed=6, forbidden=0.02, unit=777)
    chance = np.random.default_rng(5)
    joules = chance.integers(0, 10_000, graph.arc_count)
    arcs = chance.integers(0, graph.arc_count, 40).tolist()
    places = [place_at(graph, arc, float(chance.random())) for arc in arcs]
    table = joules_along(build_hierarchy(graph), joules, places, places)
    for i in range(0, 40, 9):
        search = Dijkstra(graph, joules, places[i])
        assert [search.to(at) for at in places] == table[i].tolist()


def hilly(ways: dict[str, Tags], picture: str) -> RoadNetwork:
    return cut_at_junctions(raw_ways(picture, ways))


HILL = "a  b  c  d\n   e  f"
WAYS = {
    "ab": STREET | {"incline": "2%"},
    "bc": STREET | {"incline": "6%"},
    "cd": STREET | {"incline": "-4%", "surface": "gravel"},
    "be": STREET,
    "ef": STREET | {"incline": "3%"},
    "fc": STREET | {"incline": "1%"},
}


def on_hill(mass_kg: float | None = None, profile: str = "cargo-bike") -> tuple[RoadGraph, list[SnappedPlace]]:
    graph = road_graph(hilly(WAYS, HILL), profile, mass_kg)
    spots = [(0.0002, 0), (0.0027, 0), (0.0012, -0.001), (0.001, -0.0005), (0.0004, 0)]
    return graph, Snapper(graph).nearest([Position(*spot) for spot in spots])


@pytest.mark.parametrize("mass_kg", [None, 150.0, 320.0])
def test_the_energy_of_a_route_is_the_matrixs_and_the_sum_over_its_arcs(mass_kg: float | None) -> None:
    graph, places = on_hill(mass_kg)
    hierarchy = build_hierarchy(graph)
    table = energy_table(hierarchy, places, places)
    assert (np.diag(table) == 0).all()
    efforts = ArcEfforts.of(graph)
    for i, origin in enumerate(places):
        for j, destination in enumerate(places):
            path = shortest_path(hierarchy, origin, destination)
            assert path_effort(efforts, path, origin, destination).energy_wh == table[i, j]


def test_the_energy_up_a_street_is_reckoned_by_hand() -> None:
    network = hilly({"ab": STREET | {"incline": "6%"}}, "a" + " " * 29 + "b")
    graph = road_graph(network, "cargo-bike", 220)
    metres = network.edge_mm[0] / 1000
    newtons_from_weight = 220 * 9.81 * (0.06 + 0.008)
    mps = next(v / 10_000 for v in range(1, 60_000) if newtons_from_weight * v / 1e4 + 0.49 * (v / 1e4) ** 3 >= 350)
    up = int(np.flatnonzero(graph.forward)[0])
    assert graph.ms[up] == pytest.approx(metres / mps * 1000, rel=1e-3)
    in_joules = (newtons_from_weight + 0.49 * mps**2) * metres * 250 / 350 / 0.75
    assert arc_joules(graph)[up] == pytest.approx(in_joules, rel=1e-3)


def test_a_heavier_load_takes_more_and_longer_uphill() -> None:
    (light, _), (heavy, _) = (on_hill(mass_kg) for mass_kg in (150, 300))
    up = climbs_mm(light.network)[np.where(light.forward, 0, 1), light.edge] > 0
    assert (arc_joules(heavy)[up] > arc_joules(light)[up]).all()
    assert (heavy.ms[up] >= light.ms[up]).all()
    assert heavy.ms[up].sum() > light.ms[up].sum()


def test_the_mass_does_not_change_the_way_or_a_flat_road() -> None:
    flat = hilly({"ab": STREET, "bc": STREET}, "a  b  c")
    usual, heavy = (road_graph(flat, "cargo-bike", mass_kg) for mass_kg in (None, 300))
    for name in ("cost", "mm", "ms"):
        assert getattr(usual, name).tolist() == getattr(heavy, name).tolist()
    assert (arc_joules(heavy) > arc_joules(usual)).all()


def test_the_energy_is_of_the_matrixs_path_even_where_another_takes_less() -> None:
    """Over the hill it is shorter, round it takes less: cost decides, energy follows."""
    picture = "a  b\nc  d"
    ways = {"ab": STREET | {"incline": "3%"}, "acdb": STREET}
    graph = road_graph(hilly(ways, picture), "cargo-bike")
    places = Snapper(graph).nearest([Position(0, 0), Position(0.001, 0)])
    hierarchy = build_hierarchy(graph)
    [[_, wh], _] = energy_table(hierarchy, places, places).tolist()
    [[_, metres], _] = table_with_gaps(hierarchy, places, places)[0].tolist()
    assert metres == 111
    up = int(np.flatnonzero(graph.forward & (graph.edge == 0))[0])
    assert wh == -(-int(arc_joules(graph)[up]) // 3600)


def test_places_that_closed_roads_cut_off_have_no_energy() -> None:
    graph, places = on_hill()
    closed = closed_graph(graph, [Closure(ways=frozenset({2, 4}))])
    hierarchy = build_hierarchy(closed)
    energy = energy_table(hierarchy, places, places)
    metres, _ = table_with_gaps(hierarchy, places, places)
    assert ((energy < 0) == (metres < 0)).all()
    assert (energy < 0).any()


def test_a_van_takes_energy_and_keeps_its_speed() -> None:
    hill, flat = hilly(WAYS, HILL), hilly({name: {**tags, "incline": ""} for name, tags in WAYS.items()}, HILL)
    up, level = road_graph(hill, "van"), road_graph(flat, "van")
    assert up.ms.tolist() == level.ms.tolist()
    assert up.cost.tolist() == level.cost.tolist()
    assert arc_joules(up).sum() > arc_joules(level).sum() > 0


@pytest.mark.parametrize("profile", ["bike", "foot", "car"])
def test_who_has_no_battery_is_refused(profile: str) -> None:
    graph, places = on_hill(profile=profile)
    with pytest.raises(BadInputError, match="has no battery"):
        energy_table(build_hierarchy(graph), places, places)


def test_climb_and_descent_of_a_path_are_those_of_its_parts() -> None:
    graph, places = on_hill()
    origin, destination = places[0], places[1]
    path = shortest_path(build_hierarchy(graph), origin, destination)
    effort = path_effort(ArcEfforts.of(graph), path, origin, destination)
    assert effort.descent_m == round(0.04 * 0.7 * 111.319)
    assert effort.mass_kg == 200
    assert effort.told().en == (
        f"{effort.climb_m} m up, {effort.descent_m} m down; {effort.energy_wh} Wh at 200 kg; "
        "heights from tags on 83 % of metres, elsewhere flat assumed"
    )


def test_a_flat_path_says_so() -> None:
    graph = road_graph(hilly({"ab": STREET}, "a  b"), "foot")
    origin, destination = Snapper(graph).nearest([Position(0, 0), Position(0.001, 0)])
    effort = path_effort(
        ArcEfforts.of(graph), shortest_path(build_hierarchy(graph), origin, destination), origin, destination
    )
    assert (effort.told().nl, effort.told().en) == ("vlak aangenomen", "flat assumed")
    assert (effort.climb_m, effort.descent_m, effort.energy_wh) == (0, 0, None)


def test_saved_roads_give_the_same_energy_with_the_same_machine_code(tmp_path: Path) -> None:
    graph, places = on_hill(220)
    hierarchy = build_hierarchy(graph)
    told = energy_table(hierarchy, places, places)
    opened = opened_again(hierarchy, tmp_path)
    assert opened.graph.mass_kg == 220
    assert opened.graph.network.relief.told() == graph.network.relief.told()
    assert energy_table(opened, places, places).tolist() == told.tolist()
    assert len(carried_kernels.carry.signatures) == len(carried_kernels.carried_over.signatures) == 1


def test_no_places_are_no_energy() -> None:
    graph, places = on_hill()
    assert energy_table(build_hierarchy(graph), [], places).shape == (0, 5)


def test_an_arc_keeps_its_relief_where_the_edge_is_drawn_the_other_way() -> None:
    there, back = (hilly({name: STREET | {"incline": told}}, "a  b") for name, told in (("ab", "5%"), ("ba", "-5%")))
    assert isinstance(there.relief, Relief)
    at_a = [
        sorted((int(graph.tail[arc]), joules) for arc, joules in enumerate(arc_joules(graph).tolist()))
        for graph in (road_graph(one, "cargo-bike") for one in (there, back))
    ]
    assert at_a[0] == at_a[1]
