"""The schema's versions on both databases: models and migrations agree, up and down, with rows in the tables."""

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic import command

from data.database import Database, connect_owner
from data.migrate import _config, migrate, newest_version
from data.models.every import METADATA
from kernel.errors import StorageError
from tests.every_table import fill_rest
from tests.own_process import PROCESSES, ends_of, start_lines
from tests.stored_square import (
    DAY,
    TEST,
    leg_ids,
    market,
    open_database,
    plan_of,
    settings,
    store_courier,
    store_orders,
    store_square,
)
from tests.stores import EMPTY, Store, migrated, stored

CATALOG = """
    SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), l.collname, a.attnotnull,
           a.attidentity, pg_get_expr(d.adbin, d.adrelid)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'constraint', r.conrelid::regclass::text, r.conname, pg_get_constraintdef(r.oid), NULL, NULL, NULL, NULL
      FROM pg_constraint r WHERE r.connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', i.tablename, i.indexname, i.indexdef, NULL, NULL, NULL, NULL
      FROM pg_indexes i WHERE i.schemaname = 'public'
"""


def words(store: Store) -> list[object]:
    """Read what a database says of its own tables."""
    return catalog(store.owner_url) if store.postgresql else definitions(store.home / "dorpsronde.db")


def catalog(url: str) -> list[object]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(CATALOG).fetchall()
    return sorted((row for row in rows if row[1] not in {"alembic_version", "spatial_ref_sys"}), key=repr)


def definitions(file: Path) -> list[object]:
    """Read the tables' own words; each definition sorted, as constraints have no order.

    A column that was added later says its check in itself; the models say every check on its own.
    """
    with sqlite3.connect(file) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    ours = ((name, sql) for name, sql in found if name not in {"alembic_version", "sqlite_sequence"})
    return sorted((name, sorted(one for part in parts(sql) for one in without_check(part))) for name, sql in ours)


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


def test_migrations_make_the_tables_that_the_models_describe(empty_store: Store, tmp_path: Path) -> None:
    """Word for word, checks included: autogenerate compares less."""
    migrated(empty_store)
    (tmp_path / "by models").mkdir()
    with stored("postgresql" if empty_store.postgresql else "sqlite", tmp_path / "by models", copy=EMPTY) as by_models:
        engine, _ = connect_owner(by_models.settings())
        with engine.begin() as connection:
            METADATA.create_all(connection)
        engine.dispose()
        assert words(empty_store) == words(by_models)


def test_autogenerate_finds_nothing_to_change(store: Store) -> None:
    migrated(store)
    engine, _ = connect_owner(store.settings())
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.check(config)
    engine.dispose()


def test_every_table_can_be_taken_down_and_made_again_with_rows_in_it(store: Store) -> None:
    database = open_database(store)
    square = store_square(database)
    order_id, _ = store_orders(database, square, ["1", "2"])
    first, second = leg_ids(database, square)
    with database.begin(TEST) as work:
        plan = work.plans.save(square.id, DAY, plan_of(square, [[first]], [second]))
        work.closures.add(square.id, market())
        store_courier(work, square, "Anna", plan.rounds[0].id)
    fill_rest(store, square.id, square.shops[0], order_id, (first, second))
    rows = store.rows()
    assert all(rows[name] for name in METADATA.tables), rows
    migrated(store, "base")
    assert words(store) == []
    migrated(store)
    assert store_square(database).slug == "proefdorp"
    database.close()


def test_every_version_is_left_downwards_and_upwards_with_the_rows_that_it_knows(store: Store) -> None:
    database = open_database(store)
    square = store_square(database)
    store_orders(database, square, ["1", "2"])
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [leg_ids(database, square)]))
    as_they_are, rows = words(store), store.rows()
    assert len(rows["stops"]) == 4
    for version in ("0008", "0007", "0005", "0003", "0001", "0002", "0004", "head"):
        migrated(store, version)
        for table in ("areas", "stops", "tasks", "plan_legs", "leg_parcels"):
            assert store.rows()[table] == rows[table], (version, table)
    assert store.rows()["parcels"] == rows["parcels"], "with what later versions say of them"
    assert words(store) == as_they_are
    with database.read(TEST) as work:
        assert [one.order_ref for one in work.orders.of_day(square.id, DAY)] == ["1", "2"]
    database.close()


