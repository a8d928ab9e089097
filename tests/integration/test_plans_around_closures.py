"""Plans of a day with closures: nothing rides where it is closed, and who cannot be served is told why."""

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from kernel.errors import BadInputError
from kernel.position import Position
from kernel.scope import Scope
from kernel.text import Text
from rounds.counterfactuals import counterfactuals
from rounds.day_closures import DayClosure
from rounds.delivery_day import DeliveryDay
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, Roads
from rounds.sample_day import SampleSize
from tests.closed_village import MARKET, SATURDAY, at, box, crossed_m, write
from tests.hours import EFFORT, closed, faults, hourly, planned, ridden
from tests.sample_days import stored_sample
from tests.squares import good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
DATE = date.fromisoformat(SATURDAY)


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


@pytest.fixture(scope="module")
def day(village: Path, tmp_path_factory: pytest.TempPathFactory) -> DeliveryDay:
    return stored_sample(
        tmp_path_factory.mktemp("home"), village, "Proefdorp", size=SampleSize(shops=4, orders=12, bikes=2)
    )


def test_without_closures_a_day_is_planned_as_ever(day: DeliveryDay, roads: Roads) -> None:
    plain = plan_day(day, MeasuredDay(roads.measure(places_of(day), "cargo-bike")), EFFORT)
    other = planned(day, roads)
    assert other.distance_m == plain.distance_m
    assert [stop.arrival_s for one in other.rounds for stop in one.stops] == [
        stop.arrival_s for one in plain.rounds for stop in one.stops
    ]


