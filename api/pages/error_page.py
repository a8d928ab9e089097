"""What a person reads when a page cannot be shown."""

from api.pages.rendering import filled_in

__all__ = ["error_page"]


def error_page(status: int, title: str, detail: str, lang: str) -> str:
    """Say what went wrong, in the reader's language."""
    return filled_in("error.html", lang, {"status": status, "detail": detail}, title=title)
