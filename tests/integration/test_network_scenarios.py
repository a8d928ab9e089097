"""Hand-made OSM, read as a file and ridden: each scenario stands on one row of a profile's table.

What a row says is seen twice: the ride is as told, and it is another one when the row is taken away.
"""

from functools import reduce
from operator import getitem
from pathlib import Path
from typing import NamedTuple

import pytest

from kernel.errors import BadInputError
from routing.network.build import graph_for
from routing.network.profile import Profile, load_profile
from routing.network.profile_table import ProfileTable
from routing.network.reader import read_network
from tests.osm_scenarios.picture import Tags, write_osm
from tests.osm_scenarios.riding import Ridden, ride

STREET = {"highway": "residential"}

# A direct way a-b-c along the top, and a longer one round by d-e. Each scenario tags the direct one.
PICTURE = """
a  b  c
d     e
"""
DIRECT, ROUND = "direct", "round"


class Scenario(NamedTuple):
    profile: str
    row: str  # the row of the table that it stands on
    way: Tags  # tags of the way a-b-c
    node: Tags  # tags of its middle
    there: str
    back: str
    cost_m: float | None = None  # there; a block is 111.3 m wide and 110.6 m high
    seconds: float | None = None


BLOCK_M = 111.319
SCENARIOS = {
    "steps stop a cargo-bike": Scenario("cargo-bike", "", {"highway": "steps"}, {}, ROUND, ROUND),
    "steps slow walkers": Scenario(
        "foot", "highway.steps", {"highway": "steps"}, {}, DIRECT, DIRECT, 2 * BLOCK_M * 1.4, 320.6
    ),
    "a bike is carried up steps only where there is no way round": Scenario(
        "bike", "", {"highway": "steps"}, {}, ROUND, ROUND
    ),
    "a footway is not worth pushing a cargo-bike where one can ride round": Scenario(
        "cargo-bike", "", {"highway": "footway"}, {}, ROUND, ROUND
    ),
    "a footway for bikes is ridden": Scenario(
        "cargo-bike",
        "access_values.yes",
        {"highway": "footway", "bicycle": "yes"},
        {},
        DIRECT,
        DIRECT,
        2 * BLOCK_M * 1.2,
    ),
    "a road for destinations is not the way through": Scenario(
        "cargo-bike", "access_values.destination", {**STREET, "access": "destination"}, {}, ROUND, ROUND
    ),
    "a van may deliver": Scenario(
        "van", "access_values.delivery", {**STREET, "motor_vehicle": "delivery"}, {}, ROUND, ROUND
    ),
    "a oneway street is ridden one way": Scenario(
        "car", "oneway.keys=oneway", {**STREET, "oneway": "yes"}, {}, DIRECT, ROUND
    ),
    "a oneway street drawn backwards": Scenario(
        "car", "oneway.keys=oneway", {**STREET, "oneway": "-1"}, {}, ROUND, DIRECT
    ),
    "bikes are exempt from a oneway": Scenario(
        "cargo-bike",
        "oneway.keys=oneway:bicycle",
        {**STREET, "oneway": "yes", "oneway:bicycle": "no"},
        {},
        DIRECT,
        DIRECT,
    ),
    "a contraflow lane opens a oneway street": Scenario(
        "cargo-bike",
        "oneway.contraflow",
        {**STREET, "oneway": "yes", "cycleway:left": "lane", "cycleway:left:oneway": "-1"},
        {},
        DIRECT,
        DIRECT,
    ),
    "a bollard stops a car": Scenario("car", "", STREET, {"barrier": "bollard"}, ROUND, ROUND),
    "a bollard slows a cargo-bike": Scenario(
        "cargo-bike", "barrier.bollard", STREET, {"barrier": "bollard"}, DIRECT, DIRECT, 2 * BLOCK_M + 10, 51.1
    ),
    "a bollard at a zebra is a bollard": Scenario(
        "cargo-bike", "", STREET, {"barrier": "bollard", "highway": "crossing"}, DIRECT, DIRECT, 2 * BLOCK_M + 10
    ),
    "a chicane stops a cargo-bike": Scenario(
        "cargo-bike", "barrier.cycle_barrier", STREET, {"barrier": "cycle_barrier"}, ROUND, ROUND
    ),
    "a wide chicane does not": Scenario(
        "cargo-bike", "width", STREET, {"barrier": "cycle_barrier", "opening": "1.4"}, DIRECT, DIRECT
    ),
    "a gate slows": Scenario(
        "cargo-bike", "barrier.gate", STREET, {"barrier": "gate"}, DIRECT, DIRECT, 2 * BLOCK_M + 60, 77.1
    ),
    "a locked gate stops": Scenario(
        "cargo-bike", "tag.locked", STREET, {"barrier": "gate", "locked": "yes"}, ROUND, ROUND
    ),
    "a busy road without a cycleway is avoided a little": Scenario(
        "cargo-bike", "", {"highway": "primary"}, {}, DIRECT, DIRECT, 2 * BLOCK_M * 1.8
    ),
    "a cycleway makes it a good one": Scenario(
        "cargo-bike",
        "cycleway",
        {"highway": "primary", "cycleway": "track"},
        {},
        DIRECT,
        DIRECT,
        2 * BLOCK_M * 1.1,
    ),
    "sand is ridden round": Scenario("cargo-bike", "tag.surface", {**STREET, "surface": "sand"}, {}, ROUND, ROUND),
    "a car takes the fast road round": Scenario(
        "car", "tag.service", {"highway": "service", "service": "alley"}, {}, ROUND, ROUND
    ),
    "a limit makes a street slow": Scenario("car", "maxspeed", {**STREET, "maxspeed": "10"}, {}, ROUND, ROUND),
    "a mountain trail stops a cargo-bike": Scenario(
        "cargo-bike",
        "tag.sac_scale.mountain_hiking",
        {"highway": "path", "sac_scale": "mountain_hiking"},
        {},
        ROUND,
        ROUND,
    ),
    "a trail with roots and stones stops a cargo-bike": Scenario(
        "cargo-bike", "tag.mtb:scale.1", {"highway": "path", "mtb:scale": "1+"}, {}, ROUND, ROUND
    ),
    "a narrow path stops a cargo-bike": Scenario(
        "cargo-bike", "limit.path_width", {"highway": "path", "width": "0.7"}, {}, ROUND, ROUND
    ),
    "a narrow gap between walls stops a cargo-bike": Scenario(
        "cargo-bike", "limit.width", {**STREET, "maxwidth:physical": "0.9"}, {}, ROUND, ROUND
    ),
    "a path designated for bikes is a cycleway": Scenario(
        "cargo-bike",
        "highway.path.designated_as",
        {"highway": "path", "bicycle": "designated"},
        {},
        DIRECT,
        DIRECT,
        2 * BLOCK_M,
    ),
    "a cycleway drawn apart on both sides": Scenario(
        "cargo-bike",
        "tag.cycleway.separate",
        {"highway": "secondary", "cycleway:both": "separate"},
        {},
        DIRECT,
        DIRECT,
        2 * BLOCK_M * 1.82,
    ),
    "a word nobody knows is not the way through": Scenario(
        "cargo-bike", "access_values.default", {**STREET, "vehicle": "residents"}, {}, ROUND, ROUND
    ),
    "of several words the most permissive counts": Scenario(
        "cargo-bike",
        "access_values.yes",
        {**STREET, "access": "no", "bicycle": "forestry;yes"},
        {},
        DIRECT,
        DIRECT,
        2 * BLOCK_M,
    ),
    "a low bridge stops a van": Scenario("van", "limit.height", {**STREET, "maxheight": "2.0"}, {}, ROUND, ROUND),
    "a weak bridge stops a van": Scenario("van", "limit.weight", {**STREET, "maxweight": "2.8"}, {}, ROUND, ROUND),
    "a narrow street stops a van": Scenario("van", "limit.width", {**STREET, "maxwidth": "2"}, {}, ROUND, ROUND),
    "a high restrictor lets a van through": Scenario(
        "van",
        "barrier.height_restrictor.opened_by",
        STREET,
        {"barrier": "height_restrictor", "maxheight": "3"},
        DIRECT,
        DIRECT,
    ),
    "bikes are allowed against a oneway": Scenario(
        "cargo-bike",
        "access.keys=bicycle",
        {**STREET, "oneway": "yes", "bicycle:backward": "yes"},
        {},
        DIRECT,
        DIRECT,
    ),
    "no cargo-bikes here": Scenario(
        "cargo-bike", "access.keys=cargo_bike", {**STREET, "bicycle": "yes", "cargo_bike": "no"}, {}, ROUND, ROUND
    ),
}


