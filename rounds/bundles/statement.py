"""The statement of method in a bundle: a page in each language."""

from collections.abc import Mapping, Sequence
from typing import Any

from impact.factors import FactorSet
from maps.method_page import method_page
from rounds.method_statement import method_statement
from rounds.recomputed import factors_of_sets

__all__ = ["PERIOD", "period_document", "public_report", "statement_name", "statement_of"]

PERIOD = "period.json"
"""What the statement of a public bundle says beside its figures."""
ORDERS = ("given", "planned", "unassigned")
MOST_DAYS = 31


def statement_name(lang: str) -> str:
    return f"method.{lang}.html"


def statement_of(report: Mapping[str, Any], lang: str) -> bytes:
    """Lay out the statement of a report."""
    return method_page(report, method_statement(report, lang), lang=lang).encode()


def period_document(
    report: Mapping[str, Any], asking: Mapping[str, Any] | None, *, answers_left_out: bool
) -> dict[str, Any]:
    """Write down what of a month's report the statement says and no figure does, and how often customers were asked."""
    inventory = report.get("inventory")
    return {
        "area": report["area"],
        "month": report["month"],
        "days": len(report["days"]),
        "orders": {name: report["orders"][name] for name in ORDERS},
        "demand": report["demand"],
        "coverage": None if inventory is None else inventory["coverage"],
        "answers_left_out": answers_left_out,
        "asking": asking,
    }


def public_report(
    period: Mapping[str, Any], seed: int, figures: Mapping[str, Any], sets: Sequence[FactorSet]
) -> dict[str, Any]:
    """Make as much of a report as its statement is made from.

    Parameters
    ----------
    period: as `period_document` writes it. figures: of the public bundle.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is another document.
    """
    if type(period["days"]) is not int or not 1 <= period["days"] <= MOST_DAYS:
        raise ValueError("a month has 1 to 31 days")
    inventory = figures.get("inventory")
    return {
        **period,
        "days": [None] * period["days"],
        "seed": seed,
        "co2_g": figures["co2_g"],
        **({"headline": figures["headline"]} if "headline" in figures else {}),
        **({} if inventory is None else {"inventory": {**inventory, "coverage": period["coverage"]}}),
        "factors": factors_of_sets(sets),
    }
