"""Conditional tags: what holds when, for whom, and what of them cannot be read."""

import csv
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position
from routing.network.conditions import Clause, clauses_of
from routing.network.cutting import cut_at_junctions
from routing.network.opening_spans import FIRST_YEAR, HORIZON_S, LAST_YEAR, fault_in_hours, open_spans
from routing.network.profile import load_profile
from routing.network.road_network import RoadNetwork
from routing.network.timed_tags import TimedTags, timed_tags
from tests.osm_scenarios.picture import Tags, raw_ways
from tests.scenarios.table import FOLDER, told

UTRECHT = Position(5.12, 52.09)


class Row(NamedTuple):
    profile: str
    tags: str
    holds: str
    holds_not: str
    there: str
    back: str
    source: str

    @property
    def tagged(self) -> Tags:
        return dict(part.split("=", 1) for part in self.tags.split(" | "))

    @property
    def unconditional(self) -> Tags:
        return {key: value for key, value in self.tagged.items() if not key.endswith(":conditional")}


def rows() -> list[Row]:
    with (FOLDER / "conditions.csv").open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file, strict=True)]


def road_with(tags: Tags) -> RoadNetwork:
    """Two streets in Utrecht that meet; the first has the tags, or the node between them where they are a barrier's."""
    street = {"highway": "residential"}
    barriers = {"b": tags} if "barrier" in tags else {}
    raw = raw_ways("a  b  c", {"ab": street if barriers else tags, "bc": street}, barriers)
    network = cut_at_junctions(raw)
    return replace(network, node_lon=network.node_lon + UTRECHT.lon, node_lat=network.node_lat + UTRECHT.lat)


def tags_at(tags: Tags, profile: str, moment: str) -> Tags:
    network = road_with(tags)
    timed = timed_tags(network, load_profile(profile))
    assert not timed.unread
    when = datetime.fromisoformat(moment)
    second = when.hour * 3600 + when.minute * 60

    is_open = {
        hours: any(begin <= second < end for begin, end in open_spans(hours, when.date(), UTRECHT))
        for hours in timed.hours
    }
    rewritten = timed.rewritten(network, timed.choice(is_open)).tags
    return next(new for old, new in zip(network.tags, rewritten, strict=True) if old == tags)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.profile}: {row.tags}")
def test_a_condition_holds_in_its_hours_and_means_what_the_plain_tag_means(row: Row) -> None:
    profile = load_profile(row.profile)
    expected = (row.there, row.back or row.there)
    assert row.holds
    assert told(profile, row.unconditional) != expected  # else the row would hold without the condition
    for moment in row.holds.split():
        assert told(profile, tags_at(row.tagged, row.profile, moment)) == expected, moment
    for moment in row.holds_not.split():
        assert told(profile, tags_at(row.tagged, row.profile, moment)) == told(profile, row.unconditional), moment


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("no @ (07:00-11:00)", (Clause("no", ("07:00-11:00",)),)),
        ("no@07:00-11:00", (Clause("no", ("07:00-11:00",)),)),
        (" 30 @ (a; b) ; 50 @ c;", (Clause("30", ("a; b",)), Clause("50", ("c",)))),
        ("no @ ((a; b) AND (weight>3.5))", (Clause("no", ("a; b", "weight>3.5")),)),
        ("no @ (a) AND (b)", (Clause("no", ("a", "b")),)),
        ("no @ a and b", (Clause("no", ("a", "b")),)),
        ("no @ SAND", (Clause("no", ("SAND",)),)),
        ('no @ (Sa "AND ; ) @")', (Clause("no", ('Sa "AND ; ) @"',)),)),
    ],
)
def test_a_text_is_cut_into_clauses(text: str, clauses: tuple[Clause, ...]) -> None:
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "no",
        "no @",
        "no @ ()",
        "@ Sa",
        "no @ (Sa",
        "no @ Sa)",
        "no @ )Sa(",
        "no @ Mo; Sa",
        "no @ a AND",
        "no @ x" * 999,
        'no @ "Sa',
        "no @ (a AND ())",
    ],
)
def test_a_text_without_the_form_is_none(text: str) -> None:
    assert clauses_of(text) is None


