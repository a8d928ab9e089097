"""A saving in words: less, more, or not certain which; an increase is told as an increase."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from impact.baselines import Baseline
from impact.figures import saving_text
from impact.ranges import Saving
from maps.formats import Formats
from maps.words import words

__all__ = ["SavingInWords", "saving_in_words"]


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
    """Tell the saving against one baseline of the report, by its id in `saved_g`."""
    saved = report["saved_g"][baseline]
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
        sentence=saving_text(saving, Baseline(baseline), report["co2_g"]["factor_set"], lang).replace("CO2e", "CO₂e"),
    )


def _effect(saving: Saving) -> str:
    if saving.low < 0 < saving.high:
        return "unsure"
    if saving.high > 0:
        return "less"
    return "more" if saving.low < 0 else "same"
