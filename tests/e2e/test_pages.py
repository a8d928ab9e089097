"""The pages of squares and days in a real browser, on a phone and on a desk, with every request watched."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, expect

from api.app import create_app
from api.settings import ApiSettings
from tests.shown_village import CODE
from tests.stored_square import settings

DAY_PAGE = "/squares/proefdorp/days/2026-12-01"
PAGES = {
    "front": "/",
    "square": "/squares/proefdorp?month=2026-12",
    "an empty month": "/squares/proefdorp?month=2027-03",
    "day": DAY_PAGE,
    "a day without a plan": "/squares/proefdorp/days/2026-12-02",
    "map": f"{DAY_PAGE}/map",
    "sheet": f"{DAY_PAGE}/sheets/1",
    "all sheets": f"{DAY_PAGE}/sheets",
    "report": f"{DAY_PAGE}/report",
    "month": "/squares/proefdorp/months/2026-12",
}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(shown_home: Path) -> Iterator[str]:
    """Serve the village on a free port of this machine."""
    door = socket.create_server(("127.0.0.1", 0))
    app = create_app(ApiSettings(without_key=True), settings(shown_home))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    door.close()


@pytest.fixture
def open_path(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of the site; the test fails if it asked for anything elsewhere or complained."""
    elsewhere: list[str] = []
    complaints: list[str] = []
    contexts = []

    def watch(route: Route) -> None:
        if route.request.url.startswith((address, "data:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    def opened(path: str, *, width: int = 1440, height: int = 900, locale: str = "nl-NL") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        contexts.append(context)
        context.route("**/*", watch)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200
        return page

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_complains_or_asks_elsewhere(name: str, width: int, open_path: Open):
    page = open_path(PAGES[name], width=width, height=800)
    page.wait_for_load_state("networkidle")
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1440])
def test_the_map_of_a_day_stands_in_its_page_and_can_be_used(width: int, open_path: Open):
    page = open_path(DAY_PAGE, width=width, height=800)
    frame = page.locator("section.map iframe")
    frame.scroll_into_view_if_needed()
    drawn = page.frame_locator("section.map iframe")
    expect(drawn.locator("#map canvas").first).to_be_visible()
    expect(drawn.locator(".depot")).to_be_visible()
    box = frame.bounding_box()
    assert box is not None
    assert box["width"] >= width - 34 if width == 360 else box["width"] >= 1000
    assert box["height"] >= 500
    drawn.locator(".depot").dispatch_event("click")
    expect(drawn.locator(".leaflet-popup-content").last).to_contain_text("Vertrekpunt")


def test_a_round_opens_by_keyboard_and_shows_its_stops(open_path: Open):
    page = open_path(DAY_PAGE, width=360, height=800)
    first = page.locator("details.round").first
    expect(first.locator("table")).to_be_hidden()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.get_by_role("row").nth(2)).to_be_visible()
    first.get_by_role("link", name="Routeblad om af te drukken").click()
    expect(page.locator("h1")).to_contain_text("Ronde 1")


def test_one_reaches_every_page_from_the_front(open_path: Open):
    page = open_path("/")
    page.get_by_role("link", name="Proefdorp").click()
    page.get_by_role("link", name="dinsdag 1 december").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dinsdag 1 december 2026")
    page.get_by_role("link", name="Dagrapport").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bezorgplan van Proefdorp, dinsdag 1 december 2026")
    page.get_by_role("link", name="dinsdag 1 december").click()
    page.get_by_role("link", name="december 2026", exact=True).click()
    page.get_by_role("link", name="Maandrapport").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bezorgplan van Proefdorp, december 2026")


def test_one_comes_back_from_the_map_and_from_the_sheets(open_path: Open):
    page = open_path(DAY_PAGE, width=360)
    title = page.get_by_role("heading", level=1, name="Dinsdag 1 december 2026")
    expect(page.frame_locator("section.map iframe").locator("#map canvas").first).to_be_visible()
    expect(page.frame_locator("section.map iframe").locator("#way-back")).to_have_count(0)
    for name in ("Kaart op volledig scherm", "Alle routebladen om af te drukken"):
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="Terug naar de dag").click()
        expect(title).to_be_visible()


def test_each_round_is_printed_on_sheets_of_its_own_without_the_way_back(open_path: Open):
    page = open_path(f"{DAY_PAGE}/sheets")
    page.emulate_media(media="print")
    expect(page.get_by_text("Terug naar de dag")).to_be_hidden()
    breaks = page.locator("article").evaluate_all("all => all.map(one => getComputedStyle(one).breakBefore)")
    assert breaks == ["auto", *["page"] * (len(breaks) - 1)]
    assert len(breaks) > 1


def test_the_language_is_chosen_by_a_visible_link_and_stays_chosen(open_path: Open):
    page = open_path(DAY_PAGE, width=360, height=800)
    assert page.locator("html").get_attribute("lang") == "nl"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday 1 December 2026")
    page.get_by_role("link", name="Day report").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("link", name="Nederlands")).to_be_visible()


def test_names_that_look_like_code_are_shown_letter_by_letter(open_path: Open):
    page = open_path("/")
    expect(page.get_by_role("heading", name=CODE)).to_be_visible()
    page.goto(page.url + "squares/leeg")
    expect(page.locator("h1")).to_have_text(CODE)
    assert page.title() == f"{CODE} · Dorpsronde"


def test_one_passes_the_header_by_keyboard_and_sees_where_one_is(open_path: Open):
    page = open_path(DAY_PAGE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.parametrize("name", ["front", "square", "day", "report"])
def test_text_stands_out_from_its_ground(name: str, open_path: Open):
    """4.5 to 1, 3 to 1 from 24 px or bold from 18.66 px on (WCAG 2.2, 1.4.3)."""
    page = open_path(PAGES[name])
    faint = page.evaluate("""() => {
        const channels = (colour) => (colour.match(/[0-9.]+/g) ?? []).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (one) => {
            for (let at = one; at; at = at.parentElement) {
                const colour = channels(getComputedStyle(at).backgroundColor);
                if (colour.length === 3 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
        };
        const own = (one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
        return [...document.querySelectorAll("body *:not(script):not(svg *)")].filter(own).filter((one) => {
            const style = getComputedStyle(one);
            const [a, b] = [light(channels(style.color)), light(ground(one))].sort((x, y) => y - x);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            return (a + 0.05) / (b + 0.05) < (large ? 3 : 4.5);
        }).map((one) => one.className + ": " + one.textContent.trim().slice(0, 40));
    }""")
    assert faint == []


def test_what_is_tapped_is_large_enough_on_a_phone(open_path: Open):
    """24 px at least (WCAG 2.2, 2.5.8), but for links within a sentence."""
    page = open_path(DAY_PAGE, width=360, height=800)
    small = page.evaluate("""() => [...document.querySelectorAll("a.button, summary, nav a, .site a")]
        .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.textContent)""")
    assert small == []


def test_a_day_prints_with_the_rounds_that_are_open(open_path: Open):
    page = open_path(DAY_PAGE, width=800)
    page.locator("details.round summary").first.click()
    page.emulate_media(media="print")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator("section.map")).to_be_hidden()
    expect(page.locator("details.round table").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 1
