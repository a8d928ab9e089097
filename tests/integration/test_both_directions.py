"""Days on which parcels go both ways and over a hub, planned: what a courier can do of them, and what counts once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from data.models.states import OrderKind
from impact.factor_table import load_factors
from rounds.changes import Pooling
from rounds.counterfactuals import counterfactuals
from rounds.day_report import assess_day, day_report
from rounds.delivery_day import DeliveryDay, Order, Shop
from rounds.plan import Plan, Round
from rounds.planning import places_of, plan_day
from rounds.replayed import SearchDepth, replayed
from rounds.roads import MeasuredDay, Roads
from rounds.sample_day import SampleSize
from rounds.showing import day_view
from routing.solver.engine import Effort
from tests.sample_days import stored_sample

EFFORT = Effort(time_limit_s=None, iterations=10, seed=1)
AT_A_DOOR, AT_A_COUNTER = (60, 60), (90, 20)
"""Seconds once, and for each order: written down apart from the code."""


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


@pytest.fixture(scope="module")
def plain(village: Path, tmp_path_factory: pytest.TempPathFactory) -> DeliveryDay:
    return stored_sample(
        tmp_path_factory.mktemp("home"), village, "Proefdorp", size=SampleSize(shops=4, orders=12, bikes=2)
    )


def turned(order: Order, kind: OrderKind = OrderKind.RETURN) -> Order:
    return replace(order, kind=kind, to_shop=True, ready_at_s=0)


@pytest.fixture(scope="module")
def day(plain: DeliveryDay) -> DeliveryDay:
    """Every third order is a return, and one is crates."""
    orders = [turned(order) if number % 3 == 0 else order for number, order in enumerate(plain.orders)]
    return replace(plain, orders=[turned(orders[0], OrderKind.CRATES), *orders[1:]])


def planned(day: DeliveryDay, roads: Roads) -> Plan:
    return plan_day(day, MeasuredDay(roads.measure(places_of(day), "cargo-bike")), EFFORT)


def faults(one: Round, counters: dict[str, Shop]) -> list[str]:
    """What a courier could not do of a round, worked out from stops and orders alone.

    Whoever begins where they stand already, at the depot, does not park anew.
    """
    aboard: dict[str, Order] = {}
    found: list[str] = []
    for stop in one.stops:
        now = stop.arrival_s
        for turn, task in enumerate(stop.tasks):
            order = task.order
            begins, ends = order.pickup_hub or order.shop, order.delivery_hub
            if order.to_shop:
                begins, ends = order.pickup_hub, order.delivery_hub or order.shop
            counter = counters.get(begins if task.kind == "pickup" else ends)
            spans = counter.hours if counter else [order.window]
            since_s = order.ready_at_s if task.kind == "pickup" and begins == order.shop else 0
            once_s, each_s = AT_A_COUNTER if counter else AT_A_DOOR
            begun = max(now, since_s, spans[0][0])
            if begun > spans[-1][1] or stop.position != (counter.position if counter else order.position):
                found.append(f"{task.kind} of {order.id} is not where or when it can be")
            now = begun + (once_s if turn == 0 and stop.path.distance_m else 0) + each_s
            if task.kind == "pickup":
                aboard[order.id] = order
            elif aboard.pop(order.id, None) is None:
                found.append(f"{order.id} is brought before it is collected")
            if sum(each.kg for each in aboard.values()) > one.vehicle.kg:
                found.append("overloaded")
        if now > stop.leaving_s:
            found.append(f"leaves {stop.place} before the work is done")
    return [*found, *(f"{left} stays aboard" for left in aboard)]


def test_both_directions_ride_in_the_same_rounds(day: DeliveryDay, roads: Roads) -> None:
    plan = planned(day, roads)
    assert not plan.unassigned
    assert Counter(order.id for order in plan.orders) == Counter(order.id for order in day.orders)
    assert any({order.to_shop for order in one.orders} == {True, False} for one in plan.rounds)
    assert [faults(one, {shop.id: shop for shop in day.shops}) for one in plan.rounds] == [[] for _ in plan.rounds]


def test_what_is_brought_back_fills_the_bike_until_the_shop(day: DeliveryDay, roads: Roads) -> None:
    """Each return weighs two thirds of what a bike carries: no two are aboard together."""
    heavy = [
        replace(order, parcels=[replace(order.parcels[0], kg=100.0)]) if order.to_shop else order
        for order in day.orders
    ]
    plan = planned(replace(day, orders=heavy), roads)
    assert [faults(one, {shop.id: shop for shop in day.shops}) for one in plan.rounds] == [[] for _ in plan.rounds]
    assert any(order.to_shop for order in plan.orders)


def test_a_return_is_told_in_its_own_words(day: DeliveryDay, roads: Roads) -> None:
    plan = planned(day, roads)
    view = day_view(day, plan, counterfactuals(day, plan, roads, EFFORT), Path("x"))
    tasks = {(task.order, task.kind): task for one in view.rounds for stop in one.stops for task in stop.tasks}
    back = next(order for order in day.orders if order.kind is OrderKind.RETURN)
    shop = next(one.name for one in day.shops if one.id == back.shop)
    collected, brought = tasks[back.id, "pickup"], tasks[back.id, "delivery"]
    assert (collected.named, collected.who, collected.window) == ("pickup", back.customer, back.window)
    assert (brought.named, brought.who, brought.window) == ("hand_in", shop, None)
    assert collected.note.startswith("return")
    crates = tasks[day.orders[0].id, "pickup"]
    assert crates.note.startswith("crates")


def test_a_return_counts_as_an_order_and_drives_no_trip_twice(day: DeliveryDay, roads: Roads) -> None:
    """The customer of the second order gives something back to the same shop, and would on the same trip."""
    second = day.orders[1]
    also = replace(turned(second), id="also", name="also")
    both = replace(day, orders=[*day.orders, also])
    plan = planned(both, roads)
    others = counterfactuals(both, plan, roads, EFFORT)
    alone = counterfactuals(day, planned(day, roads), roads, EFFORT)
    done = assess_day(both, EFFORT, plan, others, load_factors())
    report = day_report(done, "nl")["orders"]
    assert done.activity.orders == 13
    assert sum(done.activity.collect_m) == sum(trip.distance_m for trip in alone.collections)
    assert "also" not in {trip.order.id for trip in others.collections}
    assert others.each_alone_m > alone.each_alone_m
    assert (report["planned"], report["returns"], report["crates"], report["on_the_way"]) == (13, 4, 1, 0)


def test_an_order_whose_parcels_parted_is_driven_for_once_by_every_other_way(plain: DeliveryDay, roads: Roads) -> None:
    """The same day twice: whole, and with its first order's two parcels in a leg each."""
    first, *others = plain.orders
    two = [replace(first.parcels[0], kg=kg) for kg in (1.0, 2.0)]
    legs = [replace(first, id=f"{first.id}, {n}", name=first.id, parcels=[one]) for n, one in enumerate(two, 1)]
    found = []
    for orders in ([replace(first, parcels=two), *others], [*legs, *others]):
        day = replace(plain, orders=orders)
        plan = planned(day, roads)
        ways = counterfactuals(day, plan, roads, EFFORT)
        found.append((
            sorted(one.kg for one in plan.counted),
            ways.each_alone_m,
            sorted(trip.distance_m for trip in ways.collections),
            sorted((one.kg, one.litres) for tour in ways.shop_tours for one in tour.orders),
            sum(ways.whole_m.values()),
            sum(facts.orders for facts in assess_day(day, EFFORT, plan, ways, load_factors()).facts),
            [replayed(day, [], roads, SearchDepth(5, 1), pooling=one).given for one in Pooling],
        ))  # fmt: skip
    whole, parted = found
    assert parted == whole
    assert parted[-1] == [12, 12, 12]


