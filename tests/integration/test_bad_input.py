"""What a person reads when something is wrong with what they gave: one clear line, and nothing lost."""

import json
from pathlib import Path

import pytest

from tests.own_process import run_command
from tests.village import Village, whole_village

QUICK = ["--orders", "8", "--iterations", "5"]
"""One order more than is proven: proofs have tests of their own, and take seconds."""


def test_a_missing_extract_is_named(call, tmp_path: Path) -> None:
    said = call("demo", "--area", tmp_path / "nergens.osm.pbf")
    assert said.code == 2
    assert "nergens.osm.pbf" in said.last_line
    assert "there is no such file" in said.last_line


def test_a_file_that_is_no_osm_is_refused(call, tmp_path: Path) -> None:
    page = tmp_path / "dorp.osm.pbf"
    page.write_text("<html>404</html>")
    said = call("demo", "--area", page)
    assert said.code == 2
    assert "dorp.osm.pbf" in said.last_line
    assert "Traceback" not in said.err


def test_an_extract_without_roads_is_refused(call, tmp_path: Path) -> None:
    village = Village()
    village.doors()
    village.shops()
    said = call("demo", "--area", village.write(tmp_path / "weiland.osm"))
    assert said.code == 2
    assert "no roads" in said.last_line


def test_an_extract_without_addresses_is_refused(call, tmp_path: Path) -> None:
    village = Village()
    village.streets()
    village.shops()
    said = call("demo", "--area", village.write(tmp_path / "leeg.osm"))
    assert said.code == 2
    assert "address" in said.last_line


def test_an_extract_without_shops_is_refused(call, tmp_path: Path) -> None:
    village = Village()
    village.streets()
    village.doors()
    said = call("demo", "--area", village.write(tmp_path / "slaapdorp.osm"))
    assert said.code == 2
    assert "shop" in said.last_line


def test_zero_orders_leave_nothing_to_plan(call) -> None:
    said = call("demo", "--orders", "0")
    assert said.code == 2
    assert said.last_line == "Error: 0 orders: there is nothing to plan. Give --orders 1 or more."


def test_zero_vehicles_leave_every_order_unassigned_with_that_reason(call, village: Path, tmp_path: Path) -> None:
    said = call("demo", "--area", village, *QUICK, "--bikes", "0", "--lang", "en", "--out", tmp_path)
    assert said.code == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["orders"]["planned"] == 0
    assert len(report["orders"]["unassigned"]) == 8
    assert all("no vehicle" in entry["reason"] for entry in report["orders"]["unassigned"])
    assert "8 unassigned" in said.out


def test_an_address_two_kilometres_from_any_road_is_unassigned_with_that_reason(call, tmp_path: Path) -> None:
    village = Village()
    village.streets()
    village.shops()
    tags = {"addr:street": "Heide", "addr:housenumber": "1", "addr:city": "Proefdorp"}
    village.node(250, 2_500, **tags)
    said = call("demo", "--area", village.write(tmp_path / "heide.osm"), *QUICK, "--lang", "en", "--out", tmp_path)
    assert said.code == 0
    reasons = {entry["reason"] for entry in json.loads((tmp_path / "report.json").read_text())["orders"]["unassigned"]}
    assert len(reasons) == 1
    assert "no road for a cargo-bike within 300 m of Heide 1" in reasons.pop()


def test_a_shop_on_an_island_leaves_its_orders_unassigned_with_that_reason(call, tmp_path: Path) -> None:
    village = whole_village()
    village.node(250, 2_500, shop="bakery", name="Bakker op het Eiland", opening_hours="24/7")
    for number in range(1, 31):
        tags = {"addr:street": "Eiland", "addr:housenumber": str(number), "addr:city": "Proefdorp"}
        village.node(255 + number, 2_500, **tags)
    pier = [village.node(240, 2_510), village.node(260, 2_510)]
    village.way(pier, highway="residential")
    call("demo", "--area", village.write(tmp_path / "eiland.osm"), "--orders", "30", "--iterations", "5", "--seed", "3",
         "--lang", "en", "--out", tmp_path)  # fmt: skip
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    reasons = {entry["reason"] for entry in report["orders"]["unassigned"]}
    assert any("no road for a cargo-bike within 300 m of Bakker op het Eiland" in reason for reason in reasons)


@pytest.mark.parametrize("kib", [0, 100])
def test_a_full_disk_is_said_in_one_line_and_leaves_yesterdays_files(village: Path, tmp_path: Path, kib: int) -> None:
    """A limit on the size of files stands in for a full disk: a write beyond it fails as ENOSPC would."""
    (tmp_path / "report.json").write_text("gisteren")
    demo = ("demo", "--area", village, "--orders", "8", "--iterations", "5", "--out", tmp_path)
    done = run_command(*demo, most_bytes=kib * 1024)
    assert done.returncode == 1
    assert "could not be written" in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert (tmp_path / "report.json").read_text() == "gisteren"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report.json"]
