"""Closures on the pages: of a day, with what they did to released rounds, on its map, and of a square."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from maps.packing import GLOBE, unpack_line
from tests.closed_village import MARKET, SATURDAY, box, write
from tests.served import served
from tests.squares import HEADER, good_rows, make_square, orders_file

DAY_PAGE = f"/squares/proefdorp/days/{SATURDAY}"
CODE = "<script>alert(1)</script> {{7*191}}"
AT = ("--date", SATURDAY)


@pytest.fixture
def home(file_folder: Path, call, village: Path) -> Path:
    """A released day into which a parade came, and a street that is slow for vans."""
    make_square(call, village, file_folder)
    assert call("orders", "import", "proefdorp", orders_file(file_folder, good_rows(6)), *AT).code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    west = write(file_folder, box(-20, 80, 520, 120))
    for name, *more in (
        ("Optocht", "--closed", west, "--from", "07:00", "--until", "17:00", "--every", "za"),
        (CODE, "--way", "37", "--from", SATURDAY, "--until", SATURDAY, "--profile", "van", "--slowed", "2.5"),
    ):
        said = call("closure", "add", "proefdorp", name, *more)
        assert said.code == 0, said.err
    return file_folder


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with served(home / "dorpsronde-data") as client:
        client.headers.update({"accept": "text/html"})
        yield client


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).replace("\N{NO-BREAK SPACE}", " ").split())


def section(page: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found is not None, f"there is no section {name}"
    assert "<script>alert" not in found[0]
    return text_of(found[0])


def drawn(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="drawn">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_page_of_a_day_says_what_is_closed_and_which_rounds_were_led_another_way(client: TestClient) -> None:
    page = client.get(DAY_PAGE).text
    told = section(page, "closures")
    assert "Optocht dicht van 07:00 tot 17:00 iedereen" in told
    assert f"{CODE} langzaam: rijden duurt 2,5 keer zo lang de hele dag alleen voor bestelbussen" in told
    alerts = section(page, "alerts")
    assert alerts.startswith("Vrijgegeven rondes omgeleid Ronde 1 ")
    assert "niet te bereiken: halte " in alerts
    assert "wegens Optocht, sinds " in alerts
    assert "Het rapport is van de planning daarvoor" in alerts
    english = client.get(f"{DAY_PAGE}?lang=en").text
    client.cookies.clear()
    assert "Optocht closed from 07:00 until 17:00 everyone" in section(english, "closures")
    assert "cannot be reached: stop " in section(english, "alerts")


def test_the_map_carries_the_polygons_and_the_streets_and_no_way_to_what_cannot_be_reached(client: TestClient) -> None:
    page = client.get(f"{DAY_PAGE}/map").text
    day = drawn(page)["day"]
    market, works = day["closures"] if "Optocht" in day["closures"][0]["popup"] else day["closures"][::-1]
    assert (market["slowed"], works["slowed"], works["areas"]) == (False, True, [])
    (ring,) = market["areas"][0]
    corners = {(round(lon, 5), round(lat, 5)) for lon, lat in unpack_line(ring, GLOBE)}
    assert corners == {(round(lon, 5), round(lat, 5)) for lon, lat in box(-20, 80, 520, 120)["coordinates"][0]}
    assert len(works["streets"]) == 5
    assert "&lt;script&gt;" in works["popup"]
    assert 'id="hatch"' in page
    south, north = 52.1 + 80 / 111_195, 52.1 + 120 / 111_195
    ridden = [point for one in day["rounds"] for point in unpack_line(one["line"], GLOBE)]
    assert not [lat for _, lat in ridden if south < lat < north]
    assert "dicht, van 07:00 tot 17:00" in text_of(page)


def test_the_map_beside_a_day_has_the_kilometres_of_its_head_and_not_of_the_report_before(client: TestClient) -> None:
    head, beside = (client.get(path).text for path in (DAY_PAGE, f"{DAY_PAGE}/map"))
    tiles, totals = (re.search(rf'<dl class="{name}">.*?</dl>', page, re.DOTALL) for name, page in
                     (("tiles", head), ("totals", beside)))  # fmt: skip
    assert tiles is not None
    assert totals is not None
    ridden = [re.search(r"kilometers ([\d.,]+) uren ([\d.,:]+)", text_of(found[0])) for found in (tiles, totals)]
    assert ridden[0] is not None
    assert ridden[1] is not None
    assert ridden[0].groups() == ridden[1].groups()
    report = client.get(f"{DAY_PAGE}/report").text
    assert f"{ridden[0][1]} km" not in text_of(report), "the parade changed nothing: this test shows nothing"


@pytest.mark.parametrize(
    ("lang", "told"),
    [("nl", "Dicht of langzaam Optocht : dicht, van 07:00 tot 17:00"),
     ("en", "Closed or slow Optocht : closed, from 07:00 until 17:00")],
)  # fmt: skip
def test_a_route_sheet_tells_a_courier_what_is_closed_and_not_what_is_slow_for_vans_alone(
    client: TestClient, lang: str, told: str
) -> None:
    for path in ("sheets", "sheets/1"):
        page = client.get(f"{DAY_PAGE}/{path}?lang={lang}").text
        assert told in text_of(page)
        assert "alert(1)" not in page
        assert 'class="crosses"' in page


@pytest.mark.parametrize(
    ("lang", "told"), [("nl", "niet te bereiken: rijd voorbij"), ("en", "cannot be reached: ride past")]
)
def test_a_stop_that_cannot_be_reached_has_neither_a_time_nor_a_box_to_tick(
    client: TestClient, lang: str, told: str
) -> None:
    page = client.get(f"{DAY_PAGE}/sheets?lang={lang}").text
    rows = re.findall(r'<tr>\s*<td class="nr">.*?</tr>', page, re.DOTALL)
    past = [told in row for row in rows]
    assert set(past) == {True, False}
    assert [re.search(r'class="time">\d\d:\d\d<', row) is None for row in rows] == past
    assert ['class="tick"' not in row for row in rows] == past
    popups = [stop["popup"] for one in drawn(client.get(f"{DAY_PAGE}/map?lang={lang}").text)["day"]["rounds"]
              for stop in one["stops"]]  # fmt: skip
    assert sum(told in popup for popup in popups) == sum(past)
    listed = section(client.get(f"{DAY_PAGE}?lang={lang}").text, "rounds")
    assert listed.count(told.partition(":")[0]) == sum(past)


def test_the_page_of_a_square_lists_what_is_closed_or_how_to_say_so(client: TestClient, call) -> None:
    told = section(client.get("/squares/proefdorp").text, "closures")
    assert "Optocht dicht elke zaterdag 07:00–17:00 iedereen" in told
    assert "6 december 2031 alleen voor bestelbussen" in told
    for name in ("Optocht", CODE):
        assert call("closure", "end", "proefdorp", name).code == 0
    told = section(client.get("/squares/proefdorp").text, "closures")
    assert "Er is nu geen weg dicht." in told
    assert "dorpsronde closure add proefdorp Zaterdagmarkt --closed markt.geojson --from 07:00" in told


def test_a_round_that_cannot_be_released_says_so_on_its_day(client: TestClient, call, home: Path) -> None:
    rows = [f"{row},15:00,15:30" for row in good_rows(12, first=50)]
    more = orders_file(home, rows, "more.csv", header=f"{HEADER},window_start,window_end")
    assert call("orders", "import", "proefdorp", more, *AT).code == 0
    ice = write(home, box(-100, -100, 700, 700), "ice.geojson")
    hours = ("--from", f"{SATURDAY} 15:00", "--until", f"{SATURDAY} 20:00")
    assert call("closure", "add", "proefdorp", "IJzel", "--closed", ice, *hours, "--slowed", "60").code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
    told = section(client.get(DAY_PAGE).text, "rounds")
    assert "niet vrij te geven" in told
    assert "Deze ronde kan zo niet worden vrijgegeven: het stuk van " in told


def test_a_day_without_a_plan_shows_its_closures_too(client: TestClient) -> None:
    page = client.get("/squares/proefdorp/days/2031-12-13").text
    assert "Optocht dicht van 07:00 tot 17:00 iedereen" in section(page, "closures")
    assert 'aria-labelledby="closures"' not in client.get("/squares/proefdorp/days/2031-12-15").text


def test_a_market_that_is_drawn_stands_where_it_was_drawn(client: TestClient, call, home: Path) -> None:
    all_day = ("--from", SATURDAY, "--until", SATURDAY)
    assert call("closure", "add", "proefdorp", "Markt", "--closed", write(home, MARKET), *all_day).code == 0
    assert "Markt dicht de hele dag iedereen" in section(client.get(DAY_PAGE).text, "closures")