def rides(folder: Path, scenario: Scenario, profile: Profile) -> tuple[Ridden | None, Ridden | None]:
    tagged = {"b": scenario.node}
    drawn = write_osm(folder / "town.osm", PICTURE, {"abc": scenario.way, "adec": STREET}, tagged)
    graph = graph_for(read_network(drawn), profile)
    return ride(graph, "a", "c"), ride(graph, "c", "a")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_ridden_as_told(name: str, tmp_path: Path) -> None:
    scenario = SCENARIOS[name]
    there, back = rides(tmp_path, scenario, load_profile(scenario.profile))
    assert there is not None
    assert back is not None
    assert (_by(there), _by(back)) == (scenario.there, scenario.back)
    if scenario.cost_m is not None:
        assert there.cost_m == pytest.approx(scenario.cost_m, abs=0.01)
    if scenario.seconds is not None:
        assert there.seconds == pytest.approx(scenario.seconds, abs=0.1)


@pytest.mark.parametrize("name", [name for name, scenario in SCENARIOS.items() if scenario.row])
def test_without_its_row_the_ride_is_another_one(name: str, tmp_path: Path) -> None:
    scenario = SCENARIOS[name]
    profile = load_profile(scenario.profile)
    without = Profile(profile.name, _without(profile.table, scenario.row))
    assert rides(tmp_path, scenario, without) != rides(tmp_path, scenario, profile)


