"""Towns by chance full of conditions: at any hour equal to plain Python on OSM whose tags were written anew by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.network.clock_roads import clock_roads
from routing.network.day_roads import HORIZON_S, DayRoads
from routing.network.hierarchy import Hierarchy
from routing.network.matrix import table_with_gaps
from routing.network.reach import reach_from
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.osm_scenarios.chained_members import chained_members
from tests.osm_scenarios.picture import Relation, Tags, write_osm
from tests.osm_scenarios.plain_answers import best, hold_path_against, pieces_of
from tests.osm_scenarios.plain_roads import PlainRoads, raw_osm
from tests.osm_scenarios.plain_turns import PlainTurns, least_values
from tests.solver.towns import done, minus, place_at

PICTURE = "a  b  c   d\ne   f  g  h\n i  j   k  l"
LETTERS = "abcdefghijkl"
SATURDAY = date(2026, 12, 5)
HOURS = ("11:00-18:00", "16:00-20:00")
SPANS = {"11:00-18:00": (11, 18), "16:00-20:00": (16, 20)}
STREET = {"highway": "residential"}


class Timed(NamedTuple):
    """Tags as they always are, and what else they are at times."""

    plain: Tags
    key: str = ""
    value: str = ""

    def written(self, hours: str) -> Tags:
        return {**self.plain, f"{self.key}:conditional": f"{self.value} @ ({hours})"} if self.key else self.plain

    def told(self, hours: str, hour: float) -> Tags:
        begin, end = SPANS[hours]
        return {**self.plain, self.key: self.value} if self.key and begin <= hour < end else self.plain


WAYS = [
    Timed(STREET),
    Timed(STREET, "access", "no"),
    Timed({**STREET, "access": "no"}, "vehicle", "yes"),
    Timed(STREET, "oneway", "yes"),
    Timed({**STREET, "oneway": "yes"}, "oneway", "-1"),
    Timed({**STREET, "oneway": "yes"}, "access", "destination"),
    Timed({"highway": "secondary", "maxspeed": "50", "foot": "no"}, "maxspeed", "20"),
    Timed({"highway": "secondary", "foot": "no"}, "motor_vehicle", "no"),
    Timed({"highway": "cycleway"}, "bicycle", "dismount"),
    Timed({"highway": "path"}, "bicycle", "designated"),
    Timed(STREET, "foot", "no"),
    Timed(STREET, "access", "private"),
]
NODES = [
    Timed({"barrier": "gate"}, "access", "no"),
    Timed({"barrier": "gate", "access": "no"}, "access", "yes"),
    Timed({"barrier": "bollard"}, "motor_vehicle", "yes"),
    Timed({"barrier": "cycle_barrier"}),
    Timed({"highway": "traffic_signals"}),
]
RELATIONS = [
    Timed({"restriction": "no_left_turn"}),
    Timed({}, "restriction", "no_left_turn"),
    Timed({}, "restriction", "only_straight_on"),
    Timed({}, "restriction:motorcar", "no_u_turn"),
    Timed({"restriction": "only_right_turn"}, "restriction", "none"),
    Timed({"restriction": "no_right_turn", "except": "bicycle"}, "restriction", "only_left_turn"),
]


class Town(NamedTuple):
    ways: dict[str, tuple[Timed, str]]
    nodes: dict[str, tuple[Timed, str]]
    relations: list[tuple[Timed, str, list[tuple[str, str]]]]

    def write(self, file: Path, hour: float | None) -> Path:
        """Write it with its conditions, or as they stand at an hour."""

        def tags(timed: Timed, hours: str) -> Tags:
            return timed.written(hours) if hour is None else timed.told(hours, hour)

        return write_osm(
            file,
            PICTURE,
            {way: tags(*what) for way, what in self.ways.items()},
            {node: tags(*what) for node, what in self.nodes.items()},
            [Relation(tags(timed, hours), members) for timed, hours, members in self.relations],
        )


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """A spanning tree of streets and some more; relations follow ways that meet, over a node or up to two ways."""
    hours = st.sampled_from(HOURS)
    ends = [(draw(st.integers(0, number - 1)), number) for number in range(1, draw(st.integers(3, len(LETTERS))))]
    most = len(ends)
    ends += draw(st.lists(st.tuples(st.integers(0, most), st.integers(0, most)), max_size=6))
    ways = {
        f"{LETTERS[one]}{LETTERS[other]}#{number}": (draw(st.sampled_from(WAYS)), draw(hours))
        for number, (one, other) in enumerate(ends)
        if one != other
    }
    nodes = draw(st.dictionaries(st.sampled_from(LETTERS), st.tuples(st.sampled_from(NODES), hours), max_size=2))
    relations = []
    for _ in range(draw(st.integers(0, 4))):
        members = chained_members(draw, ways, nodes)
        relations.append((draw(st.sampled_from(RELATIONS)), draw(hours), members))
    return Town(ways, nodes, relations)


@given(
    towns(),
    st.sampled_from(["car", "cargo-bike"]),
    st.sampled_from([10, 11, 17.5, 19, 20, 36]),
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from([0.2, 0.5, 0.8])), min_size=2, max_size=5),
)
def test_at_any_hour_a_town_is_ridden_as_its_tags_rewritten_by_hand_say(
    town: Town, profile: str, hour: float, spots: list[tuple[int, float]]
) -> None:
    with TemporaryDirectory() as folder:
        network = read_network(town.write(Path(folder) / "town.osm", None))
        rewritten = town.write(Path(folder) / "rewritten.osm", hour % 24)
        truth = PlainTurns(PlainRoads(raw_osm(rewritten), profile))
    assume(not truth.is_tied)
    day = DayRoads(clock_roads(network, profile), SATURDAY)
    second = int(hour * 3600)
    if not truth.kept:
        with pytest.raises(BadInputError, match="can both enter and leave"):
            day.at(second)
        return
    hold_hour_against(day.at(second), truth, spots)


def hold_hour_against(hierarchy: Hierarchy, truth: PlainTurns, spots: Sequence[tuple[int, float]]) -> None:
    """Compare what is connected, what each piece takes, and from each place to each cost, metres and seconds."""
    graph = hierarchy.graph
    kept = graph.connected if graph.connected is not None else np.ones(graph.arc_count, np.bool_)
    pieces = {arc: piece for arc, piece in pieces_of(graph).items() if kept[arc]}
    assert set(pieces.values()) == truth.kept
    for arc, piece in pieces.items():
        assert (int(graph.cost[arc]), int(graph.mm[arc]), int(graph.ms[arc])) == truth.roads.value[piece]
    arcs = sorted(pieces, key=pieces.__getitem__)  # the same places, however arcs are numbered
    places = [on_connected(graph, place_at(graph, arcs[arc % len(arcs)], share)) for arc, share in spots]
    assert not np.isfinite(reach_from(graph, places[0]).cost[~kept]).any()  # nobody rides where there is no way back
    distances_m, durations_s = table_with_gaps(hierarchy, places, places)
    for i, origin in enumerate(places):
        starts = {pieces[on.arc]: minus(truth.roads.value[pieces[on.arc]], done(on)) for on in origin.arcs}
        least = least_values(truth, starts)
        for j, destination in enumerate(places):
            value = best(least, pieces, origin, destination)
            assert (distances_m[i, j], durations_s[i, j]) == ((value[1] * 2 + 1000) // 2000, -(-value[2] // 1000))
            hold_path_against(hierarchy, origin, destination, value)


def on_connected(graph: RoadGraph, place: SnappedPlace) -> SnappedPlace:
    if graph.connected is None:
        return place
    connected = graph.connected
    return replace(place, arcs=tuple(on for on in place.arcs if connected[on.arc]))


@given(towns(), st.sampled_from(["car", "cargo-bike"]))
def test_intervals_cover_two_days_and_differ_from_their_neighbours(town: Town, profile: str) -> None:
    with TemporaryDirectory() as folder:
        network = read_network(town.write(Path(folder) / "town.osm", None))
    day = DayRoads(clock_roads(network, profile), SATURDAY)
    assert day.intervals[0][0] == 0
    assert day.intervals[-1][1] == HORIZON_S
    assert all(one[1] == other[0] for one, other in zip(day.intervals, day.intervals[1:], strict=False))
    assert {begin for begin, _ in day.intervals} <= {0, *(3600 * h + d for h in (11, 16, 18, 20) for d in (0, 86_400))}
    for (begin, end), (after, _) in zip(day.intervals, day.intervals[1:], strict=False):
        assert day.interval(begin) == day.interval(end - 1) != day.interval(after)
        assert day.choice(begin) != day.choice(after)
