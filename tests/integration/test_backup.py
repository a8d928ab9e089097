"""A backup holds everything and comes back the same, whichever database; a bad one, or a bad moment, loses nothing."""

import errno
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.backup_file import write_backup
from data.database import Database, connect, connect_owner
from data.migrate import migrate
from data.settings import DatabaseSettings
from data.snapshot import take_snapshot
from kernel.errors import StorageError
from tests.served import Here
from tests.squares import DAY, good_rows, make_square, orders_file, store_in
from tests.stored_square import TEST, new_database, open_database, order, store_orders, store_square
from tests.stores import EMPTY, KINDS, Store, stored

BACKUP = "backups/dorp.zip"


@pytest.fixture
def filled(call, working_folder: Path, village: Path) -> Path:
    """A folder with a planned day, its first round released."""
    make_square(call, village, working_folder)
    file = orders_file(working_folder, good_rows(6))
    for command in (
        ("orders", "import", "proefdorp", file, "--date", DAY),
        ("plan", "proefdorp", "--date", DAY, "--iterations", "1"),
        ("round", "release", "proefdorp", "--date", DAY, "--round", "1"),
    ):
        said = call(*command)
        assert said.code == 0, said.err
    return working_folder


def home_of(folder: Path) -> Path:
    return folder / "dorpsronde-data"


def files_of(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.startswith("dorpsronde.db")
    }


def rows_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    return store_in(folder).rows()


@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_back_into_either_kind_of_database(
    call, filled: Path, kind: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = call("db", "backup", BACKUP)
    assert said.code == 0, said.err
    assert said.out.endswith("read back and the same.\n")
    assert (filled / BACKUP).stat().st_mode & 0o077 == 0, "nobody else may read it"
    before, files = sheets(), files_of(home_of(filled))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with stored(kind, home_of(elsewhere), copy=EMPTY) as store:
        monkeypatch.chdir(elsewhere)
        monkeypatch.setenv("DORPSRONDE_DATABASE_URL", store.url)
        monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", store.owner_url)
        said = call("db", "restore", filled / BACKUP)
        assert said.code == 0, said.err
        assert files_of(home_of(elsewhere)) == files
        assert sheets() == before
        again = call("db", "restore", filled / BACKUP)
        assert again.code == 1
        assert "is not empty" in again.last_line


def sheets() -> bytes:
    """Give what riders of the day have in their hands, as it is drawn from what is stored."""
    app = create_app(ApiSettings(without_key=True), DatabaseSettings.from_environment())
    app.state.solvers = Here(1)
    with TestClient(app) as client:
        answer = client.get(f"/squares/proefdorp/days/{DAY}/sheets")
    assert answer.status_code == 200, answer.text
    return answer.content


def test_the_same_database_comes_back_to_the_row(call, filled: Path) -> None:
    call("db", "backup", BACKUP)
    before = rows_in(filled)
    file = orders_file(filled, good_rows(2, first=50), name="later.csv")
    assert call("orders", "import", "proefdorp", file, "--date", DAY).code == 0
    assert rows_in(filled) != before
    refused = call("db", "restore", BACKUP)
    assert (refused.code, "add --replace" in refused.last_line or "is not empty" in refused.last_line) == (1, True)
    said = call("db", "restore", BACKUP, "--replace")
    assert said.code == 0, said.err
    assert rows_in(filled) == before
    assert call("orders", "import", "proefdorp", file, "--date", DAY).code == 0, "and work goes on"


def test_who_writes_meanwhile_is_in_it_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    """A snapshot is taken while a unit of work is under way."""
    database = new_database(store)
    square = store_square(database)
    store_orders(database, square, ["before"])
    copy = tmp_path / "copy" / "snapshot.db"
    copy.parent.mkdir()
    with database.begin(TEST) as work:
        work.orders.add(square.id, [order(square.shops[0], "meanwhile")])
        engine, _ = connect_owner(store.settings())
        take_snapshot(engine, copy)
        engine.dispose()
    database.close()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT order_ref FROM orders").fetchall() == [("before",)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",), "one file, without another beside"


