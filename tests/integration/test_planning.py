"""A day in the made-up village, planned: what fits rides, what cannot ride says why."""

from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest

from kernel.errors import BadInputError
from kernel.position import Position
from rounds.counterfactuals import counterfactuals, pooled_van_day, shop_days
from rounds.delivery_day import DeliveryDay, Order, Parcel, Temperature
from rounds.legs import legs_of
from rounds.plan import Plan
from rounds.planning import places_of, plan_day, problem_of
from rounds.roads import MeasuredDay, MeasuredPlaces, Roads
from rounds.sample_day import SampleSize
from routing.solver.engine import Effort
from routing.solver.problem import Costs, Problem, TimeWindow
from routing.solver.solution import Solution
from routing.solver.solve import solve
from tests.sample_days import stored_sample
from tests.village import low_village

EFFORT = Effort(time_limit_s=None, iterations=10, seed=1)
Change = Callable[[Order], Order]


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


@pytest.fixture(scope="module")
def day(village: Path, tmp_path_factory: pytest.TempPathFactory) -> DeliveryDay:
    home = tmp_path_factory.mktemp("home")
    return stored_sample(home, village, "Proefdorp", size=SampleSize(shops=4, orders=9, bikes=2))


def out_and_back(measured: MeasuredPlaces, shop: Position, door: Position) -> int:
    return measured.path(shop, door).distance_m + measured.path(door, shop).distance_m


def planned(day: DeliveryDay, roads: Roads) -> Plan:
    return plan_day(day, MeasuredDay(roads.measure(places_of(day), "cargo-bike")), EFFORT)


def test_a_plain_day_is_planned_whole(day: DeliveryDay, roads: Roads) -> None:
    plan = planned(day, roads)
    assert sorted(order.id for order in plan.orders) == sorted(order.id for order in day.orders)
    assert not plan.unassigned


def test_a_day_is_searched_with_the_whole_effort_that_is_asked_for(
    day: DeliveryDay, roads: Roads, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def searched(problem: Problem, **effort: object) -> Solution:
        asked.append({name: value for name, value in effort.items() if name not in {"progress", "best"}})
        return solve(problem, iterations=1)

    monkeypatch.setattr("rounds.planning.solve", searched)
    effort = Effort(time_limit_s=3.5, iterations=7, seed=11, threads=3)
    plan_day(day, MeasuredDay(roads.measure(places_of(day), "cargo-bike")), effort)
    assert asked == [asdict(effort)]


def test_the_metres_of_a_round_are_the_sum_of_its_paths(day: DeliveryDay, roads: Roads) -> None:
    for ridden in planned(day, roads).rounds:
        assert ridden.distance_m == sum(path.distance_m for path in ridden.paths)


def test_stops_follow_each_other_in_time_and_no_two_in_a_row_are_at_one_place(day: DeliveryDay, roads: Roads) -> None:
    for ridden in planned(day, roads).rounds:
        moments = [ridden.leaving_s, *(moment for stop in ridden.stops for moment in (stop.arrival_s, stop.leaving_s))]
        assert [*moments, ridden.return_s] == sorted([*moments, ridden.return_s])
        places = [stop.position for stop in ridden.stops]
        assert all(one != other for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        # 210 kg on a bike that takes 150
        (lambda order: replace(order, parcels=[Parcel(210, 10)]), "heavier than any vehicle carries: 210 kg"),
        # 900 l on a bike that takes 800
        (lambda order: replace(order, parcels=[Parcel(1, 900)]), "larger than any vehicle carries: 900 l"),
        # 70 l to be cooled in 60 l of cool boxes
        (
            lambda order: replace(order, parcels=[Parcel(1, 70, Temperature.COOL)]),
            "more to be kept cool than any vehicle carries: 70 l",
        ),
        (lambda order: replace(order, window=(50_400, 46_800)), "its window ends at 13:00, before it starts at 14:00"),
        # the bikes leave at 13:00
        (lambda order: replace(order, window=(36_000, 39_600)), "no vehicle can be at the delivery before"),
        # the shops close at 18:00
        (lambda order: replace(order, ready_at_s=70_000), "is closed from 19:26, when the order is packed"),
        (lambda order: replace(order, shop="shop-99"), "its shop shop-99 is not among the shops of the day"),
        (lambda order: replace(order, parcels=[]), "it has no parcels"),
        (lambda order: replace(order, parcels=[Parcel(-1, 1)]), "a parcel of -1 kg, 1 l cannot be"),
        (lambda order: replace(order, parcels=[Parcel(float("nan"), 1)]), "a parcel of nan kg, 1 l cannot be"),
        # two kilometres north of the last street
        (lambda order: replace(order, position=Position(5.5, 52.13)), "no road for a cargo-bike within 300 m of"),
    ],
)
def test_an_order_that_cannot_ride_is_unassigned_with_its_reason_and_the_others_ride(
    day: DeliveryDay, roads: Roads, change: Change, reason: str
) -> None:
    first, *others = day.orders
    plan = planned(replace(day, orders=[change(first), *others]), roads)
    assert [left.order.id for left in plan.unassigned] == [first.id]
    assert reason in plan.unassigned[0].reason.en
    assert plan.unassigned[0].reason.nl != plan.unassigned[0].reason.en
    assert len(plan.orders) == len(others)