def test_an_older_database_is_brought_up_to_date_with_its_rows(store: Store) -> None:
    database = open_database(store)
    square = store_square(database)
    store_orders(database, square, ["1", "2"])
    migrated(store, "0001")
    database.close()
    assert refusal(store) == (
        f"{store.told}: was made by an older version. Make a backup, then run `dorpsronde db migrate`."
    )
    migrated(store)
    database = open_database(store)
    with database.read(TEST) as work:
        assert {shop.name: shop.note for shop in work.shops.all(square.id)} == {"Bakker Bart": "", "Het Boek": ""}
        assert [one.position_note_nl for one in work.orders.of_day(square.id, DAY)] == ["", ""]
    database.close()
    assert "ck_vehicles_crew_range" in complaint(store, "UPDATE vehicles SET crew = 10")


def complaint(store: Store, statement: str) -> str:
    """Tell what the database itself says of a statement."""
    try:
        execute(store, statement)
    except (sqlite3.Error, psycopg.Error) as fault:
        return str(fault).lower()
    return ""


def execute(store: Store, statement: str) -> None:
    if store.postgresql:
        with psycopg.connect(store.owner_url) as connection:
            connection.execute(statement.encode())
        return
    connection = sqlite3.connect(store.home / "dorpsronde.db")
    try:
        with connection:
            connection.execute(statement)
    finally:
        connection.close()


def test_migrating_again_changes_nothing(store: Store) -> None:
    database = open_database(store)
    square = store_square(database)
    before = store.rows()
    migrated(store)
    assert store.rows() == before
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").id == square.id
    database.close()


def test_a_failing_migration_leaves_the_version_before(empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _ = connect_owner(settings(empty_store))
    from alembic.operations import Operations  # noqa: PLC0415 (patched here only)

    made = Operations.create_table

    def fail_at_legs(self: Operations, name: str, *items: object, **options: object) -> object:
        if name == "legs":
            raise OSError(28, "No space left on device")
        return made(self, name, *items, **options)

    monkeypatch.setattr(Operations, "create_table", fail_at_legs)
    with pytest.raises(OSError, match="No space"):
        migrate(engine)
    assert empty_store.rows() == {}
    engine.dispose()


def refusal(store: Store) -> str:
    with pytest.raises(StorageError) as refused:
        Database.open(settings(store))
    return str(refused.value)


def test_a_database_of_a_newer_version_is_left_alone(store: Store) -> None:
    open_database(store).close()
    execute(store, "UPDATE alembic_version SET version_num = '9999'")
    before = store.rows(), words(store)
    assert refusal(store) == (
        f"{store.told}: was made by a newer version. "
        "Use that version of Dorpsronde, or a backup. The database is as it was before."
    )
    with pytest.raises(StorageError, match="made by a newer version"):
        migrated(store)
    assert (store.rows(), words(store)) == before


def test_a_database_of_another_program_is_left_alone(empty_store: Store) -> None:
    execute(empty_store, "CREATE TABLE recipes (name TEXT)")
    before = words(empty_store)
    assert "has tables of another program" in refusal(empty_store)
    assert words(empty_store) == before


def test_two_processes_that_open_an_empty_database_make_one(empty_store: Store) -> None:
    code = (
        "from tests.stores import migrated\n"
        "store = Store(Path(sys.argv[1]), *sys.argv[2:])\n"
        "together.wait()\n"
        "migrated(store)\n"
        "database = open_database(store)\n"
        "with database.begin(TEST) as work: assert work.squares.all() == []\n"
        "database.close()\n"
    )
    where = [empty_store.home, empty_store.url, empty_store.owner_url]
    together = PROCESSES.Barrier(2)
    running = [start_lines(code, *where, together=together) for _ in range(2)]
    assert ends_of(running) == [(0, "")] * 2


def test_the_command_makes_the_tables_and_says_which_version(call, empty_store: Store, monkeypatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(empty_store.home / "new"))
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", empty_store.url)
    monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", empty_store.owner_url)
    said = call("db", "migrate")
    told = empty_store.told if empty_store.postgresql else empty_store.home / "new" / "dorpsronde.db"
    assert said.code == 0
    assert said.out == f"{told} has schema {newest_version()}.\n"
    assert said.err == ""
