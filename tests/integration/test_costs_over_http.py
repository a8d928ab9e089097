"""What delivering costs, said and read over HTTP on both databases: line by line, as sums, or not at all."""

from asyncio import Semaphore
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.database import Database
from data.drafts.job import JobDraft
from kernel.scope import Role, Scope
from rounds.published_places import publish_places
from tests.asked_by_role import AskedByRole, keys_of
from tests.brought_orders import AFTER, Brought, bring, store_neighbourhoods
from tests.stored_square import StoredSquare, new_database, store_square
from tests.stores import KINDS, stored

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 5), date(2026, 11, 5), date(2026, 12, 7)
SAID = {
    "valid_from": "2026-10-01", "courier_hour_cents": 2_400, "vehicle_day_cents": 800, "hub_day_cents": 1_000,
    "platform_month_cents": 9_000, "subsidy_month_cents": 30_000, "order_income_cents": 350,
}  # fmt: skip
LATER = SAID | {"valid_from": "2026-12-01"}


@dataclass
class Money(AskedByRole):
    """A square of which thirty orders were brought in November, of six places, and four households' in October."""

    database: Database
    square: StoredSquare


@pytest.fixture(scope="module", params=KINDS)
def money(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Money]:
    with stored(request.param, tmp_path_factory.mktemp("money")) as store:
        database = new_database(store)
        database._clock = lambda: AFTER
        store_neighbourhoods(database)
        square = store_square(database)
        bring(database, square, OCTOBER, [Brought(0, n) for n in range(4)])
        bring(database, square, NOVEMBER, [Brought(n % 6, n) for n in range(30)])
        bring(database, square, DECEMBER, [Brought(n % 6, n) for n in range(30)])
        for month in ("2026-10", "2026-11"):
            publish_places(database, square.slug, month)
        roles = (Role.HOST, Role.REGION, Role.DISPATCHER, Role.MUNICIPALITY, Role.AUDITOR)
        keys = keys_of(database, square.id, roles)
        app = create_app(ApiSettings(without_key=True), store.settings())
        with TestClient(app, raise_server_exceptions=False) as client:
            asked = Money(client, square.slug, keys, database, square)
            unsaid = asked.ask("GET", "/reports/2026-11/costs")
            assert (unsaid.status_code, "nothing is known" in unsaid.json()["detail"]) == (404, True)
            made = asked.ask("POST", "/costs", SAID)
            assert made.status_code == 201, made.text
            assert made.headers["location"].endswith("/costs/2026-10-01")
            yield asked
        database.close()


def test_costs_are_put_in_the_place_of_what_was_seen_and_what_was_stays(money: Money) -> None:
    first = money.ask("POST", "/costs", LATER, Idempotency_Key="december")
    again = money.ask("POST", "/costs", LATER, Idempotency_Key="december")
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert money.ask("POST", "/costs", LATER).status_code == 409, "others begin on that day"
    address, dearer = "/costs/2026-12-01", LATER | {"hub_day_cents": 1_100}
    assert money.ask("PUT", address, dearer).status_code == 428
    assert money.ask("PUT", address, dearer, If_Match='"of another"').status_code == 412
    same = money.ask("PUT", address, LATER, If_Match=first.headers["etag"])
    assert (same.status_code, same.json()) == (200, first.json()), "said again, it is what it was"
    put = money.ask("PUT", address, dearer, If_Match=first.headers["etag"])
    assert (put.status_code, put.json()["hub_day_cents"]) == (200, 1_100)
    assert money.ask("PUT", address, LATER, If_Match=first.headers["etag"]).status_code == 412
    shown = money.ask("GET", address, If_None_Match=put.headers["etag"])
    assert shown.status_code == 304
    moved = money.ask("PUT", address, LATER | {"valid_from": "2026-12-02"}, If_Match="*")
    assert (moved.status_code, moved.json()["errors"][0]["pointer"]) == (422, "#/valid_from")
    ended = money.ask("POST", f"{address}/end")
    assert ended.json()["ended_at"] is not None
    assert money.ask("GET", address).status_code == money.ask("POST", f"{address}/end").status_code == 404
    said = [(one["valid_from"], one["hub_day_cents"], one["ended_at"] is None) for one in list_of(money)]
    assert said == [("2026-10-01", 1_000, True), ("2026-12-01", 1_000, False), ("2026-12-01", 1_100, False)]


def list_of(money: Money) -> list[dict[str, Any]]:
    return money.ask("GET", "/costs").json()["items"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"courier_hour_cents": -1}, {"courier_hour_cents": 100_000_001}, {"courier_hour_cents": "24"},
        {"order_income_cents": 3.5}, {"valid_from": "morgen"}, {"currency": "EUR"}, {"hub_day_cents": None},
    ],
)  # fmt: skip
def test_what_is_no_number_of_cents_is_refused_where_it_stands(money: Money, wrong: dict[str, Any]) -> None:
    refused = money.ask("POST", "/costs", LATER | wrong)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"#/{next(iter(wrong))}")


def test_a_month_is_reckoned_by_the_costs_of_the_square(money: Money) -> None:
    """By hand: one day with hubs for 10 euro and a month's 90; thirty orders of 3.50; 300 paid in by others."""
    found = money.ask("GET", "/reports/2026-11/costs").json()
    assert found["cost_cents"] == {
        "couriers": 0, "vehicles": 0, "hubs": 1_000, "platform": 9_000, "total": 10_000,
    }  # fmt: skip
    assert [found[name] for name in ("income_cents", "subsidy_cents", "result_cents")] == [10_500, 30_000, 30_500]
    assert found["per_order_cents"] == {"cost": 333, "income": 350, "subsidy": 1_000, "short_without_subsidy": 0}
    assert (found["period"], found["orders"], found["break_even"]["turn"]) == ("2026-11", 30, "unknown")
    day = money.ask("GET", f"/reports/{NOVEMBER}/costs").json()
    assert {**day, "period": "2026-11"} == found, "it is the month's only day"


