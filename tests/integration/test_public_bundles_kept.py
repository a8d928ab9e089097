"""A month's public bundle is made once and kept, beside what was published of that month by place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.database import Database
from impact.factor_table import load_factors
from impact.substitution import Answer, Reply
from kernel.errors import BadInputError, ConflictError, NotAllowedError, NotFoundError, StorageError
from rounds.bundles import published
from rounds.bundles.making import Bundle
from rounds.bundles.period import Period
from rounds.bundles.published import publish_bundle, published_bundle
from rounds.bundles.verifying import verified
from rounds.published_places import publish_places
from tests.brought_orders import Brought, bring, new_year
from tests.sealed_bundles import files_of
from tests.stored_square import TEST, StoredSquare, store_square
from tests.stores import Store

MONTH = Period(date(2026, 11, 1), is_month=True)
FULL = [Brought(stripe, house) for stripe in range(6) for house in range(5)]


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    with new_year(store) as opened:
        yield opened


@pytest.fixture
def square(database: Database) -> StoredSquare:
    return store_square(database)


def made(database: Database, **more: object) -> Bundle:
    return publish_bundle(database, "proefdorp", MONTH, **more)


def given(database: Database, square: StoredSquare, period: Period = MONTH) -> Bundle:
    with database.read(TEST) as work:
        return published_bundle(work, square.id, period)


def test_the_first_one_is_what_is_given_whatever_was_planned_since(database, square, tmp_path: Path):
    bring(database, square, date(2026, 11, 3), FULL, rounds=3)
    with pytest.raises(NotFoundError, match="there is no public bundle of 2026-11"):
        given(database, square)
    first = made(database)
    bring(database, square, date(2026, 11, 4), [Brought(0, 60)], rounds=1)

    assert made(database) == first == given(database, square)
    (tmp_path / "b.zip").write_bytes(first.content)
    verdict = verified(tmp_path / "b.zip", first.seal)
    assert (verdict.faults, verdict.unchecked) == ([], [])
    asked = {date(2026, 11, 3): [Reply("2026-11-03 0", "2026-1", Answer.OWN_CAR_TRIP)]}
    for other in ({"factors": load_factors("2026.2")}, {"replies": asked}):
        with pytest.raises(ConflictError, match="of 2026-11 was made before, and stays as it is"):
            made(database, **other)


def test_of_two_who_make_one_at_once_the_second_is_told_which_month_it_is(database, square, monkeypatch):
    bring(database, square, date(2026, 11, 3), FULL, rounds=3)
    make = published.bundle_of

    def make_slowly(*told, **how):
        monkeypatch.setattr(published, "bundle_of", make)
        made(database)
        return make(*told, **how)

    monkeypatch.setattr(published, "bundle_of", make_slowly)
    with pytest.raises(ConflictError, match="the public bundle of 2026-11 was made meanwhile"):
        made(database)
    assert made(database) == given(database, square)


def test_one_is_of_a_month_that_is_over(database, square):
    bring(database, square, date(2026, 11, 3), FULL, rounds=3)
    day = Period(date(2026, 11, 3), is_month=False)
    with pytest.raises(BadInputError, match="is of a month"):
        publish_bundle(database, "proefdorp", day)
    with pytest.raises(NotFoundError, match="no public bundle of 2026-11-03"):
        given(database, square, day)
    database._clock = lambda: datetime(2026, 11, 30, 22, tzinfo=UTC)
    with pytest.raises(ConflictError, match="2026-11 is not over"):
        made(database)
    database._clock = lambda: datetime(2026, 11, 30, 23, 1, tzinfo=UTC)  # midnight in Amsterdam is past
    assert made(database).period == MONTH


def test_households_are_doors_as_in_the_tables_wherever_they_lie(database, square):
    """Four doors; the position of one was mended between two days."""
    bring(database, square, date(2026, 11, 3), FULL[:4], rounds=3)
    bring(database, square, date(2026, 11, 4), [OtherPlace(0, 0)], rounds=1)
    with pytest.raises(NotAllowedError, match="2026-11 has fewer than 5 households or 3 couriers"):
        made(database)
    bring(database, square, date(2026, 11, 5), FULL, rounds=3)
    with pytest.raises(NotAllowedError, match="2026-11-03 has few households or couriers, and would follow"):
        made(database)


def test_an_order_that_was_only_carried_is_no_household_behind_the_sums(database, square):
    """Five doors, one of whose orders is at a hub in the evening: the sums of orders are of four."""
    bring(database, square, date(2026, 11, 3), FULL[:5], rounds=3, on_the_way=1)
    with pytest.raises(NotAllowedError, match="2026-11 has fewer than 5 households or 3 couriers"):
        made(database)


def test_couriers_are_as_many_as_rode_at_once_as_in_the_tables(database, square):
    bring(database, square, date(2026, 11, 3), FULL, rounds=2)
    with pytest.raises(NotAllowedError, match="2026-11 has fewer than 5 households or 3 couriers"):
        made(database)


class OtherPlace(Brought):
    @property
    def position(self):
        return replace(super().position, lat=52.19)


def test_a_month_whose_tables_hide_a_day_has_no_public_bundle(database, square):
    bring(database, square, date(2026, 11, 3), FULL, rounds=3)
    bring(database, square, date(2026, 11, 4), FULL[:3], rounds=3)
    bring(database, square, date(2026, 11, 5), FULL[3:6], rounds=3)
    document = publish_places(database, "proefdorp", "2026-11")
    assert any(day["hidden"] for day in document["days"])
    with pytest.raises(NotAllowedError, match="by place hides day:2026-11-0"):
        made(database)


def test_tables_after_a_bundle_show_the_square_whose_orders_it_told(database, square):
    """Two households lie outside every neighbourhood: without the bundle the square's cell is hidden for theirs."""
    alone, outside = store_square(database, "ander"), [Brought(6, house) for house in range(2)]
    for one in (square, alone):
        bring(database, one, date(2026, 11, 3), [Brought(0, house, 1) for house in range(5)], rounds=3)
        bring(database, one, date(2026, 11, 4), [*(Brought(0, house) for house in range(5, 12)), *outside], rounds=3)
    made(database)
    hidden = {}
    for one in (square, alone):
        document = publish_places(database, one.slug, "2026-11")
        hidden[one.slug] = next(row["hidden"] for row in document["cells"] if row["key"] == "square")
    assert hidden == {"proefdorp": False, "ander": True}
    assert publish_places(database, "proefdorp", "2026")["period"] == "2026", "the bundle is none of its year's tables"


def test_a_month_of_a_published_year_is_published_by_place_first(database, square):
    bring(database, square, date(2026, 11, 3), FULL, rounds=3)
    publish_places(database, "proefdorp", "2026")
    with pytest.raises(ConflictError, match="2026 was published by place, and 2026-11 was not"):
        made(database)
    publish_places(database, "proefdorp", "2026-11")
    assert "figures.json" in files_of(made(database).content)


@pytest.mark.parametrize("document", [{}, {"kept": "another"}, {"kept": "dorpsronde/public-bundle/1", "zip": "%"}])
def test_one_that_cannot_be_read_back_is_told(database, square, document):
    with database.begin(TEST) as work:
        work.publications.add(square.id, "b202611", document)
    with pytest.raises(StorageError, match="the public bundle of 2026-11"):
        given(database, square)
