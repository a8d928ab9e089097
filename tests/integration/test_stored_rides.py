"""What was ridden and metered on a real database, and what of it the reports take by themselves."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from data.drafts.event import EventKind
from data.models.plan import Plan
from data.models.round import Round
from data.models.states import EnergyKind, LegCause, RoundState
from impact.factor_table import load_factors
from kernel.errors import BadInputError, NotFoundError
from kernel.ids import new_id
from maps.report_page import report_page
from rounds.day_report import assess_day
from rounds.kept_report import kept_report
from rounds.lifecycles.said import Then
from rounds.month_report import day_report_of, month_report
from rounds.reading_taking import GivenReading, take_reading
from rounds.stored_rides import Rode, rode
from tests.planned_day import DAY as PLANNED_DAY
from tests.planned_day import OTHERS, PLAN, PLANNED
from tests.ridden_square import Ride, ridden_square
from tests.stored_square import DAY, TEST
from tests.stores import Store

NOWHERE = Path("/nowhere")


@pytest.fixture
def ride(store: Store) -> Iterator[Ride]:
    with ridden_square(store) as ride:
        yield ride


def ride_all(ride: Ride) -> None:
    ride.say(EventKind.ROUND_STARTED, round_id=ride.round)
    for leg in ride.legs:
        for kind in (EventKind.LEG_COLLECTED, EventKind.LEG_DROPPED):
            ride.say(kind, leg_id=leg)
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)


def known(ride: Ride, home: Path = NOWHERE) -> Rode:
    return rode(ride.database, home, ride.square.slug, DAY, DAY)


def keep(ride: Ride, *, by_rides: bool = True) -> dict[str, object]:
    """Let the day have a report that can be made again: that of another plan with one round."""
    planned = assess_day(replace(PLANNED_DAY, day=DAY), PLANNED.effort, PLAN, OTHERS, load_factors("2026.2"))
    document = json.loads(json.dumps(kept_report(planned)))
    if not by_rides:
        del document["by_rides"]
    with ride.database.begin(TEST) as work:
        work._session.execute(update(Plan).where(Plan.square_id == ride.square.id).values(report=document))
    return document["nl"]


def take(ride: Ride, vehicle: str = "Fiets 1", day: date = DAY, **more: object) -> None:
    with ride.database.begin(TEST) as work:
        take_reading(work, ride.square.id, GivenReading(vehicle, day, **more))  # type: ignore[arg-type] (as a test needs)


def test_a_round_that_went_as_planned_has_its_planned_metres_without_any_roads(ride: Ride) -> None:
    ride_all(ride)
    (one,) = known(ride).days[DAY].rounds.values()
    assert (one.distance_m, one.visits, one.attempts, one.first_time, one.untold) == (5_000, 4, 2, 2, 0)


def test_a_round_under_way_or_never_told_of_stays_as_it_was_planned(ride: Ride) -> None:
    ride.say(EventKind.ROUND_STARTED, round_id=ride.round)
    ride.say(EventKind.LEG_COLLECTED, leg_id=ride.legs[0])
    assert known(ride).days == {}
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
    with pytest.raises(Exception, match="nowhere"):  # it left stops out, so roads are needed; there are none here
        known(ride)


def test_what_is_brought_back_to_the_shop_is_a_leg_of_its_own_and_one_first_attempt_fails(ride: Ride) -> None:
    first, second = ride.legs
    for kind in (EventKind.LEG_COLLECTED, EventKind.LEG_DROPPED):
        ride.say(kind, leg_id=first)
    ride.say(EventKind.LEG_COLLECTED, leg_id=second)
    ride.say(EventKind.LEG_FAILED, leg_id=second, reason="niemand thuis", then=Then.BACK)
    (back,) = (leg.id for leg in ride.order(1).legs if leg.id != second)
    assert ride.say(EventKind.LEG_DROPPED, leg_id=back).outcome == "taken"
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
    with ride.database.read(TEST) as work:
        rides = work.rides.between(ride.square.id, DAY, DAY)
    assert {origin.cause for origin in rides.origins.values()} == {LegCause.BACK}
    assert rides.carried[back] == rides.carried[second]


def test_reports_take_what_was_ridden_by_themselves_and_older_ones_when_asked(ride: Ride) -> None:
    before = keep(ride)
    assert day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=known(ride)) == before
    ride_all(ride)
    ridden = known(ride)
    report = day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=ridden)
    assert report["inventory"]["metres"]["carrying"] == {"estimated": 2_000}
    assert report["ridden"]["metres"] == {"driven": 0, "planned": 0, "estimated": 5_000}
    assert report["notes"][0].startswith("De rondes zijn gerekend zoals zij gereden zijn")
    assert not any("niet gereden en gemeten" in note for note in report["notes"])
    assert (report["metres"]["pooled"], report["rounds"]) == (before["metres"]["pooled"], before["rounds"])  # type: ignore[index]
    month = month_report(ride.database, ride.square.slug, DAY.replace(day=1), "nl", rode=ridden)
    assert (month["ridden"], month["indicators"]) == (report["ridden"], report["indicators"])
    assert day_report_of(ride.database, ride.square.slug, DAY, "nl") == before
    keep(ride, by_rides=False)
    assert day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=ridden) == before
    assert "ridden" not in month_report(ride.database, ride.square.slug, DAY.replace(day=1), "nl", rode=ridden)
    asked = day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=replace(ridden, older=True))
    assert asked == report


def test_a_reading_leaves_a_round_under_way_alone(ride: Ride) -> None:
    keep(ride)
    ride.say(EventKind.ROUND_STARTED, round_id=ride.round)
    take(ride, driven_m=1)
    assert known(ride).days == {}


def test_a_reading_of_the_whole_day_waits_until_every_round_of_its_vehicle_is_over(ride: Ride) -> None:
    """Two rounds of one bike, one over and one under way: the metres of both would be put on the first."""
    keep(ride)
    ride_all(ride)
    take(ride, driven_m=20_000)
    with ride.database.begin(TEST) as work:
        first = work._session.execute(select(Round.__table__).where(Round.id == ride.round)).mappings().one()
        second = {**first, "id": new_id(), "number": 2, "state": RoundState.UNDER_WAY}
        work._session.execute(insert(Round.__table__).values(second))
    ridden = known(ride)
    report = day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=ridden)
    assert (ridden.days[DAY].meters, ridden.days[DAY].readings_waiting) == ([], 1)
    assert report["ridden"]["metres"] == {"driven": 0, "planned": 0, "estimated": 5_000}
    assert report["ridden"]["readings_waiting"] == 1
    assert "omdat een ronde van dat voertuig nog onderweg is: 1." in report_page(report)
    with ride.database.begin(TEST) as work:
        work.rounds.set_state(second["id"], RoundState.COMPLETED)
    (meter,) = known(ride).days[DAY].meters
    assert (meter.rounds, meter.driven_m) == (("round-1", "round-2"), 20_000)


def test_nought_is_refused_of_a_vehicle_that_rode_a_round_of_the_day(ride: Ride) -> None:
    noughts = [{"driven_m": 0}, {"odometer_m": (7, 7)}, {"energy": EnergyKind.BATTERY, "amount": 0}]
    take(ride, driven_m=0)  # the round is not over: it may have stood still so far
    ride_all(ride)
    for reading in noughts:
        with pytest.raises(BadInputError, match=r"Fiets 1, 2026-12-01: 0 (m|Wh) of a vehicle that rode round 1"):
            take(ride, **reading)
    take(ride, "Fiets 2", driven_m=0)


def test_a_counter_is_driven_and_said_again_it_takes_the_place_of_what_was_said(ride: Ride) -> None:
    keep(ride)
    ride_all(ride)
    take(ride, driven_m=9_999)
    take(ride, odometer_m=(100_000, 107_000), energy=EnergyKind.BATTERY, amount=300)
    report = day_report_of(ride.database, ride.square.slug, DAY, "nl", rode=known(ride))
    assert report["ridden"]["metres"] == {"driven": 7_000, "planned": 0, "estimated": 0}
    assert report["inventory"]["total_g"]["wtw"] == round(0.300 / 0.88 * 244)
    assert report["inventory"]["data_g"]["primary"] == report["inventory"]["total_g"]["wtw"]
    with ride.database.read(TEST) as work:
        (reading,) = work.vehicle_readings.between(ride.square.id, DAY, DAY)
        events = [one for one in work.events.of(ride.square.id) if one.kind == EventKind.READINGS_CHANGED]
    assert (reading.driven_m, reading.said_by) == (7_000, "system:a test")
    assert [one.details["before"] and one.details["before"]["driven_m"] for one in events] == [None, 9_999]


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        ({"odometer_m": (9_000, 8_000)}, "the counter goes back, from 9000 to 8000 m"),
        ({"odometer_m": (4_000, 8_000)}, "the counter begins at 4000 m, and showed 5000 m on 2026-11-28"),
        ({"odometer_m": (6_000, 9_000)}, "the counter ends at 9000 m, and showed 8000 m on 2026-11-30"),
        ({"odometer_m": (6_000, 7_000), "driven_m": 1_000}, "both the counter and the day's metres"),
        ({}, "it says nothing"),
        ({"driven_m": -1}, "driven_m"),
        ({"driven_m": 10**9}, "driven_m"),
        ({"energy": EnergyKind.ELECTRICITY, "amount": 10**12}, "taken_wh"),
        ({"energy": EnergyKind.ELECTRICITY}, "both its kind and its amount"),
        ({"energy": EnergyKind.DIESEL, "amount": 5_000}, "it has no tank for diesel"),
        ({"driven_m": 1, "day": DAY + timedelta(days=1)}, "that day has not been"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_in_one_line(ride: Ride, reading: dict[str, object], fault: str) -> None:
    take(ride, day=DAY - timedelta(days=3), odometer_m=(0, 5_000))
    take(ride, day=DAY - timedelta(days=1), odometer_m=(8_000, 9_000))
    with pytest.raises(BadInputError, match=fault):
        take(ride, **({"day": DAY - timedelta(days=2)} | reading))
    with ride.database.read(TEST) as work:
        assert len(work.vehicle_readings.between(ride.square.id, DAY - timedelta(days=9), DAY)) == 2


def test_a_vehicle_that_is_not_there_is_told_with_those_that_are(ride: Ride) -> None:
    with pytest.raises(NotFoundError, match=r"there is no vehicle \"Bus\"|Fiets 1, Fiets 2"):
        take(ride, "Bus", driven_m=1)
