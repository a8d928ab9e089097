"""Commands that work long before they write: that there is no place for it is said before they begin."""

from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "none.json", "-o", "there"),
        ("matrix", "none.osm", "points.csv", "--profile", "bike", "-o", "there"),
        ("isochrone", "none.osm", "5.5,52.1", "--minutes", "5", "-o", "there"),
        ("route", "none.osm", "5.5,52.1", "5.6,52.1", "-o", "there/map.html"),
        ("plan", "proefdorp", "--date", "2026-12-01", "--out", "there/report.json"),
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
