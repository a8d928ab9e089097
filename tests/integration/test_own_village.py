"""The how-to, followed word for word: every command in its blocks, in a folder with nothing but what it says."""

import csv
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rounds import day_report

REPOSITORY = Path(__file__).parents[2]
HOW_TO = REPOSITORY / "docs" / "how-to" / "own-village.md"
MARKET_DAY = HOW_TO.with_name("market-day.md")
SUNK = "=HYPERLINK"


def commands(page: Path = HOW_TO) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.fixture
def clone(bench_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the how-to finds it: the examples, and the extract it lets one download."""
    extract = bench_data / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        pytest.skip(f"no extract of Liechtenstein at {extract}; set DORPSRONDE_BENCH_DATA")
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")
    (tmp_path / extract.name).write_bytes(extract.read_bytes())
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    return tmp_path


def test_the_how_to_works_word_for_word(call, clone: Path) -> None:
    said = {}
    for program, *arguments in commands():
        assert program == ".venv/bin/dorpsronde"
        answer = call(*arguments)
        assert answer.code == (1 if "--dry-run" in arguments else 0), (arguments, answer.err)
        said[" ".join(arguments)] = answer
    dry, stored = (said[key] for key in said if key.startswith("orders import"))
    assert "150 read: 138 pass, 0 mended, 12 fail" in dry.out
    assert "Stored: 138 new" in stored.out
    to_mend = (clone / "examples/own-village/orders.mend.csv").read_text("utf-8-sig")
    rows = list(csv.reader(to_mend.splitlines(), delimiter=";"))
    assert len(rows) == 13
    assert rows[0][-1] == "what is wrong"
    assert all(row[-1] for row in rows)
    assert any(SUNK in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    out = clone / "out" / "rheintal"
    report = json.loads((out / "2026-12-01" / "report.json").read_text("utf-8"))
    schema = json.loads((Path(day_report.__file__).parent / "report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    assert report["orders"]["given"] == 138
    assert report["orders"]["planned"] + len(report["orders"]["unassigned"]) == 138
    assert report["demand"] == "invented"
    assert len(list((out / "2026-12-01" / "sheets").iterdir())) == len(report["rounds"])
    assert "december 2026" in (out / "december.html").read_text("utf-8")
    table = list(csv.reader((out / "december.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in table] == ["date", "2026-12-01", "2026-12"]
    assert int(table[1][table[0].index("pooled_m")]) == report["metres"]["pooled"]
    again = call(*next(arguments for _, *arguments in commands() if "--partial" in arguments))
    assert "Stored: 0 new, 0 changed, 138 known." in again.out


def test_the_market_day_works_word_for_word(call, clone: Path) -> None:
    """It goes on after step 3 of the other page."""
    before = [one for _, *one in commands() if one[0] != "plan" and "--dry-run" not in one]
    for arguments in before[: next(number for number, one in enumerate(before) if one[0] == "round")]:
        assert call(*arguments).code == 0, arguments
    said = []
    for _, *arguments in commands(MARKET_DAY):
        answer = call(*arguments)
        assert answer.code == 0, (arguments, answer.err)
        said.append(answer.out)
    added, _, listed, _, rounds, ended, left = said
    assert added.startswith("Dinsdagmarkt: closed, every Tuesday 07:00–17:00 [")
    assert added.endswith("\n29 stretches of road, 1,169 m.\n")
    assert listed.startswith("Dinsdagmarkt: closed, from 07:00 until 17:00 [")
    assert rounds.count("proposed") >= 3
    assert ended == "Dinsdagmarkt has ended.\n"
    assert "Riool Landstrasse: slow" in left
    assert "Dinsdagmarkt" not in left
    report = json.loads((clone / "out" / "rheintal" / "2026-12-01" / "report.json").read_text("utf-8"))
    reasons = [left["reason"] for left in report["orders"]["unassigned"]]
    assert all("Dinsdagmarkt" in reason for reason in reasons)


def test_the_examples_say_that_they_are_invented() -> None:
    for name in ("shops", "vehicles", "orders"):  # beside them lie the rows to mend of who followed the how-to
        file = REPOSITORY / "examples" / "own-village" / f"{name}.csv"
        assert file.read_text("utf-8").startswith("Invented"), file
