"""Files that are no tables, have no end or hold formulas: a line is read, and the data is unchanged."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.squares import DAY, HEADER, good_rows, orders_file, written

MIB = 1 << 20
FORMULA = "=cmd|' /C calc'!A0"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("area", "import", "Proefdorp", "dorp.osm", "--border", "/dev/zero"), "/dev/zero: is larger than 20 MiB"),
        (("area", "import", "Proefdorp", "/dev/zero"), "/dev/zero: this is not a file"),
        (("matrix", "dorp.osm", "/dev/zero", "--profile", "foot", "-o", "m.json"), "/dev/zero: is larger than 10 MiB"),
        (("orders", "import", "proefdorp", "/dev/zero"), "/dev/zero: this is no ordinary file"),
    ],
    ids=" ".join,
)
def test_a_file_without_an_end_does_not_fill_the_memory(
    call, folder: Path, village: Path, arguments: tuple[str, ...], line: str
) -> None:
    shutil.copy(village, folder / "dorp.osm")
    said = call(*arguments)
    assert said.code == 2
    assert said.last_line.startswith(f"Error: {line}")


def many_columns(folder: Path) -> Path:
    return written(folder, "table.csv", b"order_ref;shop" + b";" * 10**6 + b"\n")


def many_cells(folder: Path) -> Path:
    return written(folder, "table.csv", f"{HEADER}\n1".encode() + b"," * 10**6 + b"\n")


def a_line_of_200_megabytes(folder: Path) -> Path:
    file = written(folder, "table.csv", f"{HEADER}\n")
    with file.open("ab") as more:
        for _ in range(200):
            more.write(b"x" * 10**6)
    return file


def a_line_within_the_limit_of_a_file(folder: Path) -> Path:
    return written(folder, "table.csv", f"{HEADER}\n".encode() + b"x" * (99 * MIB))


def with_nul(folder: Path) -> Path:
    return written(folder, "table.csv", f"{HEADER}\n1,Het Boek,Kl\0ant,,1,1200 AB,1\n")


def only_nul(folder: Path) -> Path:
    return written(folder, "table.csv", b"\0" * 10_000)


def half_quoted(folder: Path) -> Path:
    return written(folder, "table.csv", f'{HEADER}\n1,"Het Boek,Klant,,1,1200 AB,1\n2,Het Boek,Klant,,1,1200 AB,1\n')


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("make", "line"),
    [
        (many_columns, "line 1 has 1000002 columns, more than 1000"),
        (many_cells, "line 2 has 1000001 columns, more than 1000"),
        (a_line_of_200_megabytes, "the file is 190 MiB, more than 100 MiB"),
        (a_line_within_the_limit_of_a_file, "line 2 is longer than 1048576 characters"),
        (with_nul, "line 2 holds NUL characters: the file is damaged or no text"),
        (only_nul, "NUL"),
        (half_quoted, 'the quotes (") in lines 2 to 3 do not match'),
    ],
)
def test_a_file_that_is_no_table_is_one_line(call, folder: Path, make: Callable[[Path], Path], line: str) -> None:
    said = call("orders", "import", "proefdorp", make(folder), "--date", DAY)
    assert said.code == 2
    assert said.out == ""
    assert said.last_line.startswith("Error: ")
    assert "table.csv: " in said.last_line
    assert line in said.last_line
    assert len(said.last_line) < 400


def test_a_formula_survives_into_no_export(call, folder: Path) -> None:
    """It is stored as it was written, for it may be a name; what a spreadsheet opens has it as text."""
    rows = [
        f'1,Het Boek,"{FORMULA}",,1,1200 AB,1',
        f'"{FORMULA}",Het Boek,Klant,,2,1200 AB,1',
        f'"@SUM(1)",Het Boek,"{FORMULA}","{FORMULA}",3,9999 XX,-1',
    ]
    partial = call("orders", "import", "proefdorp", orders_file(folder, rows), "--date", DAY, "--partial")
    assert "Stored: 2 new" in partial.out
    assert call("plan", "proefdorp", "--date", DAY, "--iterations", "5").code == 0
    assert call("report", "make", "proefdorp", "--month", DAY[:7], "--format", "csv", "-o", folder / "m.csv").code == 0
    exports = [folder / "orders.mend.csv", folder / "m.csv"]
    cells = [
        cell
        for export in exports
        for row in csv.reader(export.read_text("utf-8-sig").splitlines(), delimiter=";")
        for cell in row
    ]
    assert f"'{FORMULA}" in cells
    assert "'@SUM(1)" in cells
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert not any(cell.startswith("-") and not cell[1:].replace(".", "").isdigit() for cell in cells)


def test_papers_that_cannot_be_written_do_not_lose_the_plan(call, folder: Path) -> None:
    call("orders", "import", "proefdorp", orders_file(folder, good_rows(2)), "--date", DAY)
    plan = ("plan", "proefdorp", "--date", DAY, "--iterations", "5", "--out")
    refused = call(*plan, written(folder, "taken", "a file"))
    assert (refused.code, refused.out) == (1, "")
    assert refused.last_line.endswith("could not be written (File exists). Free some space or give another place to "
                                      "write to.")  # fmt: skip
    assert (folder / "taken").read_text() == "a file"
    (folder / "papers" / "map.html").mkdir(parents=True)
    said = call(*plan, folder / "papers")
    assert said.code == 1
    assert "could not be written (a folder has this name)" in said.last_line
    assert said.last_line.endswith("give another place to write to. The plan itself is saved.")
    assert "2 orders" in call("round", "list", "proefdorp", "--date", DAY).out