def test_a_municipality_is_told_sums_of_what_was_published_and_no_price_of_an_hour(money: Money) -> None:
    whole = money.ask("GET", "/reports/2026-11/costs").json()
    told = money.ask("GET", "/reports/2026-11/costs", as_=Role.MUNICIPALITY).json()
    hidden = dict.fromkeys(("couriers", "vehicles", "hubs", "platform"))
    turning = whole["break_even"] | {"most_orders": None}
    assert whole["break_even"]["most_orders"] == 30, "those of one day"
    assert told == whole | {"cost_cents": hidden | {"total": 10_000}, "break_even": turning}
    refused = {
        path: money.ask("GET", path, as_=Role.MUNICIPALITY)
        for path in ("/costs", f"/reports/{NOVEMBER}/costs", "/reports/2026-10/costs", "/reports/2026-12/costs")
    }
    assert [one.status_code for one in refused.values()] == [403, 403, 403, 404]
    assert "too few households" in refused["/reports/2026-10/costs"].json()["detail"]
    assert money.ask("GET", "/reports/2026-12/costs", as_=Role.REGION).json()["cost_cents"]["hubs"] == 1_000
    for role in (Role.DISPATCHER, Role.AUDITOR):
        assert money.ask("GET", "/reports/2026-11/costs", as_=role).status_code == 403


def test_while_enough_is_measured_another_one_is_to_come_again(money: Money) -> None:
    app = cast("Any", money.client.app)
    usual, app.state.on_roads = app.state.on_roads, Semaphore(0)
    refused = money.ask("GET", "/reports/2026-11/costs")
    unknown = money.client.get(f"/api/v1/squares/{money.square.slug}/reports/2026-11/costs")
    app.state.on_roads = usual
    assert (refused.status_code, refused.headers["Retry-After"], unknown.status_code) == (503, "5", 401)


def test_pages_of_reports_open_roads_a_few_at_a_time_too(money: Money) -> None:
    app = cast("Any", money.client.app)
    at = f"/squares/{money.square.slug}"
    pages = [f"{at}/months/2026-11", f"{at}/days/{NOVEMBER}/report"]
    pages += [f"{at}/months/2026-11/report.json", f"{at}/days/{NOVEMBER}/report.csv"]
    usual, app.state.on_roads = app.state.on_roads, Semaphore(0)
    refused = [money.client.get(page) for page in pages]
    app.state.on_roads = usual
    assert [(one.status_code, one.headers["Retry-After"]) for one in refused] == [(503, "5")] * 4
    assert [money.client.get(page).status_code for page in pages if "months" in page] == [200, 200]


@pytest.mark.parametrize("period", ["2026-13", "2026-02-30", "november", "2026", "0000-00"])
def test_what_is_no_day_and_no_month_is_told(money: Money, period: str) -> None:
    assert money.ask("GET", f"/reports/{period}/costs").status_code in {400, 404}


def test_a_report_is_asked_for_as_a_job_and_its_costs_are_for_who_reads_costs(money: Money) -> None:
    asked = money.ask("POST", "/reports", {"period": "2026-11", "lang": "en"}, as_=Role.DISPATCHER)
    assert (asked.status_code, asked.json()["kind"]) == (202, "report month")
    assert asked.json()["arguments"] == {"day": "2026-11-01", "lang": "en"}
    assert money.ask("POST", "/reports", {"period": "2026-11-05"}).json()["kind"] == "report day"
    assert money.ask("POST", "/reports", {"period": "2026-13"}).status_code == 422
    assert money.ask("POST", "/reports", {"period": "2026-11"}, as_=Role.MUNICIPALITY).status_code == 403
    job_id, report = done_job(money), {"costs": {"total": 1}, "orders": 30}
    for role, told in ((Role.HOST, report), (Role.DISPATCHER, {"orders": 30})):
        assert money.ask("GET", f"/jobs/{job_id}", as_=role).json()["result"] == {"report": told}
        listed = money.ask("GET", "/jobs?state=done", as_=role).json()["items"]
        assert [one["result"] for one in listed] == [{"report": told}]
    assert money.ask("GET", f"/jobs/{job_id}", as_=Role.REGION).json()["result"] is None


def done_job(money: Money) -> str:
    """Close a job with a report; due long before those that wait, so that it goes first."""
    first = AFTER - timedelta(days=900)
    with money.database.begin(Scope.system("a test")) as work:
        job_id = work.outbox.add(JobDraft("report month", money.square.id, due_at=first))
    with money.database.queue() as queue:
        queue.relay()
        lease = queue.claim("a test", timedelta(hours=1))
    assert lease is not None
    assert lease.job_id == job_id
    with money.database.begin(Scope.system("a test")) as work:
        work.jobs.close(lease, {"report": {"costs": {"total": 1}, "orders": 30}})
    return job_id


def test_the_pages_tell_costs_in_both_languages_and_their_files_do_not(money: Money) -> None:
    page = f"/squares/{money.square.slug}/months/2026-11"
    dutch, english = (money.client.get(f"{page}?lang={lang}").text for lang in ("nl", "en"))
    assert '<h2 id="costs">Kosten</h2>' in dutch
    assert '<h2 id="costs">Costs</h2>' in english
    assert "EUR 10,00" in dutch.replace("\N{NO-BREAK SPACE}", " ")
    assert "Kosten samen" in dutch
    for form in ("json", "csv"):
        assert "cost_cents" not in money.client.get(f"{page}/report.{form}").text
    assert "costs" not in money.client.get(f"{page}/report.json").json()