def _by(ridden: Ridden) -> str:
    return DIRECT if ridden.metres < 3 * BLOCK_M else ROUND


def _without(table: ProfileTable, row: str) -> ProfileTable:
    """Take one row away: a value of a group, one of the keys, contraflow, or a whole section."""
    section, _, name = row.partition(".")
    rows = table.model_dump()
    if section == "access_values":
        rows[section].pop("default")  # which would speak instead of the row
        rows[section].pop(name, None)
    elif (section, name) == ("oneway", "contraflow"):
        rows[section][name] = False
    elif name.startswith("keys="):
        rows[section]["keys"] = [key for key in rows[section]["keys"] if key != name.removeprefix("keys=")]
    elif name:
        *groups, last = name.split(".")
        del reduce(getitem, groups, rows[section])[last]
    else:
        rows[section] = None
    return ProfileTable.model_validate(rows)


def test_a_roundabout_is_ridden_one_way(tmp_path: Path) -> None:
    ring = write_osm(
        tmp_path / "ring.osm",
        "   b\na  x  c\n   d",
        {"bcdab": {"highway": "residential", "junction": "roundabout"}, "bx": STREET, "dx#": STREET},
    )
    graph = graph_for(read_network(ring), load_profile("car"))
    quarter = ride(graph, "b", "d")
    assert quarter is not None
    assert quarter.junctions in ("bd", "bxd")
    back = {chr(graph.network.node_osm[graph.node[head]]) for head in graph.head[graph.edge == 0]}
    assert len(back) == 1  # one direction only


def test_a_missing_node_cuts_a_way_and_keeps_its_parts(tmp_path: Path) -> None:
    town = write_osm(tmp_path / "clipped.osm", "a  b  c     e  f", {"abczef": STREET})
    network = read_network(town)
    assert sorted(chr(node) for node in network.node_osm) == ["a", "c", "e", "f"]
    assert network.edge_mm.sum() == pytest.approx(3 * BLOCK_M * 1000, abs=3)


def test_a_square_drawn_as_an_area_is_walked_along_its_outline(tmp_path: Path) -> None:
    square = {"highway": "pedestrian", "area": "yes"}
    town = write_osm(tmp_path / "square.osm", "a  b  c\n   d  e", {"ab": STREET, "bcedb": square})
    graph = graph_for(read_network(town), load_profile("foot"))
    assert graph.network.edge_mm[graph.edge].sum() > 0
    assert {chr(node) for node in graph.network.node_osm[graph.node]} == {"a", "b", "e"}


def test_an_export_with_its_ways_before_its_nodes_is_read_as_well(tmp_path: Path) -> None:
    ways = {"abc": STREET, "adec": STREET}
    sorted_, unsorted = (
        read_network(write_osm(tmp_path / f"{first}.osm", PICTURE, ways, {"b": {"barrier": "gate"}}, ways_first=first))
        for first in (False, True)
    )
    assert sorted_.edge_mm.tolist() == unsorted.edge_mm.tolist()
    assert sorted_.node_osm.tolist() == unsorted.node_osm.tolist()
    assert sorted_.edge_count == 5  # two halves, two spokes between them, a way round