@pytest.fixture(scope="module")
def hub(plain: DeliveryDay) -> Shop:
    return Shop("hub-1", "Dorpshuis", plain.orders[5].position, [(36_000, 61_200)], "Brink 1", is_hub=True)


def over_hub(day: DeliveryDay, hub: Shop, at_hub_s: int) -> DeliveryDay:
    """Let the first order go by the hub: to it in one leg, from it in another, from a moment on."""
    first, *others = day.orders
    legs = [
        replace(first, id="to hub", delivery_hub=hub.id),
        replace(first, id="on", pickup_hub=hub.id, at_hub_s=at_hub_s),
    ]
    return replace(day, shops=[*day.shops, hub], orders=[*legs, *others])


def test_legs_to_and_from_a_hub_keep_its_hours_and_what_is_known_of_it(
    plain: DeliveryDay, hub: Shop, roads: Roads
) -> None:
    at_hub_s = plain.orders[0].window[0]
    day = over_hub(plain, hub, at_hub_s)
    plan = planned(day, roads)
    assert not plan.unassigned
    assert [faults(one, {shop.id: shop for shop in day.shops}) for one in plan.rounds] == [[] for _ in plan.rounds]
    visits = [
        (stop, task) for one in plan.rounds for stop in one.stops for task in stop.tasks if task.counter == hub.id
    ]
    assert {(task.order.id, str(task.kind)) for _, task in visits} == {("to hub", "delivery"), ("on", "pickup")}
    collected = next(stop for stop, task in visits if task.order.id == "on")
    assert collected.leaving_s >= at_hub_s
    assessed = assess_day(day, EFFORT, plan, counterfactuals(day, plan, roads, EFFORT), load_factors())
    orders = day_report(assessed, "en")["orders"]
    assert (orders["given"], orders["planned"], orders["on_the_way"]) == (12, 12, 1), "by a hub, and counted once"
    assert (assessed.activity.orders, assessed.activity.hub_orders, len(assessed.others.collections)) == (12, 1, 12)
    assert {order.id for tour in assessed.others.shop_tours for order in tour.orders} >= {"on"}


@pytest.mark.parametrize(
    ("hours", "at_hub_s", "since"),
    [([], 0, "00:00"), ([(36_000, 61_200)], 61_201, "17:00")],
)
def test_a_hub_that_is_closed_is_the_reason(  # noqa: PLR0917 - fixtures beside the row
    plain: DeliveryDay, hub: Shop, roads: Roads, hours: list[tuple[int, int]], at_hub_s: int, since: str
) -> None:
    plan = planned(over_hub(plain, replace(hub, hours=hours), at_hub_s), roads)
    assert (
        f"Dorpshuis is closed from {since}, when the order is there"
        in {left.order.id: left.reason.en for left in plan.unassigned}["on"]
    )


def test_what_a_hub_gets_too_late_for_its_household_is_the_reason(plain: DeliveryDay, hub: Shop, roads: Roads) -> None:
    late = replace(hub, hours=[(plain.orders[0].window[1] + 60, 80_000)])
    plan = planned(over_hub(plain, late, 0), roads)
    assert "when its window ends" in {left.order.id: left.reason.en for left in plan.unassigned}["to hub"]
