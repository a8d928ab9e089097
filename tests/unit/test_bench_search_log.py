"""A long measurement in parts: what an earlier run found is taken over for exactly the same question."""

from pathlib import Path

import pytest

from bench import contest, rivals
from bench.contest import HEATS, Bout, held, key_of, taken_over
from bench.limits import Limits
from bench.pooled_days import pooled_day
from bench.search_log import SearchLog

ASKED = {"instance": "day", "seed": 1, "ours": "abc"}
ENGINES = ("dorpsronde", "vroom")
FOUND = {
    "heat": "5 s", "instance": "day", "seed": 1, "engine": "vroom", "km": 4.0, "hours": 1.0, "routes": 1, "left_out": 0,
    "fault": "", "runs": 1, "seconds": 5.0, "peak_mib": 9.0, "version": "1", "trace": [],
}  # fmt: skip


def test_what_was_found_is_found_again_for_exactly_what_was_asked(tmp_path: Path) -> None:
    first = SearchLog("part", resumed=False, folder=tmp_path)
    first.add(ASKED, {"km": 1.0})
    first.add(ASKED, {"km": 2.0})
    again = SearchLog("part", resumed=True, folder=tmp_path)
    assert again.found(dict(reversed(ASKED.items()))) == {"km": 2.0}
    assert again.found({**ASKED, "ours": "abc+"}) is None
    assert SearchLog("part", resumed=False, folder=tmp_path).found(ASKED) is None


@pytest.mark.parametrize("line", ["", "{", "[]", '{"asked": {}}', "null"])
def test_a_line_cut_off_is_passed_over(tmp_path: Path, line: str) -> None:
    SearchLog("part", resumed=False, folder=tmp_path).add(ASKED, {"km": 1.0})
    with (tmp_path / "part.jsonl").open("a") as log:
        log.write(line + "\n")
    assert SearchLog("part", resumed=True, folder=tmp_path).found(ASKED) == {"km": 1.0}


def test_a_day_is_taken_over_with_all_its_engines_or_not_at_all_and_from_the_same_roads_and_peers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, half = (Bout(HEATS[0], shape, 1) for shape in HEATS[0].shapes[:2])
    roads = {shape: pooled_day(number, orders=2, shops=4, bikes=1) for number, shape in enumerate(HEATS[0].shapes)}
    monkeypatch.setattr(contest, "road_day", lambda shape, _: roads[shape])
    log = SearchLog("contest", resumed=False, folder=tmp_path)
    for bout, engine in ((whole, ENGINES[0]), (whole, ENGINES[1]), (half, ENGINES[1])):
        log.add(key_of(bout, engine, 2, roads[bout.shape]), FOUND)
    resumed = SearchLog("contest", resumed=True, folder=tmp_path)
    results, left = taken_over([whole, half], ENGINES, Limits(resume=True), resumed)
    assert (len(results), left) == (2, [half])
    assert taken_over([whole], ENGINES, Limits(threads=1, resume=True), resumed) == ([], [whole])
    with monkeypatch.context() as changed:
        changed.setattr(contest, "installed", lambda engine: f"{engine} 9")
        assert taken_over([whole], ENGINES, Limits(resume=True), resumed) == ([], [whole])
    roads[whole.shape] = pooled_day(9, orders=2, shops=4, bikes=1)
    assert taken_over([whole], ENGINES, Limits(resume=True), resumed) == ([], [whole])


def test_a_peer_whose_environment_is_broken_loses_its_own_searches_and_the_contest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho half\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(rivals, "PEERS_PYTHON", broken)
    monkeypatch.setattr(contest, "installed", rivals.installed.__wrapped__)
    roads = pooled_day(1, orders=2, shops=4, bikes=1)
    monkeypatch.setattr(contest, "road_day", lambda *_: roads)
    bout = Bout(HEATS[0], HEATS[0].shapes[0], 1)
    (lost,) = held(bout, ["vroom"], 2, SearchLog("contest", resumed=False, folder=tmp_path))
    assert (lost.fault, lost.version) == ("ended with 1", "")
    again = SearchLog("contest", resumed=True, folder=tmp_path)
    assert again.found(key_of(bout, "vroom", 2, roads)) is not None
