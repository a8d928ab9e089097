"""Where a test's database is: a file of SQLite, or a database of its own on the PostgreSQL of the test run.

All processes of a run share one server, started by the first test that needs it; each test gets a copy of one
database in which the tables are made. DORPSRONDE_TEST_DATABASE_URL names a server to use instead, as a superuser.

Tests sign in as an application does: a plain user, bound by policies. `Store.owner_url` is of who owns the tables, and
`Store.super_url` of who may do everything.

A Redis is shared likewise (DORPSRONDE_TEST_REDIS_URL); whoever uses it has a queue of its own.
"""

import fcntl
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from data.database import connect_owner
from data.migrate import migrate
from data.settings import DatabaseSettings
from kernel.files import own_folder

__all__ = [
    "BARE", "EMPTY", "GIVEN", "KINDS", "RUN", "TABLES", "Store", "begin_run", "copied", "end_run", "lay_down",
    "migrated", "redis_address", "renewed", "server_address", "store_at", "stored",
]  # fmt: skip

KINDS = ("sqlite", "postgresql")
GIVEN = "DORPSRONDE_TEST_DATABASE_URL"
GIVEN_REDIS = "DORPSRONDE_TEST_REDIS_URL"
RUN = "DORPSRONDE_TEST_RUN"
"""Names the folder that the processes of one run share."""
EMPTY = "empty"
"""To copy: a database without tables."""
TABLES = "tables"
"""To copy: a database with tables, which has no rows."""
BARE = "template0"
"""To copy: a database without tables and PostGIS."""


@dataclass(frozen=True)
class Store:
    """A test's database: at `url`, or without one the file in `home`."""

    home: Path
    url: str = ""
    owner_url: str = ""
    super_url: str = ""

    def __str__(self) -> str:
        return self.url or str(self.home)

    @property
    def postgresql(self) -> bool:
        return bool(self.url)

    @property
    def told(self) -> str:
        """The database as messages call it."""
        at = make_url(self.url) if self.url else None
        return f"postgresql://{at.host}:{at.port}/{at.database}" if at else str(self.home / "dorpsronde.db")

    def settings(self, **more: float) -> DatabaseSettings:
        urls = {"database_url": self.url, "database_owner_url": self.owner_url}
        return DatabaseSettings.model_validate({"home": self.home, **urls, **more})

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Read every row of every table; nothing of ours takes part in it."""
        return postgresql_rows(self.owner_url) if self.postgresql else sqlite_rows(self.home / "dorpsronde.db")


def store_at(text: str) -> Store:
    """Find a store again by what `str` gave: in a process that a test started."""
    return Store(Path(), text) if text.startswith("postgres") else Store(Path(text))


@contextmanager
def stored(kind: str, home: Path, *, copy: str = "") -> Iterator[Store]:
    """Give a database: a copy of one with tables, or of `EMPTY` or `BARE`, which is no file at all."""
    if kind == "sqlite":
        if not copy:
            lay_down(home)
        yield Store(home)
        return
    store = copied(copy or TABLES, uuid4().hex[:12], home)
    try:
        yield store
    finally:
        dropped(store)


def lay_down(home: Path) -> None:
    """Put a file with tables into a home folder."""
    own_folder(home)
    (home / "dorpsronde.db").write_bytes(_tables())


@cache
def _tables() -> bytes:
    """Make the file once: migrating takes longer than most tests."""
    with TemporaryDirectory() as folder:
        migrated(Store(Path(folder)))
        return (Path(folder) / "dorpsronde.db").read_bytes()


def copied(model: str, name: str, home: Path = Path(), *, anew: bool = False) -> Store:
    """Make a database on the run's PostgreSQL as a copy of another one of the run, or of `BARE`.

    Parameters
    ----------
    anew: in the place of one of this name, if there is one.
    """
    server, password = server_address()
    model, name = model if model == BARE else f"{run_name()}_{model}", f"{run_name()}_{name}"
    if anew:
        command(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    command(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY OWNER {}", name, model, f"{run_name()}_owner")
    return store_on(server, password, name, home)


def dropped(store: Store) -> None:
    server, _ = server_address()
    command(server, "DROP DATABASE {} WITH (FORCE)", name_of(store))


def name_of(store: Store) -> str:
    return str(make_url(store.url).database)


def renewed(store: Store, model: str) -> None:
    """Put a copy of another database of the run in the place of a store's."""
    dropped(store)
    copied(model, name_of(store).removeprefix(f"{run_name()}_"))


