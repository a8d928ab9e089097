"""Central Helsinki and Liechtenstein, where conditions are written on roads by chance: each hour as if built for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.day_roads import DayRoads
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import table_with_gaps, travel_table
from routing.network.profile import load_profile
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from routing.network.timed_tags import timed_tags

SATURDAY = date(2026, 12, 5)
WRITTEN = [
    ("access", "no", "11:00-18:00", (11, 18)),
    ("access", "destination", "Sa 12:00-20:00", (12, 20)),
    ("oneway", "yes", "07:00-13:00", (7, 13)),
    ("maxspeed", "10", "22:00-06:00", (22, 30)),
]
"""A key, its value at times, those times, and the same hours of a Saturday by hand."""
RELATIONS = ("restriction", "no_left_turn", "11:00-15:00", (11, 15))


@pytest.fixture(scope="module", params=["helsinki", "liechtenstein"])
def network(request: pytest.FixtureRequest) -> RoadNetwork:
    if request.param == "helsinki":
        extract: Path = request.getfixturevalue("helsinki")
    else:
        extract = request.getfixturevalue("bench_data") / "osm" / "liechtenstein-latest.osm.pbf"
    return read_network(extract)


def holds(hours: tuple[int, int], hour: float) -> bool:
    return any(hours[0] <= hour + day < hours[1] for day in (0, 24))


def written(network: RoadNetwork, hour: float | None) -> RoadNetwork:
    """Write a condition on every seventh set of tags and on every restriction; or what stands at an hour."""

    def with_one(tags: Mapping[str, str], one: tuple[str, str, str, tuple[int, int]]) -> dict[str, str]:
        key, value, text, hours = one
        if hour is None:
            return {**tags, f"{key}:conditional": f"{value} @ ({text})"}
        return {**tags, key: value} if holds(hours, hour) else dict(tags)

    rows = tuple(
        with_one(tags, WRITTEN[row // 7 % len(WRITTEN)]) if row % 7 == 0 and "highway" in tags else tags
        for row, tags in enumerate(network.tags)
    )
    relations = tuple(with_one(tags, RELATIONS) for tags in network.restrictions.tags)
    return replace(network, tags=rows, restrictions=replace(network.restrictions, tags=relations))


@pytest.mark.parametrize("profile", ["cargo-bike", "van"])
def test_each_hour_of_a_town_is_as_if_its_roads_were_built_for_it(network: RoadNetwork, profile: str) -> None:
    roads = clock_roads(written(network, None), profile)
    assert not roads.timed.unread
    day = DayRoads(roads, SATURDAY)
    begins = {begin / 3600 for begin, _ in day.intervals if begin < 86_400}
    assert begins >= {0, 6, 7, 11, 12, 13, 18, 20, 22}
    chance = np.random.default_rng(2)
    node = chance.integers(0, network.node_count, 40)
    positions = [
        Position(float(lon), float(lat))
        for lon, lat in zip(network.node_lon[node], network.node_lat[node], strict=True)
    ]
    tables = []
    for hour in (3, 9, 12, 19):
        built = road_graph(written(network, hour), profile)
        truth = travel_table(build_hierarchy(built), *[Snapper(built).nearest(positions)] * 2)
        places = day.snapper(hour * 3600).nearest(positions)
        told = table_with_gaps(day.at(hour * 3600), places, places)
        assert np.array_equal(told, truth), hour
        tables.append(told)
    assert all((tables[0][1] != other[1]).any() for other in tables[1:])


def test_central_helsinki_as_mapped_has_no_condition_on_who_rides(helsinki: Path) -> None:
    network = read_network(helsinki)
    for profile in ("cargo-bike", "van", "car", "foot"):
        timed = timed_tags(network, load_profile(profile))
        assert (timed.read, timed.unread) == (0, ())
