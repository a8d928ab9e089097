"""The report and the route sheets in a real browser, on a phone and on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from maps.base_map import BaseMap, base_map
from maps.day_view import DayView
from maps.report_page import report_page
from maps.route_sheet import route_sheet
from tests.browser import Seen
from tests.drawn_day import drawn_day, report_of

Open = Callable[..., tuple[Page, Seen]]


@pytest.fixture(scope="module")
def ground(helsinki: Path) -> BaseMap:
    return base_map(helsinki)


@pytest.fixture(scope="module")
def view(helsinki: Path, ground: BaseMap) -> DayView:
    return drawn_day(helsinki, ground, rounds=2, stops=60)


@pytest.fixture(scope="module")
def papers(view: DayView, ground: BaseMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for lang in ("nl", "en"):
        (folder / f"report-{lang}.html").write_text(report_page(report_of(view), lang=lang), encoding="utf-8")
        sheet = route_sheet(view.rounds[0], view, lang=lang, base=ground)
        (folder / f"sheet-{lang}.html").write_text(sheet, encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("paper", ["report", "sheet"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_scrolls_sideways(papers: Path, paper: str, lang: str, width: int, open_page: Open):
    page, _ = open_page(papers / f"{paper}-{lang}.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_increase_is_a_word_a_sign_and_a_colour(papers: Path, open_page: Open):
    page, _ = open_page(papers / "report-nl.html")
    effect = page.locator(".effect.more")
    expect(effect).to_have_text("▲ meer CO₂e")
    assert effect.evaluate("one => getComputedStyle(one).color") == "rgb(163, 38, 15)"
    expect(page.locator(".effect.less")).to_have_count(2)
    expect(page.locator(".effect.unsure")).to_have_count(1)


def test_each_bar_has_words_for_who_does_not_see_it(papers: Path, open_page: Open):
    page, _ = open_page(papers / "report-en.html")
    bars = page.get_by_role("img")
    assert bars.count() == 5
    label = bars.first.get_attribute("aria-label")
    assert label is not None
    assert label.replace("\N{NO-BREAK SPACE}", " ") == "Delivered together (this plan): 210 to 900 g, middle 430 g"


def test_factors_are_folded_on_a_phone_and_open_on_paper(papers: Path, open_page: Open):
    page, _ = open_page(papers / "report-nl.html", width=360)
    table = page.locator("table.factors")
    expect(table).to_be_hidden()
    page.get_by_text("factoren tonen").click()
    expect(table).to_be_visible()
    page.get_by_text("factoren tonen").click()
    page.emulate_media(media="print")
    expect(table).to_be_visible()
    expect(page.get_by_text("factoren tonen")).to_be_hidden()


def test_sixty_stops_go_on_a_few_sheets_of_paper_with_the_head_on_each(papers: Path, view: DayView, open_page: Open):
    page, _ = open_page(papers / "sheet-nl.html", width=700)
    expect(page.locator("tbody tr:not(.ends)")).to_have_count(60)
    page.emulate_media(media="print")
    styles = page.locator("tbody tr").evaluate_all("rows => rows.map(row => getComputedStyle(row).breakInside)")
    assert set(styles) == {"avoid"}
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    printed = page.pdf(prefer_css_page_size=True)
    assert 3 <= printed.count(b"/Type /Page\n") <= 7
    first = view.rounds[0].stops[0]
    expect(page.locator("tbody tr").nth(1)).to_contain_text(first.place)


def test_the_sheet_draws_every_stop_and_stays_in_black_and_white(papers: Path, open_page: Open):
    page, _ = open_page(papers / "sheet-nl.html")
    numbers = page.locator("figure text").all_text_contents()
    assert sum(1 + int(number.partition("+")[2] or 0) for number in numbers) == 60
    colours = page.locator("body *").evaluate_all("""all => all.flatMap(one => {
        const style = getComputedStyle(one);
        return [style.color, style.backgroundColor, style.fill, style.stroke];
    })""")
    for colour in {colour for colour in colours if colour.startswith("rgb(")}:
        red, green, blue = colour.removeprefix("rgb(").removesuffix(")").split(", ")
        assert red == green == blue, colour
