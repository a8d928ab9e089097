"""What a person reads when a page cannot be shown."""

from api.pages.rendering import filled_in

__all__ = ["error_page"]


def error_page(status: int, title: str, detail: str, lang: str, other_language_url: str = "") -> str:
    """Say what went wrong, in the reader's language, with the other one a link away where that can be asked for."""
    values = {"status": status, "detail": detail}
    return filled_in("error.html", lang, values, title=title, other_language_url=other_language_url)
