"""The map, opened from disk in a real browser whose network is cut off."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from maps.base_map import BaseMap, Label, base_map
from maps.day_map import day_map
from maps.day_view import ClosureView, DayView
from tests.browser import Seen
from tests.drawn_day import drawn_day, report_of

EVIL = '</script><img src=x onerror="window.broken=1">\'`${window.broken=2}<svg onload=window.broken=3>'

Open = Callable[..., tuple[Page, Seen]]

COLOURS_SEEN = """canvas => {
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = {};
    for (let i = 0; i < data.length; i += 4) {
        const colour = [data[i], data[i + 1], data[i + 2], data[i + 3]].join();
        seen[colour] = (seen[colour] ?? 0) + 1;
    }
    return seen;
}"""


@pytest.fixture(scope="module")
def ground(helsinki: Path) -> BaseMap:
    return base_map(helsinki)


@pytest.fixture(scope="module")
def view(helsinki: Path, ground: BaseMap) -> DayView:
    return drawn_day(helsinki, ground, rounds=3, stops=10)


@pytest.fixture(scope="module")
def map_file(view: DayView, ground: BaseMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("map") / "map.html"
    file.write_text(day_map(view, report_of(view), base=ground), encoding="utf-8")
    return file


def test_the_ground_shows_water_parks_buildings_and_names(map_file: Path, open_page: Open):
    page, _ = open_page(map_file)
    seen = page.locator(".leaflet-ground-pane canvas").evaluate(COLOURS_SEEN)
    for what, colour in {
        "water": (181, 211, 227),
        "park": (212, 231, 197),
        "building": (224, 217, 208),
        "street": (255, 255, 255),
        "no data": (228, 226, 220),
    }.items():
        assert seen.get(f"{colour[0]},{colour[1]},{colour[2]},255", 0) > 500, what
    names = page.locator(".leaflet-names-pane canvas").evaluate(COLOURS_SEEN)
    assert sum(count for colour, count in names.items() if not colour.endswith(",0")) > 2_000


def test_each_round_and_baseline_is_a_layer_that_one_can_switch(map_file: Path, view: DayView, open_page: Open):
    page, _ = open_page(map_file)
    boxes = page.locator("#panel input[type=checkbox]")
    assert boxes.count() == len(view.rounds) + len(view.baselines)
    assert [box.is_checked() for box in boxes.all()] == [True] * 3 + [False] * 2
    expect(page.locator("path.round-1.way")).to_have_count(1)
    expect(page.locator("path.round-1.arrows")).to_have_count(1)
    expect(page.locator("path.baseline-1")).to_have_count(0)
    boxes.nth(0).uncheck()
    expect(page.locator("path.round-1.way")).to_have_count(0)
    expect(page.locator(".stop.colour-1")).to_have_count(0)
    boxes.nth(3).focus()
    page.keyboard.press("Space")
    expect(page.locator("path.baseline-1")).to_have_count(1)


def test_what_is_closed_is_hatched_and_tells_its_hours(view: DayView, ground: BaseMap, tmp_path: Path, open_page: Open):
    (lon, lat), (east, north) = view.rounds[0].line[0], (0.004, 0.002)
    ring = [(lon, lat), (lon + east, lat), (lon + east, lat + north), (lon, lat + north), (lon, lat)]
    street = [(lon, lat + north), (lon + east, lat)]
    closures = [
        ClosureView("Zaterdagmarkt", "dicht, van 07:00 tot 17:00", slowed=False, areas=[[ring]], streets=[street]),
        ClosureView(EVIL, "langzaam", slowed=True, areas=[], streets=[street]),
    ]
    file = tmp_path / "map.html"
    file.write_text(day_map(replace(view, closures=closures), report_of(view), base=ground), encoding="utf-8")
    page, _ = open_page(file)
    area = page.locator("path.closed-area")
    expect(area).to_have_count(1)
    assert area.evaluate("one => getComputedStyle(one).fill").startswith('url("#hatch")')
    expect(page.locator("path.closed-street")).to_have_count(2)
    expect(page.locator("path.closed-street.slow")).to_have_count(1)
    expect(page.locator("#panel .closures li")).to_have_count(2)
    expect(page.locator("#panel .closures li").first).to_contain_text("dicht, van 07:00 tot 17:00")
    area.dispatch_event("click")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Zaterdagmarkt")
    assert page.evaluate("window.broken") is None


def test_a_round_that_is_seen_alone_rides_in_the_first_lane(map_file: Path, view: DayView, open_page: Open):
    page, _ = open_page(map_file)
    ways = [page.locator(f"path.round-{number}.way") for number in (1, 2, 3)]
    among_others = ways[2].get_attribute("d")
    for box in page.locator("#panel input").all()[:2]:
        box.uncheck()
    assert ways[2].get_attribute("d") != among_others
    for box in page.locator("#panel input").all()[:2]:
        box.check()
    assert ways[2].get_attribute("d") == among_others


def test_every_stop_has_its_number_and_says_what_to_do_there(map_file: Path, view: DayView, open_page: Open):
    page, _ = open_page(map_file)
    numbers = page.locator(".stop.colour-2 .number").all_text_contents()
    assert numbers == [str(stop.number) for stop in view.rounds[1].stops]
    stop = view.rounds[1].stops[1]
    marker = page.locator(".stop.colour-2").nth(1)
    assert marker.get_attribute("aria-label") == f"Ronde 2, halte 2: {stop.place}"
    marker.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text(stop.place)
    expect(popup).to_contain_text("Bezorgen voor")
    expect(popup).to_contain_text(stop.tasks[0].order)
    expect(popup).to_contain_text(stop.tasks[0].who)
    expect(page.locator(".leaflet-popup-close-button")).to_have_attribute("aria-label", "Sluiten")
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)


def test_arrow_heads_lie_over_the_line_at_every_zoom(map_file: Path, open_page: Open):
    page, _ = open_page(map_file)
    for zoom in (14, 16, 18):
        page.evaluate("zoom => { map.setView([60.1699, 24.9450], zoom, {animate: false}); }", zoom)
        order = page.locator("svg path.round-1").evaluate_all("paths => paths.map(path => path.getAttribute('class'))")
        assert [next(part for part in one.split() if part in {"casing", "way", "arrows"}) for one in order] == [
            "casing",
            "way",
            "arrows",
        ]
        heads = page.evaluate(
            "() => { let n = 0; round_1.eachLayer(l => l.eachLayer && l.eachLayer(p => {"
            " if (p instanceof L.Polygon) n = p.getLatLngs().length; })); return n; }"
        )
        assert heads >= 5


def test_dragging_and_zooming_draws_the_ground_anew(map_file: Path, open_page: Open):
    page, _ = open_page(map_file)
    canvas = page.locator(".leaflet-ground-pane canvas")
    before = canvas.evaluate("canvas => canvas.toDataURL().length + canvas.style.transform")
    page.evaluate("() => { map.setZoom(17, {animate: false}); map.panBy([300, 200], {animate: false}); }")
    assert canvas.evaluate("canvas => canvas.toDataURL().length + canvas.style.transform") != before
    assert len(canvas.evaluate(COLOURS_SEEN)) > 20


def test_nobody_gets_lost_beyond_the_ground(map_file: Path, ground: BaseMap, open_page: Open):
    page, _ = open_page(map_file)
    west, south, east, north = ground.frame
    page.evaluate("() => { map.setZoom(0, {animate: false}); }")
    furthest = page.evaluate("map.getZoom()")
    assert page.evaluate("frame => map.getBounds().contains(frame)", [[south, west], [north, east]])
    assert furthest > 11  # a town is not a speck
    page.evaluate("() => { map.setZoom(25, {animate: false}); }")
    assert page.evaluate("map.getZoom()") == 19
    page.evaluate("() => { map.setView([0, 0], 16, {animate: false}); }")
    lat, lon = page.evaluate("[map.getCenter().lat, map.getCenter().lng]")
    assert abs(lat - (south + north) / 2) < 3 * (north - south)
    assert abs(lon - (west + east) / 2) < 6 * (east - west)


def test_no_name_lies_under_the_depot(view: DayView, ground: BaseMap, tmp_path: Path, open_page: Open):
    depot = view.rounds[0].start
    under = replace(ground, labels=[Label("hamlet", "Onder", depot.lon, depot.lat)], ways={}, areas={})
    beside = replace(under, labels=[Label("hamlet", "Naast", depot.lon + 0.004, depot.lat)])
    inked = []
    for name, drawn in {"under": under, "beside": beside}.items():
        file = tmp_path / f"{name}.html"
        file.write_text(day_map(view, report_of(view), base=drawn), encoding="utf-8")
        page, _ = open_page(file)
        seen = page.locator(".leaflet-names-pane canvas").evaluate(COLOURS_SEEN)
        inked.append(any(not colour.endswith(",0") for colour in seen))
    assert inked == [False, True]


def test_the_panel_folds_by_keyboard(map_file: Path, open_page: Open):
    page, _ = open_page(map_file)
    fold = page.locator("#fold")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#panel-body")).to_be_hidden()
    expect(page.locator(".totals")).to_be_visible()


def test_on_a_phone_the_figures_are_folded_and_nothing_scrolls_sideways(map_file: Path, open_page: Open):
    page, _ = open_page(map_file, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#panel-body")).to_be_hidden()
    page.locator("#fold").click()
    expect(page.locator("#panel-body")).to_be_visible()
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.locator("#panel-body").evaluate("body => body.scrollWidth <= body.clientWidth")


def test_the_whole_day_is_seen_beside_the_panel(map_file: Path, open_page: Open):
    page, _ = open_page(map_file)
    panel = page.locator("#panel").bounding_box()
    assert panel is not None
    for stop in page.locator(".stop").all():
        box = stop.bounding_box()
        assert box is not None
        assert box["x"] > 0
        assert box["x"] + box["width"] < panel["x"]
        assert 0 < box["y"] < 900


def test_names_that_look_like_code_stay_names(view: DayView, ground: BaseMap, tmp_path: Path, open_page: Open):
    evil = [
        replace(
            one,
            vehicle=EVIL,
            start_place=EVIL,
            stops=[
                replace(stop, place=EVIL, tasks=[replace(task, who=EVIL, note=EVIL) for task in stop.tasks])
                for stop in one.stops
            ],
        )
        for one in view.rounds
    ]
    day = replace(view, area=EVIL, rounds=evil)
    file = tmp_path / "map.html"
    file.write_text(day_map(day, report_of(day), base=ground), encoding="utf-8")
    page, _ = open_page(file)
    page.locator(".stop.colour-1").first.dispatch_event("click")
    expect(page.locator(".leaflet-popup-content h2")).to_have_text(EVIL)
    page.locator(".depot").dispatch_event("click")
    expect(page.locator(".leaflet-popup-content").last).to_have_text(f"Vertrekpunt: {EVIL}")
    assert page.evaluate("window.broken") is None
    assert page.locator("img").count() == 0


def test_what_is_slipped_into_the_page_cannot_run_or_fetch(map_file: Path, open_page: Open):
    page, seen = open_page(map_file)
    with page.expect_event("requestfailed") as failed:
        page.evaluate("""() => {
            const slipped = document.createElement("div");
            slipped.innerHTML = '<img src="https://example.org/x.png" onerror="window.broken = 1">';
            document.body.append(slipped);
        }""")
    assert failed.value.failure == "csp"
    assert page.evaluate("window.broken") is None
    assert any("inline event handler" in one for one in seen.complaints)
    seen.requests.clear()
    seen.complaints.clear()


def test_a_day_without_rounds_shows_the_town(view: DayView, ground: BaseMap, tmp_path: Path, open_page: Open):
    empty = replace(view, rounds=[], baselines=[])
    file = tmp_path / "map.html"
    file.write_text(day_map(empty, report_of(empty), lang="en", base=ground), encoding="utf-8")
    page, _ = open_page(file)
    expect(page.locator("#panel")).to_contain_text("No round rides on this day.")
    assert len(page.locator(".leaflet-ground-pane canvas").evaluate(COLOURS_SEEN)) > 20
