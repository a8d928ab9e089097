"""One small demo, run once and looked at by many tests; and the command as a person calls it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main
from tests.small_demo import SMALL


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


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo of 30 orders in central Helsinki."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.raises(SystemExit) as stop:
        main([*SMALL, "--out", str(folder)])
    assert stop.value.code == 0
    return folder
