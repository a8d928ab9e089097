"""Hand-made OSM with hours: ways, barriers and restrictions of turns, ridden before, within and after."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.day_roads import DayRoads
from routing.network.reader import read_network
from tests.osm_scenarios.picture import Relation, Tags, write_osm
from tests.osm_scenarios.riding import ride

STREET = {"highway": "residential"}
NO_TAGS: Tags = {}
NOTHING: dict[str, Tags] = {}
CROSSING = "   d\na  b  c\n   e"
ARMS = dict.fromkeys(("ab", "cb", "bd", "be"), STREET)
BLOCK = "a  b  c  h\nf  e  d"
BLOCK_STREETS = dict.fromkeys(("ab", "bc", "hc", "cd", "de", "ef", "fa", "be"), STREET)


class Case(NamedTuple):
    """What is drawn, and how one rides at some moments; `plain` is the ride without the clock."""

    ends: str
    plain: str
    at: dict[str, str]
    tags: Tags = NO_TAGS
    members: str = ""
    profile: str = "car"
    picture: str = CROSSING
    ways: dict[str, Tags] = ARMS
    nodes: dict[str, Tags] = NOTHING


RUSH, BEFORE, WEEKEND = "2026-12-04T17:00", "2026-12-04T15:59", "2026-12-05T17:00"
HOURS = "Mo-Fr 16:00-18:00"
LEFT, RIGHT = "ab b bd", "ab b be"
CASES = {
    "no left turn in the rush hour": Case(
        "ad",
        "abd",
        {RUSH: "abebd", BEFORE: "abd", WEEKEND: "abd"},
        {"restriction:conditional": f"no_left_turn @ ({HOURS})"},
        LEFT,
    ),
    "for cars only, by its key": Case(
        "ad",
        "abd",
        {RUSH: "abebd", BEFORE: "abd"},
        {"restriction:motorcar:conditional": f"no_left_turn @ ({HOURS})"},
        LEFT,
    ),
    "for bikes only, by its key": Case(
        "ad", "abd", {RUSH: "abd"}, {"restriction:bicycle:conditional": f"no_left_turn @ ({HOURS})"}, LEFT
    ),
    "free outside its hours": Case(
        "ad",
        "abebd",
        {RUSH: "abebd", BEFORE: "abd"},
        {"restriction": "no_left_turn", "restriction:conditional": "none @ (18:00-16:00)"},
        LEFT,
    ),
    "another restriction within its hours": Case(
        "ae",
        "abe",
        {RUSH: "abdbe", BEFORE: "abe"},
        {"restriction": "no_left_turn", "restriction:conditional": f"only_left_turn @ ({HOURS})"},
        LEFT,
    ),
    "exceptions hold at all hours": Case(
        "ad", "abd", {RUSH: "abd"}, {"restriction:conditional": f"no_left_turn @ ({HOURS})", "except": "motorcar"}, LEFT
    ),
    "walkers are not bound": Case(
        "ad", "abd", {RUSH: "abd"}, {"restriction:conditional": f"no_left_turn @ ({HOURS})"}, LEFT, "foot"
    ),
    "for what is heavy, and this is": Case(
        "ad", "abd", {RUSH: "abebd"}, {"restriction:conditional": "no_left_turn @ (weight>3)"}, LEFT, "van"
    ),
    "for what is heavy, and this is not": Case(
        "ad", "abd", {RUSH: "abd"}, {"restriction:conditional": "no_left_turn @ (weight>3)"}, LEFT
    ),
    "one that cannot be read": Case(
        "ad", "abd", {RUSH: "abd"}, {"restriction:conditional": "no_left_turn @ snow"}, LEFT
    ),
    "past it on foot, where one may walk": Case(
        "ad",
        "abd",
        {RUSH: "abebd", BEFORE: "abd"},
        {"restriction": "no_left_turn"},
        LEFT,
        "cargo-bike",
        ways={**ARMS, "bd": {**STREET, "foot:conditional": f"no @ ({HOURS})"}},
    ),
    "only into a street that is shut says nothing": Case(
        "ad",
        "abebd",
        {RUSH: "abd", BEFORE: "abebd"},
        {"restriction": "only_right_turn"},
        RIGHT,
        ways={**ARMS, "be": {**STREET, "access:conditional": f"no @ ({HOURS})"}},
    ),
    "only into a street that is open at times binds at those": Case(
        "ad",
        "abd",
        {RUSH: "abebd", BEFORE: "abd"},
        {"restriction": "only_right_turn"},
        RIGHT,
        ways={**ARMS, "be": {**STREET, "access": "no", "motorcar:conditional": f"yes @ ({HOURS})"}},
    ),
    "only, over two ways between": Case(
        "ha",
        "hcba",
        {RUSH: "hcdefa", BEFORE: "hcba"},
        {"restriction:conditional": f"only_straight_on @ ({HOURS})"},
        "hc cd de ef",
        picture=BLOCK,
        ways=BLOCK_STREETS,
    ),
    "no U-turn over a way between": Case(
        "hh",
        "hch",
        {RUSH: "hch", BEFORE: "hch"},
        {"restriction:conditional": f"no_u_turn @ ({HOURS})"},
        "hc cd de",
        picture=BLOCK,
        ways=BLOCK_STREETS,
    ),
    "a oneway in the rush hour": Case(
        "cb",
        "cb",
        {RUSH: "cdeb", BEFORE: "cb"},
        picture=BLOCK,
        ways={**BLOCK_STREETS, "bc": {**STREET, "oneway:conditional": f"yes @ ({HOURS})"}},
    ),
    "a pole that sinks at times": Case(
        "dc",
        "dehc",
        {RUSH: "dpc", BEFORE: "dehc"},
        picture="d  p  c\ne      h",
        ways=dict.fromkeys(("dpc", "de", "eh", "hc"), STREET),
        nodes={"p": {"barrier": "bollard", "motor_vehicle:conditional": f"yes @ ({HOURS})"}},
    ),
    "a street for walkers in the afternoon": Case(
        "bc",
        "bc",
        {"2026-12-05T12:00": "bedc", "2026-12-05T10:00": "bc", "2026-12-06T12:00": "bc"},
        profile="cargo-bike",
        picture=BLOCK,
        ways={**BLOCK_STREETS, "bc": {**STREET, "bicycle:conditional": "no @ (Mo-Sa 11:00-18:00)"}},
    ),
    "slow at times, so that the way round is quicker": Case(
        "bc",
        "bc",
        {RUSH: "bedc", BEFORE: "bc"},
        picture=BLOCK,
        ways={**BLOCK_STREETS, "bc": {**STREET, "maxspeed:conditional": f"5 @ ({HOURS})"}},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_road_is_ridden_by_the_clock(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    names = case.members.split()
    relations = []
    if names:
        first, *via, last = names
        relations = [Relation(case.tags, [("from", first), *(("via", one) for one in via), ("to", last)])]
    network = read_network(write_osm(tmp_path / "town.osm", case.picture, case.ways, case.nodes, relations))
    assert network.restrictions.skipped == 0
    roads = clock_roads(network, case.profile)
    plain = ride(road_graph(network, case.profile), *case.ends)
    assert plain is not None
    assert plain.junctions == case.plain
    for moment, junctions in case.at.items():
        when = datetime.fromisoformat(moment)
        ridden = ride(DayRoads(roads, when.date()).graph_at(when.hour * 3600 + when.minute * 60), *case.ends)
        assert ridden is not None, moment
        assert ridden.junctions == junctions, moment
