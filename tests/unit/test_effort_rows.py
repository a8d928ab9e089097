"""What slopes do by each profile's table of effort, on a kilometre of each slope; no row is without its scenario.

The figures of `tests/scenarios/effort.csv` were reckoned apart, by bisection and in plain numbers.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from pydantic import ValidationError

from routing.network.build import Rates
from routing.network.edge_effort import edge_effort
from routing.network.profile import PROFILE_NAMES, Profile, load_profile
from routing.network.profile_table import table_of
from routing.network.relief import Relief
from routing.network.road_network import RoadNetwork
from tests.scenarios.rows import Row, effort_rows_of, without
from tests.scenarios.table import tags_of

FILE = Path(__file__).parents[1] / "scenarios" / "effort.csv"
KM = 1_000_000


class Scenario(NamedTuple):
    profile: str
    tags: str
    percent: float
    kmh: float
    wh_per_km: float
    uphill_m_per_km: float


def scenarios() -> list[Scenario]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        return [
            Scenario(row["profile"], row["tags"], *(float(row[name]) for name in Scenario._fields[2:])) for row in rows
        ]


def kilometre(tags: dict[str, str], percent: float) -> RoadNetwork:
    """Lay a straight road of a kilometre, drawn uphill where it rises."""
    lon = np.array([5.0, 5.0145])
    return RoadNetwork(
        node_osm=np.arange(2),
        node_lon=lon,
        node_lat=np.full(2, 52.0),
        edge_from=np.array([0], np.int32),
        edge_to=np.array([1], np.int32),
        edge_mm=np.array([KM]),
        edge_tags=np.zeros(1, np.int32),
        edge_way=np.ones(1, np.int64),
        first_point=np.array([0, 2], np.int32),
        point_lon=lon,
        point_lat=np.full(2, 52.0),
        tags=(tags,),
        relief=Relief("here", 1.0, np.array([0, 1], np.int32), np.array([KM]), np.array([round(percent * KM / 100)])),
    )


def effect(profile: Profile, tags: str, percent: float, way: int = 0) -> tuple[float, float, float]:
    """Return km/h, Wh and metres of cost for the climb, over the kilometre."""
    network = kilometre(tags_of(tags), percent)
    rates = Rates.of(network.tags, profile)
    effort = edge_effort(network, profile, rates.ground())
    hours = (KM * rates.ms_per_mm[way, 0] + effort.extra_ms[way, 0]) / 3_600_000
    return 1 / hours, effort.joules[way, 0] / 3600, effort.uphill_mm[way, 0] / 1000


def is_as_told(profile: Profile, told: Scenario, way: int = 0) -> bool:
    percent = told.percent if way == 0 else -told.percent
    found = effect(profile, told.tags, percent, way)
    return found == pytest.approx((told.kmh, told.wh_per_km, told.uphill_m_per_km), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("told", scenarios(), ids=lambda told: f"{told.profile} {told.tags} {told.percent:g}")
def test_a_slope_does_what_its_scenario_says_whichever_way_the_road_was_drawn(told: Scenario) -> None:
    assert is_as_told(load_profile(told.profile), told)
    assert is_as_told(load_profile(told.profile), told, way=1)


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_no_row_of_effort_is_without_a_scenario(name: str) -> None:
    unheld = [str(row) for row in effort_rows_of(name) if not is_held(name, row)]
    assert unheld == [], "add a scenario to tests/scenarios/effort.csv, or take the row out"


def is_held(name: str, row: Row) -> bool:
    try:
        profile = Profile(name, table_of(without(name, row)))
    except ValidationError:
        return True
    return not all(is_as_told(profile, told) for told in scenarios() if told.profile == name)


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_on_the_level_every_road_is_ridden_at_the_speed_of_the_table(name: str) -> None:
    profile = load_profile(name)
    for highway, row in profile.table.highway.items():
        tags = f"highway={highway}"
        if row.access == "allowed" and profile.ride(tags_of(tags)).forward:
            rates = Rates.of((tags_of(tags),), profile)
            assert edge_effort(kilometre(tags_of(tags), 0), profile, rates.ground()).extra_ms.tolist() == [[0.0], [0.0]]


def test_steps_are_as_fast_as_the_table_says_whatever_they_climb() -> None:
    assert effect(load_profile("foot"), "highway=steps", 30)[0] == pytest.approx(2.5)


def test_a_ferry_takes_nothing_from_the_battery() -> None:
    assert effect(load_profile("cargo-bike"), "route=ferry bicycle=yes", 0)[1] == 0


def test_a_car_has_no_effort() -> None:
    assert effect(load_profile("car"), "highway=residential", 10) == pytest.approx((24, 0, 0))
