"""The hand-made table of written addresses, and the rules behind it."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.dutch_address import WrittenAddress, parse_address
from data.written_line import MAX_LENGTH
from kernel.errors import BadInputError

TABLE = Path(__file__).parents[1] / "addresses" / "dutch_forms.csv"
FORMS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
READ = [form for form in FORMS if not form["comment"].startswith("refused")]
REFUSED = [form for form in FORMS if form["comment"].startswith("refused")]


@pytest.mark.parametrize("form", READ, ids=[form["written"] for form in READ])
def test_a_written_address_comes_apart_as_the_table_says(form: dict[str, str]) -> None:
    written = parse_address(form["written"])
    parts = (written.street, written.number, written.letter, written.addition, written.postcode, written.town)
    number = int(form["number"]) if form["number"] else None
    assert parts == (form["street"], number, form["letter"], form["addition"], form["postcode"], form["town"])


@pytest.mark.parametrize("form", REFUSED, ids=[form["written"] for form in REFUSED])
def test_what_has_no_door_is_refused_in_one_line_with_a_way_out(form: dict[str, str]) -> None:
    with pytest.raises(BadInputError) as refusal:
        parse_address(form["written"])
    assert form["comment"].removeprefix("refused: ") in str(refusal.value)
    assert refusal.value.way_out
    assert "\n" not in str(refusal.value)


def test_no_two_dutch_forms_of_the_table_are_alike() -> None:
    patterns = [_pattern(form) for form in FORMS]
    assert len(set(patterns)) == len(patterns), {pattern for pattern in patterns if patterns.count(pattern) > 1}
    assert len(patterns) >= 120


def _pattern(form: dict[str, str]) -> str:
    """The form without its particulars: any digit is 9; of street and town only the shape of their words counts."""
    text = re.sub(r"[1-9]\d{3}(?=[ .-]?(?i:EZ|AA|SA|SD|SS)\b)", "P", form["written"])
    for part in filter(None, (form["street"], form["town"])):
        text = text.replace(part, re.sub(r"[A-Z]{4,}", "W", re.sub(r"[A-Z]?[a-z]{3,}", "w", part)))
    return re.sub(r"\d", "9", text)


def test_lines_of_a_label_are_read_as_commas() -> None:
    label = "Jan Jansen\nKerkstraat 12-1\r\n1097 EZ  AMSTERDAM\nNederland\n"
    assert parse_address(label) == WrittenAddress("Kerkstraat", 12, "", "1", "1097EZ", "AMSTERDAM", "NL")


def test_a_number_may_belong_to_the_street_instead() -> None:
    other = parse_address("Sector 5 12, Lelystad").with_number_in_street()
    assert other is not None
    assert (other.street, other.number, other.addition) == ("Sector 5", 12, "")


def test_a_text_longer_than_any_label_is_refused_by_its_length() -> None:
    with pytest.raises(BadInputError, match="too long"):
        parse_address("1097 EZ 25 " + "x" * MAX_LENGTH)


streets = st.sampled_from(
    ["Kerkstraat", "2e Kerkstraat", "Laan van 1813", "J.P. Coenstraat", "Van 't Hoffstraat", "Darwinplantsoen", "Brink"]
)
towns = st.sampled_from(["Amsterdam", "'s-Gravenhage", "De Bilt", "Ee", "Bergen op Zoom", "Sint-Oedenrode"])
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2).filter(
    lambda two: two not in {"SA", "SD", "SS"}
)
postcodes = st.builds(lambda digits, two: f"{digits}{two}", st.integers(1000, 9999), letters)
additions = st.sampled_from(["", "1", "2", "12", "H", "II", "BIS", "BG", "TO", "K3"])
addresses = st.builds(
    WrittenAddress, streets, st.integers(1, 99_999), st.sampled_from(["", *"ABCXZ"]), additions, postcodes, towns
)

SPELLINGS = (
    "{street} {number}{letter}-{addition}, {digits} {two} {town}",
    "{street} {number} {letter}-{addition}\n{digits}{two} {town}",
    "{street}, {number}{letter}-{addition}, {digits}{two}, {town}",
    "D. Jansen; {street} nr. {number}{letter}-{addition}; {digits}-{two} {town}; Nederland",
    "{digits} {two} {town}, {street} {number}{letter}-{addition}",
    "NL-{digits} {two}, {town}, {street} {number}{letter}-{addition}",
)


@given(addresses, st.sampled_from(SPELLINGS))
def test_an_address_in_any_spelling_comes_back_whole(address: WrittenAddress, spelling: str) -> None:
    parts = {name: getattr(address, name) for name in ("street", "number", "letter", "addition", "town")}
    text = spelling.format(**parts, digits=address.postcode[:4], two=address.postcode[4:])
    read = parse_address(re.sub(r"-(?=[,\n;]|$)", "", text))
    assert replace(read, country="") == address


@given(postcodes, st.integers(1, 99_999), st.sampled_from(["{0} {1}", "{0}{1}", "{1}, {0}", "{0}, huisnr. {1}"]))
def test_a_postcode_and_number_come_back_in_small_letters_too(postcode: str, number: int, spelling: str) -> None:
    read = parse_address(spelling.format(postcode.lower(), number))
    assert (read.postcode, read.number) == (postcode, number)


@given(st.text(max_size=600))
@example("1097EZ " * 20_000)
@example("\x00\ud800")
@example("9" * 100_000)
@example("a," * 249)
@example("1 " * 249)
@example("١٢ Kerkstraat ²")
@example("((((((")
def test_no_text_breaks_the_parser(text: str) -> None:
    assert "\n" not in _outcome(text)


def _outcome(text: str) -> str:
    try:
        return repr(parse_address(text))
    except BadInputError as refusal:
        return str(refusal)


@given(st.text(alphabet="019 aAEZzI-/.,'\n()tobishgk:;#°½", max_size=40))
def test_no_text_of_address_signs_breaks_the_parser(text: str) -> None:
    try:
        written = parse_address(text)
    except BadInputError:
        return
    assert written.number is None or 1 <= written.number <= 99_999
