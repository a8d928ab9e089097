"""The command as a person calls it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main
from data.database import Database
from tests.squares import home_in
from tests.stored_square import StoredSquare, new_database, store_square
from tests.stores import KINDS, Store, lay_down, stored


@dataclass(frozen=True)
class Said:
    """What a call answered."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.err.strip().splitlines()[-1]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Call `dorpsronde` with arguments and give what a person would see."""

    def run(*arguments: str | Path) -> Said:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        assert isinstance(stop.value.code, int)
        return Said(stop.value.code, said.out, said.err)

    return run


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    """A new database, once a file and once on PostgreSQL."""
    database = new_database(store)
    yield database
    database.close()


@pytest.fixture
def square(database: Database) -> StoredSquare:
    """A made-up square in it, without orders."""
    return store_square(database)


@pytest.fixture
def file_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which commands are called that keep everything in a file there, which is made already."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    lay_down(home_in(tmp_path))
    return tmp_path


@pytest.fixture(params=KINDS)
def working_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which commands are called: once they keep everything in a file there, once on PostgreSQL.

    The tables are there either way.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DORPSRONDE_HOME", raising=False)
    with stored(request.param, home_in(tmp_path)) as store:
        monkeypatch.setenv("DORPSRONDE_DATABASE_URL", store.url)
        monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", store.owner_url)
        yield tmp_path
