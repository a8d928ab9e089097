"""The pages of a day: what was planned and what was not, its map, its sheets, its report; all as they are stored."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from data.database import Database
from data.settings import DatabaseSettings
from maps import base_map
from maps.base_map import GROUND_VERSION
from maps.packing import GLOBE, unpack_line
from rounds import planning, roads
from rounds.stored_showing import shown_day
from tests.served import served
from tests.shown_village import CODE, DAY

PAGE = {"accept": "text/html"}
DAY_PAGE = "/squares/proefdorp/days/2026-12-01"


@pytest.fixture(scope="module")
def client(shown_home: Path) -> Iterator[TestClient]:
    with served(shown_home) as client:
        client.headers.update(PAGE)
        yield client


@pytest.fixture
def nothing_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let planning, measuring and reading an extract fail: pages show what is kept."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page does not plan, measure or read an extract")

    monkeypatch.setattr(planning, "solve", refuse)
    monkeypatch.setattr(roads.Roads, "read", refuse)
    monkeypatch.setattr(roads.Roads, "open", refuse)
    monkeypatch.setattr(base_map, "read_map_objects", refuse)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).replace("\N{NO-BREAK SPACE}", " ").split())


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found is not None, f"there is no section {name}"
    return text_of(found[0])


@pytest.mark.usefixtures("nothing_is_planned")
def test_a_planned_day_shows_the_figures_that_are_stored(client: TestClient, shown_home: Path) -> None:
    database = Database.open(DatabaseSettings(home=shown_home))
    shown = shown_day(database, "proefdorp", DAY, "nl")
    database.close()
    assert shown.outcome is not None
    report, current = shown.outcome.report, shown.outcome.current
    assert report["metres"]["pooled"] == current.distance_m == sum(one.view.distance_m for one in shown.outcome.rounds)
    assert report["orders"]["planned"] == 16
    page = client.get(DAY_PAGE)
    assert page.status_code == 200
    text = text_of(page.text)
    assert "Dinsdag 1 december 2026" in text
    assert f"kilometers {current.distance_m / 1000:.1f}".replace(".", ",") in text
    assert "Versie 2, gemaakt op" in text
    assert "Verzonnen vraag, echte plekken" in text


@pytest.mark.usefixtures("nothing_is_planned")
@pytest.mark.parametrize("path", ["", "/map", "/report", "/sheets", "/sheets/1"])
def test_every_page_of_a_day_is_made_of_what_is_kept(client: TestClient, path: str) -> None:
    assert client.get(DAY_PAGE + path).status_code == 200


def test_co2_stands_with_its_range_its_baseline_and_its_factors(client: TestClient) -> None:
    told = section(client.get(DAY_PAGE).text, "co2")
    assert "(P5 tot P95)" in told
    assert "dan wanneer klanten zelf ophalen" in told
    assert "factoren 2026." in told
    assert "Elke winkel rijdt zelf" in told
    assert "groen" not in told.lower()


def test_each_round_says_where_it_stands_and_lists_its_stops_in_order(client: TestClient) -> None:
    page = client.get(DAY_PAGE).text
    rounds = re.findall(r'<details class="round.*?</details>', page, re.DOTALL)
    assert [("vrijgegeven" in text_of(one), "voorstel" in text_of(one)) for one in rounds] == [
        (True, False), *[(False, True)] * (len(rounds) - 1)
    ]  # fmt: skip
    assert len(rounds) > 1
    for number, one in enumerate(rounds, 1):
        assert f'href="{DAY_PAGE}/sheets/{number}?lang=nl"' in one
        told = [int(stop) for stop in re.findall(r'<td class="figure"><b>(\d+)</b>', one)]
        assert told == list(range(1, len(told) + 1))
        assert "Vertrek bij " in text_of(one)
        assert "Terug bij " in text_of(one)
    assert sum(text_of(one).count("Bezorgen ") for one in rounds) == 16
    assert sum(text_of(one).count("Ophalen ") for one in rounds) == 16


def test_what_is_in_no_round_stands_with_its_reason(client: TestClient) -> None:
    page = client.get(DAY_PAGE).text
    assert "ZWAAR" in section(page, "unassigned")
    assert "zwaarder dan enig voertuig draagt" in section(page, "unassigned")
    assert "HERSTEL Buurtsuper" in section(page, "mend")
    assert "huisnummer 99 is er niet" in section(page, "mend")
    assert "TE-LAAT" in section(page, "new")
    assert "ZWAAR" not in section(page, "new")
    assert "dorpsronde plan proefdorp --date 2026-12-01" in section(page, "new")


def test_the_reasons_are_in_the_language_of_the_page(client: TestClient) -> None:
    page = client.get(f"{DAY_PAGE}?lang=en").text
    client.cookies.clear()
    assert "heavier than any vehicle" in section(page, "unassigned")
    assert "there is no number 99" in section(page, "mend")
    assert "Tuesday 1 December 2026" in text_of(page)
    assert "Waarschijnlijk" not in page


def test_earlier_plans_stay_as_history(client: TestClient) -> None:
    told = section(client.get(DAY_PAGE).text, "history")
    assert "2 deze" in told
    assert re.search(r"\b1 \d+ \w+ \d{4}, \d\d:\d\d", told)


def test_a_day_without_a_plan_says_by_which_command_one_plans_it(client: TestClient) -> None:
    page = client.get("/squares/proefdorp/days/2026-12-02")
    assert page.status_code == 200
    text = text_of(page.text)
    assert "Deze dag is nog niet gepland" in text
    assert "1 bestelling" in text
    assert "dorpsronde plan proefdorp --date 2026-12-02" in text
    assert "<iframe" not in page.text


@pytest.mark.parametrize("day", ["2026-12-24", "0001-01-01", "9999-12-31"])
def test_a_day_without_anything_says_how_orders_come_in(client: TestClient, day: str) -> None:
    page = client.get(f"/squares/leeg/days/{day}")
    assert page.status_code == 200
    assert f"dorpsronde orders import leeg bestellingen.csv --date {day}" in text_of(page.text)


@pytest.mark.parametrize(
    "path",
    [
        "/days/2026-13-45",
        "/days/2026-02-30",
        "/days/vandaag",
        "/days/2026-12-1",
        "/days/٢٠٢٦-12-01",
        "/days/2026-12-01%0a",
        "/days/2026-12-02/map",
        "/days/2026-12-02/report",
        "/days/2026-12-02/sheets",
        "/days/2026-12-02/sheets/1",
        "/days/2026-12-01/sheets/0",
        "/days/2026-12-01/sheets/99",
        "/days/2026-12-01/sheets/01",
        "/days/2026-12-01/sheets/-1",
        "/days/2026-12-01/sheets/een",
        "/days/2026-12-01/nergens",
    ],
)
def test_another_day_or_sheet_is_a_readable_page_of_404(client: TestClient, path: str) -> None:
    page = client.get(f"/squares/proefdorp{path}")
    assert page.status_code == 404
    assert "Deze pagina is er niet" in page.text


def test_the_map_draws_the_rounds_and_the_other_ways_that_are_stored(client: TestClient) -> None:
    page = client.get(f"{DAY_PAGE}/map")
    assert page.headers["content-security-policy"] == "frame-ancestors 'self'"
    found = re.search(r'<script type="application/json" id="drawn">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    drawn = json.loads(found[1])
    assert [one["number"] for one in drawn["day"]["rounds"]] == list(range(1, len(drawn["day"]["rounds"]) + 1))
    assert all(len(unpack_line(one["line"], GLOBE)) > 2 for one in drawn["day"]["rounds"])
    assert [len(one["lines"]) > 0 for one in drawn["day"]["baselines"]] == [True, True, True]
    assert "Dwarsstraat 1" in drawn["ground"]["names"]


def test_a_map_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{DAY_PAGE}/map")
    again = client.get(f"{DAY_PAGE}/map", headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    english = client.get(f"{DAY_PAGE}/map?lang=en", headers={"if-none-match": first.headers["etag"]})
    assert english.status_code == 200
    client.cookies.clear()


def test_the_map_speaks_the_language_of_its_page(client: TestClient) -> None:
    assert '<html lang="en">' in client.get(f"{DAY_PAGE}/map?lang=en").text
    client.cookies.clear()


def test_a_sheet_shows_one_round_with_its_streets(client: TestClient) -> None:
    page = client.get(f"{DAY_PAGE}/sheets/1").text
    assert "<h1>Ronde 1 " in page
    assert '<path class="street"' in page


def test_all_sheets_of_a_day_are_one_page_with_each_round_once_and_in_order(client: TestClient) -> None:
    day = client.get(DAY_PAGE).text
    assert f'href="{DAY_PAGE}/sheets?lang=nl">Alle routebladen om af te drukken</a>' in day
    page = client.get(f"{DAY_PAGE}/sheets").text
    alone = [
        client.get(f"{DAY_PAGE}/sheets/{number}").text for number in range(1, day.count('<details class="round') + 1)
    ]
    rounds = [re.findall(r"<article>.*?</article>", one, re.DOTALL) for one in (page, *alone)]
    assert len(alone) > 1
    assert rounds[0] == [one for sheet in rounds[1:] for one in sheet]
    assert "<title>Routebladen, Proefdorp, dinsdag 1 december 2026</title>" in page


@pytest.mark.parametrize("path", ["/map", "/sheets", "/sheets/1"])
def test_a_page_that_stands_alone_leads_back_to_its_day(client: TestClient, path: str) -> None:
    page = client.get(DAY_PAGE + path).text
    assert f'href="{DAY_PAGE}">\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} Terug naar de dag</a>' in page


def test_a_large_page_travels_packed_to_who_can_unpack_it(client: TestClient) -> None:
    packed = client.get(f"{DAY_PAGE}/map")
    plain = client.get(f"{DAY_PAGE}/map", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.text == plain.text


def test_the_report_and_the_month_lie_on_the_layout_of_the_site(client: TestClient) -> None:
    for path, kicker in ((f"{DAY_PAGE}/report", "Dagrapport"), ("/squares/proefdorp/months/2026-12", "Maandrapport")):
        page = client.get(path).text
        assert page.count("<html") == 1
        assert 'class="brand"' in page
        assert f'<p class="kicker">{kicker}</p>' in page
        assert '<link rel="stylesheet"' in page


def test_what_people_wrote_is_text_on_map_sheet_and_report(client: TestClient) -> None:
    for path in ("", "/map", "/report", "/sheets", *(f"/sheets/{number}" for number in (1, 2))):
        page = client.get(DAY_PAGE + path).text
        assert "<script>alert" not in page
        assert "1337" not in page
        assert "{{7*191}}" not in page  # a brace is written as an entity or an escape
    assert CODE in text_of(client.get(DAY_PAGE).text)


def test_a_ground_that_is_gone_damaged_or_old_is_drawn_anew(client: TestClient, shown_home: Path) -> None:
    whole = client.get(f"{DAY_PAGE}/map").text
    (file,) = (shown_home / "grounds").iterdir()
    kept = file.read_bytes()
    assert kept.startswith(f"dorpsronde/ground/{GROUND_VERSION} ".encode())
    for spoilt in (None, kept[:-40], kept.replace(b"Dwarsstraat 1", b"Dwarsstraat 9"), kept.replace(b"/1 ", b"/0 ", 1)):
        if spoilt is None:
            file.unlink()
        else:
            file.write_bytes(spoilt)
        assert client.get(f"{DAY_PAGE}/map").text == whole
        assert file.read_bytes() == kept


def test_without_ground_and_extract_the_page_of_the_day_stands_and_its_map_says_what_is_wrong(
    client: TestClient, shown_home: Path
) -> None:
    moved = shown_home / "elsewhere"
    moved.mkdir()
    for folder in ("grounds", "extracts"):
        (shown_home / folder).rename(moved / folder)
    try:
        assert client.get(DAY_PAGE).status_code == 200
        page = client.get(f"{DAY_PAGE}/map")
        assert page.status_code == 503
        assert str(shown_home) not in page.text
    finally:
        for folder in ("grounds", "extracts"):
            (moved / folder).rename(shown_home / folder)
        moved.rmdir()


def test_a_day_in_the_month_leads_to_its_page_where_there_is_one(client: TestClient) -> None:
    page = client.get("/squares/proefdorp/months/2026-12").text
    assert '<th scope="row"><a href="/squares/proefdorp/days/2026-12-01">dinsdag 1 december 2026</a>' in page
    assert "<dt>dag</dt><dd>1</dd>" in page


def test_what_was_written_for_the_courier_stands_where_it_is_brought(client: TestClient) -> None:
    text = section(client.get(DAY_PAGE).text, "rounds")
    picked_up = text[text.index("Ophalen KOEL") :].partition(" kg")[2]
    brought = text[text.index("Bezorgen KOEL") :].partition(" kg")[2]
    assert picked_up.startswith(" · gekoeld ")
    assert re.match(r" · 14:00–18:00 · gekoeld, \{\{7\*191\}\}", brought)
