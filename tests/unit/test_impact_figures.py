"""Figures in words: whole sentences, as they stand in a report."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.baselines import Baseline
from impact.figures import LANGUAGES, amount_text, saving_text
from impact.ranges import Range, Saving
from kernel.errors import BadInputError


@pytest.mark.parametrize(
    ("saving", "dutch", "english"),
    [
        (
            Saving(1234, 2100, 3449, 0.974),
            (
                "Waarschijnlijk tussen 1,2 en 3,4 kg minder CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 2,1 kg minder; kans op minder: 97 %; factoren 2026.1)."
            ),
            (
                "Likely between 1.2 and 3.4 kg less CO2e than when customers collect themselves "
                "(middle estimate 2.1 kg less; chance of less: 97 %; factors 2026.1)."
            ),
        ),
        (  # an increase is called one, its nearer end first
            Saving(-3449, -2100, -440, 0.001),
            (
                "Waarschijnlijk tussen 0,44 en 3,4 kg meer CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 2,1 kg meer; kans op minder: minder dan 1 %; factoren 2026.1)."
            ),
            (
                "Likely between 0.44 and 3.4 kg more CO2e than when customers collect themselves "
                "(middle estimate 2.1 kg more; chance of less: under 1 %; factors 2026.1)."
            ),
        ),
        (  # four grams of increase are enough to be uncertain
            Saving(-4, 410, 99_900, 0.999),
            (
                "Onzeker: tussen 0,004 kg meer en 100 kg minder CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 410 g minder; kans op minder: meer dan 99 %; factoren 2026.1)."
            ),
            (
                "Uncertain: between 0.004 kg more and 100 kg less CO2e than when customers collect themselves "
                "(middle estimate 410 g less; chance of less: over 99 %; factors 2026.1)."
            ),
        ),
        (  # both ends the same in two digits
            Saving(12_010_000, 12_020_000, 12_030_000, 1.0),
            (
                "Ongeveer 12 t minder CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 12 t minder; kans op minder: meer dan 99 %; factoren 2026.1)."
            ),
            (
                "About 12 t less CO2e than when customers collect themselves "
                "(middle estimate 12 t less; chance of less: over 99 %; factors 2026.1)."
            ),
        ),
        (
            Saving(0, 0, 0, 0.0),
            (
                "Niet zichtbaar meer of minder CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 0 g; factoren 2026.1)."
            ),
            (
                "Not visibly more or less CO2e than when customers collect themselves "
                "(middle estimate 0 g; factors 2026.1)."
            ),
        ),
        (
            Saving(-30, 0, 0, 0.0),
            (
                "Waarschijnlijk tussen 0 en 30 g meer CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 0 g; kans op minder: minder dan 1 %; factoren 2026.1)."
            ),
            (
                "Likely between 0 and 30 g more CO2e than when customers collect themselves "
                "(middle estimate 0 g; chance of less: under 1 %; factors 2026.1)."
            ),
        ),
        (
            Saving(0, 999, 2_345_000_000, 0.5),
            (
                "Waarschijnlijk tussen 0 en 2.300 t minder CO2e dan wanneer klanten zelf ophalen "
                "(middelste schatting 1,0 kg minder; kans op minder: 50 %; factoren 2026.1)."
            ),
            (
                "Likely between 0 and 2,300 t less CO2e than when customers collect themselves "
                "(middle estimate 1.0 kg less; chance of less: 50 %; factors 2026.1)."
            ),
        ),
    ],
)
def test_a_saving_in_words(saving: Saving, dutch: str, english: str) -> None:
    assert saving_text(saving, Baseline.CUSTOMER_COLLECTS, "2026.1") == dutch
    assert saving_text(saving, Baseline.CUSTOMER_COLLECTS, "2026.1", "en") == english


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (
            Range(442, 882, 1499),
            "Waarschijnlijk tussen 0,44 en 1,5 kg CO2e (middelste schatting 880 g; factoren 2026.1).",
            "Likely between 0.44 and 1.5 kg CO2e (middle estimate 880 g; factors 2026.1).",
        ),
        (
            Range(0, 0, 0),
            "Ongeveer 0 g CO2e (middelste schatting 0 g; factoren 2026.1).",
            "About 0 g CO2e (middle estimate 0 g; factors 2026.1).",
        ),
    ],
)
def test_an_emission_in_words(amount: Range, dutch: str, english: str) -> None:
    assert amount_text(amount, "2026.1") == dutch
    assert amount_text(amount, "2026.1", "en") == english


grams = st.integers(-(10**9), 10**9)


@given(
    st.lists(grams, min_size=3, max_size=3).map(sorted),
    st.floats(0, 1),
    st.sampled_from(Baseline),
    st.sampled_from(sorted(LANGUAGES)),
)
def test_no_sentence_lacks_its_baseline_or_its_factors_or_says_green(
    ends: list[int], probability: float, baseline: Baseline, lang: str
) -> None:
    text = saving_text(Saving(ends[0], ends[1], ends[2], probability), baseline, "2026.1+square", lang)
    assert LANGUAGES[lang].than[baseline] in text
    assert "2026.1+square" in text
    assert not re.search(r"green|groen|duurza|sustainab|-\d", text, re.IGNORECASE)
    crosses_zero = ends[0] < 0 < ends[2]
    assert text.startswith(("Onzeker", "Uncertain")) == crosses_zero


@given(st.integers(1, 10**9))
def test_two_significant_digits_are_never_further_off_than_a_twentieth(amount: int) -> None:
    number, unit = amount_text(Range(amount, amount, amount), "x", "en").split(" ")[1:3]
    shown = float(number.replace(",", "")) * {"g": 1, "kg": 1e3, "t": 1e6}[unit]
    assert shown == pytest.approx(amount, rel=0.05)
    assert len(number.replace(",", "").replace(".", "").strip("0")) <= 2


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"no figures in the language 'fr'. There is: nl, en\."):
        amount_text(Range(1, 2, 3), "2026.1", "fr")
