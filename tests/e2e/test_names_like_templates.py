"""What a browser shows of names that look like templates: the names, letter by letter."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from maps.base_map import BaseMap, base_map
from maps.day_map import day_map
from maps.report_page import report_page
from maps.route_sheet import route_sheet
from tests.browser import Seen
from tests.drawn_day import drawn_day, report_of, with_every_text, with_every_text_in_the_report

CODE = "{{7*191}} {% raw %} {# ${7*191} {{ cycler.__init__.__globals__.os.getcwd() }}"

Open = Callable[..., tuple[Page, Seen]]


@pytest.fixture(scope="module")
def pages(helsinki: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ground = base_map(helsinki)
    named = replace(
        ground,
        ways={kind: [replace(way, name=CODE) for way in ways] for kind, ways in ground.ways.items()},
        labels=[replace(label, name=CODE) for label in ground.labels],
    )
    return written(ground, named, tmp_path_factory.mktemp("named"))


def written(ground: BaseMap, named: BaseMap, folder: Path) -> Path:
    view = with_every_text(drawn_day(folder / "dorp.osm", ground, rounds=2, stops=6), CODE)
    report = with_every_text_in_the_report(report_of(view), CODE)
    (folder / "map.html").write_text(day_map(view, report, base=named), encoding="utf-8")
    (folder / "report.html").write_text(report_page(report), encoding="utf-8")
    (folder / "sheet.html").write_text(route_sheet(view.rounds[0], view, report, base=named), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["map", "report", "sheet"])
def test_a_page_shows_such_a_name_as_it_is_written(pages: Path, name: str, open_page: Open):
    page, _ = open_page(pages / f"{name}.html")
    text = page.locator("body").inner_text()
    assert CODE in text
    assert "1337" not in text
    assert "&#123;" not in text
    assert CODE in page.title()


def test_a_popup_and_the_list_of_layers_show_it_too(pages: Path, open_page: Open):
    page, _ = open_page(pages / "map.html")
    expect(page.locator("#layers .entry").first).to_contain_text(CODE)
    page.locator(".stop.colour-1").first.dispatch_event("click")
    expect(page.locator(".leaflet-popup-content h2")).to_have_text(CODE)
    page.locator(".depot").dispatch_event("click")
    expect(page.locator(".leaflet-popup-content").last).to_have_text(f"Vertrekpunt: {CODE}")
    assert page.evaluate("JSON.parse(document.getElementById('drawn').textContent).ground.names[1]") == CODE
