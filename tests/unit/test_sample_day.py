"""Invented orders: drawn from the seed alone, from shops that are open, by whoever lives near."""

from datetime import date
from pathlib import Path

import pytest

import data.models.every  # noqa: F401 (a row can be made when all tables are known)
from data.drafts.order import OrderDraft
from data.house_number import HouseNumber
from data.models.shop import Shop
from data.places import Address, Places
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.day_clock import DayClock
from rounds.sample_day import SampleSize, invent_orders

CLOCK = DayClock(date(2026, 11, 24), "Europe/Amsterdam")
DOORS = tuple(
    Address(Position(5.0 + number / 2_000, 52.0), "Brink", HouseNumber(number), "1234AB", "Proefdorp", f"node/{number}")
    for number in range(1, 41)
)
PLACES = Places(Path("dorp.osm"), DOORS)


def shop(number: int, *, kind: str = "books", hours: str = "", name: str = "") -> Shop:
    return Shop(
        id=f"shop-{number}",
        name_key=name or f"winkel {number}",
        name=f"Winkel {number}",
        kind=kind,
        lon=5.0 + number / 200,
        lat=52.0,
        osm_id=f"node/{number}",
        opening_hours=hours,
        closing_days=[],
        street="",
        number="",
        addition="",
        postcode="",
        town="",
        note="",
    )


SHOPS = [shop(number) for number in range(1, 5)]


def drawn(shops: list[Shop] = SHOPS, *, orders: int = 50, seed: int = 1, count: int = 40) -> list[OrderDraft]:
    return invent_orders(shops, PLACES, CLOCK, size=SampleSize(shops=count, orders=orders), seed=seed)


def test_the_same_seed_draws_the_same_orders_and_another_seed_others() -> None:
    assert drawn() == drawn()
    assert drawn(seed=2) != drawn()


def test_neither_the_order_nor_the_names_of_the_shops_change_what_is_drawn() -> None:
    renamed = [shop(number, name=f"zaak {9 - number}") for number in range(1, 5)]
    assert drawn(renamed[::-1]) == drawn()


def test_every_order_says_that_nobody_made_it() -> None:
    assert all(order.invented for order in drawn())
    assert [order.order_ref for order in drawn(orders=3)] == ["order-1", "order-2", "order-3"]


def test_customers_choose_the_nearer_shop_more_often() -> None:
    at = {one.id: one.lon for one in SHOPS}
    places = [order.place.position.lon for order in drawn(orders=400) if order.place]
    chosen = [abs(lon - at[order.shop_id]) for lon, order in zip(places, drawn(orders=400), strict=True)]
    anywhere = [abs(lon - other) for lon in places for other in at.values()]
    assert sum(chosen) / len(chosen) < 0.9 * sum(anywhere) / len(anywhere)


def test_only_shops_that_are_open_while_orders_are_collected_take_part() -> None:
    shops = [shop(1, hours="Mo-Su 06:00-12:00"), shop(2, hours="Tu 15:00-16:00"), shop(3, hours="Mo 08:00-18:00")]
    assert {order.shop_id for order in drawn(shops)} == {"shop-2"}


def test_no_more_shops_take_part_than_were_asked_for() -> None:
    assert len({order.shop_id for order in drawn(count=2)}) == 2


def test_a_day_on_which_every_shop_is_closed_is_refused() -> None:
    with pytest.raises(BadInputError, match="none of the 1 shops of the map is open on 2026-11-24, 14 to 18"):
        drawn([shop(1, hours="Mo off")])


def test_only_shops_with_cool_goods_send_cool_parcels() -> None:
    temperatures = {parcel.temperature.value for order in drawn() for parcel in order.parcels}
    assert temperatures == {"ambient"}
    butcher = [parcel.temperature.value for order in drawn([shop(1, kind="butcher")]) for parcel in order.parcels]
    assert {"ambient", "cool"} == set(butcher)
