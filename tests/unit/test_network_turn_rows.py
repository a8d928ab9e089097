"""What single turns take by each profile's table, in whole metres of cost and seconds, written out by hand."""

from pathlib import Path

import pytest

from routing.network.build import graph_for
from routing.network.profile import Profile, load_profile
from routing.network.profile_table import own_rows, table_of
from routing.network.reader import read_network
from tests.osm_scenarios.picture import Relation, Tags, write_osm
from tests.scenarios.rows import Row, without

STREET = {"highway": "residential"}
MAIN = {"highway": "primary"}
CROSS = "   n\nw  c  e\n   s"
ARMS = {"cw": STREET, "ce": STREET, "cn": STREET, "cs": STREET}
SIGNALS = {"c": {"highway": "traffic_signals"}}

# (from, to) of a turn at c, the roads, the nodes' tags, and a restriction of it for what classes
TURNS: dict[str, tuple[str, dict[str, Tags], dict[str, Tags], Tags]] = {
    "straight": ("we", ARMS, {}, {}),
    "right": ("ws", ARMS, {}, {}),
    "left": ("wn", ARMS, {}, {}),
    "into a main road": ("we", {**ARMS, "cn": MAIN, "cs": MAIN}, {}, {}),
    "signals": ("we", ARMS, SIGNALS, {}),
    "round at a crossing": ("ww", ARMS, {}, {}),
    "round at the end": ("cw", {"cw": STREET, "ce": STREET}, {}, {}),
    "forbidden": ("we", ARMS, {}, {"restriction": "no_straight_on"}),
    "forbidden to lorries": ("we", ARMS, {}, {"restriction:goods": "no_straight_on"}),
}

BIKE = {
    "straight": (0, 0),
    "right": (20, 4.286),  # 28 m and 6 s by 1.4
    "left": (39.2, 8.4),
    "into a main road": (24, 5),
    "signals": (10, 2),
    "round at a crossing": (95, 20),
    "round at the end": (24, 5),
    "forbidden": (80, 20),
    "forbidden to lorries": (0, 0),
}
CAR = {
    "straight": (0, 0),
    "right": (30, 2.143),  # 42 m and 3 s by 1.4
    "left": (58.8, 4.2),
    "into a main road": (69, 5),
    "signals": (28, 2),
    "round at a crossing": (278, 20),
    "round at the end": (139, 10),
    "forbidden": None,
    "forbidden to lorries": (0, 0),
}
NOTHING = dict.fromkeys(TURNS, (0, 0))
EXPECTED = {
    "cargo-bike": BIKE,
    "cargo-trike": BIKE,
    "bike": {**BIKE, "round at a crossing": (45, 10), "round at the end": (9, 2), "forbidden": (50, 20)},
    "car": CAR,
    "van": {**CAR, "round at a crossing": (417, 30), "round at the end": (208, 15), "forbidden to lorries": None},
    "foot": {**NOTHING, "signals": (3, 2)},
}


def price(folder: Path, profile: Profile, turn: str) -> tuple[float, float] | None:
    """Return metres of cost and seconds of a turn beside the arcs; None where it may not be made."""
    (start, goal), ways, tagged, restriction = TURNS[turn]
    relations = [Relation(restriction, [("from", "cw"), ("via", "c"), ("to", "ce")])]
    file = write_osm(folder / "turn.osm", CROSS, ways, tagged, relations if restriction else [])
    graph = graph_for(read_network(file), profile)
    letters = [chr(node) for node in graph.network.node_osm[graph.node]]
    ends = [(letters[tail], letters[head]) for tail, head in zip(graph.tail, graph.head, strict=True)]
    at_end = turn == "round at the end"
    before, after = (("c", "w"), ("w", "c")) if at_end else ((start, "c"), ("c", goal))
    turns = graph.turns
    found = [
        (int(turns.cost[number]) / 1000, int(turns.ms[number]) / 1000)
        for number in range(len(turns.start))
        if (ends[turns.arc[turns.start[number]]], ends[turns.arc[turns.to[number]]]) == (before, after)
    ]
    return min(found, default=None)


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("turn", TURNS)
def test_a_turn_takes_what_is_written_here(name: str, turn: str, tmp_path: Path) -> None:
    expected = EXPECTED[name][turn]
    got = price(tmp_path, load_profile(name), turn)
    assert got == (None if expected is None else pytest.approx(expected, abs=0.01))


def turn_rows(name: str) -> list[Row]:
    rows = own_rows(name).get("turn", {})
    return [Row(("turn", row)) for row in rows]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_row_of_turns_is_without_a_turn_that_needs_it(name: str, tmp_path: Path) -> None:
    whole = {turn: price(tmp_path, load_profile(name), turn) for turn in TURNS}
    for row in turn_rows(name):
        less = Profile(name, table_of(without(name, row)))
        assert any(price(tmp_path, less, turn) != whole[turn] for turn in TURNS), row
