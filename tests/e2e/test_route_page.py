"""The map of one route, opened from disk in a real browser: the way is drawn, its steps and its climb are told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cli.main import main
from tests.browser import Seen
from tests.rasters import write_raster
from tests.village import LAT, LON, LON_DEGREE_M

Open = Callable[..., tuple[Page, Seen]]


@pytest.fixture(scope="module")
def hill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let the village rise by 6 % to the east."""
    return write_raster(
        tmp_path_factory.mktemp("hill") / "heuvel.tif",
        lambda lon, _: (lon - LON) * LON_DEGREE_M * 6 / 100,
        west_north=(LON - 0.005, LAT + 0.01),
        cell=0.0001,
        shape=(150, 200),
    )


def drawn(village: Path, folder: Path, *more: str | Path) -> Path:
    file, ends = folder / "route.html", (f"{LON},{LAT}", f"{LON + 500 / LON_DEGREE_M:.6f},{LAT + 0.002}")
    with pytest.raises(SystemExit) as stop:
        main(["route", str(village), *ends, "--lang", "nl", *map(str, more), "-o", str(file)])
    assert stop.value.code == 0
    return file


@pytest.mark.parametrize("width", [360, 1440])
def test_the_way_is_on_the_map_with_its_steps_and_its_climb(
    village: Path, hill: Path, tmp_path: Path, open_page: Open, width: int
) -> None:
    page, _ = open_page(drawn(village, tmp_path, "--elevation", hill), width=width)
    way = page.locator("path.round-1.way")
    expect(way).to_have_count(1)
    box = way.bounding_box()
    assert box is not None
    assert box["width"] > 100
    steps = page.locator(".steps li")
    assert page.locator(".stop.colour-1").count() == steps.count() - 1  # the first is where one sets out
    expect(steps.last).to_contain_text("bestemming")
    totals = page.locator(".totals div")
    expect(totals.filter(has_text="m omhoog").locator("dd")).to_have_text("30")
    expect(page.locator(".effort")).to_contain_text("30 m omhoog, 1 m omlaag")
    expect(page.locator(".effort")).to_contain_text("hoogten uit heuvel.tif")


def test_without_heights_it_says_flat_assumed_and_counts_no_climb(
    village: Path, tmp_path: Path, open_page: Open
) -> None:
    page, _ = open_page(drawn(village, tmp_path))
    expect(page.locator("path.round-1.way")).to_have_count(1)
    expect(page.locator(".effort")).to_contain_text("vlak aangenomen")
    expect(page.locator(".totals")).not_to_contain_text("omhoog")
