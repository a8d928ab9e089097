"""A kept day with what was ridden and metered in the place of its plan: driven, planned and estimated stay apart."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.elements import Carrier, Energy, Known, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from rounds.day_report import assess_day
from rounds.kept_activity import KeptActivity
from rounds.kept_report import kept_activity_in, kept_report, report_in
from rounds.recomputed import Again, recomputed_day
from rounds.ridden_day import NOTHING_TOLD, Meter, RiddenDay, ridden_notes, ridden_section, with_ridden
from rounds.ridden_round import RiddenRound
from tests.planned_day import DAY, OTHERS, PLAN, PLANNED

RIDDEN = RiddenRound(
    stretches=(
        Stretch(2_000, Purpose.CARRYING, Known.ESTIMATED),
        Stretch(900, Purpose.FAILED_ATTEMPT, Known.ESTIMATED),
    ),
    empty_m=700,
    visits=4,
    gram_metres=8_000,
    millilitre_metres=6_000,
    attempts=2,
    first_time=1,
    duty_s=4_000,
    untold=0,
)
HALF_TOLD = replace(RIDDEN, untold=1)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    planned = assess_day(DAY, PLANNED.effort, PLAN, OTHERS, load_factors("2026.2"))
    return json.loads(json.dumps(kept_report(planned)))


@pytest.fixture(scope="module")
def kept(document: dict[str, Any]) -> KeptActivity:
    return kept_activity_in(document)


def inventory_metres(document: dict[str, Any], activity: KeptActivity) -> dict[str, Any]:
    return recomputed_day(report_in(document, "en"), activity, Again())["inventory"]["metres"]


def test_what_was_told_is_estimated_and_gives_hours_first_attempts_and_the_empty_share(
    document: dict[str, Any], kept: KeptActivity
) -> None:
    ridden = with_ridden(kept, RiddenDay({"round-1": RIDDEN}, ()))
    found = recomputed_day(report_in(document, "en"), ridden, Again())
    assert found["inventory"]["metres"] == {"carrying": {"estimated": 2_000}, "failed_attempt": {"estimated": 900}}
    told = found["indicators"]
    assert (told["first_attempt_success"], told["courier_s"], told["stops"]) == (0.5, 4_000, 4)
    assert told["empty_share"] == round(700 / 2_900, 3)
    grams = 2.9 * 30 / 0.88 / 1_000 * 244
    assert found["inventory"]["total_g"]["wtw"] == round(grams)


def test_a_round_of_which_half_was_told_keeps_at_least_the_plans_metres(
    document: dict[str, Any], kept: KeptActivity
) -> None:
    told = replace(HALF_TOLD, stretches=(Stretch(900, Purpose.CARRYING, Known.ESTIMATED),), visits=1)
    found = recomputed_day(report_in(document, "en"), with_ridden(kept, RiddenDay({"round-1": told}, ())), Again())
    planned = recomputed_day(report_in(document, "en"), kept, Again())
    assert found["inventory"] == planned["inventory"]
    assert found["co2_g"] == planned["co2_g"]
    assert found["indicators"] == planned["indicators"] | {
        "first_attempt_success": 0.5, "courier_s": 4_000, "drops_per_hour": found["indicators"]["drops_per_hour"]
    }  # fmt: skip
    assert inventory_metres(document, with_ridden(kept, RiddenDay({"round-1": HALF_TOLD}, ()))) == {
        "carrying": {"estimated": 2_000}, "failed_attempt": {"estimated": 900}
    }  # fmt: skip


@given(st.integers(0, 6_000), st.integers(0, 3))
def test_leaving_reports_out_never_lessens_the_metres(metres: int, untold: int) -> None:
    kept = kept_activity_in(json.loads(json.dumps(kept_report(PLANNED))))
    told = replace(RIDDEN, stretches=(Stretch(metres, Purpose.CARRYING, Known.ESTIMATED),), untold=untold)
    ridden = with_ridden(kept, RiddenDay({"round-1": told}, ()))
    expected = max(metres, PLAN.distance_m) if untold else metres
    assert sum(one.distance_m for one in ridden.activity.rounds) == expected
    assert [one.distance_m for one in ridden.facts] == [expected]


@pytest.mark.parametrize(
    ("meter", "low"),
    [
        (Meter(("round-1",), 0, Energy(Carrier.ELECTRICITY, 0, Tier.PRIMARY)), 1),
        (Meter(("round-1",), 1_980, None), 1),
        (Meter(("round-1",), 1_981, None), 0),
        (Meter(("round-1",), None, Energy(Carrier.ELECTRICITY, 67, Tier.PRIMARY)), 1),
        (Meter(("round-1",), None, Energy(Carrier.ELECTRICITY, 68, Tier.PRIMARY)), 0),
        (Meter(("round-1",), 2_830, Energy(Carrier.ELECTRICITY, 60, Tier.PRIMARY, from_battery=True)), 0),
        (Meter((), 1, None), 0),
    ],
)
def test_readings_of_less_than_70_percent_of_what_was_to_be_expected_are_told(
    kept: KeptActivity, meter: Meter, low: int
) -> None:
    """The plan has 2,830 m, at 30 Wh/km from the battery, 0.88 of what is charged."""
    known = RiddenDay({}, [Meter(("round-1",), None, None), meter])
    section = ridden_section([(kept, with_ridden(kept, known), known)], rounds=1)
    assert section is not None
    assert section["readings_low"] == low
    assert len(ridden_notes(section)) == 1 + low + bool(section["metres"]["planned"])


def test_a_reading_of_nought_is_not_believed_of_a_vehicle_that_rode(
    document: dict[str, Any], kept: KeptActivity
) -> None:
    nought = Meter(("round-1",), 0, Energy(Carrier.ELECTRICITY, 0, Tier.PRIMARY))
    known = RiddenDay({}, [nought])
    ridden = with_ridden(kept, known)
    assert ridden == kept
    section = ridden_section([(kept, ridden, known)], rounds=1)
    assert section is not None
    assert (section["metered"], section["metres"]["planned"]) == (0, PLAN.distance_m)


def test_a_reading_is_driven_and_its_energy_measured(document: dict[str, Any], kept: KeptActivity) -> None:
    meter = Meter(("round-1",), 3_333, Energy(Carrier.ELECTRICITY, 250, Tier.PRIMARY))
    ridden = with_ridden(kept, RiddenDay({"round-1": RIDDEN}, [meter]))
    found = recomputed_day(report_in(document, "en"), ridden, Again())
    assert found["inventory"]["metres"] == {"carrying": {"driven": 2_299}, "failed_attempt": {"driven": 1_034}}
    assert found["inventory"]["total_g"]["wtw"] == round(0.250 * 244)
    assert found["inventory"]["data_g"]["primary"] == found["inventory"]["total_g"]["wtw"]
    assert found["indicators"]["empty_share"] == pytest.approx(700 / 2_900, abs=0.001)
    assert found["indicators"]["vehicle_m"] == {"cargo_bike": 3_333}


@given(st.integers(1, 10**6))
def test_every_metre_of_a_counter_is_in_the_rounds_though_nothing_was_told(driven_m: int) -> None:
    kept = kept_activity_in(json.loads(json.dumps(kept_report(PLANNED))))
    ridden = with_ridden(kept, RiddenDay({}, [Meter(("round-1",), driven_m, None)]))
    stretches = [each for one in ridden.elements for move in one.movements for each in move.stretches]
    assert sum(each.distance_m for each in stretches) == driven_m == sum(one.distance_m for one in ridden.facts)
    assert sum(one.distance_m for one in ridden.activity.rounds) == driven_m
    assert {each.known for each in stretches} == {Known.DRIVEN}


def test_energy_alone_leaves_the_metres_as_they_are_known(document: dict[str, Any], kept: KeptActivity) -> None:
    meter = Meter(("round-1",), None, Energy(Carrier.ELECTRICITY, 250, Tier.PRIMARY))
    assert inventory_metres(document, with_ridden(kept, RiddenDay({}, [meter]))) == inventory_metres(document, kept)


def test_a_round_that_is_not_of_the_day_and_a_bike_that_rode_none_change_nothing(kept: KeptActivity) -> None:
    strange = RiddenDay({"round-9": RIDDEN}, [Meter((), 5_000, None), Meter(("round-8",), 5_000, None)])
    assert with_ridden(kept, strange) == kept


def test_the_report_says_how_many_rounds_are_known_how(kept: KeptActivity) -> None:
    known = RiddenDay({"round-1": HALF_TOLD}, [], beeline_ways=2)
    section = ridden_section([(kept, with_ridden(kept, known), known)], rounds=1)
    assert section == {
        "rounds": 1, "told": 1, "metered": 0, "with_hours": 1, "stops_untold": 1, "beeline_ways": 2, "readings_low": 0,
        "plan_m": PLAN.distance_m, "metres": {"driven": 0, "planned": 0, "estimated": 2_900},
    }  # fmt: skip
    assert ridden_section([(kept, kept, NOTHING_TOLD)], rounds=1) is None