def test_a_day_is_put_to_the_solver_as_it_is(day: DeliveryDay, roads: Roads) -> None:
    cool = replace(day.orders[0], parcels=[Parcel(1.0004, 2.0004, Temperature.COOL)], ready_at_s=50_000)
    dry = replace(day.orders[1], parcels=[Parcel(3, 4)], window=(57_600, 64_800))
    small = replace(day, orders=[cool, dry])
    measured = MeasuredDay(roads.measure(places_of(small), "cargo-bike"))
    problem = problem_of(small, legs_of(small, measured)[0], measured)
    for bike in problem.vehicles:
        assert bike.costs == Costs(fixed=1_800, per_hour=0, per_km=3_600, per_duty_hour=3_600)
        assert bike.capacity == (150_000, 800_000, 60_000)
        assert bike.time_window == TimeWindow(46_800, 64_800)
        assert bike.start == bike.end == measured.row[day.depot]
    first, second = problem.shipments
    assert (first.amount, second.amount) == ((1_001, 2_001, 2_001), (3_000, 4_000, 0))
    assert (first.max_time_on_board_s, second.max_time_on_board_s) == (5_400, None)
    assert first.pickup.time_windows == (TimeWindow(50_000, 64_800),)
    assert second.delivery.time_windows == (TimeWindow(57_600, 64_800),)
    assert (first.pickup.setup_s, first.pickup.service_s) == (90, 20)
    assert (first.delivery.setup_s, first.delivery.service_s) == (60, 60)


@pytest.mark.parametrize("grams", [1_001, 8_040, 150_000, 199_999])
def test_an_order_that_is_as_heavy_as_the_vehicle_carries_fits_to_the_gram(
    day: DeliveryDay, roads: Roads, grams: int
) -> None:
    size = grams / 1_000
    order = replace(day.orders[0], parcels=[Parcel(size, size, Temperature.COOL)])
    bike = replace(day.vehicles[0], kg=size, litres=size, cool_litres=size)
    full = replace(day, orders=[order], vehicles=[bike])
    measured = MeasuredDay(roads.measure(places_of(full), "cargo-bike"))
    problem = problem_of(full, legs_of(full, measured)[0], measured)
    assert problem.shipments[0].amount == problem.vehicles[0].capacity == (grams, grams, grams)


def test_customers_collect_by_car_and_every_order_alone_is_a_vans(tmp_path: Path) -> None:
    """Height restrictors close all streets but the northernmost for vans; cars pass under them."""
    file = low_village().write(tmp_path / "laag.osm")
    roads = Roads.read(file)
    day = stored_sample(tmp_path / "home", file, "Laag", size=SampleSize(shops=4, orders=12, bikes=2))
    found = counterfactuals(day, planned(day, roads), roads, EFFORT)
    car, van = (roads.measure(places_of(day), profile) for profile in ("car", "van"))
    shops = {shop.id: shop.position for shop in day.shops}
    by_car = [out_and_back(car, shops[trip.order.shop], trip.order.position) for trip in found.collections]
    by_van = [out_and_back(van, shops[order.shop], order.position) for order in day.orders]
    assert [trip.distance_m for trip in found.collections] == by_car
    assert found.each_alone_m == sum(by_van) > sum(by_car)


def test_a_depot_without_a_road_is_refused(day: DeliveryDay, roads: Roads) -> None:
    with pytest.raises(BadInputError, match="no road for a cargo-bike within 300 m of the depot"):
        planned(replace(day, depot=Position(5.5, 52.13)), roads)


def test_counterfactuals_carry_the_orders_of_the_plan_and_no_others(day: DeliveryDay, roads: Roads) -> None:
    first, *others = day.orders
    plan = planned(replace(day, orders=[replace(first, parcels=[Parcel(210, 10)]), *others]), roads)
    found = counterfactuals(day, plan, roads, EFFORT)
    served = sorted(order.id for order in others)
    assert sorted(order.id for order in found.pooled_van.orders) == served
    assert sorted(order.id for tour in found.shop_tours for order in tour.orders) == served
    assert sorted(trip.order.id for trip in found.collections) == served
    assert not found.left_out


def test_every_order_alone_is_out_and_back_and_no_less_than_the_shops_own_tours(day: DeliveryDay, roads: Roads) -> None:
    found = counterfactuals(day, planned(day, roads), roads, EFFORT)
    shops = {shop.id: shop.position for shop in day.shops}
    van = roads.measure(places_of(day), "van")
    alone = [out_and_back(van, shops[order.shop], order.position) for order in day.orders]
    assert found.each_alone_m == sum(alone)
    assert found.shop_tours_m <= found.each_alone_m


def test_counterfactual_days_keep_windows_hours_and_orders(day: DeliveryDay) -> None:
    vans = pooled_van_day(day)
    assert vans.orders == day.orders
    assert [van.hours for van in vans.vehicles] == [bike.hours for bike in day.vehicles]
    assert {van.profile for van in vans.vehicles} == {"van"}
    own = shop_days(day)
    assert sorted(order.id for each in own for order in each.orders) == sorted(order.id for order in day.orders)
    assert all(each.depot == each.shops[0].position for each in own)
