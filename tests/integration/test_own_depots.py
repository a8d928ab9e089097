"""A vehicle with a hub of its own begins and ends there: planned, by the clock, stored, drawn, and imported again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from data.drafts.shop import HubDraft, VehicleDraft
from data.models.plan import Plan
from data.models.states import RoundState
from kernel.errors import BadInputError
from kernel.position import Position
from kernel.scope import Scope
from rounds.counterfactuals import pooled_van_day, shop_days
from rounds.delivery_day import DeliveryDay, Depot, Order, Parcel, Shop, Span, Vehicle
from rounds.kept_rounds import POOLED, POOLED_VAN, rounds_in
from rounds.plan import Round
from rounds.roads import Roads
from tests.closed_village import at, box, crossed_m
from tests.hours import closed, faults, planned, ridden
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
DATE = date.fromisoformat(DAY)
HOURS = (46_800, 64_800)


def position(east_m: float, north_m: float) -> Position:
    return Position(*at(east_m, north_m))


MARKET, CORNER = position(0, 0), position(500, 500)
HALL = Depot("Dorpshuis", CORNER)
AT_CORNER = (CORNER.lon, CORNER.lat)
AT_TWO = (50_400, 50_460)
"""No bike is at two doors within this minute."""
AT_MARKET = Vehicle("market bike", "cargo-bike", kg=150, litres=800, cool_litres=60, hours=HOURS)
AT_HALL = replace(AT_MARKET, id="hall bike", depot=HALL)


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


def day_of(places: Sequence[Position], vehicles: Sequence[Vehicle], window: Span = HOURS) -> DeliveryDay:
    shop = Shop("winkel", "Winkel", position(200, 200), [(28_800, 72_000)])
    orders = [
        Order(f"o-{number}", "winkel", "Klant", f"deur {number}", place, [Parcel(1, 5)], 43_200, window)
        for number, place in enumerate(places)
    ]
    return DeliveryDay("Dorp", date(2031, 12, 6), 1, True, MARKET, "Markt", [shop], orders, vehicles)


def metres_from(depot: Position, one: Round, roads: Roads) -> list[int]:
    """Measure a round's stretches anew, between a depot and its stops."""
    places = [depot, *(stop.position for stop in one.stops), depot]
    measured = roads.measure(places, one.vehicle.profile)
    return [measured.distance_m(*ends) for ends in pairwise(places)]


def test_each_vehicle_begins_and_ends_at_its_own_place(roads: Roads) -> None:
    """Two rounds have to ride; the shop lies between market and hall."""
    day = day_of([position(400, 400), position(100, 100)], [AT_MARKET, replace(AT_HALL, battery_wh=1_000)], AT_TWO)
    plan = planned(day, roads)
    assert not plan.unassigned
    begins = {one.vehicle.id: one for one in plan.rounds}
    assert set(begins) == {"market bike", "hall bike"}
    for name, depot in (("market bike", MARKET), ("hall bike", CORNER)):
        one = begins[name]
        assert [path.distance_m for path in one.paths] == metres_from(depot, one, roads)
        assert one.distance_m == sum(metres_from(depot, one, roads))
        assert metres_from(CORNER if depot == MARKET else MARKET, one, roads)[0] != one.paths[0].distance_m
    assert [order.id for order in begins["hall bike"].orders] == ["o-0"], "the nearer bike brings it"
    assert (begins["hall bike"].energy_wh or 0) > 0
    assert begins["market bike"].energy_wh is None


def test_by_the_clock_a_round_leaves_its_own_place_and_rides_round_what_is_closed(roads: Roads) -> None:
    """A crossing in the middle of the village closes soon after the duty has begun."""
    day = day_of([position(500, 250), position(300, 500), position(100, 500)], [AT_HALL])
    wall = box(250, 250, 350, 350)
    shut = closed(wall, 13.1, 18)
    plan = planned(day, roads, shut)
    assert not plan.unassigned
    (one,) = plan.rounds
    assert one.hindrance is None
    assert one.paths[0].line[0].tolist() == pytest.approx(AT_CORNER, abs=1e-6)
    assert one.way_back.line[-1].tolist() == pytest.approx(AT_CORNER, abs=1e-6)
    assert crossed_m(ridden(one), wall, (shut.begin_s, shut.end_s)) == 0
    assert faults(day, plan) == []


