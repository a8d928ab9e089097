"""The command as a person calls it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main
from tests.stores import KINDS, stored


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


@pytest.fixture(params=KINDS)
def working_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which commands are called: once they keep everything in a file there, once on PostgreSQL."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DORPSRONDE_HOME", raising=False)
    with stored(request.param, tmp_path) as store:
        monkeypatch.setenv("DORPSRONDE_DATABASE_URL", store.url)
        monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", store.owner_url)
        yield tmp_path
