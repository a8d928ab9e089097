"""Backup, restore and upgrade as their pages say, word for word, on both databases, with a round on the road."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from data.database import connect_owner
from data.migrate import migrate, newest_version
from data.settings import DatabaseSettings
from tests.how_to import lines_of
from tests.private_postgres import programs
from tests.squares import DAY, good_rows, home_in, make_square, orders_file, store_in
from tests.stores import EMPTY, stored

OURS = ".venv/bin/dorpsronde "
OLDER = "0008"
"""A schema that an older version has."""


@pytest.fixture
def on_the_road(call, working_folder: Path, village: Path) -> Path:
    """A folder with a planned day of which one round was released."""
    make_square(call, village, working_folder)
    file = orders_file(working_folder, good_rows(6))
    for command in (
        ("orders", "import", "proefdorp", file, "--date", DAY),
        ("plan", "proefdorp", "--date", DAY, "--iterations", "1"),
        ("round", "release", "proefdorp", "--date", DAY, "--round", "1"),
    ):
        assert call(*command).code == 0
    return working_folder


def typed(call, line: str) -> None:
    """Type a line of a page: ours in this process, others in a shell."""
    if line.startswith(OURS):
        said = call(*line.removeprefix(OURS).split())
        assert said.code == 0, (line, said.err)
        return
    where = programs()
    path = f"{where}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", line], env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (line, done.stderr)


def is_of_postgres(line: str) -> bool:
    return not line.startswith(OURS)


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    return store_in(folder).rows()


def test_backup_and_restore_work_word_for_word(call, on_the_road: Path) -> None:
    before = rows(on_the_road)
    for line in lines_of("backup.md"):
        if not is_of_postgres(line):
            typed(call, line)
    first, again = [line for line in lines_of("restore.md") if not is_of_postgres(line)]
    assert again == f"{first} --replace"
    typed(call, again)
    assert rows(on_the_road) == before
    if not os.environ["DORPSRONDE_DATABASE_URL"]:
        shutil.rmtree(home_in(on_the_road))
        typed(call, first)
        assert rows(on_the_road) == before


def test_the_tools_of_postgresql_work_word_for_word(
    call, on_the_road: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not os.environ["DORPSRONDE_DATABASE_URL"]:
        assert all("postgresql" not in line.lower() for line in lines_of("upgrade.md"))
        return
    (on_the_road / "backups").mkdir()
    for line in lines_of("backup.md"):
        if is_of_postgres(line):
            typed(call, line)
    before, files = rows(on_the_road), sorted(path.name for path in home_in(on_the_road).rglob("*"))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(on_the_road / "backups", elsewhere / "backups")
    with stored("postgresql", elsewhere, copy=EMPTY) as store:
        monkeypatch.chdir(elsewhere)
        monkeypatch.setenv("DORPSRONDE_DATABASE_URL", store.url)
        monkeypatch.setenv("DORPSRONDE_DATABASE_OWNER_URL", store.owner_url)
        for line in lines_of("restore.md"):
            if is_of_postgres(line):
                typed(call, line)
        assert rows(elsewhere) == before
        assert sorted(path.name for path in home_in(elsewhere).rglob("*")) == files
        assert call("round", "list", "proefdorp", "--date", DAY).code == 0


def test_an_upgrade_leaves_released_rounds_to_the_byte(call, on_the_road: Path) -> None:
    """The database is brought down to an older schema, as an older version has it, and upgraded as the page says."""
    keep, upgrade = lines_of("upgrade.md")
    said = call("round", "list", "proefdorp", "--date", DAY).out
    typed(call, keep)
    engine, _ = connect_owner(DatabaseSettings.from_environment())
    migrate(engine, OLDER)
    older = of_rounds(engine)
    engine.dispose()
    if newest_version() != OLDER:
        assert "was made by an older version" in call("round", "list", "proefdorp", "--date", DAY).last_line
    typed(call, upgrade)
    assert of_rounds(engine, older) == older
    engine.dispose()
    assert call("round", "list", "proefdorp", "--date", DAY).out == said


Tables = dict[str, list[dict[str, object]]]


def of_rounds(engine: Engine, like: Tables | None = None) -> Tables:
    """Read the tables of rounds as they stand; of another reading, the same columns."""
    found = {}
    with engine.connect() as connection:
        for table in ("plans", "plan_legs", "rounds", "stops", "tasks"):
            names = like[table][0] if like else [column["name"] for column in inspect(connection).get_columns(table)]
            columns = ", ".join(f'"{name}"' for name in names)
            rows = connection.execute(text(f"SELECT {columns} FROM {table}"))  # noqa: S608 - our own names
            found[table] = sorted((dict(row) for row in rows.mappings()), key=repr)
            assert found[table], table
    return found
