"""Addresses of orders' rows: forms in which they are read, and why a row leads nowhere or to two doors."""

import pytest

from tests.unit.test_intake_orders import faults, file_of, mends, order


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"number": "", "street": "Kerkweg 7-2"}, "Kerkweg 7-2, 1234AB Proefdorp"),
        ({"number": "7", "addition": "bis", "street": "Kerkweg"}, "Kerkweg 7-BIS, 1234AB Proefdorp"),
        ({"number": "12", "addition": "2", "street": "Kerkweg"}, "Kerkweg 12-2, 1234AB Proefdorp"),
        ({"number": "12a", "addition": "A", "street": "Kerkweg"}, "Kerkweg 12A, 1234AB Proefdorp"),
        ({"number": "12,0", "street": "Kerkweg"}, "Kerkweg 12, 1234AB Proefdorp"),
        ({"number": "3", "street": "Plein 1940"}, "Plein 1940 3, 1234AB Proefdorp"),
        ({"number": "", "address": "Kerkweg", "address_2": "9"}, "Kerkweg 9, 1234AB Proefdorp"),
        ({"number": "", "address": "Kerkweg 9", "address_2": "2 hoog"}, "Kerkweg 9-2, 1234AB Proefdorp"),
        (
            {"number": "", "postcode": "", "town": "", "address": "Kerkweg 9, 1234 AC Elders"},
            "Kerkweg 9, 1234AC Elders",
        ),
        ({"number": "", "postcode": "9490", "town": "", "address": "Kerkweg 5"}, "Kerkweg 5, 9490"),
        ({"number": "", "address": "", "address_2": "Kerkweg 5"}, "Kerkweg 5, 1234AB Proefdorp"),
        ({"number": "", "postcode": "9490", "town": "Vaduz", "street": "Landstrasse 5"}, "Landstrasse 5, 9490 Vaduz"),
    ],
)
def test_an_address_in_many_forms(cells: dict[str, str], line: str) -> None:
    assert order(**cells).address_line == line


def test_a_second_line_that_is_no_address_goes_to_the_note() -> None:
    assert order(number="", address="Kerkweg 9", address_2="achterom", note="Bel").note == "Bel\nachterom"


@pytest.mark.parametrize("number", ["12", "1001"])
def test_a_street_that_ends_in_a_number_is_left_for_the_map_to_understand(number: str) -> None:
    read = order(street="Kerkweg 12", number=number)
    assert (read.address.street, read.address.number) == ("Kerkweg 12", int(number))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"number": "", "street": "Kerkweg"}, "no house number"),
        ({"postcode": ""}, "no postcode, nor a street with a town"),
        ({"postcode": "", "number": ""}, "there is no address"),
        ({"postcode": "1234 SS"}, "none ends in SS"),
        ({"postcode": "0123 AB"}, "is no postcode"),
        ({"number": ""}, "no house number"),
        ({"number": "", "address": "Kerkweg 7, 1234 AC Elders"}, "the address says 1234AC"),
        ({"number": "twaalf"}, "is no house number"),
        ({"number": "", "street": "Postbus 12"}, "has no door"),
        ({"lon": "5.5"}, "belong together"),
        ({"lon": "52.1", "lat": "5.5"}, "swapped"),
        ({"lon": "155000", "lat": "463000"}, "no position in degrees"),
        ({"lon": "200", "lat": "52"}, "globe"),
    ],
)
def test_an_address_that_leads_nowhere_fails(cells: dict[str, str], why: str) -> None:
    assert why in faults(**cells)


def test_a_postcode_with_an_o_for_a_zero_is_mended() -> None:
    assert '"1O34 AB" read as 1034AB' in mends(postcode="1O34 AB")


