"""Which maneuvers a path through a drawn town makes, and which stay untold."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

import pytest

from routing.network.guidance.osrm import as_osrm
from tests.osm_scenarios.guiding import guided, told
from tests.osm_scenarios.picture import Tags

STREET = {"highway": "residential"}
HIGH, LOW, PARK = ({**STREET, "name": name} for name in ("High Street", "Low Street", "Park Road"))
RING = {"highway": "residential", "junction": "roundabout"}
CYCLEWAY = {"highway": "cycleway"}
FOOTWAY = {"highway": "footway"}
SERVICE = {"highway": "service"}
GATE = {"barrier": "gate"}

CROSS = """
   b
c  x  d
   e
"""
TEE = """
c  x  d
   e
"""
BENT = """
a  b
   c
"""
WYE = """
 b   c
   x
   e
"""
CIRCLE = """
      n
      a
w  d     b  o
      c
      s
"""
JOG = """
   b
      y
c xz  d

   e
"""


HAIRPIN = """
d  x
p
q
   ec
"""


class Scenario(NamedTuple):
    picture: str
    ways: dict[str, Tags]
    ends: str
    told: list[str]
    profile: str = "bike"
    barriers: dict[str, Tags] | None = None
    mini: str = ""


ROUND = {"adcba": RING, "na": PARK, "wd": HIGH, "sc": HIGH, "bo": LOW}
SCENARIOS = {
    "right at a crossing": Scenario(CROSS, {"bxe": HIGH, "cxd": LOW}, "ed", ["turn right"]),
    "left at a crossing": Scenario(CROSS, {"bxe": HIGH, "cxd": LOW}, "ec", ["turn left"]),
    "straight over a crossing is silent": Scenario(CROSS, {"bxe": HIGH, "cxd": LOW}, "eb", []),
    "straight over a crossing of streets without names is silent": Scenario(
        CROSS, {"bxe": STREET, "cxd": STREET}, "eb", []
    ),
    "another name beyond the crossing": Scenario(
        CROSS, {"bx": PARK, "xe": HIGH, "cxd": LOW}, "eb", ["new name straight"]
    ),
    "the end of a road": Scenario(TEE, {"xe": HIGH, "cxd": LOW}, "ec", ["end of road left"]),
    "the end of a road, nearly back": Scenario(HAIRPIN, {"xe": HIGH, "dxc": LOW}, "ec", ["end of road sharp right"]),
    "a hairpin at which the name changes": Scenario(HAIRPIN, {"xe": HIGH, "xc": LOW}, "ec", ["new name sharp right"]),
    "a bend without a choice is silent": Scenario(BENT, {"abc": STREET}, "ac", []),
    "a bend at which the name changes": Scenario(BENT, {"ab": HIGH, "bc": LOW}, "ac", ["new name right"]),
    "a fork": Scenario(WYE, {"ex": HIGH, "xb": LOW, "xc": PARK}, "ec", ["fork slight right"]),
    "a bend of the street beside a driveway is silent": Scenario(
        CROSS, {"exd": HIGH, "xb": {**SERVICE, "service": "driveway"}}, "ed", []
    ),
    "a bend of a street without a name, where a side way goes on": Scenario(
        CROSS, {"exd": STREET, "xb": SERVICE}, "ed", ["turn right"]
    ),
    "a street that turns off the straight line is told": Scenario(
        CROSS, {"exd": HIGH, "xb": LOW}, "ed", ["continue right"]
    ),
    "a footway is no choice of who rides": Scenario(BENT + "\nd", {"abc": STREET, "bd": FOOTWAY}, "ac", []),
    "a gate on the way is no maneuver": Scenario(CROSS, {"bxe": HIGH, "cxd": LOW}, "eb", [], barriers={"x": GATE}),
    "a turn at a gate is one turn": Scenario(
        CROSS, {"bxe": HIGH, "cxd": LOW}, "ed", ["turn right"], barriers={"x": GATE}
    ),
    "first exit": Scenario(CIRCLE, ROUND, "so", ["roundabout right 1", "exit roundabout slight right 1"]),
    "second exit": Scenario(CIRCLE, ROUND, "sn", ["roundabout straight 2", "exit roundabout right 2"]),
    "third exit": Scenario(CIRCLE, ROUND, "sw", ["roundabout left 3", "exit roundabout slight right 3"]),
    "an exit that is closed does not count": Scenario(
        CIRCLE,
        {**ROUND, "bo": {**LOW, "access": "no"}},
        "sn",
        ["roundabout straight 1", "exit roundabout right 1"],
        "car",
    ),
    "a footway off the ring does not count": Scenario(
        CIRCLE, {**ROUND, "bo": FOOTWAY}, "sn", ["roundabout straight 1", "exit roundabout right 1"]
    ),
    "a ring with a name of its own": Scenario(
        CIRCLE, {**ROUND, "adcba": {**RING, "name": "Circus"}}, "so", ["rotary right 1", "exit rotary slight right 1"]
    ),
    "a ring whose name is a street's": Scenario(
        CIRCLE,
        {**ROUND, "adcba": {**RING, "name": "High Street"}},
        "so",
        ["roundabout right 1", "exit roundabout slight right 1"],
    ),
    "a cycle path that is tagged as a ring": Scenario(
        CIRCLE,
        {"adcba": {**CYCLEWAY, "junction": "roundabout"}, "na": CYCLEWAY, "wd": CYCLEWAY, "sc": CYCLEWAY, "bo": HIGH},
        "sn",
        ["roundabout straight 2", "exit roundabout right 2"],
    ),
    "a ring walked against its traffic": Scenario(
        CIRCLE, ROUND, "sw", ["end of road left", "new name slight left"], "foot"
    ),
    "a two-way ring ridden against its traffic": Scenario(
        CIRCLE, {**ROUND, "adcba": {**RING, "oneway": "no"}}, "sw", ["end of road left", "new name slight left"]
    ),
    "a two-way ring ridden with its traffic": Scenario(
        CIRCLE,
        {**ROUND, "adcba": {**RING, "oneway": "no"}},
        "so",
        ["roundabout right 1", "exit roundabout slight right 1"],
    ),
    "a path that begins on a ring": Scenario(CIRCLE, ROUND, "bn", ["exit roundabout right"]),
    "a path that ends on a ring": Scenario(CIRCLE, ROUND, "sb", ["roundabout right"]),
    "a clipped ring": Scenario(
        CIRCLE,
        {"dcba": RING, "na": PARK, "wd": HIGH, "sc": HIGH, "bo": LOW, "nw": STREET, "ws": STREET},
        "so",
        ["roundabout right 1", "exit roundabout slight right 1"],
    ),
    "a mini-roundabout": Scenario(CROSS, {"bxe": HIGH, "cxd": LOW}, "ec", ["roundabout left 3"], mini="x"),
    "a mini-roundabout is counted straight on too": Scenario(
        CROSS, {"bxe": HIGH, "cxd": LOW}, "eb", ["roundabout straight 2"], mini="x"
    ),
    "from a street onto a cycle path": Scenario(CROSS, {"ex": STREET, "xb": CYCLEWAY}, "eb", ["new name straight"]),
    "off the bike, straight on": Scenario(CROSS, {"ex": STREET, "xb": FOOTWAY}, "eb", ["notification straight"]),
    "off the bike and on again": Scenario(
        "a  b  c  d",
        {"ab": STREET, "bc": FOOTWAY, "cd": STREET},
        "ad",
        ["notification straight", "notification straight"],
    ),
    "a motorway is joined and left": Scenario(
        "a  b\n       c  d  e\n            f  g",
        {
            "ab": HIGH,
            "bc": {"highway": "motorway_link", "oneway": "yes"},
            "cde": {"highway": "motorway", "ref": "A2"},
            "df": {"highway": "motorway_link", "oneway": "yes"},
            "fg": LOW,
            "ga": STREET,
            "ea": {"highway": "motorway"},
        },
        "ag",
        ["on ramp slight right", "merge slight left", "off ramp right", "new name left"],
        "car",
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_town_is_told(name: str) -> None:
    one = SCENARIOS[name]
    route = guided(one.picture, one.ways, one.ends, profile=one.profile, barriers=one.barriers, mini=one.mini)
    assert told(route) == one.told
    assert sum(step.distance_m for step in route.steps) == route.path.distance_m
    assert sum(step.duration_s for step in route.steps) == route.path.duration_s


@pytest.mark.parametrize("name", SCENARIOS)
def test_steps_lie_end_to_end_along_the_path(name: str) -> None:
    one = SCENARIOS[name]
    route = guided(one.picture, one.ways, one.ends, profile=one.profile, barriers=one.barriers, mini=one.mini)
    for before, after in pairwise(route.steps):
        assert before.line[-1] == pytest.approx(after.line[0])
        assert after.maneuver.location == after.line[0]
    assert route.steps[0].line[0] == pytest.approx(route.path.line[0].tolist())
    assert route.steps[-1].line[0] == pytest.approx(route.path.line[-1].tolist())


@pytest.mark.parametrize(("beside", "side"), [(0.0002, "left"), (-0.0002, "right"), (0.0, "")])
def test_the_destination_lies_on_a_side_of_the_street(beside: float, side: str) -> None:
    route = guided("a  b  c", {"abc": STREET}, "ab", beside_deg=beside)
    assert route.steps[-1].maneuver.modifier == side


def test_a_destination_straight_ahead_lies_on_no_side() -> None:
    route = guided("a\nb", {"ba": STREET}, "ba", beside_deg=0.0002)
    assert route.steps[-1].maneuver.modifier == ""


@pytest.mark.parametrize(("profile", "mode"), [("bike", "cycling"), ("car", "driving"), ("foot", "walking")])
def test_one_arrives_as_one_came(profile: str, mode: str) -> None:
    route = guided("a  b", {"ab": HIGH}, "ab", profile=profile)
    assert [step.mode for step in route.steps] == [mode, mode]


def test_a_short_bit_without_a_name_is_told_by_the_street_behind_it() -> None:
    route = guided("   b\nc  xyd\n   e", {"bxe": HIGH, "cx": LOW, "xy": STREET, "yd": PARK}, "ed")
    assert told(route) == ["turn right"]
    assert route.texts[1] == "Turn right onto Park Road"


def test_a_dual_carriageway_is_crossed_in_one_turn() -> None:
    fast = {"highway": "secondary", "name": "Ring", "oneway": "yes"}
    picture = "t  v  d\ns  u  c\n\n   e"
    route = guided(picture, {"ct#": fast} | {"dvt": fast, "suc": fast, "euv": HIGH, "dc": STREET, "ts": STREET}, "et")
    assert [step.split()[-1] for step in told(route)].count("left") == 1


SIDE_WAY = {"exd": STREET, "xb": SERVICE}


def test_a_closed_street_is_no_choice_and_no_entry() -> None:
    assert told(guided(CROSS, SIDE_WAY, "ed")) == ["turn right"]
    assert told(guided(CROSS, SIDE_WAY, "ed", closed=["xb"])) == []
    turn = as_osrm(guided(CROSS, {"bxe": HIGH, "cx": PARK, "xd": LOW}, "ed", closed=["cx"]).steps[1])
    assert turn["intersections"][0]["entry"] == [True, True, True, False]


@pytest.mark.parametrize(("drawn", "told_there"), [("xb", ["turn right"]), ("bx", [])])
def test_a_street_that_is_oneway_at_this_hour_is_a_choice_in_its_direction(drawn: str, told_there: list[str]) -> None:
    ways = {"exd": STREET, drawn: {**SERVICE, "oneway:conditional": "yes @ (Sa)"}}
    assert told(guided(CROSS, ways, "ed", profile="car", on=date(2026, 12, 5))) == told_there
    assert told(guided(CROSS, ways, "ed", profile="car", on=date(2026, 12, 6))) == ["turn right"]


def test_a_closed_exit_of_a_roundabout_is_counted_for_it_can_be_seen() -> None:
    route = guided(CIRCLE, ROUND, "sn", closed=["bo"])
    assert told(route) == ["roundabout straight 2", "exit roundabout right 2"]


def test_a_step_is_written_as_osrm_writes_it() -> None:
    route = guided(CROSS, {"bxe": HIGH, "cxd": {**LOW, "ref": "N345", "destination": "Lochem"}}, "ed")
    step = as_osrm(route.steps[1])
    assert step["maneuver"]["type"] == "turn"
    assert step["maneuver"]["modifier"] == "right"
    assert (step["maneuver"]["bearing_before"], step["maneuver"]["bearing_after"]) == (0, 90)
    assert (step["name"], step["ref"], step["destinations"], step["mode"]) == (
        "Low Street",
        "N345",
        "Lochem",
        "cycling",
    )
    [junction] = step["intersections"]
    assert junction["bearings"] == [0, 90, 180, 270]
    assert (junction["in"], junction["out"]) == (2, 1)
    assert junction["entry"] == [True] * 4
    assert "ref" not in as_osrm(route.steps[0])