Spoiling = Callable[[Path], None]


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def rewritten(file: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> None:
    with zipfile.ZipFile(file) as packed:
        members = [(name, packed.read(name)) for name in packed.namelist()]
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members:
            if (changed := change(name, content)) is not None:
                packed.writestr(*changed)


def without_an_extract(file: Path) -> None:
    rewritten(file, lambda name, content: None if "extracts/" in name else (name, content))


def climbing_out(file: Path) -> None:
    call_the_extract(file, "home/../../out.txt")


def call_the_extract(file: Path, wanted: str) -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name == "backup.json":
            listed = json.loads(content)
            key = next(key for key in listed["files"] if "extracts/" in key)
            listed["files"][wanted] = listed["files"].pop(key)
            return name, json.dumps(listed).encode()
        return (wanted if "extracts/" in name else name), content

    rewritten(file, change)


def no_zip(file: Path) -> None:
    file.write_text("<html>404</html>")


def another_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("holiday.jpg", b"x")


def nothing_there(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    "spoil", [cut_off, flip_a_bit, without_an_extract, climbing_out, no_zip, another_zip, nothing_there]
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_written(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Spoiling
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    spoil(tmp_path / BACKUP)
    before = everything(tmp_path)
    said = call("db", "restore", BACKUP, "--replace")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "dorp.zip" in said.last_line
    assert everything(tmp_path) == before


def test_what_is_wrong_with_the_home_is_told_by_its_own_name(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    call_the_extract(tmp_path / BACKUP, "home/" + "x" * 300)
    said = call("db", "restore", BACKUP, "--replace")
    assert (said.code, said.err.count("\n"), "dorp.zip" in said.last_line) == (1, 1, False)
    folder = home_of(tmp_path) / "extracts"
    with pytest.raises(StorageError, match="extracts: cannot be read"):
        write_backup(tmp_path / "new.zip", [("home/a", folder)], made_at="", version="", schema_version="")
    monkeypatch.setenv("DORPSRONDE_HOME", str(folder / "a.osm.pbf"))
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", f"sqlite:///{home_of(tmp_path) / 'dorpsronde.db'}")
    said = call("db", "backup", "new.zip")
    assert (said.code, "a.osm.pbf: cannot be read" in said.last_line) == (1, True)
    assert not (tmp_path / "new.zip").exists()


def test_only_the_file_systems_own_folder_may_be_unreadable(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that is a file system of its own has one that only root may look into."""
    home_with_extract(tmp_path, monkeypatch)
    home, shut = home_of(tmp_path), {"lost+found"}
    (home / "lost+found").mkdir()
    scandir = os.scandir

    def scanned(path):
        if Path(str(path)).name in shut:  # an open folder is a number
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scanned)
    assert call("db", "backup", BACKUP).code == 0
    for path in (home / "extracts", *home.glob("dorpsronde.db*")):
        path.rename(tmp_path / path.name)
    said = call("db", "restore", BACKUP)
    assert said.code == 0, said.err
    shut.add("extracts")
    said = call("db", "backup", BACKUP)
    assert (said.code, "extracts: cannot be read" in said.last_line) == (1, True), said.last_line


def test_a_home_behind_a_link_is_backed_up_without_the_files_of_its_database(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    (tmp_path / "link").symlink_to(home_of(tmp_path))
    monkeypatch.setenv("DORPSRONDE_HOME", "link")
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", f"sqlite:///{home_of(tmp_path) / 'dorpsronde.db'}")
    assert call("db", "backup", BACKUP).code == 0
    with zipfile.ZipFile(tmp_path / BACKUP) as packed:
        assert packed.namelist() == ["dorpsronde.db", "home/extracts/a.osm.pbf", "backup.json"]
    said = call("db", "backup", "dorpsronde-data/dorp.zip")
    assert (said.code, "lies in the folder that it is to save" in said.last_line) == (1, True)
    call_the_extract(tmp_path / BACKUP, "home/dorpsronde.db")
    opened = (home_of(tmp_path) / "dorpsronde.db").stat().st_ino
    assert call("db", "restore", BACKUP, "--replace").code == 0
    assert (home_of(tmp_path) / "dorpsronde.db").stat().st_ino == opened, "written in its place, never renamed over"


def home_with_extract(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DORPSRONDE_HOME", raising=False)
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    home = home_of(folder)
    (home / "extracts").mkdir(parents=True)
    (home / "extracts" / "a.osm.pbf").write_bytes(os.urandom(20_000))
    database = new_database(home)
    store_orders(database, store_square(database), ["1"])
    database.close()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_that_is_no_backup_is_never_written_over(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home_with_extract(tmp_path, monkeypatch)
    (tmp_path / "thesis.odt").write_text("years of work")
    said = call("db", "backup", "thesis.odt")
    assert (said.code, "is there already and is no backup" in said.last_line) == (1, True)
    assert (tmp_path / "thesis.odt").read_text() == "years of work"
    said = call("db", "backup", "dorpsronde-data/dorpsronde.db")
    assert (said.code, "lies in the folder that it is to save" in said.last_line) == (1, True)


def test_a_pipe_is_neither_written_nor_read(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home_with_extract(tmp_path, monkeypatch)
    os.mkfifo(tmp_path / "pipe")
    for words, code in ((("backup", "pipe"), 1), (("restore", "pipe", "--replace"), 2)):
        said = call("db", *words)
        assert (said.code, "pipe: is no file" in said.last_line) == (code, True), said.last_line


def test_a_backup_of_the_same_name_is_replaced_whole(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    (home_of(tmp_path) / "extracts" / "b.osm.pbf").write_bytes(b"new")
    assert call("db", "backup", BACKUP).code == 0
    with zipfile.ZipFile(tmp_path / BACKUP) as packed:
        assert "home/extracts/b.osm.pbf" in packed.namelist()
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["dorp.zip"]


def test_an_empty_installation_has_nothing_to_keep(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DORPSRONDE_HOME", raising=False)
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    said = call("db", "backup", BACKUP)
    assert (said.code, "has nothing of ours to keep" in said.last_line) == (1, True)
    assert not (tmp_path / BACKUP).exists()


def test_a_database_that_is_open_elsewhere_is_not_replaced_under_its_user(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    serving = open_database(home_of(tmp_path))
    with serving.read(TEST) as work:
        work.squares.all()
    before = Store(home_of(tmp_path)).rows()
    said = call("db", "restore", BACKUP, "--replace")
    assert (said.code, "Stop `dorpsronde serve`" in said.last_line) == (1, True)
    assert Store(home_of(tmp_path)).rows() == before
    serving.close()
    assert call("db", "restore", BACKUP, "--replace").code == 0


@pytest.mark.parametrize("content", [b"<html>" * 1_000, b"SQLite format 3\x00" + b"\xff" * 8_000, b""])
def test_a_damaged_database_is_restored_and_what_was_there_is_kept_aside(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    rows = Store(home_of(tmp_path)).rows()
    file = home_of(tmp_path) / "dorpsronde.db"
    file.write_bytes(content)
    assert call("db", "restore", BACKUP, "--replace").code == 0
    assert Store(home_of(tmp_path)).rows() == rows
    if content:
        assert file.with_name("dorpsronde.db.damaged").read_bytes() == content


def test_a_damaged_database_makes_no_backup(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home_with_extract(tmp_path, monkeypatch)
    assert call("db", "backup", BACKUP).code == 0
    good = (tmp_path / BACKUP).read_bytes()
    file = home_of(tmp_path) / "dorpsronde.db"
    content = bytearray(file.read_bytes())
    content[-8_000:] = b"\xff" * 8_000
    file.write_bytes(content)
    said = call("db", "backup", BACKUP)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "is damaged" in said.last_line
    assert (tmp_path / BACKUP).read_bytes() == good


def test_a_backup_of_an_older_version_comes_to_this_schema_and_of_a_newer_one_is_refused(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_with_extract(tmp_path, monkeypatch)
    rows = Store(home_of(tmp_path)).rows()
    engine = connect(Store(home_of(tmp_path)).settings())
    migrate(engine, "0007")
    engine.dispose()
    assert call("db", "backup", BACKUP).code == 0, "an older schema is kept as it is"
    shutil.rmtree(home_of(tmp_path))
    assert call("db", "restore", BACKUP).code == 0
    restored = Store(home_of(tmp_path)).rows()
    assert {table: restored[table] for table in ("orders", "legs", "squares")} == {
        table: rows[table] for table in ("orders", "legs", "squares")
    }
    Database.open(Store(home_of(tmp_path)).settings()).close()
    with closing(sqlite3.connect(home_of(tmp_path) / "dorpsronde.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert call("db", "backup", BACKUP).code == 0
    said = call("db", "restore", BACKUP, "--replace")
    assert (said.code, "was made by a newer version" in said.last_line) == (2, True)
