"""Figures in words, Dutch or English: a range, what it is compared with, and the factors behind it.

A figure never stands alone: every sentence has both ends of its range in two significant digits, the
middle, the baseline, the chance, and the factor set. "Likely" is P5 to P95. A range with both an
increase and a decrease in it is called uncertain, whatever its middle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from impact.baselines import LIKELY_MIX, Baseline
from impact.claims import claim, difference_claim
from impact.ranges import Range, Saving
from kernel.errors import BadInputError

__all__ = ["LANGUAGES", "amount_text", "saving_text"]

_STEPS_G = ((1_000_000, "t"), (1_000, "kg"), (1, "g"))


@dataclass(frozen=True, slots=True)
class _Words:
    less: str
    more: str
    conjunction: str
    above_99: str
    below_1: str
    separators: Mapping[int, int]
    than: Mapping[str, str]


_NL = _Words(
    less="minder",
    more="meer",
    conjunction="en",
    above_99="meer dan 99 %",
    below_1="minder dan 1 %",
    separators=str.maketrans(",.", ".,"),
    than={
        Baseline.CUSTOMER_COLLECTS: "wanneer klanten zelf ophalen",
        Baseline.SHOP_TOURS: "wanneer elke winkel zelf bezorgt",
        Baseline.PARCEL_NETWORK: "via een landelijk pakketnetwerk",
        Baseline.POOLED_VAN: "wanneer er ook gebundeld wordt, met een elektrische bestelbus",
        LIKELY_MIX: "bij wat er anders het waarschijnlijkst gebeurd was",
    },
)
_EN = _Words(
    less="less",
    more="more",
    conjunction="and",
    above_99="over 99 %",
    below_1="under 1 %",
    separators={},
    than={
        Baseline.CUSTOMER_COLLECTS: "when customers collect themselves",
        Baseline.SHOP_TOURS: "when each shop delivers itself",
        Baseline.PARCEL_NETWORK: "by a national parcel network",
        Baseline.POOLED_VAN: "when pooled too, by electric van",
        LIKELY_MIX: "with what would most likely have happened otherwise",
    },
)
LANGUAGES: Mapping[str, _Words] = {"nl": _NL, "en": _EN}


def amount_text(amount: Range, factor_set: str, lang: str = "nl") -> str:
    """Say an emission in words, in g, kg or t.

    Raises
    ------
    BadInputError
        The language is not one of `LANGUAGES`.
    """
    words = _words(lang)
    low, high = _ends(amount.low, amount.high, words)
    template = claim("amount.about" if low == high else "amount.likely", lang)
    behind = claim("behind.amount", lang).format(central=_quantity(amount.central, words), factors=factor_set)
    return template.format(low=low, span=_span(low, high, words)) + behind


def saving_text(saving: Saving, baseline: str, factor_set: str, lang: str = "nl") -> str:
    """Say a saving or an increase in words, in g, kg or t.

    Parameters
    ----------
    baseline: one of `Baseline`, or `LIKELY_MIX`.

    Raises
    ------
    BadInputError
        The language is not one of `LANGUAGES`.
    """
    words = _words(lang)
    low, high = _ends(saving.low, saving.high, words)
    near, far = (low, high) if saving.high > 0 else (high, low)
    told = claim(difference_claim(saving, alike=low == high), lang).format(
        low=low,
        high=high,
        span=_span(near, far, words),
        direction=words.less if saving.high > 0 else words.more,
        baseline=words.than[baseline],
    )
    behind = claim("behind.saving" if saving.low or saving.high else "behind.amount", lang)
    return told + behind.format(
        central=_signed(saving.central, words), chance=_chance(saving.probability, words), factors=factor_set
    )


def _quantity(grams: int, words: _Words) -> str:
    """Two significant digits and a unit, without the sign."""
    return _in_unit(grams, *_step(grams), words)


def _ends(low: int, high: int, words: _Words) -> tuple[str, str]:
    """Both ends of a range, in the unit of the larger one."""
    step = _step(max(low, high, key=abs))
    return _in_unit(low, *step, words), _in_unit(high, *step, words)


def _step(grams: int) -> tuple[int, str]:
    return next((step for step in _STEPS_G if _rounded(grams) >= step[0]), _STEPS_G[-1])


def _in_unit(grams: int, size: int, unit: str, words: _Words) -> str:
    rounded = _rounded(grams)
    # below ten grams a second digit would be one that nobody knows
    shown = _two_digits(rounded / size) if size > 1 and rounded >= 10 else rounded / size
    return f"{shown:,f}".translate(words.separators) + f" {unit}"


def _rounded(grams: int) -> Decimal:
    """Rounded before the unit is chosen, so that 999 g is 1.0 kg."""
    return _two_digits(Decimal(abs(grams))) if abs(grams) >= 10 else Decimal(abs(grams))


def _two_digits(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 1))


def _span(near: str, far: str, words: _Words) -> str:
    """Both ends with their unit once."""
    return f"{near.partition(' ')[0]} {words.conjunction} {far}"


def _signed(grams: int, words: _Words) -> str:
    quantity = _quantity(grams, words)
    return f"{quantity} {words.less if grams > 0 else words.more}" if grams else quantity


def _chance(probability: float, words: _Words) -> str:
    if probability > 0.99:
        return words.above_99
    if probability < 0.01:
        return words.below_1
    return f"{probability * 100:.0f} %"


def _words(lang: str) -> _Words:
    if lang not in LANGUAGES:
        raise BadInputError(f"no figures in the language {lang!r}", way_out=f"There is: {', '.join(LANGUAGES)}.")
    return LANGUAGES[lang]
