"""A what-if asked for over HTTP: a job with progress, its answer as JSON and as a page, with what both sides cost."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.database import Database
from data.settings import DatabaseSettings
from kernel.scope import Role, Scope
from rounds.later import RULES, JobKind
from tests.asked_by_role import AskedByRole, keys_of
from tests.shown_village import CODE, DAY, UNPLANNED
from workers.consumer import do_next
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking

CENT_A_SECOND = {
    "valid_from": "2026-01-01", "courier_hour_cents": 3_600, "vehicle_day_cents": 1_000, "hub_day_cents": 7,
    "platform_month_cents": 7, "subsidy_month_cents": 7,
}  # fmt: skip
QUICK = {"days": [DAY.isoformat()], "iterations": 20, "lang": "en"}


@dataclass
class Asked(AskedByRole):
    """The shown village, of which one day is planned, and somebody who does jobs."""

    database: Database
    home: Path

    def do(self) -> str | None:
        with self.database.queue() as queue:
            queue.relay()
        return do_next(self.database, self.home, WorkerSettings(solve_s=0.5), "a test:1", None)


@pytest.fixture(scope="module")
def asked(shown_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    home = tmp_path_factory.mktemp("what-if") / "home"
    shutil.copytree(shown_home, home)
    settings = DatabaseSettings(home=home)
    with TestClient(create_app(ApiSettings(), settings), raise_server_exceptions=False) as client:
        database: Database = client.app.state.database
        with database.read(Scope.system("a test")) as work:
            square_id = work.squares.get("proefdorp").id
        keys = keys_of(database, square_id, (Role.HOST, Role.DISPATCHER, Role.AUDITOR, Role.MUNICIPALITY))
        yield Asked(client, "proefdorp", keys, database, home)


def test_a_what_if_is_a_job_with_progress_and_what_both_sides_cost(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    percents, steps, tell = list[float](), list[str](), Undertaking.told

    def told(self: Undertaking, percent: float, **details: Any) -> None:
        percents.append(percent)
        steps.extend(details[name] for name in details if name == "step_en")
        tell(self, percent, **details)

    monkeypatch.setattr(Undertaking, "told", told)
    assert asked.ask("POST", "/costs", CENT_A_SECOND).status_code == 201
    first, again = (
        asked.ask("POST", "/what-ifs", QUICK | {"orders": 2, "vehicles": 4}, as_=Role.DISPATCHER, Idempotency_Key="2x")
        for _ in range(2)
    )
    assert (first.status_code, again.json()) == (202, first.json())
    job = first.json()["id"]
    waiting = asked.ask("GET", f"/what-ifs/{job}/page")
    assert (waiting.status_code, "is pending" in waiting.json()["detail"]) == (409, True)
    assert asked.do() == job
    assert percents == sorted(percents)
    assert steps == ["Reading addresses", "Opening the roads", f"{DAY}, as it was", f"{DAY}, what if"]
    done = asked.ask("GET", f"/jobs/{job}").json()
    assert (done["state"], done["error"]) == ("done", None)
    report = done["result"]["report"]
    assert report["changes"] == ["2 times the orders", "4 vehicles"]
    for side in ("as_it_was", "what_if"):
        total, costs = report["total"][side], report["costs"][side]
        assert costs["couriers"] == total["duty_s"], "a cent a second, and one courier on each bike"
        assert costs["vehicles"] in range(1_000, 1_000 * total["rounds"] + 1, 1_000)
        assert costs["together"] == costs["couriers"] + costs["vehicles"]
        assert abs(costs["per_order"] * total["delivered"] - costs["together"]) <= total["delivered"] / 2
    plain = asked.ask("GET", f"/jobs/{job}", as_=Role.DISPATCHER).json()["result"]["report"]
    assert plain == {name: part for name, part in report.items() if name != "costs"}
    page, without = (asked.ask("GET", f"/what-ifs/{job}/page", as_=role) for role in (Role.HOST, Role.DISPATCHER))
    assert page.headers["content-type"].startswith("text/html")
    assert "Cost of couriers and vehicles" in page.text
    assert "Cost of couriers and vehicles" not in without.text
    assert ["cost sheet" in one.text for one in (page, without)] == [True, False], "nor what is said of costs"
    assert "The rounds of" not in page.text, "a job keeps no lines, so there are no maps"
    assert CODE not in page.text
    assert asked.ask("GET", f"/what-ifs/{job}/page", as_=Role.AUDITOR).status_code == 403


def test_shops_own_tours_have_no_costs_of_the_square(asked: Asked) -> None:
    job = asked.ask("POST", "/what-ifs", QUICK | {"pooling": "shop_tours", "lang": "nl"}).json()["id"]
    assert asked.do() == job
    costs = asked.ask("GET", f"/jobs/{job}").json()["result"]["report"]["costs"]
    assert costs["what_if"] is None
    assert costs["as_it_was"]["together"] > 0
    assert "niet gepland" in asked.ask("GET", f"/what-ifs/{job}/page").text


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"days": [UNPLANNED.isoformat()]}, 409, "2026-12-02 was never planned"),
        ({"days": []}, 422, "at least 1 item"),
        ({"days": [f"2026-12-{day:02}" for day in range(1, 9)]}, 422, "at most 7 items"),
        ({"iterations": 2_001}, 422, "less than or equal to 2000"),
        ({"orders": 21}, 422, "less than or equal to 20"),
        ({"vehicle": "tram"}, 422, "cargo-bike"),
        ({"pooling": "each_alone", "vehicle": "van"}, 422, "Leave out vehicle, vehicles and hubs"),
        ({"hubs": [{"name": "depot", "place": {"lon": 5.5, "lat": 52.1}}] * 2}, 422, "moved twice"),
        ({"growth": [25]}, 422, "Extra inputs"),
    ],
)
def test_what_cannot_be_asked_is_told(asked: Asked, wrong: dict[str, Any], status: int, said: str) -> None:
    refused = asked.ask("POST", "/what-ifs", QUICK | wrong)
    assert (refused.status_code, said in refused.text) == (status, True), refused.text


def test_what_the_roads_cannot_do_is_why_the_job_failed(asked: Asked) -> None:
    far = {"hubs": [{"name": "depot", "place": {"lon": 4.0, "lat": 51.0}}]}
    job = asked.ask("POST", "/what-ifs", QUICK | far).json()["id"]
    asked.do()
    failed = asked.ask("GET", f"/jobs/{job}").json()
    assert failed["result"] is None
    assert "area of the square" in failed["error"]


@pytest.mark.parametrize(
    ("wished", "most", "said"),
    [
        ({}, 6, "8 iterations over both sides of all days are more than 6"),  # of 18 legs, 20 for 100
        ({"pooling": "shop_tours"}, 1_439, "1440 iterations over both sides of all days are more than 1439"),
    ],
)
def test_what_would_be_searched_too_long_ends_before_it_begins(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, wished: dict[str, str], most: int, said: str
) -> None:
    monkeypatch.setattr("rounds.asked_what_if.MOST_SEARCHED", most)
    job = asked.ask("POST", "/what-ifs", QUICK | wished).json()["id"]
    assert asked.do() == job
    failed = asked.ask("GET", f"/jobs/{job}").json()
    assert failed["state"] == "dead"
    assert said in failed["error"]


def test_a_square_has_a_few_what_ifs_at_a_time(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rounds.asked_what_if.MOST_SEARCHED", 0)
    monkeypatch.setitem(RULES, JobKind.WHAT_IF, replace(RULES[JobKind.WHAT_IF], most_alive=1))
    assert asked.ask("POST", "/what-ifs", QUICK).status_code == 202
    refused = asked.ask("POST", "/what-ifs", QUICK, as_=Role.DISPATCHER)
    with asked.database.queue() as queue:
        queue.relay()
    waiting = asked.ask("POST", "/what-ifs", QUICK)
    assert (refused.status_code, waiting.status_code) == (409, 409)
    assert "1 jobs of the kind 'what if' wait" in refused.json()["detail"]
    asked.do()
    ended = asked.ask("POST", "/what-ifs", QUICK).json()["id"]
    assert asked.ask("POST", f"/jobs/{ended}/cancel").json()["state"] == "dead"
    assert asked.ask("POST", "/what-ifs", QUICK).status_code == 202
    assert asked.ask("POST", f"/jobs/{ended}/retry").status_code == 409, "one waits in its place"
    asked.do()
    assert asked.ask("POST", "/what-ifs", QUICK).status_code == 202
    asked.do()


def test_a_day_that_is_planned_later_is_asked_under_the_same_key(asked: Asked) -> None:
    wish = QUICK | {"days": [UNPLANNED.isoformat()]}
    assert asked.ask("POST", "/what-ifs", wish, Idempotency_Key="te vroeg").status_code == 409
    assert asked.ask("POST", "/plans", {"day": UNPLANNED.isoformat()}).status_code == 202
    asked.do()
    assert asked.ask("POST", "/what-ifs", wish, Idempotency_Key="te vroeg").status_code == 202
    asked.do()


def test_who_plans_may_ask_and_another_job_is_no_what_if(asked: Asked) -> None:
    for role in (Role.AUDITOR, Role.MUNICIPALITY):
        assert asked.ask("POST", "/what-ifs", QUICK, as_=role).status_code == 403
    plan = asked.ask("POST", "/plans", {"day": DAY.isoformat()}).json()["id"]
    missing = asked.ask("GET", f"/what-ifs/{plan}/page")
    assert (missing.status_code, "is no what-if" in missing.json()["detail"]) == (404, True)
