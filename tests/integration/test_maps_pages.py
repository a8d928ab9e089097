"""The pages as text: what they hold, what they refuse, what they escape."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from branca.element import JavascriptLink
from folium.plugins import Fullscreen

from kernel.errors import BadInputError, MissingToolError
from maps import offline_figure
from maps.base_map import BaseMap, base_map
from maps.day_map import day_map
from maps.day_view import DayView
from maps.formats import Formats
from maps.map_elements import OfflineMap
from maps.offline_figure import OfflineFigure
from maps.packed_day import packed_day
from maps.report_page import report_page
from maps.route_sheet import route_sheet
from maps.words import NL
from tests.drawn_day import SHOP, drawn_day, report_of

EVIL = "</script><img src=x onerror=alert(1)>\"'`${alert(2)}"


@pytest.fixture(scope="module")
def ground(helsinki: Path) -> BaseMap:
    return base_map(helsinki)


@pytest.fixture(scope="module")
def view(helsinki: Path, ground: BaseMap) -> DayView:
    return drawn_day(helsinki, ground, rounds=3, stops=8)


@pytest.fixture(scope="module")
def evil_view(view: DayView) -> DayView:
    rounds = [
        replace(
            one,
            vehicle=EVIL,
            start_place=EVIL,
            stops=[
                replace(stop, place=EVIL, tasks=[replace(task, who=EVIL, order=EVIL, note=EVIL) for task in stop.tasks])
                for stop in one.stops
            ],
        )
        for one in view.rounds
    ]
    return replace(view, area=EVIL, rounds=rounds)


def evil_report(view: DayView) -> dict[str, Any]:
    report = report_of(view)
    report["orders"]["unassigned"] = [{"id": EVIL, "reason": EVIL}]
    report["notes"] = [EVIL]
    report["factors"][0] |= {"id": EVIL, "source": EVIL, "unit": EVIL}
    return report


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def pages(view: DayView, ground: BaseMap) -> dict[str, str]:
    report = evil_report(view)
    return {
        f"{name} {lang}": make(lang)
        for lang in ("nl", "en")
        for name, make in {
            "map": lambda lang: day_map(view, report, lang=lang, base=ground),
            "report": lambda lang: report_page(report, lang=lang),
            "sheet": lambda lang: route_sheet(view.rounds[0], view, report, lang=lang, base=ground),
        }.items()
    }


def test_no_page_has_an_element_or_handler_of_its_texts(evil_view: DayView, ground: BaseMap):
    for name, text in pages(evil_view, ground).items():
        elements = Elements(text).found
        assert not any(tag == "img" for tag, _ in elements), name
        assert not any(key.startswith("on") for _, attributes in elements for key in attributes), name
        scripts = sum(tag == "script" for tag, _ in elements)
        assert scripts == (4 if name.startswith("map") else 0), name


def test_no_page_fetches_anything(evil_view: DayView, ground: BaseMap):
    for name, text in pages(evil_view, ground).items():
        elements = Elements(text).found
        assert not any(key in {"src", "srcset", "data"} for _, attributes in elements for key in attributes), name
        assert not any(tag in {"link", "iframe", "object", "base"} for tag, _ in elements), name
        assert not re.search(r"url\((?!data:|#)", text), name
        policy = [
            a["content"] for tag, a in elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy[0] is not None
        assert policy[0].startswith("default-src 'none'; "), name
        assert "unsafe" not in policy[0], name


def test_every_page_names_its_language_and_fits_a_phone(view: DayView, ground: BaseMap):
    for name, text in pages(view, ground).items():
        elements = Elements(text).found
        assert elements[0] == ("html", {"lang": name.split()[1]})
        assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in elements
        assert "OpenStreetMap contributors" in text


def test_the_map_tells_the_reports_figures(view: DayView, ground: BaseMap):
    report = report_of(view)
    text = day_map(view, report, lang="en", base=ground).replace("\N{NO-BREAK SPACE}", " ")
    assert "Invented demand, real places" in text
    assert "22 kg CO₂e (14 to 33 kg)" in text
    assert "210 g more" in text
    assert "upper bound" in text
    assert "Factor set: 2026.1." in text
    assert f"{sum(one.distance_m for one in view.rounds) / 1000:,.1f}</dd>" in text


def test_a_map_compares_no_grams_where_too_little_is_known_of_the_orders(view: DayView, ground: BaseMap):
    little = {"inventory": {"coverage": {"with_activity": 1, "served": 10}}}
    text = day_map(view, report_of(view) | little, lang="en", base=ground).replace("\N{NO-BREAK SPACE}", " ")
    assert 'class="compared"' in text
    assert [each for each in ("▼", "▲", "g less", "g more", "kg CO₂e (") if each in text] == []


def test_the_same_day_gives_the_same_page(view: DayView, ground: BaseMap):
    assert day_map(view, report_of(view), base=ground) == day_map(view, report_of(view), base=ground)


def test_a_day_without_rounds_has_pages_too(view: DayView, ground: BaseMap):
    empty = replace(view, rounds=[], baselines=[])
    report = report_of(empty)
    report["orders"] |= {"given": 0, "planned": 0, "unassigned": []}
    assert "Op deze dag rijdt geen ronde." in day_map(empty, report, base=ground)
    text = report_page(report)
    assert "Op deze dag is geen bestelling gepland." in text
    assert "Alle bestellingen zijn ingepland." in text


def test_a_real_day_is_not_called_invented(view: DayView, ground: BaseMap):
    real = replace(view, invented_demand=False)
    assert "Verzonnen" not in day_map(real, report_of(real), base=ground)
    assert "Verzonnen" not in report_page(report_of(real))
    assert "Verzonnen" not in route_sheet(real.rounds[0], real)


def test_the_report_separates_planned_from_estimated_and_names_the_upper_bound(view: DayView):
    text = " ".join(report_page(report_of(view)).split())
    row = text[text.index("Elke bestelling apart gereden") :]
    assert 'class="tag">bovengrens' in row[:200]
    assert "geschat" in row[: row.index("</tr>")]
    assert "uit de tweede hand" in text
    assert "weighs 180 kg; the largest vehicle carries 150 kg" in text


def test_a_sheet_and_a_popup_say_where_a_shop_is_and_whose_order_it_is(view: DayView, ground: BaseMap):
    shop, customer = view.rounds[0].stops[0], view.rounds[0].stops[1]
    assert (shop.address, customer.tasks[0].kind) == ("Marktplein 7", "delivery")
    sheet = html.unescape(route_sheet(view.rounds[0], view))
    assert f"<b>{shop.place}</b><br>Marktplein 7</td>" in sheet
    assert f"<b>{customer.place}</b></td>" in sheet
    assert f"<small>{customer.tasks[0].order} · {SHOP}" in sheet
    assert f'<span class="figure litres">{Formats("nl").number(customer.tasks[0].litres, 1)}</span>' in sheet
    assert "<dt>Over de hele ronde</dt>" in sheet
    day = packed_day(view, report_of(view), NL, Formats("nl"))
    popups = [html.unescape(stop["popup"]) for stop in day["rounds"][0]["stops"][:2]]  # pyright: ignore[reportIndexIssue] - plain data
    assert '<p class="address">Marktplein 7</p>' in popups[0]
    assert 'class="address"' not in popups[1]
    assert f"bestelling {customer.tasks[0].order} · {SHOP} · " in popups[1]


def test_the_report_says_plainly_what_takes_more_hours_or_kilometres(view: DayView):
    report = report_of(view) | {"duty_s": {"pooled": 73_440, "shop_tours": 132_000, "pooled_van": 51_780}}
    report["metres"] |= {
        "pooled": 96_000,
        "pooled_van": 83_200,
        "customer_collects": 96_000,
        "shop_tours": 220_000,
        "each_alone": 900_000,
    }
    report["metres_range"]["customer_collects"] = {"low": 50_000, "central": 96_000, "high": 140_000}
    dutch, english = report_page(report), report_page(report, lang="en")
    assert dutch.count('class="lead cost"') == english.count('class="lead cost"') == 2
    assert "Meer uren dan met een elektrische bestelbus: 20:24 tegen 14:23." in dutch
    assert "More hours than with an electric van: 20:24 against 14:23." in english
    assert "Meer kilometers dan met een elektrische bestelbus: 96,0 tegen 83,2 km." in dutch
    report["duty_s"]["pooled"] = report["metres"]["pooled"] = 1
    assert 'class="lead cost"' not in report_page(report)


def test_what_takes_no_more_than_is_shown_or_known_is_not_said_to(view: DayView):
    report = report_of(view) | {"duty_s": {"pooled": 16_210, "pooled_van": 16_190, "shop_tours": 99_000}}
    report["metres"] |= dict.fromkeys(("pooled_van", "customer_collects", "shop_tours", "each_alone"), 95_960)
    report["metres"]["pooled"] = 96_040
    report["metres_range"]["customer_collects"] = {"low": 80_000, "central": 95_960, "high": 120_000}
    assert 'class="lead cost"' not in report_page(report)
    report["metres_range"]["customer_collects"] = {"low": 10_000, "central": 24_000, "high": 47_000}
    (said,) = re.findall(r'class="lead cost">([^<]*)<', report_page(report))
    assert said == "Meer kilometers dan als klanten zelf ophalen: 96,0 tegen 24 (10 tot 47) km."


def test_the_report_explains_its_ranges_once_and_names_its_seed(view: DayView):
    dutch = report_page(report_of(view))
    assert dutch.count("in 90 van de 100 trekkingen ligt de uitkomst ertussen") == 1
    assert "Startgetal 1<" in dutch
    assert f'<td class="figure">{Formats("nl").number(view.rounds[0].kg, 1)}</td>' in dutch


def test_a_plugin_that_would_fetch_is_refused():
    figure = OfflineFigure(title="t", lang="nl")
    figure.add_child(OfflineMap("kaart"))
    next(iter(figure._children.values())).add_child(Fullscreen())
    with pytest.raises(ValueError, match="would be fetched"):
        figure.render()


def test_a_head_that_is_not_known_is_refused():
    figure = OfflineFigure(title="t", lang="nl")
    figure.header.add_child(JavascriptLink("leaflet.js"), name="leaflet")
    figure.header.add_child(OfflineMap("kaart"), name="strange")
    with pytest.raises(ValueError, match="does not know"):
        figure.render()


def test_a_browser_part_that_is_not_built_says_what_to_run(
    view: DayView, ground: BaseMap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(offline_figure, "_STATIC", tmp_path)
    with pytest.raises(MissingToolError, match=r"the browser's part of the map is not built\. Run `make setup`\."):
        day_map(view, report_of(view), base=ground)


@pytest.mark.parametrize(
    "make",
    [
        lambda view, ground: day_map(view, report_of(view), lang="fr", base=ground),
        lambda view, _: report_page(report_of(view), lang="fr"),
        lambda view, _: route_sheet(view.rounds[0], view, lang="fr"),
    ],
)
def test_a_language_without_texts_is_refused(make: Callable[[DayView, BaseMap], str], view: DayView, ground: BaseMap):
    with pytest.raises(BadInputError, match="there are no texts in 'fr'"):
        make(view, ground)
