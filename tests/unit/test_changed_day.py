"""The changes of a what-if: what is asked for changes, and nothing else does."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.models.area import Area
from kernel.errors import BadInputError, NotFoundError
from kernel.position import Position
from rounds.changed_day import changed_day, refuse_places
from rounds.changes import Changes, MovedPlace, Pooling, SlotPolicy
from rounds.delivery_day import DeliveryDay, Depot, Order, Parcel, Shop, Vehicle
from rounds.more_orders import ALIKE, MOST_ORDERS, Doors, with_orders

GRID = [(5.0 + 0.001 * east, 52.0 + 0.001 * north) for east in range(12) for north in range(12)]
DOORS = Doors(np.array(GRID), [f"Straat {number}" for number in range(len(GRID))])
HALL = Shop("hub", "Dorpshuis", Position(5.003, 52.003), [(0, 86_400)], is_hub=True)
AREA = Area(id="a", name="Dorp", border=shapely.MultiPolygon([shapely.box(5, 52, 5.1, 52.1)]))
NAMES = ["Dorpshuis"]


def order(number: int, shop: str, **changed: object) -> Order:
    at = Position(5.0 + 0.001 * (number % 12), 52.0 + 0.001 * (number % 7))
    plain = Order(
        f"o-{number}", shop, "Klant", "Brink 1", at, [Parcel(1 + number, 2)], 0, (50_400, 57_600), note="hond"
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def day(counts: list[int], **changed: object) -> DeliveryDay:
    """Give a day on which each shop has so many orders, every third of two legs by way of a hub."""
    orders: list[Order] = []
    for shop, count in enumerate(counts):
        for _ in range(count):
            number = len(orders)
            one = order(number, f"shop-{shop}", window=(50_400 + 600 * (number % 5), 57_600))
            if number % 3:
                orders.append(one)
            else:
                first = replace(one, id=f"{one.id}, 1", name=one.id, delivery_hub="hub")
                orders += [first, replace(one, id=f"{one.id}, 2", name=one.id, pickup_hub="hub")]
    shops = [Shop(f"shop-{n}", f"Winkel {n}", Position(5.002, 52.001), [(0, 86_400)]) for n in range(len(counts))]
    bikes = [Vehicle(f"fiets-{n}", "cargo-bike", 150, 800, 60, (46_800, 64_800), battery_wh=500) for n in range(3)]
    made = DeliveryDay("Dorp", date(2026, 12, 1), 1, False, Position(5, 52), "Markt", [*shops, HALL], orders, bikes)
    return replace(made, **changed)  # type: ignore[arg-type]


def of_shops(one: DeliveryDay) -> Counter[str]:
    return Counter(shop for shop, _ in {(leg.shop, leg.name or leg.id) for leg in one.orders})


counts = st.lists(st.integers(1, 9), min_size=1, max_size=4)
seeds = st.integers(0, 2**31 - 1)


@given(counts, st.integers(2, 4), seeds)
def test_so_many_times_the_orders_are_so_many_times_each_shops(own: list[int], times: int, seed: int) -> None:
    before = day(own)
    after = changed_day(before, Changes(orders=times), DOORS, seed)
    assert of_shops(after) == Counter({shop: times * count for shop, count in of_shops(before).items()})
    sizes = [sorted(leg.parcels[0].kg for leg in one.orders) for one in (before, after)]
    assert sizes[1] == sorted(sizes[0] * times)
    assert {leg.id for leg in before.orders} <= {leg.id for leg in after.orders}
    assert len({leg.id for leg in after.orders}) == len(after.orders)


@given(counts, st.integers(1, 40), seeds, st.booleans())
def test_any_number_of_orders_is_met_and_no_shops_share_is_off_by_a_whole_order(
    own: list[int], count: int, seed: int, anew: bool
) -> None:
    before = day(own)
    after = with_orders(before, count, DOORS, seed, anew=anew)
    found = of_shops(after)
    assert sum(found.values()) == count
    for shop, had in of_shops(before).items():
        assert abs(found[shop] - had * count / sum(own)) < 1
    assert after == with_orders(before, count, DOORS, seed, anew=anew)


@given(counts, seeds)
def test_a_twin_lives_about_as_far_from_its_shop_and_keeps_all_but_its_door(own: list[int], seed: int) -> None:
    before = day(own)
    legs = {leg.id: leg for leg in before.orders}
    shop = before.shops[0].position

    def away(at: Position) -> float:
        return float(
            np.hypot((at.lon - shop.lon) * 111_195 * np.cos(np.radians(shop.lat)), (at.lat - shop.lat) * 111_195)
        )

    for leg in with_orders(before, 3 * sum(own), DOORS, seed).orders:
        first, _, turn = leg.id.partition(" +")
        if not turn:
            assert leg == legs[leg.id]
            continue
        twin = legs[first]
        known = {"id": twin.id, "name": twin.name, "customer": "Klant", "note": "hond", "twin_of": ""}
        assert replace(leg, address=twin.address, position=twin.position, **known) == twin
        assert not leg.customer
        assert not leg.note
        others = [Position(*at) for at in GRID if Position(*at) != twin.position]
        gaps = sorted(abs(away(at) - away(twin.position)) for at in others)
        assert abs(away(leg.position) - away(twin.position)) <= gaps[ALIKE - 1] + 1e-6


@given(st.integers(2, 40), seeds, st.booleans())
def test_twins_of_one_order_live_at_doors_of_their_own(times: int, seed: int, anew: bool) -> None:
    """Forty are more than are alike, and fewer than there are doors."""
    before = day([2])
    homes = {leg.name or leg.id: leg.position for leg in before.orders}
    found: dict[str, list[Position]] = {}
    after = with_orders(before, 2 * times, DOORS, seed, anew=anew).orders
    for name, at in {leg.name or leg.id: leg.position for leg in after}.items():
        found.setdefault(name.partition(" +")[0], []).append(at)
    for name, doors in found.items():
        assert len(set(doors)) == len(doors) == times, name
        assert (homes[name] in doors) != anew, "the order's own door is nobody else's"


def test_where_doors_run_out_they_are_taken_again_and_an_orders_own_never() -> None:
    few = Doors(np.array([*GRID[:2], (5.0 + 1e-5, 52.0)]), ["Eigen", "Ander", "Eigen, anders gemeten"])
    before = replace(day([1]), orders=[order(0, "shop-0")])
    after = with_orders(before, 4, few, 1, anew=True).orders
    assert {leg.address for leg in after} == {"Ander"}
    with pytest.raises(BadInputError, match="no address of the map is another"):
        with_orders(before, 2, Doors(np.array(GRID[:1]), ["Eigen"]), 1)


def test_both_legs_of_a_twin_are_at_one_door() -> None:
    after = with_orders(day([9]), 30, DOORS, 1)
    doors: dict[str, set[Position]] = {}
    for leg in after.orders:
        doors.setdefault(leg.name or leg.id, set()).add(leg.position)
    assert all(len(at) == 1 for at in doors.values())


@given(counts, seeds)
def test_nothing_changed_is_the_day_itself(own: list[int], seed: int) -> None:
    assert changed_day(day(own), Changes(), None, seed) == day(own)


def test_one_slot_is_from_the_first_window_to_the_last() -> None:
    after = changed_day(day([7]), Changes(slots=SlotPolicy.ONE), None, 1)
    assert {leg.window for leg in after.orders if leg.calls_at_home} == {(50_400, 57_600)}


@given(counts, seeds)
def test_a_halved_window_is_one_half_of_the_window(own: list[int], seed: int) -> None:
    before = day(own)
    after = changed_day(before, Changes(slots=SlotPolicy.HALVED), None, seed)
    for one, other in zip(before.orders, after.orders, strict=True):
        (start_s, end_s), half = one.window, (one.window[1] - one.window[0]) // 2
        halves = {(start_s, start_s + half), (start_s + half, end_s)}
        assert other.window in (halves if one.calls_at_home else {one.window})


def test_vehicles_become_vans_with_their_hours_and_no_battery_of_a_bike() -> None:
    after = changed_day(day([2]), Changes(vehicle="van", vehicles=5), None, 1)
    assert len({one.id for one in after.vehicles}) == len(after.vehicles) == 5
    assert {(one.profile, one.kg, one.hours, one.battery_wh) for one in after.vehicles} == {
        ("van", 800, (46_800, 64_800), None)
    }


def test_a_hub_and_the_depot_move_and_no_shop_does() -> None:
    there, here = Position(5.05, 52.05), Position(5.06, 52.06)
    before = day([2])
    after = changed_day(before, Changes(moved=(MovedPlace("dorpshuis", there), MovedPlace("Depot", here))), None, 1)
    assert after.depot == here
    assert [shop.position for shop in after.shops] == [before.shops[0].position, there]


@pytest.mark.parametrize(
    "wrong",
    [
        {"orders": 0.0},
        {"orders": 1e9},
        {"orders": float("nan")},
        {"orders": float("inf")},
        {"orders": -2.0},
        {"vehicle": "ufo"},
        {"vehicles": 0},
        {"vehicles": 501},
        {"pooling": Pooling.SHOP_TOURS, "vehicle": "van"},  # shops have vans of their own
        {"pooling": Pooling.EACH_ALONE, "moved": (MovedPlace("depot", Position(5, 52)),)},
        {"moved": (MovedPlace("Hal", Position(5, 52)), MovedPlace("hal", Position(5, 52.1)))},
    ],
)
def test_what_cannot_be_or_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        Changes(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, -1, MOST_ORDERS + 1])
def test_no_orders_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(BadInputError, match="orders a day are not from 1"):
        with_orders(day([2]), count, DOORS, 1)


@pytest.mark.parametrize(
    ("place", "fault", "said"),
    [
        (MovedPlace("Nergens", Position(5.05, 52.05)), NotFoundError, "There is depot, 'Dorpshuis'"),
        (MovedPlace("Dorpshuis", Position(6, 52.05)), BadInputError, "lies outside the area"),
        (MovedPlace("depot", Position(52.05, 5.05)), BadInputError, "Write LON,LAT: 5.05,52.05 lies within"),  # swapped
    ],
)
def test_a_place_that_is_unknown_or_elsewhere_is_refused(place: MovedPlace, fault: type[Exception], said: str) -> None:
    with pytest.raises(fault, match=said):
        refuse_places([place], NAMES, NAMES, [AREA])


def test_a_vehicle_moves_along_with_the_hub_that_it_begins_at_whatever_it_becomes() -> None:
    known, there = day([3]), Position(5.05, 52.05)
    first, *others = known.vehicles
    own = replace(known, vehicles=[replace(first, depot=Depot(HALL.name, HALL.position)), *others])
    changes = Changes(vehicle="van", vehicles=4, moved=(MovedPlace("dorpshuis", there),))
    found = changed_day(own, changes, None, 1)
    assert [found.depot_of(one) for one in found.vehicles] == [
        Depot("Dorpshuis", there), Depot("Markt", known.depot), Depot("Markt", known.depot), Depot("Dorpshuis", there)
    ]  # fmt: skip
    moved = changed_day(own, Changes(moved=(MovedPlace("depot", there),)), None, 1)
    assert [moved.depot_of(one).position for one in moved.vehicles] == [HALL.position, there, there]


def test_a_hub_that_nothing_comes_by_is_not_moved_in_vain() -> None:
    with pytest.raises(BadInputError, match="moving it changes nothing"):
        refuse_places([MovedPlace("Dorpshuis", Position(5.05, 52.05))], NAMES, [], [AREA])
