"""Two logins on PostgreSQL: who is too strong is refused, the owner migrates, and no table is without rules."""

import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from data.database import Database, connect
from data.logins import ONLY_ADDED
from data.migrate import migrate
from data.models.every import METADATA
from data.move import move
from data.policies import ASKED
from data.settings import DatabaseSettings
from kernel.errors import BadInputError, StorageError
from tests.stored_square import TEST, store_square
from tests.stores import EMPTY, Store, migrated, stored

OWNER = "DORPSRONDE_DATABASE_OWNER_URL"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stored("postgresql", tmp_path) as place:
        yield place


def told(url: str) -> str:
    with pytest.raises(StorageError) as refused:
        Database.open(DatabaseSettings(database_url=url))
    return str(refused.value)


def administer(store: Store, text: LiteralString, *names: str) -> None:
    with psycopg.connect(store.super_url, autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def test_who_is_bound_by_no_policy_is_refused(store: Store) -> None:
    way_out = f"Sign in as a plain user; {OWNER} names this one, for `dorpsronde db migrate` alone."
    for url, what in ((store.owner_url, "owns its tables"), (store.super_url, "is a superuser")):
        name = make_url(url).username
        assert told(url) == f"{store.told}: its user {name!r} {what}, so no rule of ours binds it. {way_out}"
    guest, password = f"gast_{token_hex(4)}", token_hex(4)
    url = make_url(store.url).set(username=guest, password=password).render_as_string(hide_password=False)
    with psycopg.connect(store.super_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS PASSWORD {}").format(sql.Identifier(guest), sql.Literal(password))
        )
    try:
        administer(store, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}", guest)
        assert f"{guest!r} has BYPASSRLS" in told(url)
        administer(store, "ALTER ROLE {} NOBYPASSRLS", guest)
        administer(store, "GRANT {} TO {}", str(make_url(store.owner_url).username), guest)
        assert f"{guest!r} owns its tables" in told(url), "a member of the owner's role may do what the owner may"
    finally:
        administer(store, "DROP OWNED BY {0}", guest)
        administer(store, "DROP ROLE {0}", guest)


def test_every_table_has_rules_after_a_migration_and_opening_notices_one_without(store: Store) -> None:
    with psycopg.connect(store.owner_url) as connection:
        bare = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid))"
        ).fetchall()
        assert {name for (name,) in bare} == {"alembic_version", "spatial_ref_sys"}
        connection.execute("ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
    assert told(store.url) == (
        f"{store.told}: its table orders shows everyone's rows to everyone. "
        "Run `dorpsronde db migrate`: it makes the rules anew."
    )
    migrated(store)
    Database.open(store.settings()).close()


def test_a_table_that_somebody_adds_to_the_models_gets_rules_with_the_next_migration(store: Store) -> None:
    with psycopg.connect(store.owner_url) as connection:
        connection.execute("DROP POLICY dorpsronde_all ON closures")
    migrated(store)
    with psycopg.connect(store.owner_url) as connection:
        made = connection.execute("SELECT policyname FROM pg_policies WHERE tablename = 'closures'").fetchall()
    assert made == [("dorpsronde_all",)]


def test_what_happened_is_only_added_to(store: Store) -> None:
    database = Database.open(store.settings())
    store_square(database)
    for table in sorted(ONLY_ADDED):
        with pytest.raises(StorageError, match="may not be used like this by this user"), database.begin(TEST) as work:
            work._session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
    database.close()


def test_the_application_makes_no_tables(tmp_path: Path) -> None:
    with stored("postgresql", tmp_path, copy=EMPTY) as empty:
        assert told(empty.url) == (
            f"{empty.told}: has no tables yet. Let their owner make them: `dorpsronde db migrate`."
        )
        assert empty.rows() == {}


def test_a_login_that_is_not_there_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    with stored("postgresql", tmp_path, copy=EMPTY) as empty:
        engine = connect(DatabaseSettings(database_url=empty.owner_url))
        with pytest.raises(
            StorageError, match=r"knows no user 'nie\"mand'\. Let an administrator of the server make it"
        ):
            migrate(engine, login='nie"mand')
        engine.dispose()
        assert empty.rows() == {}


def test_moving_as_someone_who_is_bound_fails_instead_of_passing_over_rows(store: Store, tmp_path: Path) -> None:
    database = Database.open(store.settings())
    store_square(database)
    database.close()
    source = connect(store.settings())
    target = connect(DatabaseSettings(database_url=f"sqlite:///{tmp_path / 'new.db'}"))
    with pytest.raises(StorageError, match="may not be used like this by this user"):
        move(source, target)
    source.dispose()
    target.dispose()


@pytest.mark.parametrize(
    ("owner", "line"),
    [
        ("", f"Error: {OWNER}: is not set, and who uses the tables may not own them. Write postgresql://OWNER@HOST/NA"),
        ("same", f"Error: {OWNER}: and DORPSRONDE_DATABASE_URL have to name two users of one database."),
        ("sqlite://", f"Error: {OWNER}: and DORPSRONDE_DATABASE_URL have to name two users of one database."),
        ("nonsense", f"Error: {OWNER}: the address of the database cannot be used."),
    ],
)
def test_the_command_asks_for_the_owner(
    call, store: Store, monkeypatch: pytest.MonkeyPatch, owner: str, line: str
) -> None:
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", store.url)
    monkeypatch.setenv(OWNER, store.url if owner == "same" else owner)
    said = call("db", "migrate")
    assert said.code == BadInputError.exit_code
    assert said.last_line.startswith(line)


def test_the_rules_of_a_table_name_every_kind_of_thing_that_there_is(store: Store) -> None:
    with psycopg.connect(store.owner_url) as connection:
        rows = connection.execute("SELECT tablename, qual FROM pg_policies WHERE schemaname = 'public'").fetchall()
    assert {table for table, _ in rows} == set(METADATA.tables)


def test_no_rule_reads_a_table_but_within_a_function_that_runs_as_its_caller(store: Store) -> None:
    """Else each statement on one table makes ready the scans of all the tables behind it (ADR 51)."""
    migrated(store)
    with psycopg.connect(store.owner_url) as connection:
        rules = connection.execute(
            "SELECT coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'"
        ).fetchall()
        made = connection.execute(
            "SELECT proname, prosecdef, provolatile FROM pg_proc WHERE proname LIKE 'dorpsronde%'"
        ).fetchall()
    read = {name for (rule,) in rules for name in re.findall(r"FROM (\w+)", rule)}
    assert {(name, False, "s") for name in read} == set(made)
    assert read == {f"dorpsronde_{name}" for name in ASKED}