@pytest.mark.parametrize(
    ("header", "row", "line"),
    [
        ("bezorgadres;adres;postcode;plaats", "Molenlaan 3, 1234 AD Dorp;Kerkweg 7;1234 AB;Dorp", None),
        ("bezorgadres;adres;postcode;plaats", ";Kerkweg 7;1234 AB;Dorp", "Kerkweg 7, 1234AB Dorp"),
        ("bezorgadres;adres;postcode;plaats", "Molenlaan 3;;1234 AD;Dorp", "Molenlaan 3, 1234AD Dorp"),
        (
            "bezorgadres;adres;postcode;plaats",
            "Kerkweg 7, 1234 AB Dorp;Kerkweg 7;1234 AB;Dorp",
            "Kerkweg 7, 1234AB Dorp",
        ),
        ("bezorgadres;straat;huisnummer;postcode", "Kerkweg 7;Kerkweg;7;1234 AB", "Kerkweg 7, 1234AB"),
        ("bezorgadres;straat;huisnummer;postcode", "Kerkweg 72;Kerkweg;7;1234 AB", None),
        ("bezorgadres;huisnummer;postcode", "Kerkweg;7;1234 AB", "Kerkweg 7, 1234AB"),
        ("bezorgadres;huisnummer;postcode", "Molenlaan 3, 1234 AD Dorp;7;1234 AB", None),
        ("bezorgadres;straat;huisnummer;postcode", "Kerkweg 1-2;Kerkweg;12;1234 AB", None),
        (
            "bezorgadres;straat;huisnummer;postcode;plaats",
            "Kerkweg 7, Dorp;Kerkweg;7;1234 AB;Dorp",
            "Kerkweg 7, 1234AB Dorp",
        ),
        ("bezorgstraat;bezorghuisnummer;straat;huisnummer;postcode", ";3;Kerkweg;7;1234 AB", None),
        ("bezorgstraat;bezorghuisnummer;straat;huisnummer;postcode", "Kerkweg;;;7;1234 AB", "Kerkweg 7, 1234AB"),
        ("bezorgstraat;bezorghuisnummer;straat;huisnummer;postcode;plaats", "Molenlaan;3;Kerkweg;7;1234 AB;Dorp", None),
        (
            "bezorgstraat;bezorghuisnummer;straat;huisnummer;postcode;plaats",
            ";;Kerkweg;7;1234 AB;Dorp",
            "Kerkweg 7, 1234AB Dorp",
        ),
        (
            "bezorgadres;adres;postcode;plaats",
            "Kerkweg 7;Kerkweg 7, 1234 AB Dorp;1234 AB;Dorp",
            "Kerkweg 7, 1234AB Dorp",
        ),
        (
            "bezorgadres;adres;postcode;plaats",
            "Kerkweg 7, 2 hoog;Kerkweg 7-2;1234 AB;Dorp",
            "Kerkweg 7-2, 1234AB Dorp",
        ),
        (
            "bezorgadres;adres;postcode;plaats",
            "Kerkweg 7, Dorp;Kerkweg 7, 1234 AB Dorp;1234 AB;Dorp",
            "Kerkweg 7, 1234AB Dorp",
        ),
        ("bezorgadres;adres;postcode;plaats", "Kerkweg 7;Kerkweg 7, 1234 AC Elders;1234 AB;Dorp", None),
        ("bezorgadres;adres;postcode;plaats", "Kerkweg 7, 2 hoog;Kerkweg 7-3;1234 AB;Dorp", None),
        ("bezorgadres;adres;postcode;plaats", "Kerkweg;Kerkweg 7;1234 AB;Dorp", "Kerkweg 7, 1234AB Dorp"),
        ("bezorgadres;adres;postcode;plaats", "Kerkweg 7;idem;1234 AB;Dorp", "Kerkweg 7, 1234AB Dorp"),
        ("bezorgadres;adres;postcode;plaats", "Molenlaan;Kerkweg 7;1234 AB;Dorp", None),
        ("bezorgadres;straat;huisnummer;postcode", "Kerkweg 7;Kerkweg;;1234 AB", "Kerkweg 7, 1234AB"),
        (
            "bezorgadres;straat;huisnummer;huisletter;toevoeging;postcode",
            "Kerkweg 12A;Kerkweg;12;A;A;1234 AB",
            "Kerkweg 12A, 1234AB",
        ),
    ],
)
def test_an_address_of_delivery_that_is_not_whole_never_gives_way_to_another_door(
    header: str, row: str, line: str | None
) -> None:
    one = file_of(f"bestelnr;winkel;naam;{header}", f"1;k;Jan;{row}").judged[0]
    assert (one.value and one.value.address_line) == line
    assert line or "there are two addresses" in one.faults[0].en


@pytest.mark.parametrize("words", ["-", "idem", "zie adres"])
@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("bezorgadres;straat;huisnummer;postcode;plaats", "Kerkweg;7"),
        ("bezorgadres;adres;postcode;plaats", "Kerkweg 7"),
    ],
)
def test_words_that_name_no_door_beside_a_whole_address_are_told(words: str, header: str, rest: str) -> None:
    one = file_of(f"bestelnr;winkel;naam;{header}", f"1;k;Jan;{words};{rest};1234 AB;Dorp").judged[0]
    assert (one.value and one.value.address_line) == "Kerkweg 7, 1234AB Dorp"
    assert [mend.en for mend in one.mends] == [f'"{words}" names no door; address read as "Kerkweg 7"']


def test_an_address_of_delivery_that_is_not_whole_is_not_completed_from_the_invoice() -> None:
    header = "order_ref;shop;recipient;shipping address1;billing address1;billing zip"
    file = file_of(
        header, "1;k;Jan;Molenlaan 3;Kerkweg 7;1234 AB", "2;k;Jan;Molenlaan 3, 1234 AD Dorp;Kerkweg 7;1234 AB"
    )
    assert [one.value and one.value.address_line for one in file.judged] == [None, "Molenlaan 3, 1234AD Dorp"]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"huisletter": "A", "huisnummertoevoeging": "2"}, "12A-2, 1234AB Proefdorp"),
        ({"huisletter": "A"}, "12A, 1234AB Proefdorp"),
        ({"huisnummertoevoeging": "2"}, "12-2, 1234AB Proefdorp"),
        ({"huisletter": "A", "number": "", "street": "Kerkweg 12", "addition": "2"}, "Kerkweg 12A-2, 1234AB Proefdorp"),
        ({"huisletter": "A", "huisnummertoevoeging": "a"}, "12A, 1234AB Proefdorp"),
        ({"huisletter": "A", "huisnummertoevoeging": "A2"}, "12A-2, 1234AB Proefdorp"),
        ({"huisletter": "A", "huisnummertoevoeging": "A-2"}, "12A-2, 1234AB Proefdorp"),
        ({"huisletter": "B", "huisnummertoevoeging": "bis"}, "12B-BIS, 1234AB Proefdorp"),
        ({"huisletter": "A", "number": "", "street": "Kerkweg 12", "addition": "A"}, "Kerkweg 12A, 1234AB Proefdorp"),
    ],
)
def test_the_register_s_own_columns_are_joined(cells: dict[str, str], line: str) -> None:
    assert order(**cells).address_line == line


@pytest.mark.parametrize("number", ["12-feb", "2-mei", "12-Dec", "3-mrt."])
def test_a_house_number_that_excel_made_a_date_fails(number: str) -> None:
    assert "was made a date by Excel; format the column as text" in faults(number=number)
