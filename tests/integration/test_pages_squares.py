"""The pages of squares and their months, asked as a browser asks."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.pages import words as words_module
from api.pages.look import ICON
from api.pages.words import TEXTS
from data.models.states import RoundState
from maps.words import NL
from tests.served import served
from tests.shown_village import CODE
from tests.stored_square import new_database, store_square

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client(shown_home: Path) -> Iterator[TestClient]:
    with served(shown_home) as client:
        client.headers.update(PAGE)
        yield client


def text_of(page: str) -> str:
    """What a reader sees, without tags, each run of spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_front_page_shows_each_square_with_what_it_has_and_what_waits(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    text = text_of(page.text)
    assert "Proefdorp · 4 winkels · 3 voertuigen" in text
    assert "Nog te plannen 3" in text  # one too heavy, one too late, one of the day after
    assert "Adres te verbeteren 1" in text
    assert re.search(r'href="/squares/proefdorp/days/2026-12-01">dinsdag 1 december</a>', page.text)
    assert "0 winkels · 0 voertuigen" in text


def test_a_name_that_looks_like_code_is_text_on_every_page_that_shows_it(client: TestClient) -> None:
    for path in ("/", "/squares/leeg", "/squares/proefdorp", "/squares/proefdorp/days/2026-12-01"):
        page = client.get(path).text
        assert "<script" not in page
        assert "1337" not in page
    assert CODE in text_of(client.get("/squares/leeg").text.replace("&#123;", "{"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("Dagen in december 2026", "15 bestellingen", "deels vrijgegeven", "nog niet gepland", "Maandrapport")),
        ("en", ("Days in December 2026", "orders", "partly released", "not planned yet", "Month report")),
    ],
)
def test_a_square_shows_its_month_in_both_languages(client: TestClient, lang: str, words: tuple[str, ...]) -> None:
    client.cookies.clear()
    page = client.get(f"/squares/proefdorp?month=2026-12&lang={lang}")
    assert page.text.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">')
    text = text_of(page.text)
    for word in words[2:]:
        assert word in text
    assert words[0] in text
    client.cookies.clear()


def test_the_switch_of_language_stays_on_the_page_and_is_remembered(client: TestClient) -> None:
    client.cookies.clear()
    page = client.get("/squares/proefdorp?month=2026-12")
    assert 'href="?month=2026-12&amp;lang=en"' in page.text
    assert "Village square" in client.get("/squares/proefdorp?month=2026-12&lang=en").text
    assert "Village square" in client.get("/squares/proefdorp").text
    assert 'href="?lang=nl"' in client.get("/squares/proefdorp").text
    client.cookies.clear()


def test_without_a_month_the_nearest_one_with_something_in_it_is_shown(client: TestClient) -> None:
    assert "Dagen in december 2026" in client.get("/squares/proefdorp").text


def test_a_month_without_anything_says_so_and_leads_back(client: TestClient) -> None:
    page = client.get("/squares/proefdorp?month=2027-03").text
    assert "In deze maand is er niets." in page
    assert 'rel="prev" href="?month=2027-02"' in page
    assert 'rel="next"' not in page


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_ends_of_the_calendar_have_a_page(client: TestClient, month: str) -> None:
    assert client.get(f"/squares/proefdorp?month={month}").status_code == 200


def test_vehicles_are_counted_as_people_count(client: TestClient) -> None:
    text = text_of(client.get("/squares/proefdorp").text)
    assert text.index("Bakfiets 1 ") < text.index("Bakfiets 2 ") < text.index("Bakfiets 10 ")


@pytest.mark.parametrize(
    "path",
    [
        "/squares/nergens",
        "/squares/PROEFDORP",
        "/squares/%3Cscript%3E",
        "/squares/nergens/days/2026-12-01",
        "/squares/nergens/months/2026-12",
        "/squares/proefdorp?month=2026-13",
        "/squares/proefdorp?month=nu",
        "/squares/proefdorp?month=2026-12-01",
        "/squares/proefdorp/months/2026-13",
        "/squares/proefdorp/months/2026-12-01",
        "/squares/proefdorp/months/2020-01",
        "/squares/proefdorp/months/0001-01",
        "/squares/proefdorp/months/9999-12",
        "/squares/leeg/months/2026-12",
        "/squares",
    ],
)
def test_an_address_that_leads_nowhere_is_a_readable_page_of_404(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Deze pagina is er niet" in page.text
    assert '<a class="button main" href="/">' in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("lang", "path", "command"),
    [
        ("nl", "/", "square create SLUG --area NAAM --from-map"),
        ("en", "/", "area import NAME map.osm.pbf"),
        ("nl", "/squares/kaal", "orders import kaal bestellingen.csv --date 20"),
        ("en", "/squares/kaal", "orders import kaal orders.csv --date 20"),
        ("en", "/squares/kaal/days/2026-12-24", "orders import kaal orders.csv --date 2026-12-24"),
    ],
)
def test_where_there_is_nothing_the_next_command_is_told_in_the_language_of_the_page(
    tmp_path: Path, lang: str, path: str, command: str
) -> None:
    if path != "/":
        database = new_database(tmp_path)
        store_square(database, "kaal")
        database.close()
    with served(tmp_path) as client:
        assert command in text_of(client.get(f"{path}?lang={lang}", headers=PAGE).text)


def test_the_style_sheet_is_kept_for_ever_under_its_fingerprint_only(client: TestClient) -> None:
    url = re.search(r'<link rel="stylesheet" href="([^"]*)">', client.get("/").text)
    assert url is not None
    kept = client.get(url[1])
    assert kept.headers["content-type"].startswith("text/css")
    assert "immutable" in kept.headers["cache-control"]
    assert client.get("/pages.css?v=another").headers["cache-control"] == "no-cache"


def test_no_page_names_another_place_or_holds_script_or_style(client: TestClient) -> None:
    for path in ("/", "/squares/proefdorp", "/squares/proefdorp/days/2026-12-01", "/squares/nergens"):
        page = client.get(path).text
        assert not re.search(r"https?://|//[a-z]", page.replace(ICON, ""))
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_the_words_of_pages_stand_once() -> None:
    assert not set(TEXTS) & set(NL)


def test_no_word_waits_for_a_page() -> None:
    folder = Path(words_module.__file__).parent
    pages = [*folder.glob("*.py"), *(folder / "templates").glob("*.html")]
    written = "\n".join(file.read_text("utf-8") for file in pages if file.name != "words.py")
    states = {state.value for state in RoundState}
    unused = {key for key in TEXTS if key not in written and not key.startswith("profile_")} - states
    assert unused == set()
