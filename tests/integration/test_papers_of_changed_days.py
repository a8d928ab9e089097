"""What a day's page, map, sheets and rounds say of orders that were cancelled, changed or handed in since."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rounds.day_planning import plan_stored_day
from routing.solver.engine import Effort
from tests.asked_village import DAY, AskedVillage, asked_village
from tests.stores import KINDS, stored

EFFORT = Effort(time_limit_s=None, iterations=5, seed=1)
CANCELLED = "Geannuleerd: niet ophalen, niet bezorgen", "Cancelled: neither collect nor bring it"
CHANGED = "Gewijzigd na het plannen: zo niet meer", "Changed since it was planned: no longer"


class Papers:
    """A village over HTTP, and what it shows of a day."""

    def __init__(self, asked: AskedVillage, home: Path) -> None:
        self.asked, self.home = asked, home

    def order(self, day: Any, ref: str, door: int, **changed: Any) -> dict[str, Any]:
        answer = self.asked.post("/orders", self.asked.order(ref, door, day=day.isoformat(), **changed))
        assert answer.status_code < 300, answer.text
        return answer.json()

    def plan(self, day: Any) -> list[dict[str, Any]]:
        plan_stored_day(self.asked.database, self.home, "proefdorp", day, effort=EFFORT)
        return self.rounds(day)

    def rounds(self, day: Any) -> list[dict[str, Any]]:
        found = self.asked.get(f"/rounds?day={day}").json()["items"]
        return [self.asked.get(f"/rounds/{one['id']}").json() for one in found]

    def release(self, one: dict[str, Any]) -> None:
        assert self.asked.post(f"/rounds/{one['id']}/release", {}).status_code == 200

    def shown(self, day: Any, lang: str) -> dict[str, str]:
        """Give each page's text; what the map carries for its scripts has its quotes and tags escaped."""
        pages = {name: f"/squares/proefdorp/days/{day}{path}?lang={lang}" for name, path in PAGES.items()}
        return {name: self.asked.client.get(path).text for name, path in pages.items()}


PAGES = {"day": "", "map": "/map", "sheet": "/sheets/1"}


@pytest.fixture(scope="module", params=KINDS)
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path) -> Iterator[Papers]:
    with stored(request.param, tmp_path_factory.mktemp("papers")) as store, asked_village(store, village) as asked:
        yield Papers(asked, store.home)


def states(rounds: list[dict[str, Any]]) -> dict[str, set[str]]:
    tasks = [task for one in rounds for stop in one["stops"] for task in stop["tasks"]]
    return {ref: {task["leg_state"] for task in tasks if task["order_ref"] == ref} for ref in
            {task["order_ref"] for task in tasks}}  # fmt: skip


def test_a_cancelled_order_stands_in_its_released_round_as_cancelled(papers: Papers) -> None:
    papers.order(DAY, "12", 1)
    gone = papers.order(DAY, "13", 3)
    (one,) = papers.plan(DAY)
    papers.release(one)
    assert papers.asked.post(f"/orders/{gone['id']}/cancel", {}).status_code == 200
    for lang, words in zip(("nl", "en"), CANCELLED, strict=True):
        for name, text in papers.shown(DAY, lang).items():
            assert text.count(words) == 2, f"{name}: collected at the shop and brought, once each"
            assert "Dwarsstraat 1 3" in text, "the stop stays"
    assert states(papers.rounds(DAY)) == {"12": {"planned"}, "13": {"cancelled"}}


def test_a_changed_order_stands_in_its_proposed_round_as_it_was_and_as_changed(papers: Papers) -> None:
    day = DAY + timedelta(days=1)
    before = {"parcels": [{"weight_g": 4_300, "temperature": "cool"}]}
    papers.order(day, "14", 1)
    papers.order(day, "15", 3, **before)
    papers.plan(day)
    papers.order(day, "15", 5, **before)
    for lang, words, kept in zip(("nl", "en"), CHANGED, ("gekoeld", "cool"), strict=True):
        shown = papers.shown(day, lang)
        assert [text.count(words) for text in shown.values()] == [2, 2, 2]
        assert all("15, " not in re.sub(r"\d+,\d+", "", text) for text in shown.values()), "called as it was planned"
        assert shown["day"].count("4,3\N{NO-BREAK SPACE}kg" if lang == "nl" else "4.3\N{NO-BREAK SPACE}kg") == 2
        assert shown["sheet"].count(kept) == 2
    assert states(papers.rounds(day)) == {"14": {"planned"}, "15": {"cancelled"}}


def test_a_number_that_another_shop_hands_in_later_renames_nothing(papers: Papers) -> None:
    day = DAY + timedelta(days=2)
    papers.order(day, "16", 1)
    (one,) = papers.plan(day)
    papers.release(one)
    first = papers.shown(day, "nl")
    other = next(name for name in papers.asked.shops if name != "Bakker Bart")
    papers.order(day, "16", 3, shop=other)
    assert papers.shown(day, "nl")["sheet"] == first["sheet"]
    assert "16 (" not in papers.shown(day, "nl")["map"]
