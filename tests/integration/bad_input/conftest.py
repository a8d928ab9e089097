"""A village to be attacked with bad input, by the commands a person calls."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.main import main
from tests.squares import contents, make_square


@pytest.fixture(scope="session")
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
