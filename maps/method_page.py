"""A report's statement of method as a page: how its figures were made."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from maps.pages import paper
from maps.words import words

__all__ = ["MethodPart", "method_page"]


class MethodPart(Protocol):
    """A part of the statement, as `rounds.method_statement` makes it."""

    @property
    def title(self) -> str: ...

    @property
    def sentences(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Sequence[str]]: ...


def method_page(report: Mapping[str, Any], method: Sequence[MethodPart], *, lang: str = "nl") -> str:
    """Lay a statement out as one HTML page without scripts.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    period = report.get("month") or report["date"]
    title = f"{report['area']}, {period}"
    return paper("method.html", style_sheet="report.css", title=title, method=method, t=words(lang))
