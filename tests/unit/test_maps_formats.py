"""Figures and words of the pages."""

from datetime import date

import pytest

from kernel.errors import BadInputError
from maps.formats import Formats
from maps.words import EN, NL, note_in_words, words

NL_FORMATS, EN_FORMATS = Formats("nl"), Formats("en")


@pytest.mark.parametrize(
    ("grams", "dutch", "english"),
    [
        (0, "0 g", "0 g"),
        (4, "4 g", "4 g"),
        (999, "1,0 kg", "1.0 kg"),  # rounded first: never "1000 g"
        (994, "990 g", "990 g"),
        (1_450, "1,4 kg", "1.4 kg"),
        (12_345, "12 kg", "12 kg"),
        (-2_345, "2,3 kg", "2.3 kg"),  # the words say which way
        (1_250_000, "1,2 t", "1.2 t"),
        (123_456_789, "120 t", "120 t"),
        (4_321_000_000, "4.300 t", "4,300 t"),
    ],
)
def test_grams_have_two_significant_digits(grams: int, dutch: str, english: str):
    assert NL_FORMATS.grams(grams).replace("\N{NO-BREAK SPACE}", " ") == dutch
    assert EN_FORMATS.grams(grams).replace("\N{NO-BREAK SPACE}", " ") == english


@pytest.mark.parametrize(
    ("low", "high", "dutch", "english"),
    [
        (970, 7_600, "0,97 tot 7,6 kg", "0.97 to 7.6 kg"),
        (214, 902, "210 tot 900 g", "210 to 900 g"),
        (14_320, 33_410, "14 tot 33 kg", "14 to 33 kg"),
        (4, 100_000, "0,004 tot 100 kg", "0.004 to 100 kg"),
        (0, 12_000, "0 tot 12 kg", "0 to 12 kg"),
        (0, 0, "0 g", "0 g"),
        (999, 999, "1,0 kg", "1.0 kg"),
        (999_600, 12_345_678, "1,0 tot 12 t", "1.0 to 12 t"),
    ],
)
def test_a_range_has_one_unit(low: int, high: int, dutch: str, english: str):
    assert NL_FORMATS.gram_range(low, high, NL["to"]).replace("\N{NO-BREAK SPACE}", " ") == dutch
    assert EN_FORMATS.gram_range(low, high, EN["to"]).replace("\N{NO-BREAK SPACE}", " ") == english


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "< 1 %"), (0.004, "< 1 %"), (0.5, "50 %"), (0.99, "99 %"), (0.995, "> 99 %"), (1.0, "> 99 %")],
)
def test_no_chance_is_called_certain(share: float, said: str):
    assert NL_FORMATS.percent(share).replace("\N{NO-BREAK SPACE}", " ") == said


def test_nothing_has_no_sign_and_no_number_needless_zeros():
    assert [NL_FORMATS.number(value, 1) for value in (-0.04, 0.0, -0.06, -1_234.5)] == [
        "0,0",
        "0,0",
        "-0,1",
        "-1.234,5",
    ]
    assert [NL_FORMATS.shortest(value, 3) for value in (20, 0.5, 16.7, 1_200, 0)] == ["20", "0,5", "16,7", "1.200", "0"]
    assert [EN_FORMATS.shortest(value, 0) for value in (20, 1_200)] == ["20", "1,200"]


def test_times_and_distances_are_read_as_on_a_watch_and_a_sign():
    assert NL_FORMATS.clock(7 * 3600 + 59 * 60 + 59) == "07:59"
    assert NL_FORMATS.clock(25 * 3600) == "25:00"
    assert NL_FORMATS.hours(3 * 3600 + 29) == "3:00"
    assert NL_FORMATS.hours(3599) == "1:00"
    assert NL_FORMATS.km(12_345) == "12,3"
    assert EN_FORMATS.km(1_234_567) == "1,234.6"
    assert NL_FORMATS.about_km(95_900) == "96"
    assert NL_FORMATS.about_km(1_949) == "1,9"
    assert NL_FORMATS.kg(123.46).replace("\N{NO-BREAK SPACE}", " ") == "123,5 kg"


def test_a_day_is_named_in_its_language():
    assert NL_FORMATS.day(date(2026, 11, 24)) == "dinsdag 24 november 2026"
    assert EN_FORMATS.day(date(2026, 11, 24)) == "Tuesday 24 November 2026"


@pytest.mark.parametrize(
    ("value", "said"), [(244, "244"), (0.3, "0,3"), (0.0452, "0,0452"), (1234.5, "1.234"), (0, "0")]
)
def test_factors_have_three_significant_digits(value: float, said: str):
    assert NL_FORMATS.factor(value) == said


def test_both_languages_say_the_same_things():
    assert NL.keys() == EN.keys()
    fields = {key: {part.split("}")[0] for part in NL[key].split("{")[1:]} for key in NL}
    assert fields == {key: {part.split("}")[0] for part in EN[key].split("{")[1:]} for key in EN}


def test_no_page_claims_to_be_green():
    for texts in (NL, EN):
        said = " ".join(texts.values()).lower()
        assert not any(claim in said for claim in ("groen", "green", "duurzaam", "sustainable", "klimaatneutraal"))


def test_a_language_without_texts_is_refused_by_name():
    with pytest.raises(BadInputError, match=r"there are no texts in 'fr'\. Choose nl or en\."):
        words("fr")


def test_a_note_names_temperatures_in_the_language_of_the_page_and_leaves_the_rest():
    assert note_in_words("cool, frozen", NL) == "gekoeld, bevroren"
    assert note_in_words("bel aan bij nr. 3, cool", NL) == "bel aan bij nr. 3, gekoeld"
    assert note_in_words("kg", NL) == "kg"


@pytest.mark.parametrize(
    ("written", "dutch"),
    [
        ("", ""),
        ("Mo-Sa 09:00-18:00; Su off", "ma-za 09:00-18:00; zo gesloten"),
        ("Tu,Th 9:00+; PH closed", "di,do 9:00+; feestdagen gesloten"),
        ("Dec 24 10:00-16:00", "december 24 10:00-16:00"),
        ('We 09:00-12:00 "Sa by appointment, off season"', 'wo 09:00-12:00 "Sa by appointment, off season"'),
        ("24/7", "24/7"),
    ],
)
def test_opening_hours_have_dutch_names_in_dutch_and_keep_their_comments(written: str, dutch: str):
    assert NL_FORMATS.opening_hours(written) == dutch
    assert EN_FORMATS.opening_hours(written) == written


@pytest.mark.parametrize(
    ("mg", "dutch"), [(0, "0 mg"), (412, "410 mg"), (999, "1,0 g"), (3_140, "3,1 g"), (9_960, "10 g"), (34_200, "34 g")]
)
def test_milligrams_have_two_digits_whatever_their_unit(mg: int, dutch: str):
    assert (
        NL_FORMATS.milligrams(mg).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == dutch
    )