@pytest.mark.parametrize("seed", range(12))
def test_no_way_leads_over_what_is_closed_while_it_is(day: DeliveryDay, roads: Roads, seed: int) -> None:
    """Closures of any size and hour: what rides keeps out of them, is in time, and what cannot says why."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    shapes: list[tuple[dict, DayClosure]] = []
    for number in range(dice.randint(1, 3)):
        west, south = dice.uniform(-50, 400), dice.uniform(-50, 400)
        shape = box(west, south, west + dice.uniform(20, 250), south + dice.uniform(20, 250))
        begin = dice.uniform(12, 17)
        shapes.append((shape, closed(shape, begin, begin + dice.uniform(0.3, 5), f"Markt {number}")))
    try:
        plan = planned(day, roads, *(one for _, one in shapes))
    except BadInputError as fault:  # the depot itself lies in it
        assert "lies on a road that is closed" in fault.what  # noqa: PT017 (either plan may be refused)
        return
    assert {order.id for order in plan.orders} | {left.order.id for left in plan.unassigned} == {
        order.id for order in day.orders
    }
    for one in plan.rounds:
        for shape, closure in shapes:
            assert crossed_m(ridden(one), shape, closure.span) == 0
        assert one.distance_m == sum(path.distance_m for path in one.paths)
    if all(one.hindrance is None for one in plan.rounds):
        assert faults(day, plan) == []
    for left in plan.unassigned:
        assert left.reason.en


def test_who_lives_in_a_closed_street_is_left_with_the_name_of_the_market(day: DeliveryDay, roads: Roads) -> None:
    door = Position(*at(250, 200))
    first, *others = day.orders
    moved = replace(day, orders=[replace(first, position=door, address="Marktstraat 7"), *others])
    plan = planned(moved, roads, closed(MARKET, 7, 18, "Zaterdagmarkt"))
    assert [left.order.id for left in plan.unassigned] == [first.id]
    assert plan.unassigned[0].reason == Text(
        "de weg naar Marktstraat 7 is dicht: Zaterdagmarkt tot 18:00",
        "the road to Marktstraat 7 is closed: Zaterdagmarkt until 18:00",
    )
    assert len(plan.orders) == len(others)


@pytest.mark.parametrize(("begin", "end"), [(7, 15), (15, 23)])
def test_who_lives_in_a_street_that_is_closed_for_some_hours_is_served_in_the_others(
    day: DeliveryDay, roads: Roads, begin: float, end: float
) -> None:
    door = Position(*at(250, 200))
    orders = [replace(order, window=(46_800, 64_800)) for order in day.orders]
    orders[0] = replace(orders[0], position=door, address="Marktstraat 7")
    plan = planned(replace(day, orders=orders), roads, closed(MARKET, begin, end))
    assert not plan.unassigned
    (stop,) = [stop for one in plan.rounds for stop in one.stops if stop.position == door]
    assert stop.leaving_s <= 15 * 3_600 if begin == 15 else stop.arrival_s >= 15 * 3_600
    assert faults(day, plan) == []


def test_a_village_cut_in_two_serves_its_own_half(day: DeliveryDay, roads: Roads) -> None:
    wall = box(-50, 340, 550, 360)  # across every street that runs north
    plan = planned(day, roads, closed(wall, 7, 20, "Optocht"))
    beyond = {order.id for order in day.orders if order.position.lat > at(0, 350)[1]}
    assert beyond, "nobody lives beyond: this test shows nothing"
    assert {left.order.id for left in plan.unassigned} >= {
        left for left in beyond if any(order.id == left for order in day.orders)
    }
    assert all("Optocht until 20:00" in left.reason.en for left in plan.unassigned)


def test_a_depot_in_the_market_waits_until_it_is_over_or_is_told(day: DeliveryDay, roads: Roads) -> None:
    lon, lat = day.depot.lon, day.depot.lat
    around = {
        "type": "Polygon",
        "coordinates": [list(map(list, shapely.box(lon - 1e-4, lat - 3e-4, lon + 1e-4, lat + 3e-4).exterior.coords))],
    }
    orders = [replace(order, window=(46_800, 64_800)) for order in day.orders[:3]]
    late = replace(day, orders=orders)
    plan = planned(late, roads, closed(around, 7, 14))
    assert all(one.leaving_s >= 14 * 3_600 for one in plan.rounds)
    with pytest.raises(
        BadInputError, match=r"the depot .* lies on a road that is closed for a cargo-bike: Markt until 19:00"
    ):
        planned(late, roads, closed(around, 7, 19))


def test_slow_roads_take_longer_and_are_ridden_round_where_that_is_shorter(day: DeliveryDay, roads: Roads) -> None:
    everywhere = box(-200, -200, 700, 700)
    plain, slow = planned(day, roads), planned(day, roads, closed(everywhere, 7, 20, slowed=3))
    assert slow.distance_m <= plain.distance_m * 1.2
    riding = [sum(path.duration_s for one in plan.rounds for path in one.paths) for plan in (plain, slow)]
    assert riding[1] > riding[0] * 2
    assert faults(day, slow) == []


def test_the_other_ways_of_delivering_meet_the_same_closures(day: DeliveryDay, roads: Roads) -> None:
    wall = closed(box(-50, 340, 550, 360), 7, 20)
    plan = planned(day, roads, wall)
    others = counterfactuals(day, plan, hourly(day, roads, [wall]), EFFORT)
    for other in (others.pooled_van, *others.shop_tours):
        for one in other.rounds:
            assert crossed_m(ridden(one), box(-50, 340, 550, 360), wall.span) == 0
    assert len(others.pooled_van.orders) == len(plan.orders)


@pytest.fixture
def folder(file_folder: Path, call, village: Path) -> Path:
    make_square(call, village, file_folder)
    assert call("orders", "import", "proefdorp", orders_file(file_folder, good_rows(12)), "--date", SATURDAY).code == 0
    return file_folder


def stored_plan(folder: Path):
    database = open_home(folder)
    with database.read(TEST) as work:
        found = work.plans.of_day(work.squares.get("proefdorp").id, DATE, lines=True)
    database.close()
    return found


def test_a_stored_day_avoids_its_closures_and_the_next_plan_forgets_them_when_they_end(call, folder: Path) -> None:
    def plan() -> int:
        said = call("plan", "proefdorp", "--date", SATURDAY, "--iterations", "5")
        assert said.code == 0, said.err
        return stored_plan(folder).distance_m

    free_m = plan()
    street = box(-20, 180, 170, 220)
    added = call("closure", "add", "proefdorp", "Zaterdagmarkt", "--closed", write(folder, street),
                 "--from", "07:00", "--until", "19:00", "--every", "za")  # fmt: skip
    assert added.code == 0, added.err
    plan()
    saved = stored_plan(folder)
    polygon = shapely.geometry.shape(street)
    for one in saved.rounds:
        lines = [*(stop.path_line for stop in one.stops), one.way_back_line]
        assert all(line is None or line.intersection(polygon).length == 0 for line in lines)
    assert {left.reason_nl.rpartition("is dicht: ")[2] for left in saved.unassigned} == {"Zaterdagmarkt tot 19:00"}
    assert all("Zaterdagmarkt until 19:00" in left.reason_en for left in saved.unassigned)
    report = json.loads((folder / "out" / "proefdorp" / SATURDAY / "report.json").read_text("utf-8"))
    assert report["metres"]["pooled"] == saved.distance_m
    assert call("closure", "end", "proefdorp", "Zaterdagmarkt").code == 0
    assert plan() == free_m


def test_a_closure_added_while_a_day_is_planned_stops_the_saving(call, folder: Path, monkeypatch) -> None:
    from rounds import day_planning  # noqa: PLC0415 (patched below)

    whole_day = day_planning.whole_day

    def meanwhile(*arguments, **more):
        done = whole_day(*arguments, **more)
        assert call("closure", "add", "proefdorp", "Markt", "--closed", write(folder, MARKET),
                    "--from", SATURDAY, "--until", SATURDAY).code == 0  # fmt: skip
        return done

    monkeypatch.setattr(day_planning, "whole_day", meanwhile)
    said = call("plan", "proefdorp", "--date", SATURDAY, "--iterations", "5")
    assert said.code == 1
    assert said.last_line == (
        "Error: a closure was added or ended while the day was planned. Nothing was saved; plan again."
    )
    assert stored_plan(folder) is None
