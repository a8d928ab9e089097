"""Cut-offs: each day is asked to be planned once, at its time or, where that was missed, as soon as somebody looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from data.database import Database
from rounds.cutoffs import ask_for_due_plans, cutoff_of
from tests.stored_square import DAY, TEST, StoredSquare, leg_ids, new_database, plan_of, store_orders, store_square
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
