"""Streets whose names end in numbers, and house numbers that stand behind a street: what the map says decides."""

from pathlib import Path

import pytest

from data.dutch_address import WrittenAddress
from data.found import Found, NotFound, NotFoundKind
from data.geocoder import Geocoder
from data.house_number import only_house_number
from data.places import Address, Places
from data.postcode import dutch_postcode
from data.street_name import street_keys
from kernel.position import Position


def door(street: str, number: str, postcode: str = "") -> Address:
    house = only_house_number(number)
    assert house is not None
    return Address(Position(5.0, 52.0), street, house, postcode, "Dorp", f"node/{street}/{number}")


MAP = Geocoder(
    Places(
        Path("dorp.osm"),
        (
            door("Dwarsstraat 1", "1", "1201AB"),
            door("Dwarsstraat 1", "12", "1201AB"),
            door("Dwarsstraat 1", "12a", "1201AB"),
            door("Dwarsstraat 2", "1", "1202AB"),
            door("Sector 5", "5", "1301AB"),
            door("Sector 5", "12", "1301AB"),
            door("Sector 6", "12", "1302AB"),
            door("Sector", "5", "1300AB"),
            door("Laan 1940-1945", "12", "1401AB"),
            door("Plein 1944", "3", "1501AB"),
            door("Plein 1944", "1944", "1501AB"),
            door("Kerkstraat", "5", "1601AB"),
            door("Kerkstraat", "12", "1601AB"),
            door("Kerkstraat", "12a", "1601AB"),
            door("3 Oktoberstraat", "7", "1701AB"),
            door("Blok 7-3", "4", "1801AB"),
        ),
    )
)

IN_COLUMNS = [
    # street, number, postcode → street and number of the door
    ("Dwarsstraat 1", "1", "", "Dwarsstraat 1", "1"),
    ("Dwarsstraat 1", "1", "1201 AB", "Dwarsstraat 1", "1"),
    ("Dwarsstraat 1", "12", "", "Dwarsstraat 1", "12"),
    ("Dwarsstraat 1", "12a", "", "Dwarsstraat 1", "12A"),
    ("Dwarsstraat 1 12", "12", "", "Dwarsstraat 1", "12"),  # the number told twice behind such a street
    ("Sector 5", "12", "", "Sector 5", "12"),
    ("Sector 5", "12", "1301AB", "Sector 5", "12"),
    ("Sector 5", "5", "", "Sector 5", "5"),  # a street of that name goes before a number told twice
    ("Sector 5", "5", "1300AB", "Sector", "5"),  # unless the postcode is the other street's
    ("Sector", "5", "", "Sector", "5"),
    ("Laan 1940-1945", "12", "", "Laan 1940-1945", "12"),
    ("Laan 1940-1945 12", "12", "", "Laan 1940-1945", "12"),
    ("Plein 1944", "3", "", "Plein 1944", "3"),
    ("Plein 1944 3", "3", "", "Plein 1944", "3"),
    ("Plein 1944", "1944", "", "Plein 1944", "1944"),
    ("Kerkstraat 12", "12", "", "Kerkstraat", "12"),
    ("Kerkstraat 12", "12", "1601AB", "Kerkstraat", "12"),
    ("Kerkstraat, 12", "12", "", "Kerkstraat", "12"),
    ("Kerkstraat 12a", "12", "", "Kerkstraat", "12A"),  # what is told once is not lost
    ("Kerkstraat 12", "12a", "", "Kerkstraat", "12A"),
    ("Kerkstr. 12", "12", "", "Kerkstraat", "12"),
    ("3 Oktoberstraat", "7", "", "3 Oktoberstraat", "7"),
    ("3 Oktoberstraat 7", "7", "", "3 Oktoberstraat", "7"),
    ("Blok 7-3", "4", "", "Blok 7-3", "4"),
]


@pytest.mark.parametrize(("street", "number", "postcode", "known", "house"), IN_COLUMNS)
def test_street_and_number_in_columns_of_their_own(
    street: str, number: str, postcode: str, known: str, house: str
) -> None:
    read = only_house_number(number)
    assert read is not None
    written = WrittenAddress(street, read.number, read.letter, read.addition, dutch_postcode(postcode) or "", "Dorp")
    answer = MAP.find(written)
    assert isinstance(answer, Found), answer
    assert answer.note == ""
    assert answer.address is not None
    assert (answer.address.street, str(answer.address.house)) == (known, house)
    again = MAP.as_known(written)
    assert street_keys(known)[0] in street_keys(again.street)
    assert str(again.house) == house


ON_ONE_LINE = [
    ("Dwarsstraat 1 1, Dorp", "Dwarsstraat 1", "1"),
    ("Dwarsstraat 1 12, Dorp", "Dwarsstraat 1", "12"),
    ("Dwarsstraat 1 12a, Dorp", "Dwarsstraat 1", "12A"),
    ("Dwarsstraat 1, 12, Dorp", "Dwarsstraat 1", "12"),
    ("Dwarsstraat 2 1, 1202 AB Dorp", "Dwarsstraat 2", "1"),
    ("Sector 5 12, Dorp", "Sector 5", "12"),
    ("Sector 5 nr. 12, Dorp", "Sector 5", "12"),
    ("Sector 6 12, 1302 AB Dorp", "Sector 6", "12"),
    ("Sector 5, Dorp", "Sector", "5"),
    ("Laan 1940-1945 12, Dorp", "Laan 1940-1945", "12"),
    ("Plein 1944 3, Dorp", "Plein 1944", "3"),
    ("Plein 1944, 3, Dorp", "Plein 1944", "3"),
    ("Kerkstraat 12, Dorp", "Kerkstraat", "12"),
    ("3 Oktoberstraat 7, Dorp", "3 Oktoberstraat", "7"),
]


@pytest.mark.parametrize(("line", "known", "house"), ON_ONE_LINE)
def test_all_on_one_line(line: str, known: str, house: str) -> None:
    answer = MAP.find(line)
    assert isinstance(answer, Found), answer
    assert answer.address is not None
    assert (answer.address.street, str(answer.address.house), answer.note) == (known, house, "")


@pytest.mark.parametrize(
    ("street", "number", "kind", "reason"),
    [
        (
            "Kerkstraat 5", 12, NotFoundKind.CONTRADICTION,
            'street "Kerkstraat 5" and house number 12 contradict each other; which is right?',
        ),
        ("Kerkstraat 12", 1001, NotFoundKind.CONTRADICTION, "contradict each other"),  # an order number as number
        ("Sector 7", 12, NotFoundKind.CONTRADICTION, 'street "Sector 7" and house number 12 contradict'),
        ("Dwarsstraat 9", 12, NotFoundKind.AMBIGUOUS, "this map has no Dwarsstraat 9 in Dorp"),
        ("Plein 1813", 3, NotFoundKind.UNKNOWN_STREET, "this map has no Plein 1813 in Dorp"),
    ],
)  # fmt: skip
def test_two_numbers_that_fit_no_street_are_a_question(
    street: str, number: int, kind: NotFoundKind, reason: str
) -> None:
    answer = MAP.find(WrittenAddress(street, number, town="Dorp"))
    assert isinstance(answer, NotFound)
    assert answer.kind is kind
    assert reason in answer.reason
