"""A shop that is called otherwise later takes nothing out of the days that it was in: their orders are found by id."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.database import Database
from data.drafts.customer_reply import ReplyDraft
from data.drafts.order import PriceDraft
from data.drafts.shop import ShopDraft
from impact.question import Answer
from rounds.month_report import month_report
from rounds.published_places import publish_places
from rounds.served_orders import ServedOrder, served_orders
from rounds.stored_costs import costs_of
from tests.brought_orders import kept, new_year
from tests.stored_square import TEST, StoredSquare, cost_sheet, order, plan_of, store_square, tariff
from tests.stores import Store

DAY = date(2026, 11, 24)
NAMES = ("12 (Bakker Bart)", "12 (Het Boek)")


@pytest.fixture
def place(store: Store) -> Iterator[tuple[Database, StoredSquare]]:
    """A day that brought order 12 of each of two shops, one of them priced and its customer asked."""
    with new_year(store) as database:
        square = store_square(database)
        with database.begin(TEST) as work:
            work.cost_sheets.create(square.id, cost_sheet(DAY))
            priced_by = work.tariffs.create(square.id, tariff(date(2026, 1, 1))).id
            price = PriceDraft(priced_by, 363, {"currency": "EUR", "vat_permille": 210, "lines": []})
            drafts = [order(shop, "12", planned_for=DAY) for shop in square.shops]
            made = [one.order_id for one in work.orders.add(square.id, [replace(drafts[0], price=price), drafts[1]])]
            work.customer_replies.add(square.id, {made[0]: ReplyDraft("2026-1", Answer.SHOP_BRINGS)})
            legs = [work.orders.get(order_id).legs[0].id for order_id in made]
            report = document(dict(zip(NAMES, made, strict=True)))
            work.plans.save(square.id, DAY, replace(plan_of(square, [legs]), report=report))
        yield database, square


def document(orders: dict[str, str]) -> dict[str, Any]:
    """What is kept of the day, its orders by the names that their shops had."""
    text = json.dumps(kept(DAY, len(orders)))
    for number, name in enumerate(orders):
        text = text.replace(f'"{DAY} {number}"', f'"{name}"')
    shipments = {name: {"order": order_id, "day": str(DAY), "leg": 1} for name, order_id in orders.items()}
    return {**json.loads(text), "shipments": shipments}


def served(database: Database, square: StoredSquare) -> list[ServedOrder]:
    with database.read(TEST) as work:
        return served_orders(work.served.days(square.id, DAY, DAY))


def test_days_are_told_as_before_a_shop_was_renamed(place: tuple[Database, StoredSquare]) -> None:
    database, square = place

    def told() -> tuple[Any, ...]:
        month = month_report(database, square.slug, DAY.replace(day=1), "nl")
        costs = costs_of(database, square.slug, DAY, DAY, scope=TEST)
        return month["asking"], month["headline"], costs["income_cents"], served(database, square)

    before = told()
    assert (before[0]["answered"], before[2]) == (1, 300)
    assert [one.name for one in before[3]] == list(NAMES)
    with database.begin(TEST) as work:
        (put,) = work.shops.put(square.id, [ShopDraft("BAKKER BART", 5.52, 52.12)])
        assert put.id == square.shops[0]
        assert work.shops.get(square.id, put.id).name == "BAKKER BART"
    assert told() == before
    assert publish_places(database, square.slug, "2026-11")["period"] == "2026-11"
