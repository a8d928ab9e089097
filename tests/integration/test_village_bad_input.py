"""A village attacked with bad input, by the commands a person calls: the line that is read, and the data unchanged."""

import csv
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.main import main
from tests.squares import DAY, HEADER, contents, good_rows, make_square, orders_file

REPOSITORY = Path(__file__).parents[2]
NOBODY = 65534
MIB = 1 << 20
FORMULA = "=cmd|' /C calc'!A0"
AS_BEFORE = "The database is as it was before."


@pytest.fixture(scope="module")
def made(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the square, made once; each test attacks a copy."""
    folder = tmp_path_factory.mktemp("made")

    def call(*arguments: object) -> SimpleNamespace:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        return SimpleNamespace(code=stop.value.code, err="")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DORPSRONDE_HOME", str(folder / "dorpsronde-data"))
        make_square(call, village, folder)
    return folder / "dorpsronde-data"


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL", "BUSY_TIMEOUT_S"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    shutil.copytree(made, tmp_path / "dorpsronde-data")
    return tmp_path


@pytest.fixture
def unchanged(folder: Path) -> Iterator[None]:
    """The database and the kept extracts are after the test what they were before it."""
    home = folder / "dorpsronde-data"

    def everything() -> tuple[list[str], list[str]]:
        return contents(folder), sorted(str(path) for path in home.rglob("*") if "-wal" not in path.name)

    before = everything()
    yield
    assert everything() == before


def written(folder: Path, name: str, text: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


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
    assert re.fullmatch(rf"Error: --date: {day} is far from today \(\d{{4}}\); is the year right\?", said.last_line)


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
    said = call("plan", "proefdorp", "--date", DAY, "--iterations", "5", "--out", written(folder, "papers", "a file"))
    assert said.code == 1
    assert "could not be written (File exists)" in said.last_line
    assert said.last_line.endswith("give another place to write to. The plan itself is saved.")
    assert "2 orders" in call("round", "list", "proefdorp", "--date", DAY).out
    assert (folder / "papers").read_text() == "a file"


COMMANDS = [
    ("orders", "import", "proefdorp", "orders.csv", "--date", DAY),
    ("shops", "import", "proefdorp", "shops.csv"),
    ("vehicles", "import", "proefdorp", "vehicles.csv"),
    ("area", "import", "Proefdorp", "dorp.osm"),
    ("square", "create", "anders", "--area", "Proefdorp", "--from-map"),
]


@pytest.fixture
def files(folder: Path, village: Path) -> Path:
    """Good files for each of the commands."""
    orders_file(folder, good_rows(3))
    written(folder, "shops.csv", "shop,postcode,number\nKaas,1200 AB,1\n")
    written(folder, "vehicles.csv", "vehicle,profile\nBike 3,cargo-bike\n")
    (folder / "dorp.osm").write_bytes(village.read_bytes() + b"<!-- newer -->\n")
    return folder


def set_version(folder: Path, version: str) -> None:
    connection = sqlite3.connect(folder / "dorpsronde-data" / "dorpsronde.db")
    connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.commit()
    connection.close()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_database_of_a_newer_version_is_left_alone(call, files: Path, arguments: tuple[str, ...]) -> None:
    set_version(files, "9999")
    database = files / "dorpsronde-data" / "dorpsronde.db"
    before = database.read_bytes()
    kept = sorted(database.parent.rglob("*"))
    said = call(*arguments)
    assert said.code == 1
    assert said.last_line == (
        f"Error: {database}: was made by a newer version. Use that version of Dorpsronde, or a backup. {AS_BEFORE}"
    )
    assert database.read_bytes() == before
    assert sorted(database.parent.rglob("*")) == kept


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_database_that_another_program_writes_to_is_waited_for_and_then_told(
    call, files: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DORPSRONDE_BUSY_TIMEOUT_S", "0")
    database = files / "dorpsronde-data" / "dorpsronde.db"
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = call(*arguments)
    other.rollback()
    other.close()
    assert said.code == 1, said.out
    assert said.last_line == (
        f"Error: {database}: another program is writing to it. Wait until that is done and try again. {AS_BEFORE}"
    )


def called(arguments: tuple[str, ...], folder: Path, first: str = "", **options: object):
    """Call the command in a process of its own, some code before it; all it needs is imported before that."""
    late = (
        "cli.area, cli.orders, cli.shops, cli.square, cli.vehicles, rounds.areas, rounds.order_import, "
        "rounds.shop_import, rounds.squares, rounds.vehicle_import, cli.opened, cli.progress, cli.verdicts, _strptime"
    )
    code = (
        f"import os, sys, {late}\nfrom cli.main import main\nfrom data.database import Database\n"
        "from data.settings import DatabaseSettings\n"
        f"Database.open(DatabaseSettings(database_url='sqlite://')).close()\n{first}\nmain()"
    )
    return subprocess.run(
        [sys.executable, "-B", "-c", code, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=False,
        **options,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.fixture
def open_folder(files: Path) -> Iterator[Path]:
    """A copy that any user may enter and read; pytest's own folders are their owner's only."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(files, folder, dirs_exist_ok=True)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)
    (folder / "dorpsronde-data").chmod(0o777)  # SQLite needs its shared memory beside the file to read it
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("arguments", [COMMANDS[0], COMMANDS[4]], ids=" ".join)
def test_a_database_that_may_only_be_read_is_left_alone(open_folder: Path, arguments: tuple[str, ...]) -> None:
    before = contents(open_folder)
    (open_folder / "dorpsronde-data" / "dorpsronde.db").chmod(0o444)
    drop = f"if os.geteuid() == 0: os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})"
    done = called(arguments, open_folder, drop)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1] == (
        f"Error: {open_folder / 'dorpsronde-data' / 'dorpsronde.db'}: may only be read. "
        f"Give this user the right to write the file and its folder. {AS_BEFORE}"
    )
    assert contents(open_folder) == before


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("extract_kib", "limit_kib", "line"),
    [
        (300, 64, "/extracts: the extract cannot be kept there (File too large). Free some space"),
        (20, 40, "/dorpsronde.db: could not be written or read to the end. Is the disk full"),  # it is kept by then
    ],
)
def test_a_file_size_limit_met_by_an_area_leaves_the_one_before(
    files: Path, extract_kib: int, limit_kib: int, line: str
) -> None:
    extract = files / "dorp.osm"
    extract.write_bytes(extract.read_bytes() + b"<!--" + b" " * (extract_kib * 1024 - extract.stat().st_size) + b"-->")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_kib * 1024, resource.RLIM_INFINITY))

    done = called(COMMANDS[3], files, preexec_fn=limit)
    assert done.returncode == 1, done.stdout + done.stderr
    assert line in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("unchanged")
def test_a_file_size_limit_met_in_the_middle_leaves_the_shops_as_they_were(files: Path) -> None:
    rows = [f"Winkel {number},12{number % 6:02} AB,{number % 10 + 1}" for number in range(1_500)]
    written(files, "shops.csv", "\n".join(["shop,postcode,number", *rows]))
    size = (files / "dorpsronde-data" / "dorpsronde.db").stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 64 * 1024, resource.RLIM_INFINITY))

    done = called(COMMANDS[1], files, preexec_fn=limit)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1].endswith(AS_BEFORE)
