"""Commands that work long before they write: that there is no place for it is said before they begin."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.squares import open_home
from tests.stored_square import store_square


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "none.json", "-o", "there"),
        ("matrix", "none.osm", "points.csv", "--profile", "bike", "-o", "there"),
        ("isochrone", "none.osm", "5.5,52.1", "--minutes", "5", "-o", "there"),
        ("route", "none.osm", "5.5,52.1", "5.6,52.1", "-o", "there/map.html"),
        ("whatif", "proefdorp", "--date", "2026-12-01", "-o", "there/map.html"),
        ("report", "make", "proefdorp", "--month", "2026-12", "-o", "there"),
        ("report", "publish", "proefdorp", "--period", "2026", "-o", "there"),
        ("report", "bundle", "proefdorp", "--month", "2026-12", "-o", "there"),
    ],
    ids=" ".join,
)
def test_a_place_that_takes_no_file_is_told_before_anything_is_read(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("id,lon,lat\nhoek,5.5,52.1\n")
    for folder in ("there/map.html", "there/report.json/report.json"):
        (tmp_path / folder).mkdir(parents=True)
    said = call(*arguments)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "there" in said.err
    assert "could not be written (a folder has this name)" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["points.csv", "there"], "no database was made"


def test_plan_says_so_before_it_plans(call, file_folder: Path) -> None:
    with closing(open_home(file_folder)) as database:
        store_square(database)
    (file_folder / "there" / "report.json").mkdir(parents=True)
    said = call("plan", "proefdorp", "--date", "2026-12-01", "--out", "there")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: there/report.json: could not be written (a folder has this name)")


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "none.json", "-o", "a/b/c.json"),
        ("plan", "TYPO", "--date", "2026-12-01"),
        ("plan", "../elsewhere", "--date", "2026-12-01"),
        ("whatif", "proefdorp", "--date", "2026-12-01", "-o", "a/b/c.html"),
        ("report", "make", "proefdorp", "--month", "2026-12", "-o", "a/b/c.html"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_refused_leaves_no_folder_behind(call, file_folder: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(one.name for one in file_folder.iterdir())
    assert call(*arguments).code in {1, 2}
    assert sorted(one.name for one in file_folder.iterdir()) == before
