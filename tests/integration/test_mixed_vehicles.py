"""Vehicles of several kinds in one plan: each on its own roads, with its own crew and its own grams."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from impact.activities import VehicleClass, VehicleMetres
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.counterfactuals import pooled_van_day, shop_days
from rounds.day_report import PlannedDay, day_report
from rounds.delivery_day import DeliveryDay, Need, Order, Parcel, Shop, Vehicle
from rounds.planning import places_of
from rounds.roads import MeasuredDay, Roads
from rounds.whole_day import whole_day
from routing.solver.engine import Effort
from tests.squares import DAY, HEADER, make_square, orders_file
from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M, Village

EFFORT = Effort(time_limit_s=None, iterations=15, seed=1)
HOURS = (46_800, 64_800)
BIKE = Vehicle("bike", "cargo-bike", kg=60, litres=400, cool_litres=60, hours=HOURS)
VAN = Vehicle("van", "van", kg=800, litres=4_000, cool_litres=480, hours=HOURS, electric=False)
PAIR = replace(VAN, id="pair", crew=2)
MOVERS = frozenset({Need.TWO_PEOPLE})


def at(east_m: float, north_m: float) -> Position:
    return Position(LON + east_m / LON_DEGREE_M, LAT + north_m / LAT_DEGREE_M)


MARKET, VILLAGE, NORTH, SOUTH, HEATH = at(90, 205), at(300, 112), at(200, 1_510), at(200, -1_010), at(2_000, 2_500)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """A village with a hamlet in the north by a cycleway alone, and one in the south by a road without bicycles."""
    village = Village()
    village.streets()
    for corner, north_m, tags in (
        (6, 1_500, {"highway": "cycleway"}),
        (1, -1_000, {"highway": "secondary", "bicycle": "no"}),
    ):
        village.way([corner, village.node(0, north_m), village.node(400, north_m)], **tags)
    return Roads.read(village.write(tmp_path_factory.mktemp("sides") / "dorp.osm"))


def day_of(orders: Sequence[Order], vehicles: Sequence[Vehicle]) -> DeliveryDay:
    shops = [
        Shop("market", "Markt", MARKET, [(28_800, 64_800)]),
        Shop("north", "Noorderwinkel", NORTH, [(28_800, 64_800)]),
    ]
    return DeliveryDay("Dorp", date(2026, 12, 1), 1, True, MARKET, "Markt", shops, orders, vehicles)


def order(name: str, place: Position, *, shop: str = "market", needs: frozenset[Need] = frozenset()) -> Order:
    return Order(name, shop, "Klant", f"bij {name}", place, [Parcel(2, 8)], 43_200, HOURS, needs=needs)


def planned(roads: Roads, orders: Sequence[Order], vehicles: Sequence[Vehicle]) -> PlannedDay:
    return whole_day(day_of(orders, vehicles), roads, EFFORT)


def ridden(done: PlannedDay) -> dict[str, list[str]]:
    """Orders by vehicle."""
    return {one.vehicle.id: sorted(its.id for its in one.orders) for one in done.plan.rounds}


def left_out(done: PlannedDay) -> dict[str, str]:
    return {left.order.id: left.reason.en for left in done.plan.unassigned}


def test_each_vehicle_brings_what_lies_on_its_own_roads_and_rides_no_other(roads: Roads) -> None:
    orders = [order("n1", NORTH), order("n2", NORTH), order("s1", SOUTH), order("v1", VILLAGE)]
    done = planned(roads, orders, [BIKE, VAN])
    assert not left_out(done)
    found = ridden(done)
    assert {"n1", "n2"} <= set(found["bike"])
    assert "s1" in found["van"]
    for one in done.plan.rounds:
        lats = [lat for path in one.paths for _, lat in path.line.tolist()]
        norths = [(lat - LAT) * LAT_DEGREE_M for lat in lats]
        if one.vehicle.profile == "van":
            assert max(norths) < 510
            assert min(norths) < -900
        else:
            assert min(norths) > -10
            assert max(norths) > 1_400
        assert one.distance_m == sum(path.distance_m for path in one.paths)


def test_metres_count_under_the_class_of_the_vehicle_that_rides_them(roads: Roads) -> None:
    done = planned(roads, [order("n1", NORTH), order("s1", SOUTH)], [BIKE, VAN])
    metres = {one.vehicle.id: one.distance_m for one in done.plan.rounds}
    assert set(done.activity.rounds) == {
        VehicleMetres(VehicleClass.CARGO_BIKE, metres["bike"], garage_trips=0),
        VehicleMetres(VehicleClass.DIESEL_VAN, metres["van"], garage_trips=0),
    }


@pytest.mark.parametrize(
    ("wanted", "vehicles", "reason"),
    [
        # nobody rides with two
        (order("x", VILLAGE, needs=MOVERS), [BIKE, VAN], "no vehicle with two people"),
        # two people ride, but the van does not come by the cycleway
        (
            order("x", NORTH, needs=MOVERS),
            [BIKE, PAIR],
            "no vehicle with two people whose roads reach both shop and customer",
        ),
        # collected where only the bike comes, brought where only the van comes
        (
            order("x", SOUTH, shop="north"),
            [BIKE, VAN],
            "no vehicle reaches both Noorderwinkel and bij x: there is no road for the same one of cargo-bike, van",
        ),
        # nowhere near a road of either
        (order("x", HEATH), [BIKE, VAN], "no road for a cargo-bike or van within 300 m of bij x"),
    ],
    ids=["no crew", "a crew that does not come there", "two halves", "the heath"],
)
def test_what_no_vehicle_can_bring_says_why_and_the_others_ride(
    roads: Roads, wanted: Order, vehicles: Sequence[Vehicle], reason: str
) -> None:
    done = planned(roads, [wanted, order("v1", VILLAGE)], vehicles)
    assert left_out(done) == {"x": reason}
    assert [one.id for one in done.plan.orders] == ["v1"]
    assert done.plan.unassigned[0].reason.nl != reason


def test_only_a_crew_of_two_brings_what_takes_two_people(roads: Roads) -> None:
    alone = replace(VAN, id="alone")
    orders = [order(f"v{number}", VILLAGE, needs=MOVERS if number == 2 else frozenset()) for number in range(1, 4)]
    done = planned(roads, orders, [alone, BIKE, PAIR])
    assert not left_out(done)
    assert "v2" in ridden(done)["pair"]


def test_other_needs_keep_no_order_from_riding(roads: Roads) -> None:
    done = planned(roads, [order("v1", VILLAGE, needs=frozenset({Need.ADULT, Need.UPRIGHT}))], [BIKE])
    assert ridden(done) == {"bike": ["v1"]}


def test_a_report_says_whose_hours_it_counts_where_two_people_ride(roads: Roads) -> None:
    said = "Hours are those of vehicles: where two people ride, theirs count once."
    for vehicle, told in ((PAIR, True), (VAN, False)):
        done = planned(roads, [order("v1", VILLAGE)], [vehicle])
        assert (said in day_report(done, "en")["notes"]) is told


def test_other_ways_of_delivering_have_the_crews_of_the_day(roads: Roads) -> None:
    day = day_of([order("v1", VILLAGE, needs=MOVERS)], [BIKE, PAIR])
    assert [van.crew for van in pooled_van_day(day).vehicles] == [1, 2]
    assert {van.crew for own in shop_days(day) for van in own.vehicles} == {2}
    assert not whole_day(day, roads, EFFORT).others.left_out


def test_a_depot_off_the_roads_of_one_vehicle_is_refused_by_its_profile(roads: Roads) -> None:
    day = replace(day_of([order("n1", NORTH)], [BIKE, VAN]), depot=NORTH, depot_name="Noord")
    with pytest.raises(BadInputError, match="no road for a van within 300 m of the depot Noord"):
        whole_day(day, roads, EFFORT)


def test_the_matrices_of_a_day_share_their_rows_and_say_what_each_profile_measured(roads: Roads) -> None:
    day = day_of([order("n1", NORTH), order("s1", SOUTH), order("x", HEATH)], [BIKE, VAN])
    bike, van = (roads.measure(places_of(day), profile) for profile in ("cargo-bike", "van"))
    measured = MeasuredDay(bike, van)
    assert set(measured.row) == {MARKET, NORTH, SOUTH}
    assert measured.reaching(NORTH) == {"cargo-bike"}
    assert measured.reaching(NORTH, SOUTH) == frozenset()
    for one in (bike, van):
        matrix = measured.matrices()[one.profile]
        assert len(matrix) == 3
        for origin in one.row:
            for destination in one.row:
                cell = measured.row[origin], measured.row[destination]
                assert matrix.distances_m[cell] == one.distance_m(origin, destination)


def test_a_square_with_bikes_and_a_van_plans_both_and_its_papers_name_them(
    call, village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    make_square(call, village, tmp_path)
    van = tmp_path / "van.csv"
    van.write_text("voertuig,soort,bemanning,dienst,elektrisch\nBus,bestelbus,2,13:00-14:30,ja\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", van).code == 0
    rows = [
        '1,Bakker Bart,Klant 1,,1,1200 AB,2,13:00,15:00,"twee personen, 18+"',
        "2,Het Boek,Klant 2,,2,1200 AB,2,16:00,18:00,rechtop",
    ]
    orders = orders_file(tmp_path, rows, header=f"{HEADER},window_start,window_end,needs")
    assert call("orders", "import", "proefdorp", orders, "--date", DAY).code == 0
    said = call("plan", "proefdorp", "--date", DAY, "--iterations", "5", "--out", "uit")
    assert said.code == 0, said.err
    assert "pooled, by cargo bike and by electric van" in " ".join(said.out.replace("│", " ").split())
    report = json.loads((tmp_path / "uit" / "report.json").read_text("utf-8"))
    assert {one["vehicle"]: one["vehicle_class"] for one in report["rounds"]}["Bus"] == "electric_van"
    assert {one["vehicle_class"] for one in report["rounds"]} == {"cargo_bike", "electric_van"}
    page = (tmp_path / "uit" / "report.html").read_text("utf-8")
    assert "elektrische bakfiets" in page
    assert "elektrische bestelbus</small>" in page
    sheets = {one["vehicle"]: (tmp_path / "uit" / "sheets" / f"{one['id']}.html").read_text("utf-8")
              for one in report["rounds"]}  # fmt: skip
    adults = "18+: alleen aan een volwassene, legitimatie vragen; niet bij buren of aan de deur achterlaten"
    assert sheets["Bus"].count(adults) == 1, "told at the door, and not where it is collected"
    assert sheets["Bus"].count("met twee personen") == 2
    bike = next(text for name, text in sheets.items() if name != "Bus")
    assert bike.count("rechtop houden") == 2
