"""Rows, days and names that cannot be: the line that is read, and the data unchanged."""

import re
import shutil
from pathlib import Path

import pytest

from tests.squares import DAY, good_rows, orders_file, written


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (
            ["9,Het Boek,Klant,,1,1200 AB,1", "9,Het Boek,Klant,,2,1200 AB,1"],
            ['line 5, 9: "9" stands with different content on lines 5 and 6', 'line 6, 9: "9" stands with'],
        ),
        (["9,Het Boek,Klant,,1,9999 XX,1"], ["line 5, 9: postcode 9999XX is not on this map"]),
        (["9,Het Boek,Klant,,1,1200 AB,-1"], ['line 5, 9: weight "-1" is negative']),
        (["9,Het Boek,Klant,,1,1200 AB,-0,5"], ['"5" stands beyond the last column; is there a separator within']),
        (["9,Kaashandel,Klant,,1,1200 AB,1"], ['line 5, 9: shop "Kaashandel" is not known']),
        (["9,,Klant,,1,1200 AB,1"], ["line 5, 9: no shop is named"]),
        ([",Het Boek,Klant,,1,1200 AB,1"], ["line 5, –: there is no order number"]),
        (["9,Het Boek,Klant,Dwarsstraat 2,1,1200 AB,1"], ["Dwarsstraat 2 was written; which is right?"]),
        (["9,Het Boek,Klant,Dwarsstraat 2 7,1,,1"], ["line 5, 9: there is no postcode, nor a street with a town"]),
    ],
)
def test_a_row_that_cannot_be_keeps_the_whole_file_out(call, folder: Path, rows: list[str], reasons: list[str]) -> None:
    said = call("orders", "import", "proefdorp", orders_file(folder, [*good_rows(3), *rows]), "--date", DAY)
    assert said.code == 1
    for reason in reasons:
        assert reason in said.out
    assert f"{3 + len(rows)} read: 3 pass, 0 mended, {len(rows)} fail" in said.out
    assert "Nothing stored: all or nothing." in said.out


@pytest.mark.usefixtures("unchanged")
def test_a_position_outside_the_area_keeps_the_whole_file_out(call, folder: Path) -> None:
    header = "order_ref,shop,recipient,lon,lat"
    file = orders_file(folder, ["1,Het Boek,Klant,5.503,52.102", "2,Het Boek,Klant,4.9,52.37"], header=header)
    said = call("orders", "import", "proefdorp", file, "--date", DAY)
    assert said.code == 1
    assert "line 3, 2: the address (4.90000, 52.37000) lies outside Proefdorp" in said.out


@pytest.mark.usefixtures("unchanged")
def test_two_shops_of_one_name_both_fail(call, folder: Path) -> None:
    file = written(folder, "shops.csv", "shop,postcode,number\nKaas,1200 AB,1\nWijn,1200 AB,2\nKAAS ,1201 AB,2\n")
    said = call("shops", "import", "proefdorp", file)
    assert said.code == 1
    assert '"Kaas" stands with different content on lines 2 and 4; give each shop a name of its own' in said.out
    assert "3 read: 1 pass, 0 mended, 2 fail" in said.out


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("command", "header", "line"),
    [
        ("orders", "order_ref,recipient,street,number,town", "there is no column for shop"),
        ("orders", "shop,recipient,postcode,number", "order_ref"),
        ("orders", "order_ref,shop,postcode,number", "recipient"),
        ("orders", "order_ref,shop,recipient,weight_kg", "postcode"),
        ("shops", "shop,phone", "postcode"),
        ("shops", "postcode,number", "shop"),
        ("vehicles", "vehicle,capacity_kg", "profile"),
    ],
)
def test_a_missing_column_is_named(call, folder: Path, command: str, header: str, line: str) -> None:
    file = written(folder, "table.csv", f"{header}\n{','.join('x' * len(header.split(',')))}\n")
    said = call(command, "import", "proefdorp", file)
    assert said.code == 2
    assert said.last_line.startswith("Error: ")
    assert "table.csv: " in said.last_line
    assert line in said.last_line


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_asked_about(call, folder: Path, day: str) -> None:
    said = call("orders", "import", "proefdorp", orders_file(folder, good_rows(1)), "--date", day)
    assert said.code == 2
    assert re.fullmatch(rf"Error: day: {day} is far from today \(\d{{4}}\); is the year right\?", said.last_line)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_a_month_at_the_end_of_the_calendar_has_no_report(call, folder: Path, month: str) -> None:
    said = call("report", "make", "proefdorp", "--month", month, "-o", folder / "month.html")
    assert said.code == 2
    assert f"nothing was planned for {month}-01 to {month}-31 on square proefdorp" in said.last_line


HIDDEN = "\x1b[31mDorp\u202e"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("area", "import", HIDDEN, "dorp.osm"), "the name of the area holds signs that do not show. Type it again."),
        (("area", "import", "\u200b", "dorp.osm"), "the area has no name. Give one that shows."),
        (
            ("square", "create", "anders", "--area", "Proefdorp", "--name", HIDDEN),
            "the name of the square holds signs that do not show. Type it again.",
        ),
        (
            ("square", "depot", "proefdorp", "5.503,52.102", "--name", HIDDEN),
            "the name of the depot holds signs that do not show. Type it again.",
        ),
    ],
)
def test_a_name_that_a_terminal_would_obey_or_nobody_can_type_is_refused(
    call, folder: Path, village: Path, arguments: tuple[str, ...], line: str
) -> None:
    shutil.copy(village, folder / "dorp.osm")
    said = call(*arguments)
    assert said.code == 2
    assert said.last_line == f"Error: {line}"