@given(st.text(st.sampled_from('no@();"AND wSa01:-') | st.characters(), max_size=60))
def test_whatever_is_written_is_read_or_not(text: str) -> None:
    """Nothing that stands in a file ends in a traceback."""
    for clause in clauses_of(text) or ():
        for condition in clause.conditions:
            if not fault_in_hours(condition, UTRECHT):
                spans = open_spans(condition, date(2026, 12, 5), UTRECHT)
                assert all(0 <= begin < end <= HORIZON_S for begin, end in spans)
                assert all(one[1] < other[0] for one, other in pairwise(spans))


NOT_READ = {
    "no @ snow": "no time, size or user",
    "no @ (SH 08:00-16:00)": "school holidays are not known",
    "yes @ residents": "no time, size or user",
    "no @ (length>10)": "what length this vehicle has is not known",
    "no @ (axleload>5)": "what axleload this vehicle has is not known",
    "no @ (weight>much)": "what weight this vehicle has is not known",
    "no @ delivery": "delivery is read only where it gives leave",
    "no @ Ma-Za 11:00-18:00": "no time, size or user",
    "no @ (11:00": "it has not the form",
    'no @ "bij hoog water"': "a remark alone",
    'yes @ (Sa "met ontheffing")': "a remark alone",
    'no @ (10:00-12:00; PH "evenementen")': "a remark alone",
}


@pytest.mark.parametrize("text", NOT_READ)
def test_what_cannot_be_read_leaves_the_plain_tag_and_is_told(text: str) -> None:
    tags = {"highway": "residential", "motor_vehicle:conditional": text}
    network = road_with(tags)
    timed = timed_tags(network, load_profile("van"))
    assert timed.all == ()
    assert timed.read == 0
    [unread] = timed.unread
    assert (unread.key, unread.text, unread.count) == ("motor_vehicle:conditional", text, 1)
    assert NOT_READ[text] in unread.reason.en


def test_holidays_that_nobody_knows_are_told() -> None:
    network = road_with({"highway": "residential", "access:conditional": "no @ PH"})
    at_sea = replace(network, node_lon=network.node_lon * 0 - 120, node_lat=network.node_lat * 0 - 40)
    timed = timed_tags(at_sea, load_profile("van"))
    assert timed.all == ()
    assert timed.unread[0].reason.en == "the public holidays of this place are not known"
    assert timed_tags(network, load_profile("van")).read == 1


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_holidays_are_known_from_the_first_year_to_the_last(year: int) -> None:
    for month, day, holiday in ((12, 25, True), (12, 23, False), (1, 1, True)):
        assert (open_spans("PH", date(year, month, day), UTRECHT)[:1] != ()) == holiday


def test_of_a_tag_that_is_read_in_part_the_rest_holds_and_the_tag_is_told() -> None:
    timed = of_van({"motor_vehicle:conditional": "no @ (10:00-12:00); yes @ snow"})
    [tag] = timed.roads
    assert [value.value for value in tag.values] == ["no"]
    assert [unread.reason.en for unread in timed.unread] == ["it is no time, size or user that is known here"]


def test_a_condition_that_never_holds_for_this_vehicle_is_read_and_changes_nothing() -> None:
    timed = of_van({"motor_vehicle:conditional": "no @ (weight>3.5 AND 10:00-12:00)"})
    assert (timed.all, timed.read, timed.unread) == ((), 1, ())


def test_the_kind_of_a_road_does_not_change_by_the_clock() -> None:
    timed = of_van({"highway:conditional": "pedestrian @ (10:00-12:00)"})
    assert timed.all == ()
    assert "stays the same" in timed.unread[0].reason.en


def test_keys_that_a_profile_does_not_read_are_not_its_conditions() -> None:
    timed = of_van(
        {"bicycle:conditional": "no @ (10:00-12:00)", "hgv:conditional": "no @ x", "oneway:bicycle:conditional": "y"}
    )
    assert timed == TimedTags()


def test_ways_with_the_same_unread_text_are_counted_together() -> None:
    streets = {
        f"{ends}#{name}": {"highway": "residential", "name": name, "access:conditional": "no @ snow"}
        for ends, name in [("ab", "x"), ("bc", "y")]
    }
    network = cut_at_junctions(raw_ways("a  b  c", streets))
    assert len(network.tags) == 2
    timed = timed_tags(network, load_profile("van"))
    assert [unread.count for unread in timed.unread] == [2]


def of_van(tags: Tags) -> TimedTags:
    return timed_tags(road_with({"highway": "residential", **tags}), load_profile("van"))
