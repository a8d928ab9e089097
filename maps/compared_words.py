"""Two periods in words: what they have, and what is more or less in the later one."""

from collections.abc import Mapping
from typing import Any, Final

from impact.claims import CLAIMS, claim
from kernel.text import Text
from maps.formats import Formats

__all__ = ["ROW_WORDS", "change_sentences"]

ROW_WORDS: Final[Mapping[str, Text]] = {
    "days": Text("dagen", "days"),
    "orders": Text("bestellingen", "orders"),
    "not_brought": Text("niet ingepland", "not planned"),
    "rounds": Text("rondes", "rounds"),
    "km": Text("km, gepland", "km, planned"),
    "hours": Text("uren, gepland", "hours, planned"),
    "co2_g": CLAIMS["compared.grams"].text,
    "km_per_order": Text("geplande km per bestelling", "planned km an order"),
    "hours_per_order": Text("geplande uren per bestelling", "planned hours an order"),
    "co2_g_per_order": CLAIMS["compared.grams_each"].text,
}
MG_OF_A_GRAM = 1_000
FEW_G = 10
"""Grams below which a difference is told in milligrams, where it is known in them."""
WHOLE, EACH = Text("Samen", "Together"), Text("Per bestelling", "An order")


def change_sentences(report: Mapping[str, Any], lang: str) -> list[str]:
    """Say how much less or more the later period emits, as a whole and an order, each with its range and chance."""
    before = report["months"][0]["month"]
    found = [_sentence(WHOLE, report["co2_g"]["less"], 1, before, lang)]
    if report["co2_mg_per_order"] is not None:
        found.append(_sentence(EACH, report["co2_mg_per_order"]["less"], MG_OF_A_GRAM, before, lang))
    return found


def _sentence(scope: Text, less: Mapping[str, Any], size: int, before: str, lang: str) -> str:
    """Choose the claim that the range allows.

    Parameters
    ----------
    size: how many of the figures' units a gram is.
    """
    formats, to = Formats(lang), Text("{low} tot {high}", "{low} to {high}").within(lang)
    low, high = less["low"] / size, less["high"] / size
    kind = "uncertain" if low < 0 < high else "none" if low == high == 0 else "less" if high > 0 else "more"
    near, far = sorted((abs(low), abs(high)))
    more, fewer = formats.gram_ends(low, high)
    span = formats.gram_range(near, far, to)
    if size == MG_OF_A_GRAM and far < FEW_G:  # whole grams would make nothing of what an order differs by
        more, fewer, first, last = (formats.milligrams(size * abs(grams)) for grams in (low, high, near, far))
        span = first if first == last else to.format(low=first, high=last)
    return claim(f"change.{kind}", lang).format(
        scope=scope.within(lang),
        span=span,
        more=more,
        less=fewer,
        before=before,
        chance=formats.percent(less["probability"]),
    )
