"""Reports of one order, one shop and two months: right, and for whom they concern."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import insert

from api.app import create_app
from api.settings import ApiSettings
from cli.main import dorpsronde
from data.database import Database
from data.models.leg import Leg
from impact.factor_table import load_factors
from kernel.errors import BadInputError, NotFoundError
from kernel.ids import new_id
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.keys import create_key
from rounds.compared_months import compared_months
from rounds.order_footprint import order_footprint, order_numbered
from rounds.published_places import period_of, publish_places
from rounds.shop_month import shop_named, shop_period
from tests.asked_village import TEST
from tests.brought_orders import Brought, bring, kept, new_year
from tests.stored_square import TEST as SYSTEM
from tests.stored_square import StoredSquare, order, plan_of, store_square
from tests.stores import Store

OCTOBER, NOVEMBER = date(2026, 10, 5), date(2026, 11, 5)
ORDER = "2026-11-05 0"


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    with new_year(store) as opened:
        yield opened


@pytest.fixture
def square(database: Database) -> StoredSquare:
    """Ten orders in October, and thirty in November, of which the second shop has four."""
    stored = store_square(database)
    bring(database, stored, OCTOBER, [Brought(n % 2, n) for n in range(10)])
    bring(database, stored, NOVEMBER, [Brought(n % 3, n, int(n < 4)) for n in range(30)])
    return stored


def test_an_order_has_its_part_of_its_round(database, square):
    found = order_footprint(database, *order_numbered(database, square.slug, ORDER, None))

    assert (found["distance_m"], found["days"]) == (1_000, ["2026-11-05"])
    assert found["inventory_g"]["ttw"] + found["inventory_g"]["wtt"] == found["inventory_g"]["wtw"] > 0
    assert found["co2_g"]["low"] < found["inventory_g"]["wtw"] < found["co2_g"]["high"]
    assert (found["factor_set"], found["basis"], found["known"]) == ("2026.4", "default", "planned")


def test_an_order_that_is_not_there_is_told(database, square):
    with pytest.raises(NotFoundError, match="there is no order 'X-9'"):
        order_numbered(database, square.slug, "X-9", None)
    with pytest.raises(NotFoundError, match="there is no order"):
        order_numbered(database, square.slug, ORDER, "Bakker Bart")  # it is the bookshop's


def test_a_shop_sees_its_own_line_hidden_where_few_are_concerned(database, square):
    published = publish_places(database, square.slug, "2026-11")

    few = shop_period(database, *shop_named(database, square.slug, "Het Boek"), "2026-11")
    many = shop_period(database, *shop_named(database, square.slug, "Bakker Bart"), "2026-11")

    assert published["known"] == few["known"] == "planned"
    assert few["shop"]["hidden"]
    assert "orders" not in few["shop"]
    assert many["shop"]["hidden"], "or the square's total would tell of the other shop"
    with pytest.raises(NotFoundError, match="published report of 2026-10"):
        shop_period(database, *shop_named(database, square.slug, "Het Boek"), "2026-10")


def test_two_months_stand_side_by_side_and_an_increase_is_an_increase(database, square):
    found = compared_months(database, square.slug, OCTOBER.replace(day=1), NOVEMBER.replace(day=1))

    assert [one["orders"] for one in found["months"]] == [10, 30]
    assert found["known"] == "planned"
    less = found["co2_g"]["less"]
    assert less["high"] < 0 == less["probability"], "three times the kilometres, drawn alike: more in every draw"
    assert found["co2_g"]["after"]["central"] == pytest.approx(3 * found["co2_g"]["before"]["central"], abs=2)
    each = found["co2_mg_per_order"]["less"]
    assert each["low"] == each["high"] == 0, "an order takes as much as before"


def test_an_order_in_no_round_is_one_whatever_hubs_and_days_it_takes(database, square):
    """Of three: one is left out with both its legs, and again the day after; one by half; one is brought that day."""
    december = date(2026, 12, 1)
    with database.begin(SYSTEM) as work:
        made = work.orders.add(square.id, [order(square.shops[0], ref) for ref in ("both", "half", "late")])
        legs = [work.orders.get(one.order_id).legs[0] for one in made]
        second = [new_id(), new_id()]
        for leg, own_id in zip(legs[:2], second, strict=True):
            columns = {column.name: getattr(leg, column.name) for column in Leg.__table__.columns}
            work._session.execute(insert(Leg).values(**columns | {"id": own_id, "number": 2}))
        both, half, late = (leg.id for leg in legs)
        for ahead, (rounds, left) in enumerate((([half], [both, *second, late]), ([late], [both, second[0]]))):
            report = kept(december, 1) | {"orders": ["late"] if ahead else []}
            report["activity"] |= {"orders": ahead, "collect_m": [0] * ahead}
            plan = replace(plan_of(square, [rounds], left), report=report)
            work.plans.save(square.id, december + timedelta(days=ahead), plan)

    months = compared_months(database, square.slug, OCTOBER.replace(day=1), december)["months"]

    assert [(one["orders"], one["not_brought"]) for one in months] == [(10, 0), (1, 2)]


def test_one_factor_set_can_be_held_for_both_months(database, square):
    months = OCTOBER.replace(day=1), NOVEMBER.replace(day=1)
    held = compared_months(database, square.slug, *months, factors=load_factors("2026.1"))

    assert held["factors_held"] == "2026.1"
    assert {one["factor_set"] for one in held["months"]} == {"2026.1"}
    assert compared_months(database, square.slug, *months)["factors_held"] is None
    with pytest.raises(NotFoundError, match="nothing was planned in 2026-01"):
        compared_months(database, square.slug, date(2026, 1, 1), months[1])


@pytest.mark.parametrize("text", ["2026-13", "26-1", "november", "２０２６", "2026-1a", "0000"])
def test_what_is_no_period_is_told(text):
    with pytest.raises(BadInputError, match="is no month or year"):
        period_of(text)


def test_each_is_answered_what_concerns_them_and_nobody_else(database, square, store):
    publish_places(database, square.slug, "2026-11")
    square_id, order_id = order_numbered(database, square.slug, ORDER, None)
    bakery, books = square.shops
    app = create_app(ApiSettings(), store.settings())
    asked = {
        "a municipality": (Role.MUNICIPALITY, None),
        "an auditor": (Role.AUDITOR, None),
        "the host": (Role.HOST, None),
        "the bookshop": (Role.SHOP, Own(shops=frozenset({books}))),
        "the bakery": (Role.SHOP, Own(shops=frozenset({bakery}))),
        "its customer": (Role.CUSTOMER, Own(orders=frozenset({order_id}))),
        "somebody else": (Role.CUSTOMER, Own(orders=frozenset())),
    }
    paths = ("published/2026-11", f"shops/{books}/published/2026-11", f"orders/{order_id}/footprint")
    found = {}
    with TestClient(app, raise_server_exceptions=False) as client:
        for who, (role, own) in asked.items():
            scope = Scope(role, frozenset({square_id}), own if role in OWN_ROLES else None)
            key = {"Authorization": f"Bearer {create_key(database, TEST, who, scope).written}"}
            answers = [client.get(f"/api/v1/squares/{square.slug}/{path}", headers=key) for path in paths]
            found[who] = [one.status_code for one in answers]
            if answers[0].status_code == 200:
                assert "shop:" not in answers[0].text
                assert books not in answers[0].text

    assert found == {
        "a municipality": [200, 403, 403],
        "an auditor": [200, 200, 200],
        "the host": [200, 200, 200],
        "the bookshop": [403, 200, 200],
        "the bakery": [403, 404, 404],
        "its customer": [403, 403, 200],
        "somebody else": [403, 404, 404],
    }


def test_the_page_of_what_was_published_is_served_in_both_languages(database, square, store):
    publish_places(database, square.slug, "2026-11")
    address = f"/squares/{square.slug}/published/2026-11"
    with TestClient(create_app(ApiSettings(without_key=True), store.settings())) as client:
        dutch, english = (client.get(f"{address}?lang={lang}") for lang in ("nl", "en"))
        missing = client.get(f"/squares/{square.slug}/published/2026-10")

    assert (dutch.status_code, english.status_code, missing.status_code) == (200, 200, 404)
    assert "Bestellingen per buurt" in dutch.text
    assert "Orders by neighbourhood" in english.text
    assert all(shop not in dutch.text for shop in (*square.shops, "Het Boek"))


def test_what_is_no_month_or_year_was_not_published(database, store):
    square = store_square(database)
    with database.begin(SYSTEM) as work:
        work.publications.add(square.id, "b202611", {"kept": "a public bundle"})
    key = create_key(database, TEST, "an auditor", Scope(Role.AUDITOR, frozenset({square.id}))).written
    shown = {"Authorization": f"Bearer {key}"}
    with TestClient(create_app(ApiSettings(without_key=True), store.settings())) as client:
        for period in ("b202611", "%00", "2026-13", "2026-11%0A", "2026-11-05", "x" * 300):
            for address in (f"/squares/{square.slug}", f"/api/v1/squares/{square.slug}"):
                answer = client.get(f"{address}/published/{period}", headers=shown)
                assert answer.status_code == 404, (address, period)


def test_the_commands_write_what_they_say(database, square, store, monkeypatch, tmp_path):
    settings = store.settings()
    monkeypatch.setenv("DORPSRONDE_HOME", str(settings.home))
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", settings.database_owner_url)

    def said(*call: str) -> str:
        done = CliRunner().invoke(dorpsronde, ["report", *call], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    publish_places(database, square.slug, "2026-11")
    page = tmp_path / "november.html"
    assert "2025\tneighbourhoods: 6\tmunicipalities: 1" in said("places", "list")
    assert str(page) in said("publish", square.slug, "--period", "2026-11", "-o", str(page))
    assert '<svg class="places"' in page.read_text("utf-8")
    assert "neighbourhood;BU03440003" in said(
        "publish", square.slug, "--period", "2026-11", "--format", "csv", "-o", "-"
    )
    assert '"order_ref": "2026-11-05 0"' in said("order", square.slug, ORDER)
    assert '"hidden": true' in said("shop", square.slug, "Het Boek", "--month", "2026-11")
    table = said("compare", square.slug, "--month", "2026-10", "--with", "2026-11", "--lang", "nl")
    assert "Samen: " in table
    assert "meer CO2e dan in 2026-10 (kans op minder: <\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%)" in table
    assert "Beide maanden zijn gerekend met factoren 2026.4:" in table