def store_on(server: str, password: str, name: str, home: Path = Path()) -> Store:
    here = make_url(server).set(database=name)
    users = (here.set(username=f"{run_name()}_{kind}", password=password) for kind in ("app", "owner"))
    return Store(home, *(one.render_as_string(hide_password=False) for one in (*users, here)))


def migrated(store: Store, version: str = "head") -> None:
    """Bring a store to a version, as its owner."""
    engine, login = connect_owner(store.settings())
    try:
        migrate(engine, version, login=login if version == "head" else "")
    finally:
        engine.dispose()


def begin_run() -> int:
    """Make the folder that the processes of a run share; give what keeps their server alive while it is open."""
    folder = mkdtemp(prefix="dorpsronde-run-")
    os.environ[RUN] = folder
    os.mkfifo(Path(folder) / "alive")
    return os.open(Path(folder) / "alive", os.O_RDWR)


def end_run(alive: int) -> None:
    folder = Path(os.environ[RUN])
    if GIVEN in os.environ and (folder / "address").exists():
        with psycopg.connect(plain(os.environ[GIVEN])) as connection:
            ours = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [run_name()])
            names = [name for (name,) in ours.fetchall()]
        for name in names:
            command(os.environ[GIVEN], "DROP DATABASE {} WITH (FORCE)", name)
        for kind in ("app", "owner"):
            command(os.environ[GIVEN], "DROP ROLE {}", f"{run_name()}_{kind}")
    os.close(alive)
    rmtree(folder, ignore_errors=True)  # or the server that ends now does


def server_address() -> tuple[str, str]:
    """Give the address of the run's server, and the password of the users that tests sign in as.

    The first who asks starts it and makes the tables that tests copy.
    """
    folder = Path(os.environ[RUN])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder / "address"
        if not address.exists():
            server, password = os.environ.get(GIVEN) or start_private(folder / "alive"), secrets.token_hex(8)
            make_tables(server, password)
            address.write_text(f"{server}\n{password}")
        server, password = address.read_text().splitlines()
        return server, password


def redis_address() -> str:
    """Give the address of the run's Redis; the first who asks starts it."""
    folder = Path(os.environ[RUN])
    with (folder / "redis lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder / "redis address"
        if not address.exists():
            address.write_text(os.environ.get(GIVEN_REDIS) or start_private(folder / "alive", "private_redis.py"))
        return address.read_text()


def start_private(alive: Path, server: str = "private_postgres.py") -> str:
    call = [sys.executable, Path(__file__).with_name(server), alive]
    started = subprocess.run(call, capture_output=True, text=True, check=False)
    if started.returncode:
        raise RuntimeError(f"{server} has no server for this test: {started.stderr.strip()}")
    return started.stdout.strip()


def make_tables(server: str, password: str) -> None:
    owner, empty, tables = (f"{run_name()}_{kind}" for kind in ("owner", EMPTY, TABLES))
    for name in (owner, f"{run_name()}_app"):
        with psycopg.connect(plain(server), autocommit=True) as connection:
            made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
            connection.execute(made)
    command(server, "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0 OWNER {}", empty, owner)
    command(store_on(server, password, empty).super_url, "CREATE EXTENSION postgis")
    command(server, "CREATE DATABASE {} TEMPLATE {} OWNER {}", tables, empty, owner)
    migrated(store_on(server, password, tables))


def command(server: str, text: LiteralString, *names: str) -> None:
    """Let the server do something with databases of these names."""
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def run_name() -> str:
    return Path(os.environ[RUN]).name.replace("-", "_").lower()


def plain(server: str) -> str:
    """Give an address as the driver alone reads it."""
    return server.replace("+psycopg", "")


def postgresql_rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        found = {}
        for (name,) in names:
            if name != "spatial_ref_sys":
                rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))).fetchall()
                found[name] = sorted(rows)
        return found


def sqlite_rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(file)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").fetchall()
    found = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 - our own names
        for (name,) in names
        if name != "sqlite_sequence"
    }
    connection.close()
    return found
