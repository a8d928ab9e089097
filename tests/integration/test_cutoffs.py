"""Cut-offs: each day is asked to be planned at its time or, where that was missed, as soon as somebody looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from data.database import Database
from data.drafts.job import Lease
from data.models.states import RoundState
from rounds.cutoffs import ask_for_due_plans, cutoff_of
from rounds.later import plan_later
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    StoredSquare,
    leg_ids,
    new_database,
    plan_of,
    store_orders,
    store_square,
)
from tests.stores import Store

TEN_AT_NIGHT = datetime(2026, 11, 30, 21, tzinfo=UTC)
"""22:00 in the Netherlands on the evening before `DAY`."""
A_MINUTE = timedelta(minutes=1)


@dataclass
class Evening:
    database: Database
    square: StoredSquare
    now: datetime = TEN_AT_NIGHT

    def days(self) -> list[str]:
        """Look what is due; give the days that were asked for."""
        asked = ask_for_due_plans(self.database)
        with self.database.read(TEST) as work:
            return [work.jobs.get(job_id).arguments["day"] for job_id in asked]

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def plan(self, legs: Sequence[str], left: Sequence[str] = ()) -> None:
        """Do what was asked for: save a plan of some legs in a round, and others in none."""
        lease = self.claim()
        with self.database.begin(TEST) as work:
            work.plans.save(self.square.id, DAY, plan_of(self.square, [legs], left))
            work.jobs.close(lease)

    def fail(self) -> None:
        """Fail at what was asked for, too often to go on."""
        lease = self.claim()
        with self.database.queue() as queue:
            queue.fail(lease, "it was no use", None)

    def claim(self) -> Lease:
        with self.database.queue() as queue:
            queue.relay()
            lease = queue.claim("a worker", timedelta(hours=1))
        assert lease is not None
        return lease


@pytest.fixture
def evening(store: Store) -> Iterator[Evening]:
    database = new_database(store)
    evening = Evening(database, store_square(database))
    database._clock = lambda: evening.now
    store_orders(database, evening.square, ["1", "2"])
    yield evening
    database.close()


def test_the_next_day_is_planned_at_ten_and_once(evening: Evening) -> None:
    evening.now -= A_MINUTE
    assert evening.days() == []
    evening.now += A_MINUTE
    assert evening.days() == [DAY.isoformat()]
    assert evening.days() == []


def test_what_was_missed_is_caught_up_the_next_morning(evening: Evening) -> None:
    evening.now += timedelta(hours=10)
    assert evening.days() == [DAY.isoformat()]


def test_a_day_that_is_over_is_left_alone(evening: Evening) -> None:
    evening.now += timedelta(hours=26)
    assert evening.days() == []


def test_a_day_that_was_planned_since_is_not_planned_again(evening: Evening) -> None:
    evening.now += A_MINUTE
    with evening.database.begin(TEST) as work:
        work.plans.save(evening.square.id, DAY, plan_of(evening.square, [leg_ids(evening.database, evening.square)]))
    evening.now += A_MINUTE
    assert evening.days() == []


def test_a_day_that_was_planned_before_its_cutoff_is_planned_at_it(evening: Evening) -> None:
    evening.now -= timedelta(hours=3)
    with evening.database.begin(TEST) as work:
        work.plans.save(evening.square.id, DAY, plan_of(evening.square, [leg_ids(evening.database, evening.square)]))
    evening.now = TEN_AT_NIGHT
    assert evening.days() == [DAY.isoformat()]


def test_a_day_for_which_nobody_ordered_is_left_alone(evening: Evening) -> None:
    evening.days()
    evening.now += timedelta(days=1)
    assert evening.days() == []


def test_what_was_taken_in_after_the_cutoff_is_planned_too(evening: Evening) -> None:
    evening.days()
    evening.plan(leg_ids(evening.database, evening.square))
    evening.wait(30)
    store_orders(evening.database, evening.square, ["late"])
    assert evening.days() == [], "within the hour"
    evening.wait(31)
    assert evening.days() == [DAY.isoformat()]
    assert evening.days() == []
    evening.plan(leg_ids(evening.database, evening.square))
    evening.wait(61)
    assert evening.days() == []


def test_a_leg_that_was_left_out_with_a_reason_is_not_planned_again_and_again(evening: Evening) -> None:
    evening.days()
    placed, left = leg_ids(evening.database, evening.square)
    evening.plan([placed], [left])
    evening.wait(180)
    assert evening.days() == []


def test_a_plan_that_fails_is_asked_for_again_once_an_hour_and_never_beside_one_that_lives(evening: Evening) -> None:
    evening.days()
    evening.wait(61)
    assert evening.days() == [], "the first is not done yet"
    evening.fail()
    assert evening.days() == [DAY.isoformat()]
    evening.fail()
    evening.wait(59)
    assert evening.days() == []
    evening.wait(2)
    assert evening.days() == [DAY.isoformat()]


def test_a_plan_from_before_the_cutoff_that_is_saved_after_it_does_not_pass_for_the_cutoffs(evening: Evening) -> None:
    evening.wait(-10)
    before = leg_ids(evening.database, evening.square)
    store_orders(evening.database, evening.square, ["meanwhile"])
    evening.wait(11)
    with evening.database.begin(TEST) as work:
        work.plans.save(evening.square.id, DAY, plan_of(evening.square, [before]))
    assert evening.days() == [DAY.isoformat()]


def test_a_plan_asked_for_just_before_the_cutoff_does_not_put_the_cutoff_off(evening: Evening) -> None:
    evening.wait(-10)
    with evening.database.begin(TEST) as work:
        plan_later(work, evening.square.id, DAY)
    evening.plan(leg_ids(evening.database, evening.square))
    evening.wait(10)
    assert evening.days() == [DAY.isoformat()]


def test_a_day_is_left_alone_once_a_round_was_to_leave_that_nobody_released(evening: Evening) -> None:
    evening.days()
    evening.plan(leg_ids(evening.database, evening.square))
    store_orders(evening.database, evening.square, ["late"])
    evening.now = NOON
    assert evening.days() == [], "it may be ridden from paper"
    with evening.database.begin(TEST) as work:
        (one,) = work.rounds.of_day(evening.square.id, DAY)
        work.rounds.set_state(one.id, RoundState.RELEASED)
    assert evening.days() == [DAY.isoformat()], "what was released is kept by any planning"


def test_a_round_that_has_yet_to_leave_is_planned_anew_with_what_came_in(evening: Evening) -> None:
    evening.days()
    evening.plan(leg_ids(evening.database, evening.square))
    store_orders(evening.database, evening.square, ["late"])
    evening.now = NOON - A_MINUTE
    assert evening.days() == [DAY.isoformat()]


def test_thirty_squares_are_asked_for_together(evening: Evening) -> None:
    for number in range(29):
        store_orders(evening.database, store_square(evening.database, f"dorp-{number}"), ["1"])
    assert evening.days() == [DAY.isoformat()] * 30


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 12, 1), 21),  # winter: UTC+1
        (date(2026, 7, 1), 20),  # summer: UTC+2
        (date(2026, 3, 29), 21),  # the evening before the night in which clocks go forward
        (date(2026, 10, 26), 21),  # the evening of the day on which they went back
    ],
)
def test_ten_at_night_is_what_the_wall_shows(evening: Evening, day: date, hour: int) -> None:
    with evening.database.read(TEST) as work:
        square = work.squares.get("proefdorp")
    before = day - timedelta(days=1)
    assert cutoff_of(square, day) == datetime(before.year, before.month, before.day, hour, tzinfo=UTC)