def test_a_vehicle_stays_in_while_the_road_at_its_own_place_is_closed(roads: Roads) -> None:
    shut = closed(box(480, 480, 520, 520), 12, 15)

    def bring(until_s: int, *vehicles: Vehicle) -> list[tuple[str, bool]]:
        """Say who brings an order, and whether after the road is open."""
        found = planned(day_of([position(400, 400)], vehicles, (HOURS[0], until_s)), roads, shut)
        assert len(found.orders) + len(found.unassigned) == 1
        return [(one.vehicle.id, one.leaving_s >= shut.end_s) for one in found.rounds]

    assert bring(14 * 3_600, AT_HALL) == []
    assert bring(14 * 3_600, AT_MARKET, AT_HALL) == [("market bike", False)]
    assert bring(17 * 3_600, AT_HALL) == [("hall bike", True)]


def test_a_hub_that_a_vehicle_cannot_leave_is_named_with_it(roads: Roads) -> None:
    lost = replace(AT_HALL, depot=Depot("Dorpshuis", position(5_000, 0)))
    with pytest.raises(
        BadInputError, match="no road for a cargo-bike within 300 m of Dorpshuis, where hall bike begins"
    ):
        planned(day_of([MARKET], [AT_MARKET, lost]), roads)
    with pytest.raises(BadInputError, match="Dorpshuis, where hall bike begins lies on a road that is closed"):
        planned(day_of([MARKET], [AT_MARKET, AT_HALL]), roads, closed(box(480, 480, 520, 520), 0, 24))


def test_a_depot_that_no_vehicle_begins_at_is_in_nobodys_way(roads: Roads) -> None:
    away = replace(day_of([position(100, 100)], [AT_HALL]), depot=position(5_000, 0))
    assert not planned(away, roads).unassigned


def test_vans_of_the_pooled_baseline_begin_where_bikes_do_and_shops_at_their_own_doors() -> None:
    day = day_of([position(100, 100)], [AT_MARKET, AT_HALL])
    assert [van.depot for van in pooled_van_day(day).vehicles] == [None, HALL]
    assert {own.depot_of(van).name for own in shop_days(day) for van in own.vehicles} == {"Winkel"}


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    """A folder with a square whose bikes begin at a hub in the corner of the village."""
    make_square(call, village, working_folder)
    move_hub(working_folder, CORNER)
    return working_folder


def move_hub(folder: Path, place: Position) -> None:
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        hub = work.hubs.put(square.id, [HubDraft("Dorpshuis", place.lon, place.lat)])[0].id
        for one in work.vehicles.all(square.id):
            as_it_is = VehicleDraft(**{part.name: getattr(one, part.name) for part in fields(VehicleDraft)})
            work.vehicles.change(square.id, one.id, replace(as_it_is, hub_id=hub))
    database.close()


def stored(folder: Path, release: int | None = None) -> tuple[Plan, dict[str, Any]]:
    """The day's plan, and what is kept of both sides; with `release`, that round is given to a courier."""
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        plan = work.plans.of_day(square.id, DATE, lines=True, report=True)
        solved = rounds_in(work.plans.between(square.id, DATE, DATE, solved=True)[0].solved)
        assert plan
        assert solved
        for one in plan.rounds:
            if one.number == release:
                work.rounds.set_state(one.id, RoundState.RELEASED)
    database.close()
    return plan, solved


def hubs_of(folder: Path) -> dict[str, str | None]:
    """The hub of each vehicle by its name; None where it begins at the depot."""
    database = open_home(folder)
    with database.read(TEST) as work:
        found = {one.name: one.hub and one.hub.name for one in work.vehicles.all(work.squares.get("proefdorp").id)}
    database.close()
    return found


def places(rounds: Iterable[Any]) -> set[tuple[str, Position]]:
    return {(one.depot_name, Position(one.depot_lon, one.depot_lat)) for one in rounds}


def begins(solved: Mapping[str, Any], way: str) -> dict[str, tuple[float, ...] | None]:
    """Where the kept rounds of a way begin, as a bundle would tell it."""
    (found,) = [one for one in solved["ways"] if one["name"] == way]
    open_to_all = set(solved["counters"])
    return {
        one["id"]: tuple(solved["places"][one["start"]]) if one["start"] in open_to_all else None
        for one in found["rounds"]
    }


