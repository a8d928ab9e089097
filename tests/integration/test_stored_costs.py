"""What days cost on a real database: by the sheet of their day, with what orders bring, for who may see it alone."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from data.database import Database
from data.drafts.order import PriceDraft
from data.models.states import RoundState
from kernel.errors import ConflictError, NotAllowedError, NotFoundError
from kernel.scope import Own, Role, Scope
from rounds.kept_report import kept_report
from rounds.stored_costs import costs_of
from tests.planned_day import PLANNED
from tests.stored_square import (
    DAY,
    TEST,
    StoredSquare,
    cost_sheet,
    new_database,
    order,
    plan_of,
    store_square,
    tariff,
)
from tests.stores import Store

DOCUMENT = json.loads(json.dumps(kept_report(PLANNED)))
HOUR_S = 3_600


@pytest.fixture
def place(store: Store) -> Iterator[tuple[Database, StoredSquare]]:
    database = new_database(store)
    yield database, store_square(database)
    database.close()


def document_of(day: date, orders: int, duty_s: int) -> dict[str, Any]:
    """A kept day of so many orders, and one round of so many seconds by one person."""
    document = copy.deepcopy(DOCUMENT)
    for lang in ("nl", "en"):
        document[lang]["date"] = day.isoformat()
    document["activity"] |= {"orders": orders, "collect_m": [0] * orders}
    document["orders"] = [f"of {day}", *(f"of nobody {number}" for number in range(1, orders))]
    document["facts"][0] |= {"duty_s": duty_s, "crew": 1}
    return document


def plan(database: Database, square: StoredSquare, day: date, orders: int, *, cents: int | None = None) -> None:
    """Plan a day with one stored order, and so many orders in its report; the duty grows with them."""
    with database.begin(TEST) as work:
        price = None
        if cents is not None:
            tariffs = work.tariffs.standing(square.id) or [work.tariffs.create(square.id, tariff(date(2026, 1, 1)))]
            price = PriceDraft(tariffs[0].id, cents, {"currency": "EUR", "vat_permille": 210, "lines": []})
        work.orders.add(square.id, [order(square.shops[0], f"of {day}", planned_for=day, price=price)])
        legs = [leg.id for leg in work.legs.to_plan(square.id, day)]
        document = document_of(day, orders, HOUR_S + 600 * orders)
        work.plans.save(square.id, day, replace(plan_of(square, [legs]), report=document))


def costs(database: Database, square: StoredSquare, first: date, last: date, scope: Scope = TEST) -> dict[str, Any]:
    return costs_of(database, square.slug, first, last, scope=scope)


def test_days_add_up_to_their_month_and_each_has_the_sheet_of_its_day(place: tuple[Database, StoredSquare]) -> None:
    database, square = place
    with database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY))
        work.cost_sheets.create(square.id, cost_sheet(DAY + timedelta(days=2), vehicle_day_cents=1_100))
    days = [DAY + timedelta(days=ahead) for ahead in range(3)]
    for number, day in enumerate(days):
        plan(database, square, day, 6 + number, cents=363)
    each = [costs(database, square, day, day) for day in days]
    whole = costs(database, square, DAY, DAY.replace(day=31))
    assert [one["cost_cents"]["vehicles"] for one in each] == [800, 800, 1_100]
    assert each[0]["cost_cents"] == {
        "couriers": 4_800, "vehicles": 800, "hubs": 1_000, "platform": 3_000, "total": 9_600,
    }  # fmt: skip
    for name, cents in whole["cost_cents"].items():
        assert cents == sum(one["cost_cents"][name] for one in each)
    assert whole["subsidy_cents"] == 30_000
    assert whole["income_cents"] == 3 * 300, "363 cents less 21 % VAT, once an order"
    assert (whole["income_known"], whole["orders"]) == (3, 21)
    assert whole["per_order_cents"]["income"] == 300
    assert whole["break_even"]["turn"] == "unknown", "three days draw no line"


def test_an_order_brings_its_price_on_the_day_it_is_brought_to_its_end(place: tuple[Database, StoredSquare]) -> None:
    """On the first day one is brought and one is left in a hub; on the next, one that was ordered for the first."""
    database, square = place
    price = PriceDraft("", 363, {"currency": "EUR", "vat_permille": 210, "lines": []})
    with database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY, order_income_cents=None))
        price = replace(price, tariff_id=work.tariffs.create(square.id, tariff(date(2026, 1, 1))).id)
        named = ("brought", "in a hub", "the day after")
        made = work.orders.add(square.id, [order(square.shops[0], ref, price=price) for ref in named])
        legs = [work.orders.get(one.order_id).legs[0].id for one in made]
        for ahead, (own, ends) in enumerate(((legs[:2], "brought"), (legs[2:], "the day after"))):
            day = DAY + timedelta(days=ahead)
            document = document_of(day, 1, HOUR_S) | {"orders": [ends]}
            work.plans.save(square.id, day, replace(plan_of(square, [own]), report=document))
    days = [DAY, DAY + timedelta(days=1)]
    each = [costs(database, square, day, day) for day in days]
    assert [(one["orders"], one["income_known"], one["income_cents"]) for one in each] == [(1, 1, 300), (1, 1, 300)]
    assert costs(database, square, *days)["per_order_cents"]["income"] == 300


def test_of_orders_of_unknown_income_nobody_says_what_they_are_short(place: tuple[Database, StoredSquare]) -> None:
    database, square = place
    with database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY, order_income_cents=None))
    plan(database, square, DAY, 4)
    found = costs(database, square, DAY, DAY)
    each = found["per_order_cents"]
    assert (found["income_known"], each["income"], each["short_without_subsidy"]) == (0, None, None)
    assert each["cost"] > 0


def test_from_enough_days_it_pays_its_way_or_it_never_does(place: tuple[Database, StoredSquare]) -> None:
    """Ten minutes an order at 24 an hour is 400 cents: with 500 there is a number, with 300 none."""
    database, square = place
    with database.begin(TEST) as work:
        first = work.cost_sheets.create(square.id, cost_sheet(DAY, order_income_cents=500, subsidy_month_cents=0)).id
    for ahead in range(6):
        plan(database, square, DAY + timedelta(days=ahead), 5 + 2 * ahead)
    month = (DAY, DAY.replace(day=31))
    found = costs(database, square, *month)["break_even"]
    fixed = 2_400 + 800 + 1_000 + 9_000 // 6
    assert found["marginal_cents"] == {"low": 400, "central": 400, "high": 400}
    assert found["orders"] == dict.fromkeys(("low", "central", "high"), fixed // 100)
    assert (found["turn"], found["most_orders"]) == ("from", 15)
    with database.begin(TEST) as work:
        work.cost_sheets.end(square.id, first)
        work.cost_sheets.create(square.id, cost_sheet(DAY, order_income_cents=300, subsidy_month_cents=0))
    never = costs(database, square, *month)["break_even"]
    assert (never["turn"], never["orders"]) == ("never", None)


def test_costs_are_for_platform_region_and_host_alone(place: tuple[Database, StoredSquare]) -> None:
    database, square = place
    with database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY))
    plan(database, square, DAY, 4)
    here, own = frozenset({square.id}), Own(shops=frozenset(square.shops))
    allowed = {Role.PLATFORM, Role.REGION, Role.HOST}
    for role in (*allowed, Role.DISPATCHER, Role.AUDITOR, Role.MUNICIPALITY, Role.SHOP):
        scope = Scope(role, here, own if role is Role.SHOP else None)
        if role in allowed:
            assert costs(database, square, DAY, DAY, scope)["orders"] == 4
            continue
        with pytest.raises(NotFoundError, match="has no costs"):
            costs(database, square, DAY, DAY, scope)
        with pytest.raises(NotAllowedError), database.begin(scope) as work:
            work.cost_sheets.create(square.id, cost_sheet(DAY + timedelta(days=9)))


def test_a_second_sheet_of_a_day_is_refused_and_a_day_before_the_first_has_none(
    place: tuple[Database, StoredSquare],
) -> None:
    database, square = place
    with database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY + timedelta(days=1)))
    with pytest.raises(ConflictError, match="another cost sheet begins on"), database.begin(TEST) as work:
        work.cost_sheets.create(square.id, cost_sheet(DAY + timedelta(days=1)))
    plan(database, square, DAY, 4)
    with pytest.raises(NotFoundError, match="dorpsronde cost import"):
        costs(database, square, DAY, DAY)
    plan(database, square, DAY + timedelta(days=1), 4)
    whole = costs(database, square, DAY, DAY.replace(day=31))
    assert (whole["days"], whole["days_without"], whole["cost_cents"]["platform"]) == (1, 1, 9_000)


def test_orders_are_counted_by_shop_once_a_round_has_them(place: tuple[Database, StoredSquare]) -> None:
    database, square = place
    plan(database, square, DAY, 4)
    with database.begin(TEST) as work:
        work.orders.add(square.id, [order(square.shops[1], "in no round")])
        work.producers.put(square.id, {square.shops[0]: [{"name": "Molen"}]})
        (one,) = work.rounds.of_day(square.id, DAY)
        work.rounds.set_state(one.id, RoundState.RELEASED)
    with database.read(TEST) as work:
        assert work.producers.brought(square.id, DAY, DAY) == {square.shops[0]: 1}
        assert work.shops.get(square.id, square.shops[0]).producers == [{"name": "Molen"}]
