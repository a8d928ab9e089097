"""What a person reads when the server, its rights or its address are against us; a password is never in it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from data.database import Database, connect_owner
from data.migrate import migrate
from data.postgresql import refuse_unfit_server
from data.settings import DatabaseSettings
from data.work import Work
from kernel.errors import BadInputError, StorageError
from tests.stored_square import TEST, open_database, store_square
from tests.stores import BARE, Store, migrated, stored

SECRET = "geheim-4711"  # noqa: S105 - opens nothing
AS_BEFORE = "The database is as it was before."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stored("postgresql", tmp_path) as place:
        yield place


def address(store: Store) -> URL:
    return make_url(store.url)


def told(url: URL | str) -> str:
    """Give what opening says, to a person and to the log."""
    written = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    with pytest.raises((StorageError, BadInputError)) as refused:
        Database.open(DatabaseSettings(database_url=written))
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        f"postgrsql://ik:{SECRET}@x/y",
        "sqlite+nonsense://",
        f"mysql://ik:{SECRET}@x/y",
        f"postgresql+psycopg2://ik:{SECRET}@x/y",
        f"postgresql://ik:{SECRET}@x:poort/y",
        f"postgresql://ik:{SECRET}",
    ],
)
def test_an_address_that_cannot_be_understood_is_refused_without_repeating_it(url: str) -> None:
    line = told(url)
    assert "DORPSRONDE_DATABASE_URL: the address of the database cannot be used" in line
    assert SECRET not in line


def test_who_may_not_come_in_is_told_why_and_no_password_is_repeated(
    store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    here = address(store)
    lines = {
        "no server": told(here.set(port=1, password=SECRET)),
        "no host": told(here.set(host="nergens.invalid", password=SECRET)),
        "no socket": told(f"postgresql:///x?host=/nergens&password={SECRET}"),
        "no password": told(here.set(password=SECRET)),
        "no database": told(here.set(database="nergens")),
        "no option": told(here.update_query_dict({"pasword": SECRET})),
    }
    assert lines["no server"] == (
        "postgresql://127.0.0.1:1/" + str(here.database) + ": does not answer, or lets nobody in. "
        f"Does the server run, and are host and port right? {AS_BEFORE}"
    )
    assert "nergens.invalid" in lines["no host"]
    assert "postgresql:///nergens/x: does not answer" in lines["no socket"]
    assert "does not take this user and password" in lines["no password"]
    assert "/nergens: is not there" in lines["no database"]
    assert "an unknown option" in lines["no option"]
    heard = " ".join([*lines.values(), caplog.text, *capfd.readouterr()])
    assert SECRET not in heard
    assert str(here.password) not in heard


def test_every_way_to_write_the_address_of_a_server_is_taken(store: Store) -> None:
    plain = address(store)
    for name in ("postgres", "postgresql", "postgresql+psycopg"):
        written = plain.set(drivername=name).render_as_string(hide_password=False)
        Database.open(DatabaseSettings(database_url=written)).close()


def test_without_postgis_it_is_said_who_switches_it_on(tmp_path: Path) -> None:
    with stored("postgresql", tmp_path, copy=BARE) as bare:
        with pytest.raises(StorageError) as refused:
            migrated(bare)
        assert f"{bare.told}: has no PostGIS. Install it on the server" in str(refused.value)
        assert "CREATE EXTENSION postgis" in str(refused.value)
        with psycopg.connect(bare.super_url) as connection:
            connection.execute("CREATE EXTENSION postgis")
        migrated(bare)
        database = Database.open(bare.settings())
        assert store_square(database).slug == "proefdorp", "neither of the two needs another right"
        database.close()


class plain_user:  # noqa: N801 - reads as a verb where it is used
    """A user without any right but to come in."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.name = f"gast_{address(store).database}"

    def __enter__(self) -> Store:
        self.call("CREATE USER {} PASSWORD {}", sql.Identifier(self.name), sql.Literal(SECRET))
        url = address(self.store).set(username=self.name, password=SECRET)
        return Store(self.store.home, url.render_as_string(hide_password=False))

    def __exit__(self, *_: object) -> None:
        self.call("DROP OWNED BY {0}; DROP USER {0}", sql.Identifier(self.name))

    def call(self, text: str, *parts: sql.Composable) -> None:
        with psycopg.connect(self.store.super_url, autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(*parts))


def test_a_user_who_may_only_look_reads_and_is_told_that_writing_is_not_allowed(store: Store) -> None:
    owner = open_database(store)
    store_square(owner)
    with psycopg.connect(store.owner_url) as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC")
    with plain_user(store) as theirs:
        guest = Database.open(theirs.settings())
        with guest.read(TEST) as work:
            assert work.squares.get("proefdorp").name == "Proefdorp"
        with pytest.raises(StorageError, match="may not be used like this by this user"), guest.begin(TEST):
            pass
        guest.close()
    owner.close()


@pytest.mark.parametrize(
    ("version", "encoding", "line"),
    [
        (14, "UTF8", "here: is PostgreSQL 14. Dorpsronde needs 15 or newer."),
        (15, "SQL_ASCII", "here: keeps text as SQL_ASCII. Make the database with ENCODING 'UTF8'."),
    ],
)
def test_a_server_that_will_not_do_is_named(version: int, encoding: str, line: str) -> None:
    answers = {"server_version_num": version, "server_encoding": encoding}
    connection = SimpleNamespace(
        scalar=lambda asked: next(answer for name, answer in answers.items() if name in str(asked))
    )
    with pytest.raises(StorageError) as refused:
        refuse_unfit_server(connection, "here")
    assert str(refused.value) == line


def test_a_connection_that_the_server_ended_is_opened_again(store: Store) -> None:
    """As after a restart: the next unit of work does not notice."""
    database = open_database(store)
    square = store_square(database)
    end_all(store)
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").id == square.id
    with pytest.raises(StorageError, match="the server stops or starts"), database.read(TEST) as work:
        cut_off(store, work)
    with database.begin(TEST) as work:
        assert len(work.squares.all()) == 1
    database.close()


def cut_off(store: Store, work: Work) -> None:
    """Lose the connection in the middle of a unit of work."""
    work.squares.all()
    end_all(store)
    work.squares.all()


def end_all(store: Store) -> None:
    """End every connection, and wait until they have said their farewell."""
    with psycopg.connect(store.super_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_migration_waits_for_who_reads_and_then_says_so(store: Store) -> None:
    reading = open_database(store)
    engine, _ = connect_owner(store.settings(busy_timeout_s=0))
    with reading.read(TEST) as work:
        work.squares.all()
        with pytest.raises(StorageError, match="another program is writing to it"):
            migrate(engine, "0001")
    migrate(engine, "0001")
    migrate(engine)
    engine.dispose()
    reading.close()
