"""In which language a page is shown."""

import pytest
from starlette.requests import Request

from api.language import language_of


def request(query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "query_string": query.encode(), "headers": raw})


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "nl"),
        ("*", "nl"),
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("en-US,en;q=0.9,nl;q=0.1", "nl"),  # many a Dutch person's browser is in English
        ("en-GB,en;q=0.9", "en"),
        ("EN", "en"),
        ("de,en;q=0.5", "en"),
        ("de", "nl"),
        ("en;q=0", "nl"),
        ("en;q=0.000", "nl"),
        ("en, nl;q=0", "en"),
        (";;q=,,=;", "nl"),
    ],
)
def test_a_browser_gets_english_only_where_it_accepts_no_dutch(accepted: str, lang: str) -> None:
    assert language_of(request(accept_language=accepted)) == lang


def test_the_address_comes_before_the_cookie_and_the_cookie_before_the_browser() -> None:
    assert language_of(request("lang=nl", cookie="lang=en", accept_language="en")) == "nl"
    assert language_of(request(cookie="lang=en", accept_language="nl")) == "en"


def test_a_language_we_do_not_speak_counts_for_nothing() -> None:
    assert language_of(request("lang=fr", cookie="lang=../../etc", accept_language="fr")) == "nl"
