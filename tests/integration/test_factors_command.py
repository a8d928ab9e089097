"""`dorpsronde factors`: sets beside one another, and one's own in the home folder, for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import dorpsronde
from impact.factor_table import COLUMNS, LATEST, available
from kernel.errors import DorpsrondeError

SURVEY = {
    "id": "collect.replaced_share",
    "scope": "-",
    "low": "0.2",
    "central": "0.4",
    "high": "0.6",
    "unit": "share",
    "distribution": "triangular",
    "year": "2026",
    "region": "NL",
    "source": "survey of our customers",
    "status": "verified",
    "range_status": "assumed",
    "note": "",
    "licence": "own",
    "valid_from": "2026-06-01",
}

NOTHING = {"low": "0", "central": "0", "high": "0", "distribution": "fixed", "range_status": "-"}
MIX = [f"likely_mix.{way}" for way in ("customer_collects", "shop_tours", "parcel_network")]
FLEET = [f"shop_fleet.{vehicle}" for vehicle in ("diesel_van", "car", "electric_van")]


@dataclass(frozen=True)
class Said:
    text: str
    error: str


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    return tmp_path


def factors(*arguments: object) -> Said:
    result = CliRunner().invoke(dorpsronde, ["factors", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, DorpsrondeError), result.exception
    return Said(result.stdout, str(result.exception or ""))


def written(folder: Path, *rows: dict[str, str], name: str = "own.csv") -> Path:
    lines = [",".join(COLUMNS), *(",".join(row[column] for column in COLUMNS) for row in rows)]
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_what_comes_with_the_product_is_listed_with_every_row(home: Path) -> None:
    assert "2026.1\t25 rows" in factors("list").text
    rows = factors("list", "2026.2").text.splitlines()
    assert rows[0].startswith("2026.2, sha256 ")
    grid = next(row for row in rows if row.startswith("electricity.grid WTW"))
    assert "150 / 244 / 374 g/kWh" in grid
    assert "2026-01-01" in grid


def test_two_sets_differ_by_rows_that_changed_went_or_came(home: Path) -> None:
    there = factors("diff", "2026.1", "2026.2").text
    assert "~ diesel_van.driving WTW  central: 317.0 -> 316.9" in there
    assert "+ diesel.burnt TTW" in there
    assert "- diesel.burnt TTW" in factors("diff", "2026.2", "2026.1").text
    assert factors("diff", "2026.2", "2026.2").text == "2026.2 and 2026.2 have the same rows.\n"


def test_ones_own_rows_stay_in_the_home_folder_under_a_name_that_means_one_thing(home: Path) -> None:
    file = written(home, SURVEY)
    assert "would be kept" in factors("import", file, "--name", "survey", "--dry-run").text
    assert factors("list").text.count("\n") == len(available())
    assert f"{LATEST}+survey kept." in factors("import", file, "--name", "survey").text
    assert "nothing was added" in factors("import", file, "--name", "survey").text
    assert "0.2 / 0.4 / 0.6 share" in factors("list", f"{LATEST}+survey").text
    other = written(home, SURVEY | {"central": "0.3"})
    assert "with other rows. Reports may name it, so it stays" in factors("import", other, "--name", "survey").error
    assert "0.2 / 0.4 / 0.6 share" in factors("list", f"{LATEST}+survey").text


@pytest.mark.parametrize(
    ("rows", "name", "line"),
    [
        ([SURVEY | {"high": "0.1"}, SURVEY | {"licence": ""}], "a", "line 2, factor collect.replaced_share: low 0.2"),
        ([SURVEY | {"high": "0.1"}, SURVEY | {"licence": ""}], "a", "line 3: it names no licence"),
        ([SURVEY | {"id": "van.glec"}], "a", "van.glec in share replaces nothing. Its ids are in the table"),
        ([SURVEY], "../a", "'../a' is no name for a factor set"),
        ([SURVEY], "", "'' is no name for a factor set"),
        ([SURVEY | {"id": MIX[1]}], "a", "a survey of what customers would have done has a share for each way"),
        ([SURVEY | {"id": each, "status": "assumed"} for each in MIX], "a", "and none is assumed. Give all of likely"),
        ([SURVEY | {"id": each} | NOTHING for each in MIX], "a", "likely_mix.*: these shares add up to nothing. Give"),
        ([SURVEY | {"id": each} | NOTHING for each in FLEET], "a", "shop_fleet.*: these shares add up to nothing."),
        (
            [SURVEY | {"id": "diesel_van.driving", "scope": "WTW", "unit": "g/km"}],
            "a",
            "diesel_van.driving has a WTW row only. Add its TTW and WTT rows",
        ),
    ],
)
def test_rows_that_cannot_be_used_are_refused_and_nothing_is_kept(
    home: Path, rows: Sequence[dict[str, str]], name: str, line: str
) -> None:
    assert line in factors("import", written(home, *rows), "--name", name).error
    assert not (home / "home" / "factors").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b'id\n"open'])
def test_a_file_that_is_no_table_is_refused_in_one_line(home: Path, content: bytes) -> None:
    (home / "own.csv").write_bytes(content)
    said = factors("import", home / "own.csv", "--name", "a")
    assert "own.csv" in said.error
    assert "\n" not in said.error


def test_a_version_that_is_nowhere_is_refused_with_those_that_are(home: Path) -> None:
    assert "There is: 2026.1, 2026.2, 2026.3, 2026.4." in factors("list", "../../etc/passwd").error
