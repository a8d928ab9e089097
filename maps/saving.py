"""A saving in words: less, more, or not certain which; an increase is told as an increase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from impact.baselines import LIKELY_MIX
from impact.claims import claim, is_covered
from impact.figures import saving_text
from impact.ranges import Saving
from maps.formats import Formats
from maps.words import words

__all__ = ["SavingInWords", "headline_sentences", "is_compared", "saving_in_words", "told_saving"]


@dataclass(frozen=True, slots=True)
class SavingInWords:
    """What a page says of one baseline.

    Attributes
    ----------
    effect: "less", "more", "same", or "unsure": where the range from P5 to P95 holds an increase and a decrease.
    short: the middle, as "4,2 kg minder", or that it is uncertain.
    range: P5 to P95, as "2,1 kg tot 6,8 kg minder".
    sentence: range, middle, baseline, chance and factor set.
    """

    effect: str
    short: str
    range: str
    sentence: str


def saving_in_words(report: Mapping[str, Any], baseline: str, lang: str) -> SavingInWords:
    """Tell the saving against one baseline of the report, by its id in `saved_g`, or against the most likely mix."""
    saved = report["headline"]["saved_g"] if baseline == LIKELY_MIX else report["saved_g"][baseline]
    return told_saving(saved, baseline, report["co2_g"]["factor_set"], lang)


def is_compared(report: Mapping[str, Any]) -> bool:
    """Say whether enough is known of a report's orders to compare their CO2e with anything.

    A report of before 2026.2 does not say how much is known of them, and compares.
    """
    covered = report.get("inventory", {}).get("coverage")
    return covered is None or is_covered(covered["with_activity"], covered["served"])


def headline_sentences(report: Mapping[str, Any], baselines: Sequence[str], lang: str) -> list[str]:
    """Tell the saving against the most likely mix, then against the strictest baseline.

    Where nobody answered the mix is the customers' own trips, and is called so; a report without one begins with what
    shops do now. Where too little is known of the orders nothing is compared, and that is said.
    """
    if not is_compared(report):
        covered = report["inventory"]["coverage"]
        told = claim("saving.too_little_known", lang).replace("CO2e", "CO₂e")
        return [told.format(known=covered["with_activity"], served=covered["served"])]
    strictest = min(baselines, key=lambda baseline: report["saved_g"][baseline]["central"])
    basis = report.get("headline", {}).get("basis")
    first = {None: "shop_tours", "default": "customer_collects"}.get(basis, LIKELY_MIX)
    return [saving_in_words(report, baseline, lang).sentence for baseline in dict.fromkeys((first, strictest))]


def told_saving(saved: Mapping[str, Any], baseline: str, factor_set: str, lang: str) -> SavingInWords:
    """Tell one saving of a report."""
    texts, formats = words(lang), Formats(lang)
    saving = Saving(saved["low"], saved["central"], saved["high"], saved["probability"])
    effect = _effect(saving)
    small, large = sorted((abs(saving.low), abs(saving.high)))
    more, less = formats.gram_ends(saving.low, saving.high)
    amounts = {"span": formats.gram_range(small, large, texts["to"]), "more": more, "less": less}
    return SavingInWords(
        effect=effect,
        short=texts[effect].format(central=formats.grams(saving.central)),
        range=texts[f"range_{effect}"].format(**amounts),
        sentence=saving_text(saving, baseline, factor_set, lang).replace("CO2e", "CO₂e"),
    )


def _effect(saving: Saving) -> str:
    if saving.low < 0 < saving.high:
        return "unsure"
    if saving.high > 0:
        return "less"
    return "more" if saving.low < 0 else "same"