def test_of_a_way_that_comes_twice_the_first_counts(tmp_path: Path) -> None:
    town = write_osm(tmp_path / "twice.osm", PICTURE, {"abc": STREET, "adec": STREET})
    text = town.read_text()
    way = text[text.index('<way id="1"') : text.index("</way>") + len("</way>")]
    town.write_text(text.replace("</osm>", way + "</osm>"))
    assert read_network(town).edge_count == 2


def test_tags_that_nobody_reads_make_no_new_sets(tmp_path: Path) -> None:
    ways = {"ab": {**STREET, "note": "x"}, "bc": {**STREET, "note": "y", "lit": "yes"}}
    assert read_network(write_osm(tmp_path / "tags.osm", PICTURE, ways)).tags == (STREET,)


def test_names_are_kept_as_they_are_written(tmp_path: Path) -> None:
    name = "’s-Gravenstraat & “Höhe” <1>"
    town = write_osm(tmp_path / "names.osm", PICTURE, {"abc": {**STREET, "name": name}})
    assert read_network(town).tags == ({**STREET, "name": name},)


@pytest.mark.parametrize("profile", ["cargo-bike", "car"])
def test_a_boat_that_is_called_a_street_besides_is_a_boat(tmp_path: Path, profile: str) -> None:
    boat = {"route": "ferry", "bicycle": "yes", "motor_vehicle": "yes", "duration": "0:20", "surface": "asphalt"}
    plain, street = (
        read_network(write_osm(tmp_path / f"{name}.osm", "a  b  c", {"abc": tags}))
        for name, tags in (("plain", boat), ("street", {**boat, "highway": "secondary"}))
    )
    assert street.tags == plain.tags
    crossing = ride(graph_for(street, load_profile(profile)), "a", "c")
    assert crossing == ride(graph_for(plain, load_profile(profile)), "a", "c")
    assert crossing is not None
    assert crossing.seconds == 1_200, "the boat's own time"


def test_what_is_not_there_yet_and_other_lines_are_no_roads(tmp_path: Path) -> None:
    ways = {
        "abc": {"route": "tram", "bicycle": "yes"},
        "ad": {"highway": "construction"},
        "de": {"highway": "proposed"},
    }
    with pytest.raises(BadInputError, match="there are no roads in this extract"):
        read_network(write_osm(tmp_path / "plans.osm", PICTURE, ways))


APPROACHED = """
x  a  b  c  y
   d     e
"""
APPROACHES = {"xa": STREET, "cy": STREET}
"""Who begins or ends at x or y is on neither way."""


def test_a_private_road_is_ridden_round(tmp_path: Path) -> None:
    bike = load_profile("cargo-bike")
    private, public = (
        ride(graph_for(read_network(write_osm(tmp_path / "town.osm", APPROACHED, ways)), bike), "x", "y")
        for ways in (
            {"abc": {**STREET, "access": access}, "adec": STREET, **APPROACHES} for access in ("private", "yes")
        )
    )
    assert private is not None
    assert public is not None
    assert public.metres == pytest.approx(4 * BLOCK_M, abs=0.01)
    assert private.metres > 5 * BLOCK_M


def test_a_ferry_is_taken_where_the_way_round_is_longer_than_boarding(tmp_path: Path) -> None:
    ways = {"abc": {"route": "ferry", "bicycle": "yes", "duration": "00:10"}, "adec": STREET, **APPROACHES}
    near = write_osm(tmp_path / "near.osm", APPROACHED, ways)
    far = write_osm(tmp_path / "far.osm", APPROACHED.replace("d", "d" + 180 * " "), ways)
    bike = load_profile("cargo-bike")
    round_it, across = (ride(graph_for(read_network(town), bike), "x", "y") for town in (near, far))
    assert round_it is not None
    assert across is not None
    assert round_it.metres > 5 * BLOCK_M
    assert across.metres == pytest.approx(4 * BLOCK_M, abs=0.01)
    ridden_s = 2 * BLOCK_M * 3.6 / 17
    assert across.seconds == pytest.approx(600 + 600 + ridden_s, abs=0.01)  # waited, then crossed by the timetable
    assert across.cost_m == pytest.approx(5_000 + across.metres, abs=0.1)


def test_a_ferry_that_a_barrier_and_a_tram_share_nothing_with_keeps_its_tags(tmp_path: Path) -> None:
    ferry = {"route": "ferry", "bicycle": "yes", "duration": "10"}
    town = write_osm(tmp_path / "gate.osm", PICTURE, {"abc": ferry, "adec": STREET}, {"a": {"barrier": "lift_gate"}})
    assert ferry in read_network(town).tags
