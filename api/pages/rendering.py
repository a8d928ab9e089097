"""A template filled in, in the reader's language, on the layout that every page has."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from api.pages.look import ICON, look
from api.pages.words import page_words
from maps.formats import Formats
from maps.pages import environment

__all__ = ["Crumb", "filled_in"]

FOLDER = Path(__file__).parent / "templates"

Crumb = tuple[str, str]
"""What a link on the way to a page is called, and where it leads."""


def filled_in(
    template: str,
    lang: str,
    values: Mapping[str, object],
    *,
    title: str,
    trail: Sequence[Crumb] = (),
    other_language_url: str = "",
) -> str:
    """Fill in a template of `api/pages/templates` or `maps/templates`.

    Parameters
    ----------
    trail: the pages above this one, the front page first.
    other_language_url: this page in the other language; empty where that cannot be said.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    shared = {
        "layout": "page.html",
        "t": page_words(lang),
        "f": Formats(lang),
        "style_url": look().url,
        "icon": ICON,
        "title": title,
        "trail": trail,
        "other_language_url": other_language_url,
    }
    return environment(FOLDER).get_template(template).render({**values, **shared})
