"""Batteries: no round takes more than its vehicle's gives, up hill and round what is closed, and why an order stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path

import pytest

from kernel.position import Position
from kernel.scope import Scope
from rounds.delivery_day import DeliveryDay, Order, Parcel, Shop, Vehicle
from rounds.plan import Plan, Round
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, Roads
from routing.network.energy import arc_joules
from routing.network.measured_relief import with_heights
from routing.network.reader import read_network
from tests.closed_village import at, box
from tests.hours import EFFORT, closed, planned
from tests.rasters import write_raster
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file
from tests.village import LAT, LON, LON_DEGREE_M

TEST = Scope.system("a test")
HOURS = (46_800, 64_800)
BIKE = Vehicle("bike", "cargo-bike", kg=150, litres=800, cool_litres=60, hours=HOURS)
LEAGUE_WH = 1_000


def position(east_m: float, north_m: float) -> Position:
    return Position(*at(east_m, north_m))


DEPOT = position(0, 0)


@pytest.fixture(scope="module")
def flat(village: Path) -> Roads:
    return Roads.read(village)


@pytest.fixture(scope="module")
def hilly(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """The village on a slope of 8 % up to the east."""
    raster = write_raster(
        tmp_path_factory.mktemp("hill") / "heuvel.tif",
        lambda lon, _: (lon - LON) * LON_DEGREE_M * 0.08,
        west_north=(LON - 0.005, LAT + 0.01),
        cell=0.0001,
        shape=(150, 200),
    )
    return Roads(with_heights(read_network(village), raster))


def day_of(places: Sequence[Position], vehicles: Sequence[Vehicle], window: tuple[int, int] = HOURS) -> DeliveryDay:
    shop = Shop("winkel", "Winkel", DEPOT, [(28_800, 72_000)])
    orders = [
        Order(f"o-{number}", "winkel", "Klant", f"deur {number}", place, [Parcel(1, 5)], 43_200, window)
        for number, place in enumerate(places)
    ]
    return DeliveryDay("Dorp", date(2031, 12, 6), 1, True, DEPOT, "Winkel", [shop], orders, vehicles)


def sought(day: DeliveryDay, roads: Roads) -> Plan:
    return plan_day(day, MeasuredDay(*roads.measure_for(day.vehicles, places_of(day))), EFFORT)


def flat_wh(one: Round, roads: Roads) -> int:
    """What a round takes on the flat: so many joules for each metre, and each stretch rounded up."""
    graph = roads.hierarchy(one.vehicle.profile).graph
    each_m = float((arc_joules(graph) / graph.mm).max()) * 1_000
    return sum(ceil(path.distance_m * each_m / 3_600) for path in one.paths)


CORNERS = [position(east, north) for east in (100, 300, 500) for north in (0, 200, 400)]


def test_what_one_battery_cannot_do_two_bikes_do(flat: Roads) -> None:
    free = sought(day_of(CORNERS, [BIKE, replace(BIKE, id="other")]), flat)
    (alone,) = free.rounds
    held = round(0.9 * flat_wh(alone, flat))
    pair = [replace(BIKE, id=name, battery_wh=held) for name in ("one", "other")]
    shared = sought(day_of(CORNERS, pair), flat)
    assert not shared.unassigned
    assert len(shared.rounds) == 2
    for one in shared.rounds:
        assert flat_wh(one, flat) <= held


def test_hills_take_what_the_flat_does_not(flat: Roads, hilly: Roads) -> None:
    (easy,) = sought(day_of(CORNERS, [BIKE]), flat).rounds
    bike = replace(BIKE, battery_wh=flat_wh(easy, flat) + 3)
    assert not sought(day_of(CORNERS, [bike]), flat).unassigned
    assert sought(day_of(CORNERS, [bike]), hilly).unassigned


def test_an_order_that_no_battery_reaches_says_so_in_both_languages(hilly: Roads) -> None:
    plan = sought(day_of([position(500, 0), position(0, 100)], [replace(BIKE, battery_wh=8)]), hilly)
    (left,) = plan.unassigned
    assert left.order.id == "o-0"
    assert left.reason.nl.startswith("vraagt ")
    assert left.reason.nl.endswith(" Wh, hoogstens 8 is er")
    assert left.reason.en.endswith(" Wh, at most 8 are there")


def test_a_vehicle_without_a_known_battery_rides_beside_one_with(hilly: Roads) -> None:
    day = day_of(CORNERS, [replace(BIKE, id="small", battery_wh=1), replace(BIKE, id="free")])
    plan = sought(day, hilly)
    assert {one.vehicle.id for one in plan.rounds} == {"free"}
    assert not plan.unassigned


WALL = box(-20, 150, 420, 250)
"""Across every street to the north but the easternmost."""


@pytest.mark.parametrize("is_spare", [True, False])
def test_a_way_round_that_the_battery_does_not_allow_keeps_a_round_back(flat: Roads, *, is_spare: bool) -> None:
    """One is there at four, as was agreed; the street that was open when the duty began is closed by then."""
    at_four = day_of([position(50, 300)], [replace(BIKE, battery_wh=LEAGUE_WH)], (57_600, 59_400))
    wall = closed(WALL, 15, 20)
    (direct,) = planned(at_four, flat).rounds
    (led_round,) = planned(at_four, flat, wall).rounds
    assert led_round.distance_m > direct.distance_m + 1_000
    held = flat_wh(led_round if is_spare else direct, flat) + 1
    (one,) = planned(replace(at_four, vehicles=[replace(BIKE, battery_wh=held)]), flat, wall).rounds
    if is_spare:
        assert one.hindrance is None
    else:
        assert one.hindrance is not None
        assert one.hindrance.nl.startswith("de ronde vraagt ")
        assert one.hindrance.en.endswith(f" Wh, the battery gives {held} Wh")


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    make_square(call, village, working_folder)
    return working_folder


def vehicles(call, folder: Path, *rows: str):
    file = folder / "accu.csv"
    file.write_text("\n".join(["voertuig;soort;accu;elektrisch", *rows]) + "\n", "utf-8")
    return call("vehicles", "import", "proefdorp", file)


def test_a_battery_is_imported_kept_and_planned_with(call, folder: Path) -> None:
    said = vehicles(call, folder, "Bike 1;bakfiets;0,5 kWh;", "Bike 2;bakfiets;;", "Bus;bestelbus;60 kWh;")
    assert said.code == 0, said.err
    database = open_home(folder)
    with database.read(TEST) as work:
        known = {one.name: one for one in work.vehicles.all(work.squares.get("proefdorp").id)}
    database.close()
    assert {name: one.battery_wh for name, one in known.items()} == {"Bike 1": 500, "Bike 2": None, "Bus": 60_000}
    assert known["Bus"].electric, "what has a battery is electric"
    before = [line for line in contents(folder) if line.startswith("vehicles ")]
    assert vehicles(call, folder, "Bike 1;bakfiets;500;", "Bike 2;bakfiets;;", "Bus;bestelbus;60000;ja").code == 0
    assert [line for line in contents(folder) if line.startswith("vehicles ")] == before
    assert call("orders", "import", "proefdorp", orders_file(folder, good_rows(4)), "--date", DAY).code == 0
    done = call("plan", "proefdorp", "--date", DAY, "--iterations", "3")
    assert done.code == 0, done.err
    assert "Batteries: heights flat assumed." in done.out
    assert "Elke ronde begint met een volle accu." in (folder / "out" / "proefdorp" / DAY / "report.html").read_text()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Fiets;fiets;500;", "not known; leave battery_wh empty"),
        ("Fiets;bakfiets;500;nee", "it has a battery and is not electric"),
        ("Fiets;bakfiets;500 kWh;", "is more than 200000 Wh"),
        ("Fiets;bakfiets;-5;", "is negative"),
        ("Fiets;bakfiets;vol;", "is no battery; write for example 1.5 Wh"),
        ("Fiets;bakfiets;5 kg;", "is no unit of battery"),
    ],
)
def test_a_battery_that_cannot_be_is_refused_by_its_row(call, folder: Path, row: str, why: str) -> None:
    said = vehicles(call, folder, row)
    assert said.code == 1
    assert why in said.out + said.err