def test_a_hub_of_its_own_is_planned_stored_and_drawn_and_what_is_released_keeps_where_it_began(
    call, folder: Path
) -> None:
    def plan(first: int, count: int) -> None:
        file = orders_file(folder, good_rows(count, first), f"orders-{first}.csv")
        assert call("orders", "import", "proefdorp", file, "--date", DAY).code == 0
        said = call("plan", "proefdorp", "--date", DAY, "--iterations", "3")
        assert said.code == 0, said.err

    plan(1, 6)
    first, solved = stored(folder, release=1)
    assert places(first.rounds) == {("Dorpshuis", CORNER)}
    for one in first.rounds:
        lines = [stop.path_line for stop in one.stops if stop.path_line is not None]
        assert lines[0].coords[0] == pytest.approx(AT_CORNER, abs=1e-6)
        assert one.way_back_line is not None
        assert one.way_back_line.coords[-1] == pytest.approx(AT_CORNER, abs=1e-6)
    for way in (POOLED, POOLED_VAN):
        assert set(begins(solved, way).values()) == {AT_CORNER}
    out = folder / "out" / "proefdorp" / DAY
    assert json.loads((out / "report.json").read_text("utf-8"))["metres"]["pooled"] == first.distance_m
    assert any("Dorpshuis" in page.read_text("utf-8") for page in out.glob("*.html"))
    move_hub(folder, position(0, 500))
    plan(100, 4)
    second, solved = stored(folder)
    assert places(one for one in second.rounds if one.number == 1) == {("Dorpshuis", CORNER)}
    assert places(one for one in second.rounds if one.number != 1) == {("Dorpshuis", position(0, 500))}
    assert begins(solved, POOLED)["round-1"] in (AT_CORNER, None)


def test_importing_vehicles_again_keeps_their_hub_and_counts_them_as_they_were(call, folder: Path) -> None:
    def kept() -> list[str]:
        return [line for line in contents(folder) if line.startswith(("vehicles ", "events "))]

    before = kept()
    for arguments in (("--dry-run",), ()):
        said = call("vehicles", "import", "proefdorp", folder / "vehicles.csv", *arguments)
        assert said.code == 0, said.err
        assert kept() == before
    other = folder / "other.csv"
    other.write_text("vehicle,profile,duty\nBIKE 1,cargo-bike,13:00-17:00\nNew,cargo-bike,13:00-17:00\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", other).code == 0
    assert hubs_of(folder) == {"BIKE 1": "Dorpshuis", "Bike 2": "Dorpshuis", "New": None}


def test_a_file_of_vehicles_may_name_the_hub_that_each_begins_at(call, folder: Path) -> None:
    def bring(*rows: str) -> tuple[int, str]:
        file = folder / "more.csv"
        file.write_text("\n".join(["voertuig;soort;dorpspunt", *rows]) + "\n", "utf-8")
        said = call("vehicles", "import", "proefdorp", file, "--lang", "nl")
        return said.code, said.out

    before = hubs_of(folder)
    code, told = bring("Bike 1;bakfiets;Kerk", "Nieuw;bakfiets;Dorpshuis")
    assert code == 1
    assert 'dorpspunt "Kerk" is niet bekend; er zijn: Dorpshuis' in told
    assert hubs_of(folder) == before
    assert bring("Bike 1;bakfiets;", "Nieuw;bakfiets;DORPSHUIS")[0] == 0
    assert hubs_of(folder) == before | {"Nieuw": "Dorpshuis"}
    assert "0 nieuw, 0 veranderd, 1 al bekend" in bring("Nieuw;bakfiets;")[1]


def test_a_vehicle_whose_row_names_the_depot_begins_there(call, folder: Path) -> None:
    database = open_home(folder)
    with database.read(TEST) as work:
        depot = work.squares.get("proefdorp").depot_name or ""
    database.close()
    file = folder / "more.csv"
    file.write_text(f"voertuig;soort;dorpspunt\nBike 1;bakfiets;{depot.upper()}\nNieuw;bakfiets;{depot}\n", "utf-8")
    said = call("vehicles", "import", "proefdorp", file)
    assert said.code == 0, said.out
    assert hubs_of(folder) == {"Bike 1": None, "Bike 2": "Dorpshuis", "Nieuw": None}


def test_where_a_vehicle_is_kept_is_not_read(call, folder: Path) -> None:
    before = hubs_of(folder)
    file = folder / "more.csv"
    file.write_text("voertuig;soort;Standplaats\nBike 1;bakfiets;Loods\nNieuw;bakfiets;Dorpshuis\n", "utf-8")
    said = call("vehicles", "import", "proefdorp", file, "--lang", "nl")
    assert said.code == 0, said.out
    assert 'niet gelezen: "Standplaats"' in said.out + said.err
    assert hubs_of(folder) == before | {"Nieuw": None}


def test_a_hub_is_not_known_where_there_is_none(call, working_folder: Path, village: Path) -> None:
    make_square(call, village, working_folder)
    file = working_folder / "more.csv"
    file.write_text("vehicle,profile,hub\nBike 1,cargo-bike,Dorpshuis\n", "utf-8")
    said = call("vehicles", "import", "proefdorp", file)
    assert said.code == 1
    assert 'hub "Dorpshuis" is not known; this square has none yet' in said.out
