"""Bundles sealed by the program of before: what no longer follows is what the page says, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from impact.activities import VehicleClass
from impact.elements import ElementKind, Known, Purpose, Stretch
from impact.factor_table import load_factors
from impact.likely_mix import Basis
from rounds import month_report
from rounds.bundles.verifying import verified
from rounds.driven_log import LogRow
from rounds.kept_activity import KeptActivity
from rounds.ridden_day import Meter, RiddenDay, ridden_section, with_ridden
from rounds.stored_rides import Rode
from tests.kept_square import DATE, MONTH, bundle_file, days_of

OfDay = tuple[KeptActivity, KeptActivity, RiddenDay]


def test_of_assumed_shares_that_were_called_the_default_the_word_alone_does_not_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tours = next(row for row in load_factors().drawn if row.id == "likely_mix.shop_tours")
    own = load_factors().with_own("x", [replace(tours, low=0.5, central=0.5, high=0.5)])
    with monkeypatch.context() as before:
        before.setattr("impact.assess.joined_basis", lambda _: Basis.DEFAULT)
        file, _ = bundle_file(tmp_path, days_of(factors=own))
    assert [str(fault) for fault in verified(file).faults] == [
        f"report.{lang}.json: headline.basis is printed 'default', 'assumed_shares' follows" for lang in ("nl", "en")
    ]


def test_of_a_log_over_a_ride_the_metres_of_the_ride_and_a_note_do_not_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_the_log(days: Iterable[OfDay], *, rounds: int) -> dict[str, Any] | None:
        return ridden_section(
            ((planned, with_ridden(planned, ridden), ridden) for planned, _, ridden in days), rounds=rounds
        )

    row = LogRow(
        2, "round-1", ElementKind.ROUND, (), VehicleClass.CARGO_BIKE,
        Stretch(5_000, Purpose.CARRYING, Known.DRIVEN), None,
    )  # fmt: skip
    ridden = Rode({DATE: RiddenDay({}, [Meter(("round-1",), 40_000, None)])})
    with monkeypatch.context() as before:
        before.setattr(month_report, "ridden_section", without_the_log)
        before.setattr(month_report, "LOG_OVER_RIDE_NOTE", month_report.LOG_NOTE)
        file, _ = bundle_file(tmp_path, days_of(log=[row], rode=ridden))
    found = [str(fault) for fault in verified(file).faults]
    assert len(found) == 4
    for lang in ("nl", "en"):
        own = [line for line in found if line.startswith(f"report.{lang}.json: ")]
        assert [line.split()[1].partition("[")[0] for line in own] == ["notes", "ridden.metres.driven"]


def test_of_a_month_that_was_ridden_in_part_the_counts_of_the_ride_and_notes_do_not_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_ridden_days_alone(days: Iterable[OfDay], *, rounds: int) -> dict[str, Any] | None:
        known = [one for one in days if one[2].is_known]
        assert len(known) < rounds
        return ridden_section(known, rounds=len(known))

    ridden = Rode({DATE: RiddenDay({}, [Meter(("round-1",), 40_000, None)])})
    with monkeypatch.context() as before:
        before.setattr(month_report, "ridden_section", of_ridden_days_alone)
        file, _ = bundle_file(tmp_path, days_of(DATE, DATE + timedelta(days=1), period=MONTH, rode=ridden))
    found = {str(fault).split()[1].partition("[")[0] for fault in verified(file).faults}
    assert found == {"notes", "ridden.metres.planned", "ridden.plan_m", "ridden.rounds"}
