"""What the geocoder answers over a small made-up town: places, doubts and refusals."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dutch_address import WrittenAddress, parse_address
from data.found import CONFIDENCE, Found, How, NotFound, NotFoundKind
from data.geocoder import Geocoder
from data.house_number import only_house_number
from data.places import Address, Places
from data.postcode import dutch_postcode
from kernel.position import Position

DEGREE_M = 111_200
"""Metres of a degree of latitude."""


def door(written: str, metres: float = 0.0, **parts: object) -> Address:
    """A door from how it is written; `metres` north of the middle of town."""
    part = parse_address(written)
    assert part.house is not None
    position = Position(5.0, 52.0 + metres / DEGREE_M)
    address = Address(position, part.street, part.house, part.postcode, part.town, f"node/{written}")
    return replace(address, **parts)


TOWN = (
    door("Kerkstraat 8, 1234 AB Dorp", 0),
    door("Kerkstraat 10, 1234 AB Dorp", 20),
    door("Kerkstraat 14, 1234 AB Dorp", 60),
    door("Kerkstraat 15, 1234 AC Dorp", 60),
    door("Kerkstraat 30, 1234 AC Dorp", 900),
    door("Kerkstraat 40-1, 1234 AC Dorp", 1000),
    door("Kerkstraat 40-2, 1234 AC Dorp", 1005),
    door("Kerkstraat 50a, 1234 AD Dorp", 1100),
    door("Kerkstraat 50b, 1234 AD Dorp", 1300),
    door("Kerkstraat 10, 5678 XY Verderop", 9000),
    door("Brink 1, 1234 HA Dorp", 1500),
    door("Brink 31, 1234 HA Dorp", 1550),
    door("1e Dwarsstraat 3, 1234 BA Dorp", 200),
    door("2e Dwarsstraat 5, 1234 BB Dorp", 250),
    door("Molenweg 3, 1234 CA Dorp", 300),
    door("Polenweg 3, 1234 CB Dorp", 400),
    door("Sector 5 12, 1234 DA Dorp", 500, street="Sector 5", house=only_house_number("12")),
    door("Oostkade 1, 1234 EA Dorp", 600),
    door("Landstrasse 7, 9490 Vaduz", 5000),
    door("Städtle 38, 9490 Vaduz", 5100),
    door("Hofweg 2, 2511 AA Den Haag", 7000),
    door("Rijksweg 1, 1234 FA Dorp", 800, locality="Buurtschap"),
    door("Nieuwbouw 6, 1234 GA Dorp", 850, interpolated=True),
)
GEOCODER = Geocoder(Places(Path("dorp.osm"), TOWN))


def found(query: str) -> Found:
    answer = GEOCODER.find(query)
    assert isinstance(answer, Found), answer
    return answer


def refused(query: str) -> NotFound:
    answer = GEOCODER.find(query)
    assert isinstance(answer, NotFound), answer
    return answer


@pytest.mark.parametrize("address", [known for known in TOWN if known.house.number != 50], ids=str)
def test_an_address_as_it_is_known_is_found_without_a_doubt(address: Address) -> None:
    answer = found(str(address))
    assert (answer.address, answer.note) == (address, "") or address.interpolated


@pytest.mark.parametrize(
    "query",
    [
        "1234 AB 10", "1234ab10", "10, 1234 AB", "Kerkstr. 10, Dorp", "KERKSTRAAT 10, 1234 AB DORP",
        "kerk straat 10 dorp", "Jan Jansen, Kerkstraat 10, 1234 AB Dorp", "Kerkstraat 10, 1234 AB",
    ],
)  # fmt: skip
def test_every_spelling_of_one_address_is_found_exactly(query: str) -> None:
    answer = found(query)
    assert (str(answer.address), answer.how) == ("Kerkstraat 10, 1234AB Dorp", How.EXACT)


def test_parts_from_a_table_are_found_as_a_line_is() -> None:
    answer = GEOCODER.find(WrittenAddress(street="Kerkstr.", number=10, postcode="1234 ab", town="dorp"))
    assert isinstance(answer, Found)
    assert answer.how is How.EXACT


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("Landstr. 7, Vaduz", "Landstrasse 7, 9490 Vaduz"),
        ("Landstraße 7, 9490 Vaduz", "Landstrasse 7, 9490 Vaduz"),
        ("Stadtle 38, Vaduz", "Städtle 38, 9490 Vaduz"),
        ("Hofweg 2, 's-Gravenhage", "Hofweg 2, 2511AA Den Haag"),
        ("Eerste Dwarsstraat 3, Dorp", "1e Dwarsstraat 3, 1234BA Dorp"),
        ("Sector 5 12, Dorp", "Sector 5 12, 1234DA Dorp"),
        ("Rijksweg 1, Buurtschap", "Rijksweg 1, 1234FA Dorp"),
        ("Kerkstraat 40 II, Dorp", "Kerkstraat 40-2, 1234AC Dorp"),
        ("1234 AC 40 1 hoog", "Kerkstraat 40-1, 1234AC Dorp"),
        ("Kerkstraat 50-B, Dorp", "Kerkstraat 50B, 1234AD Dorp"),
    ],
)
def test_another_spelling_of_street_town_or_floor_is_the_same_address(query: str, known: str) -> None:
    answer = found(query)
    assert (str(answer.address), answer.how) == (known, How.EXACT)


def test_a_number_between_two_known_ones_is_placed_between_them_and_says_so() -> None:
    answer = found("Kerkstraat 12, Dorp")
    assert answer.how is How.NUMBER_INTERPOLATED
    assert answer.address is None
    assert answer.confidence == CONFIDENCE[How.NUMBER_INTERPOLATED]
    assert answer.position.lat == pytest.approx(52 + 40 / DEGREE_M)
    assert answer.note == "12 is not on this map; placed between 10 and 14"


@pytest.mark.parametrize(
    "query", ["Kerkstraat 20, Dorp", "Kerkstraat 13, Dorp", "Kerkstraat 6, Dorp", "Brink 15, Dorp", "1234 AB 99"]
)
def test_a_number_without_near_neighbours_on_its_side_is_never_invented(query: str) -> None:
    answer = refused(query)
    assert answer.kind is NotFoundKind.UNKNOWN_NUMBER


def test_the_reason_for_an_unknown_number_names_the_nearest_known_ones() -> None:
    answer = refused("Kerkstraat 20, Dorp")
    assert answer.reason == "Kerkstraat, Dorp has no number 20 on this map; it has 10, 14, 15 and 30"
    assert answer.suggestions[0] == "Kerkstraat 10, 1234AB Dorp"


def test_a_door_drawn_by_a_line_of_numbers_is_a_doubt() -> None:
    assert found("Nieuwbouw 6, Dorp").how is How.NUMBER_INTERPOLATED


def test_an_unknown_addition_gives_the_building_and_a_note() -> None:
    answer = found("Kerkstraat 10-3, Dorp")
    assert (answer.how, answer.note) == (How.ADDITION_DIFFERS, "10-3 is not on this map, 10 is")
    assert found("Kerkstraat 40, Dorp").how is How.ADDITION_DIFFERS


def test_opposite_a_house_is_not_the_house() -> None:
    assert found("1234 AB t/o 10").how is How.ADDITION_DIFFERS


def test_doors_of_one_number_far_apart_are_a_question() -> None:
    answer = refused("Kerkstraat 50, Dorp")
    assert answer.kind is NotFoundKind.AMBIGUOUS
    assert answer.reason == "there are Kerkstraat 50A, 1234AD Dorp and Kerkstraat 50B, 1234AD Dorp; say which"


def test_a_street_in_two_towns_is_a_question_until_the_town_or_postcode_is_said() -> None:
    assert refused("Kerkstraat 10").suggestions == ("Kerkstraat, Dorp", "Kerkstraat, Verderop")
    assert refused("Kerkstraat 8").kind is NotFoundKind.AMBIGUOUS
    assert found("Kerkstraat 10, Verderop").position.lat > 52.05
    assert found("Kerkstraat 10, 5678 XY").position.lat > 52.05


def test_four_digits_of_a_postcode_tell_two_towns_and_two_doors_apart() -> None:
    answer = GEOCODER.find(WrittenAddress("Kerkstraat", 10, postcode="5678"))
    assert isinstance(answer, Found)
    assert (str(answer.address), answer.how) == ("Kerkstraat 10, 5678XY Verderop", How.EXACT)
    twice = door("Langeweg 5, 1234 KA Dorp"), door("Langeweg 5, 4321 KB Dorp", 3000)
    for known in twice:
        answer = Geocoder(Places(Path("dorp.osm"), twice)).find(f"Langeweg 5, {known.postcode[:4]} Dorp")
        assert isinstance(answer, Found)
        assert answer.address == known


@pytest.mark.parametrize(
    "query",
    ["Molenweg 3, 1234 AB Dorp", "Kerkstraat 10, 1234 CA", "Kerkstraat 3, 1234CA Dorp", "Molenweg 3, 1234 CB Dorp"],
)
def test_a_postcode_that_contradicts_the_street_gives_no_place_of_another_street(query: str) -> None:
    answer = GEOCODER.find(query)
    street = query.split(maxsplit=1)[0]
    if isinstance(answer, Found):
        assert answer.address is not None
        assert answer.address.street == street
        assert answer.how is How.POSTCODE_DIFFERS
    else:
        assert answer.kind in {NotFoundKind.CONTRADICTION, NotFoundKind.AMBIGUOUS}


def test_a_postcode_that_contradicts_the_town_is_a_question() -> None:
    answer = refused("1234 AB 10, Verderop")
    assert answer.reason == "1234AB 10 is in Dorp, not in Verderop; which is right?"


@pytest.mark.parametrize(
    "query", ["Kerkstraat 10, 1234 AB Verderop", "Kerkstraat 10, 1234 AB Verdrop", "Kerkstrat 10, 1234 AB Verderop"]
)
def test_a_postcode_of_one_town_and_the_name_of_another_that_has_such_a_door_are_a_question(query: str) -> None:
    answer = refused(query)
    assert answer.kind is NotFoundKind.CONTRADICTION
    assert answer.suggestions == ("Kerkstraat 10, 1234AB Dorp", "Kerkstraat 10, 5678XY Verderop")
    assert found("Kerkstraat 8, 1234 AB Verderop").how is How.TOWN_DIFFERS, "there is no such door"


def test_a_town_that_is_misspelt_behind_its_postcode_is_a_doubt_only() -> None:
    answer = found("Kerkstraat 10, 1234 AB Dorpp")
    assert (str(answer.address), answer.how) == ("Kerkstraat 10, 1234AB Dorp", How.TOWN_DIFFERS)
    twice = door("Langeweg 5, 1234 KA Dorp"), door("Langeweg 5, 4321 KB Dorp", 3000)
    for known in twice:
        again = Geocoder(Places(Path("dorp.osm"), twice)).find(f"Langeweg 5, {known.postcode} Dorpp")
        assert isinstance(again, Found)
        assert (again.address, again.how) == (known, How.TOWN_DIFFERS)


def test_a_quarter_behind_a_postcode_is_a_doubt_only() -> None:
    assert found("1234 AB 10, Dorp-Noord").how is How.TOWN_DIFFERS
    street = door("Rijksweg 1, 1234 FA Dorp", locality="Buurtschap"), door("Rijksweg 4, 1234 FB Dorp", 900)
    answer = Geocoder(Places(Path("dorp.osm"), street)).find("Rijksweg 4, 1234 FB Buurtschap")
    assert isinstance(answer, Found)
    assert (answer.address, answer.how) == (street[1], How.TOWN_DIFFERS), "only another door of it is there"


def test_another_town_is_never_taken_for_the_one_that_was_written() -> None:
    assert refused("Molenweg 3, Rotterdam").kind is NotFoundKind.UNKNOWN_TOWN
    answer = refused("Molenweg 3, Vaduz")
    assert answer.reason == "Vaduz has no Molenweg on this map; there is Molenweg, Dorp"


def test_one_typo_in_the_street_is_read_as_the_street_and_says_so() -> None:
    answer = found("Kerkstrata 10, Dorp")
    assert (answer.how, answer.note) == (How.STREET_RESEMBLES, '"Kerkstrata" read as Kerkstraat')


def test_a_typo_between_two_streets_is_a_question() -> None:
    answer = refused("Colenweg 3, Dorp")
    assert answer.reason == "this map has no Colenweg in Dorp; did you mean Molenweg, Dorp or Polenweg, Dorp?"


@pytest.mark.parametrize("query", ["3e Dwarsstraat 3, Dorp", "Westkade 1, Dorp", "Sector 6 12, Dorp"])
def test_another_number_or_direction_in_a_street_is_no_typo(query: str) -> None:
    assert refused(query).kind in {NotFoundKind.UNKNOWN_STREET, NotFoundKind.AMBIGUOUS}


def test_a_typo_in_the_town_and_one_in_the_street_weigh_together() -> None:
    answer = found("Hofwegg 2, Den Haagg")
    assert answer.confidence == pytest.approx(CONFIDENCE[How.STREET_RESEMBLES] * CONFIDENCE[How.TOWN_RESEMBLES])
    assert answer.note == '"Den Haagg" read as Den Haag; "Hofwegg" read as Hofweg'


def test_a_street_without_a_number_is_hardly_a_place() -> None:
    answer = found("Kerkstraat, Dorp")
    assert (answer.how, answer.address) == (How.STREET_ONLY, None)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("1234 AB", NotFoundKind.NO_NUMBER),
        ("9999 ZZ 1", NotFoundKind.UNKNOWN_POSTCODE),
        ("Postbus 12, Dorp", NotFoundKind.UNREADABLE),
        ("", NotFoundKind.UNREADABLE),
    ],
)
def test_what_cannot_be_found_says_why(query: str, kind: NotFoundKind) -> None:
    answer = refused(query)
    assert answer.kind is kind
    assert answer.reason
    assert "\n" not in answer.reason


def test_an_extract_without_addresses_refuses_everything_without_falling_over() -> None:
    empty = Geocoder(Places(Path("empty.osm")))
    assert isinstance(empty.find("Kerkstraat 10, Dorp"), NotFound)
    assert isinstance(empty.find("Kerkstraat 10"), NotFound)


def test_every_doubt_lowers_the_confidence() -> None:
    assert all(CONFIDENCE[how] < CONFIDENCE[How.EXACT] for how in How if how is not How.EXACT)


pieces = st.sampled_from(
    ["Kerkstraat", "Kerkstrat", "Dorp", "Vaduz", "1234 AB", "9490", "10", "12", "50", "-1", "a", ", ", " ", "\n", "0"]
)


@given(st.lists(pieces, max_size=8).map("".join) | st.text(max_size=80))
def test_any_text_gets_a_place_or_a_reason(text: str) -> None:
    answer = GEOCODER.find(text)
    if isinstance(answer, Found):
        assert 0 < answer.confidence <= CONFIDENCE[How.EXACT]
        assert answer.note or answer.how is How.EXACT
    else:
        assert answer.reason
        assert "\n" not in answer.reason


@given(st.sampled_from(TOWN), st.integers(1, 60))
def test_an_answer_never_has_another_number_than_was_written(address: Address, number: int) -> None:
    answer = GEOCODER.find(f"{address.street} {number}, {address.postcode} {address.town}")
    if isinstance(answer, Found) and answer.address and dutch_postcode(address.postcode):
        assert answer.address.number == number
        assert answer.address.street == address.street
