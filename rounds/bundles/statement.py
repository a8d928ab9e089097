"""The statement of method in a bundle: a page in each language."""

from collections.abc import Mapping
from typing import Any

from maps.method_page import method_page
from rounds.method_statement import method_statement

__all__ = ["statement_name", "statement_of"]


def statement_name(lang: str) -> str:
    return f"method.{lang}.html"


def statement_of(report: Mapping[str, Any], lang: str) -> bytes:
    """Lay out the statement of a report."""
    return method_page(report, method_statement(report, lang), lang=lang).encode()
