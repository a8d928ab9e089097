"""The home folder holds people's addresses: whoever makes it, only its owner may look into it."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.readiness import folder_part
from data.database import Database
from data.kept_uploads import KeptUploads
from data.settings import DatabaseSettings

MAKERS: dict[str, Callable[[Path], object]] = {
    "the database": lambda home: Database.open(DatabaseSettings(home=home)).close(),
    "a file that is handed in": lambda home: KeptUploads(home).keep(b"a,b", ".csv"),
    "the look whether a server is ready": folder_part,
}


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_home_folder_is_made_for_its_owner_alone(tmp_path: Path, maker: str) -> None:
    home = tmp_path / "kept" / "here"
    MAKERS[maker](home)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (home, home.parent)] == [0o700, 0o700]


def test_a_folder_that_is_there_keeps_the_mode_that_its_owner_gave_it(tmp_path: Path) -> None:
    home = tmp_path / "here"
    home.mkdir(mode=0o750)
    KeptUploads(home).keep(b"a,b", ".csv")
    assert stat.S_IMODE(home.stat().st_mode) == 0o750
    assert stat.S_IMODE((home / "uploads").stat().st_mode) == 0o700
