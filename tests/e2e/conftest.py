"""A real browser without a network, and what it saw."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import Seen
from tests.installed_chromium import program

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    found = program()
    assert found is not None, "no Chromium here: `make test` says how to install it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    """Open a file with the network cut off; the test fails if the page asked for one or complained."""
    seen = Seen()
    pages: list[Page] = []

    def open_file(file: Path, *, width: int = 1440, height: int = 900) -> tuple[Page, Seen]:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        page = context.new_page()
        pages.append(page)
        page.on("request", seen.request)
        page.on("console", seen.console)
        page.on("pageerror", seen.error)
        page.goto(file.as_uri())
        return page, seen

    yield open_file
    for page in pages:
        page.context.close()
    assert seen.requests == []
    assert seen.complaints == []
