"""The schema's versions on a real file: models and migrations agree, up and down, with rows in the tables."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select

from data.database import Database, connect
from data.migrate import migrate, newest_version
from data.models.every import METADATA
from kernel.errors import StorageError
from tests.stored_square import DAY, TEST, leg_ids, market, open_database, plan_of, settings, store_orders, store_square


def schema(file: Path) -> dict[str, list[str]]:
    """Read the tables' own words; each definition sorted, as constraints have no order.

    A column that was added later says its check in itself; the models say every check on its own.
    """
    with sqlite3.connect(file) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    ours = ((name, sql) for name, sql in found if name not in {"alembic_version", "sqlite_sequence"})
    return {name: sorted(definition for part in parts(sql) for definition in without_check(part)) for name, sql in ours}


def parts(sql: str) -> list[str]:
    """Split at the commas that part definitions, not at those within brackets."""
    head, _, body = re.sub(r"\s+", " ", sql).partition("(")
    depth, split = 0, [""]
    for sign in body.rstrip(" )"):
        depth += (sign == "(") - (sign == ")")
        split = [*split, ""] if sign == "," and depth == 0 else [*split[:-1], split[-1] + sign]
    return [head, *split]


def without_check(definition: str) -> list[str]:
    column, *checks = re.split(r" (?=CONSTRAINT \w+ CHECK)", definition.strip())
    return [column.rstrip(" )"), *(check.rstrip(" )") for check in checks)]


def test_migrations_make_the_tables_that_the_models_describe(tmp_path: Path) -> None:
    """Word for word, checks included: autogenerate compares less."""
    open_database(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'by_models.db'}")
    METADATA.create_all(engine)
    engine.dispose()
    assert schema(tmp_path / "dorpsronde.db") == schema(tmp_path / "by_models.db")


def test_autogenerate_finds_nothing_to_change_but_the_index_of_postgresql(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.engine.connect() as connection:
        changes = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert [(change[0], change[1].name) for change in changes] in ([], [("add_index", "ix_areas_border")])
    database.close()


def test_every_table_can_be_taken_down_and_made_again_with_rows_in_it(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    square = store_square(database)
    store_orders(database, square, ["1", "2"])
    first, second = leg_ids(database, square)
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [[first]], [second]))
        work.closures.add(square.id, market())
    with database.engine.connect() as connection:
        filled = {
            name: connection.scalar(select(func.count()).select_from(table)) for name, table in METADATA.tables.items()
        }
    assert min(filled.values()) > 0, filled
    migrate(database.engine, "base")
    with database.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    assert set(left) <= {"alembic_version", "sqlite_sequence"}
    migrate(database.engine)
    assert store_square(database).slug == "proefdorp"
    database.close()


def test_an_older_database_is_brought_up_to_date_with_its_rows(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    square = store_square(database)
    store_orders(database, square, ["1", "2"])
    migrate(database.engine, "0001")
    database.close()
    assert refusal(tmp_path) == (
        f"{tmp_path / 'dorpsronde.db'}: was made by an older version. Make a backup, then run `dorpsronde db migrate`."
    )
    engine = connect(settings(tmp_path))
    migrate(engine)
    engine.dispose()
    with open_database(tmp_path).read(TEST) as work:
        assert {shop.name: shop.note for shop in work.shops.all(square.id)} == {"Bakker Bart": "", "Het Boek": ""}
        assert [one.position_note_nl for one in work.orders.of_day(square.id, DAY)] == ["", ""]
    with (
        pytest.raises(sqlite3.IntegrityError, match="ck_shops_note_length"),
        sqlite3.connect(tmp_path / "dorpsronde.db") as connection,
    ):
        connection.execute("UPDATE shops SET note = ?", ["x" * 1_001])
    connection.close()


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    square = store_square(database)
    database.close()
    migrate(database.engine)
    with open_database(tmp_path).read(TEST) as work:
        assert work.squares.get("proefdorp").id == square.id


def test_a_failing_migration_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(settings(tmp_path))
    from alembic.operations import Operations  # noqa: PLC0415 (patched here only)

    made = Operations.create_table

    def fail_at_legs(self: Operations, name: str, *items: object, **options: object) -> object:
        if name == "legs":
            raise OSError(28, "No space left on device")
        return made(self, name, *items, **options)

    monkeypatch.setattr(Operations, "create_table", fail_at_legs)
    with pytest.raises(OSError, match="No space"):
        migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
    engine.dispose()


def set_version(folder: Path, version: str) -> None:
    with sqlite3.connect(folder / "dorpsronde.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()


def refusal(folder: Path) -> str:
    with pytest.raises(StorageError) as refused:
        Database.open(settings(folder))
    return str(refused.value)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    set_version(tmp_path, "9999")
    before = (tmp_path / "dorpsronde.db").read_bytes()
    assert refusal(tmp_path) == (
        f"{tmp_path / 'dorpsronde.db'}: was made by a newer version. "
        "Use that version of Dorpsronde, or a backup. The database is as it was before."
    )
    engine = connect(settings(tmp_path))
    with pytest.raises(StorageError, match="made by a newer version"):
        migrate(engine)
    engine.dispose()
    assert (tmp_path / "dorpsronde.db").read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "dorpsronde.db") as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = (tmp_path / "dorpsronde.db").read_bytes()
    assert "has tables of another program" in refusal(tmp_path)
    assert (tmp_path / "dorpsronde.db").read_bytes() == before


def test_two_processes_that_open_an_empty_database_make_one(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.stored_square import open_database, TEST\n"
        "database = open_database(Path(sys.argv[1]))\n"
        "with database.begin(TEST) as work: assert work.squares.all() == []\n"
    )
    running = [subprocess.Popen([sys.executable, "-W", "error", "-c", code, tmp_path]) for _ in range(2)]
    assert [one.wait(timeout=60) for one in running] == [0, 0]


def test_the_command_makes_the_tables_and_says_which_version(call, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path / "new"))
    said = call("db", "migrate")
    assert said.code == 0
    assert said.out == f"{tmp_path / 'new' / 'dorpsronde.db'} has schema {newest_version()}.\n"
    assert said.err == ""
