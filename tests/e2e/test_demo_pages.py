"""What the demo writes, opened from disk with the network cut off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Seen

Open = Callable[..., tuple[Page, Seen]]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", ["map.html", "report.html", "sheets/round-1.html"])
def test_every_page_of_the_demo_stands_alone_and_fits_the_screen(
    small_demo: Path, open_page: Open, name: str, width: int
) -> None:
    page, seen = open_page(small_demo / name, width=width, height=800)
    expect(page.locator("body")).to_contain_text("km" if "sheet" not in name else "Vertrek")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.requests == []


def test_the_map_of_the_demo_has_a_layer_for_each_round_and_each_baseline_with_metres(
    small_demo: Path, open_page: Open
) -> None:
    page, _ = open_page(small_demo / "map.html")
    rounds = len(list((small_demo / "sheets").iterdir()))
    expect(page.locator(".leaflet-control-layers-overlays input[type=checkbox]")).to_have_count(rounds + 3)
    expect(page.get_by_text("OpenStreetMap contributors")).to_be_visible()
