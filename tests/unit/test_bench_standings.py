"""How the contest with the peers counts: medians, ratios, plans that do not hold, and the page it writes."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from bench.limits import Limits
from bench.publishing import table, write_between
from bench.rivals import OURS
from bench.standings import Heat, Result, medians, ratio, ratios, spent


def result(
    engine: str, km: float, *, seed: int = 1, left_out: int = 0, fault: str = "", instance: str = "day"
) -> Result:
    return Result("5 s", instance, seed, engine, km, 4.0, 3, left_out, fault, 1, 5.0, 100.0, "1")


def test_our_kilometres_are_held_against_the_best_peers():
    assert ratio([result(OURS, 80), result("vroom", 100), result("pyvrp", 120)]) == pytest.approx(0.8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"left_out": 1},  # fewer orders are fewer kilometres
        {"fault": "vehicle 1: time_window"},  # a plan nobody can drive
    ],
)
def test_a_peer_that_does_not_serve_all_is_not_compared_with(wrong):
    assert ratio([result(OURS, 80), result("vroom", 10, **wrong), result("pyvrp", 100)]) == pytest.approx(0.8)


def test_a_day_that_no_peer_serves_compares_with_nobody():
    assert ratio([result(OURS, 80), result("vroom", 10, left_out=2)]) is None


def test_a_day_that_we_alone_do_not_serve_is_lost():
    assert ratio([result(OURS, 10, left_out=1), result("vroom", 100)]) == math.inf


def test_an_instance_counts_by_the_median_of_its_days():
    days = [
        one
        for seed, ours in enumerate([70, 95, 80], 1)
        for one in (result(OURS, ours, seed=seed), result("vroom", 100, seed=seed))
    ]
    assert ratios(days) == {"day": pytest.approx(0.8)}


def test_what_went_wrong_is_said_beside_the_median():
    said = medians(
        [result("vroom", 10), result("vroom", 12), result("vroom", 1, left_out=2), result("vroom", 0, fault="x")]
    )
    assert said == "11.0 km, 4.0 h, 3 routes; 1 of 4 left 2 orders; 1 of 4 without a plan that holds"


def test_what_each_engine_spent_is_told():
    searches = [result("vroom", 10), replace(result("vroom", 12), runs=4, seconds=6.25, peak_mib=120.4)]
    assert spent(searches) == "6.2 s, 1 and 2.5 runs, 120 MiB"
    heat = Heat("5 s", 5.0, ())
    assert list(table(heat, searches))[-1].endswith("most memory of one process: VROOM 6.2 s, 1 and 2.5 runs, 120 MiB.")


def test_a_page_keeps_what_stands_around_the_section(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("# Before\n", "utf-8")
    write_between(page, "contest", "first")
    page.write_text(page.read_text("utf-8") + "after\n", "utf-8")
    write_between(page, "contest", "second")
    said = page.read_text("utf-8")
    assert said.startswith("# Before\n")
    assert said.endswith("after\n")
    assert "second" in said
    assert "first" not in said


@pytest.mark.parametrize(("name", "wanted"), [("monaco-80-dense-loose-volume", True), ("helsinki-80-dense", False)])
def test_instances_are_chosen_by_patterns_of_their_names(name, wanted):
    assert Limits(only=("monaco-*", "liechtenstein-60*")).wants(name) is wanted
