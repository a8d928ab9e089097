"""A bundle is checked from itself alone: what nobody touched agrees, and whatever was touched is named."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.factor_table import load_factors
from impact.factors import FactorSet
from impact.substitution import Answer, Reply
from rounds.bundles.archive import zipped
from rounds.bundles.canonical import text_of
from rounds.bundles.factor_file import factor_document
from rounds.bundles.making import Bundle, bundle_of
from rounds.bundles.verifying import verified
from rounds.driven_log import COLUMNS, read_log
from tests.kept_square import DATE, MONTH, bundle_file, days_of
from tests.sealed_bundles import faults, files_of, resealed, unsealed

NEXT = DATE + timedelta(days=1)
NAMES = [
    "manifest.json", f"days/{DATE}/day.json", f"days/{DATE}/rounds.json", f"days/{NEXT}/day.json",
    f"days/{NEXT}/rounds.json", "factors/2026.2.json", "method.en.html", "method.nl.html", "report.en.json",
    "report.nl.json",
]  # fmt: skip


@cache
def month() -> Bundle:
    return bundle_of(days_of(DATE, NEXT, period=MONTH), public=False)


def checked(content: bytes, folder: Path, seal: str = "") -> list[str]:
    return faults(content, folder, lambda file: verified(file, seal).faults)


def test_a_copied_bundle_agrees_in_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, bundle = bundle_file(tmp_path, days_of(DATE, NEXT, period=MONTH))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy = shutil.copy(file, elsewhere / "copied.zip")
    file.unlink()
    monkeypatch.chdir(elsewhere)
    for name in [name for name in os.environ if name.startswith("DORPSRONDE_")]:
        monkeypatch.delenv(name)
    verdict = verified(Path(copy), bundle.seal)
    assert verdict.faults == []
    assert [name for name, _ in verdict.agreed] == [
        "bundle",
        "seal",
        "files",
        "factors",
        "chain",
        "rounds",
        "figures",
        "method",
    ]
    assert dict(verdict.agreed)["rounds"].startswith("6 rounds and 4 trips of 2 of 2 days")


def test_the_same_days_are_the_same_bytes() -> None:
    assert bundle_of(days_of(NEXT, DATE, period=MONTH), public=False) == month()


def test_the_files_are_these() -> None:
    assert list(files_of(month().content)) == NAMES


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8)
@given(data=st.data())
def test_a_changed_byte_of_any_file_is_found_and_the_file_named(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    files = files_of(month().content)
    at = data.draw(st.integers(0, len(files[name]) - 1))
    other = data.draw(st.integers(1, 255))
    content = files[name][:at] + bytes([files[name][at] ^ other]) + files[name][at + 1 :]
    assert any(name in line for line in unsealed(zipped(files | {name: content}), tmp_path_factory.mktemp("b")))


@settings(max_examples=40)
@given(data=st.data())
def test_a_changed_byte_of_the_zip_is_found_or_changes_no_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = month().content
    at = data.draw(st.integers(0, len(whole) - 1))
    content = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    if not unsealed(content, tmp_path_factory.mktemp("b")):
        assert files_of(content) == files_of(whole)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_taken_out_is_named(tmp_path: Path, name: str) -> None:
    left = {each: content for each, content in files_of(month().content).items() if each != name}
    assert any(name in line for line in unsealed(zipped(left), tmp_path))


def test_a_file_that_was_added_is_named(tmp_path: Path) -> None:
    found = unsealed(zipped(files_of(month().content) | {"days/2026-11-30/day.json": b"{}\n"}), tmp_path)
    assert found == ["days/2026-11-30/day.json: was added: the manifest does not name it"]


def test_files_in_another_order_are_named(tmp_path: Path) -> None:
    files = files_of(month().content)
    order = [NAMES[0], NAMES[2], NAMES[1], *NAMES[3:]]
    found = unsealed(zipped({name: files[name] for name in order}), tmp_path)
    assert found == [f"{NAMES[2]}: stands in another place than it was sealed in"]


def test_a_day_whose_digest_was_made_anew_breaks_the_chain(tmp_path: Path) -> None:
    files = files_of(month().content)
    manifest = json.loads(files["manifest.json"])
    manifest["files"][2]["bytes"] += 1
    found = unsealed(zipped(files | {"manifest.json": text_of("manifest.json", manifest)}), tmp_path)
    assert f"manifest.json: the chain breaks at {NEXT}: its link does not follow from the day before" in found
    assert "manifest.json: was changed after it was sealed" in found


def test_a_bundle_that_was_made_anew_is_not_the_one_that_was_published(tmp_path: Path) -> None:
    other = bundle_of(days_of(DATE, period=MONTH), public=False)
    (line,) = checked(other.content, tmp_path, month().seal)
    assert line == f"manifest.json: its seal is {other.seal[:12]}…, not {month().seal[:12]}…"


DAY = f"days/{DATE}/day.json"
ROUNDS = f"days/{DATE}/rounds.json"


@cache
def one_day() -> dict[str, bytes]:
    return files_of(bundle_of(days_of(DATE), public=False).content)


def one_more(*way: str | int, by: int = 1) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in way[:-1]:
            document = document[step]
        document[way[-1]] += by

    return change


@pytest.mark.parametrize(
    ("name", "change", "line"),
    [
        ("report.nl.json", one_more("co2_g", "project", "central"), "report.nl.json: co2_g.project.central is printed"),
        (
            "report.en.json",
            one_more("saved_g", "shop_tours", "low"),
            "report.en.json: saved_g.shop_tours.low is printed",
        ),
        ("report.en.json", one_more("inventory", "total_g", "wtt"), "report.en.json: inventory.total_g.wtt is printed"),
        ("report.nl.json", one_more("metres", "pooled"), "report.nl.json: metres.pooled is printed 2831, 2830 follows"),
        (DAY, one_more("activity", "pooled_van", 0, "distance_m"), f"{DAY}: activity.pooled_van is 2251, the rounds"),
        (DAY, one_more("activity", "collect_m", 0), f"{DAY}: activity.collect_m is 1551, the rounds add up to 1550"),
        (DAY, one_more("nl", "duty_s", "shop_tours"), f"{DAY}: duty_s.shop_tours is 3701, the rounds add up to 3700"),
        (DAY, one_more("made_with", "draws"), f"{DAY}: was made with 10001 draws, this version makes 10000"),
        (DAY, one_more("made_with", "seed"), "report.nl.json: "),
        (
            DAY,
            one_more("elements", 0, "movements", 0, "stretches", 0, "distance_m"),
            f"{DAY}: round-1: the inventory has 2831 m, the rounds have 2830",
        ),
        (
            ROUNDS,
            one_more("ways", 0, "rounds", 0, "stops", 1, "metres"),
            f"{ROUNDS}: pooled round-1: its metres are 2830, its stretches add up to 2831",
        ),
        (
            "factors/2026.2.json",
            one_more("factors", 0, "high"),
            "factors/2026.2.json: the digest of 2026.2 is not that of its rows",
        ),
    ],
)
def test_a_number_that_was_changed_and_sealed_anew_is_named(
    tmp_path: Path, name: str, change: Callable[[Any], None], line: str
) -> None:
    found = checked(resealed(change, name, one_day()), tmp_path)
    assert any(each.startswith(line) for each in found), found


def test_released_factors_with_other_numbers_are_named_though_their_digest_was_made_anew(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        rows = load_factors("2026.2").factors
        dearer = (replace(row, low=1.0) if row.id == "electricity.grid" and row.low < row.high else row for row in rows)
        document.update(factor_document(FactorSet("2026.2", tuple(dearer))))

    found = checked(resealed(change, "factors/2026.2.json", one_day()), tmp_path)
    assert "factors/2026.2.json: has other numbers than the released 2026.2" in found


def test_answers_and_what_was_driven_are_in_the_bundle_and_count(tmp_path: Path) -> None:
    log = tmp_path / "driven.csv"
    rows = [
        "round-1,round,,cargo_bike,carrying,driven,900,electricity,100,primary",
        "hub,hub,all,,,,,electricity,50,primary",
    ]
    log.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    replies = {DATE: [Reply("order-1", "2026-1", Answer.NO_CAR)]}
    plain, answered = days_of(DATE), days_of(DATE, replies=replies, log=read_log(log))
    assert plain.report("nl")["headline"] != answered.report("nl")["headline"]
    file, _ = bundle_file(tmp_path, answered)
    assert verified(file).faults == []
    files = files_of(file.read_bytes())
    changed = resealed(one_more(0, "energy", "amount", by=1_000), f"days/{DATE}/driven.json", files)
    assert any("inventory.total_g.wtw" in line for line in checked(changed, tmp_path))


def test_a_day_that_was_kept_before_its_rounds_were_is_checked_without_them(tmp_path: Path) -> None:
    days = days_of(DATE)
    file, _ = bundle_file(tmp_path, type(days)(days.square, days.period, days.kept))
    verdict = verified(file)
    assert verdict.faults == []
    assert dict(verdict.agreed)["rounds"].startswith("0 rounds and 0 trips of 0 of 1 days")


def test_no_place_of_a_household_is_in_an_auditors_bundle() -> None:
    files = one_day()
    places = json.loads(files[ROUNDS])["places"]
    assert places.count(None) == 1
    assert [5.02, 52.0] not in places
    assert not any(b"5.02" in content for name, content in files.items() if name.startswith("days/"))
