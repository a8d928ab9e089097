"""What is published of a square's months and its year, from the database to the document."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from data.database import Database
from impact.factor_table import load_factors
from kernel.errors import ConflictError, NotFoundError, StorageError
from rounds import published_places
from rounds.published_places import publish_places
from tests.brought_orders import Brought, bring, new_year, store_neighbourhoods
from tests.stored_square import StoredSquare, store_square
from tests.stores import Store
from tests.table_attack import attacked

MONTHS = ("2026-09", "2026-10", "2026-11")
FEW = [1, 2, 7, 9, 3, 12]
"""Households by neighbourhood in the month of a test that needs hidden cells."""
FEW_PLACES = [("2026-09", 0), ("2026-09", 1), ("2026-09", 4), ("2026-10", 2), ("2026-11", 0)]


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    with new_year(store) as opened:
        yield opened


@pytest.fixture
def square(database: Database) -> StoredSquare:
    return store_square(database)


def a_month(database: Database, square: StoredSquare, month: str, households: list[int]) -> None:
    """Bring on three days: each household of each neighbourhood once, and some of them again."""
    dice = random.Random(month)  # noqa: S311 - no secret
    once = [Brought(stripe, house, house % 2) for stripe, many in enumerate(households) for house in range(many)]
    days = [once[0::3], once[1::3], once[2::3] + dice.sample(once, min(4, len(once)))]
    for number, brought in enumerate(days):
        if brought:
            bring(database, square, date.fromisoformat(f"{month}-{10 + number}"), brought)


def cells_of(document: dict) -> dict[str, dict]:
    return {row["key"]: row for row in document["cells"]}


def published(documents: list[dict]) -> tuple[dict, list]:
    """Lay out what was published as the attacker has it: numbers by cell, and what adds up to what."""
    numbers, sums = {}, []
    by_period = {one["period"]: one for one in documents}
    for period, document in by_period.items():
        rows = [*document["cells"], *document["days"]]
        numbers |= {f"{period} {r['key']}": None if r["hidden"] else (r["households"], r["orders"]) for r in rows}
        for whole in document["cells"]:
            parts = [f"{period} {row['key']}" for row in document["cells"] if row["within"] == whole["key"]]
            if parts:
                sums.append((f"{period} {whole['key']}", parts, False))
        for kind in ("shop", "day"):
            parts = [f"{period} {row['key']}" for row in rows if row["key"].startswith(f"{kind}:")]
            if parts:
                sums.append((f"{period} square", parts, True))
    for row in by_period.get("2026", {"cells": []})["cells"]:
        months = [name for month in MONTHS if (name := f"{month} {row['key']}") in numbers]
        sums.append((f"2026 {row['key']}", months, True))
    return numbers, sums


def test_nobody_reckons_back_what_is_hidden_from_all_that_was_ever_published(database, square):
    for month, households in zip(MONTHS, (FEW, [6, 0, 1, 9, 8, 20], [2, 7, 7, 0, 15, 5]), strict=True):
        a_month(database, square, month, households)

    documents = [publish_places(database, square.slug, period) for period in (*MONTHS, "2026")]
    numbers, sums = published(documents)

    assert all(one is None or one[0] == 0 or one[0] >= 5 for one in numbers.values())
    assert sum(one is None for one in numbers.values()) >= 6
    bounds = attacked(numbers, sums)
    assert not [name for name, one in bounds.items() if one.people[1] < 5]
    few = [bounds[f"{month} neighbourhood:BU034400{n:02}"] for month, n in FEW_PLACES]
    assert not [one for one in few if one.people[1] - one.people[0] < 4 or one.amount[1] - one.amount[0] < 4]


def test_a_cell_tells_its_orders_metres_and_grams_and_they_add_up(database, square):
    a_month(database, square, "2026-11", [6, 7, 8, 9, 10, 11])

    cells = cells_of(publish_places(database, square.slug, "2026-11"))

    whole, parts = cells["square"], [row for key, row in cells.items() if key.startswith("neighbourhood:")]
    assert not any(row["hidden"] for row in cells.values())
    assert (whole["households"], whole["orders"]) == (51, 55)
    assert whole["distance_m"] == 55_000 == sum(row["distance_m"] for row in parts)
    for figure in ("households", "orders", "inventory_g"):
        assert whole[figure] == sum(row[figure] for row in parts), figure
    assert cells["elsewhere"]["orders"] == 0
    assert cells["district:WK034400"]["orders"] == sum(row["orders"] for row in parts if row["within"][-1] == "0")
    assert whole["co2_g"]["low"] < whole["co2_g"]["central"] < whole["co2_g"]["high"]
    assert whole["avoided_m"]["central"] < 0, "customers' own trips by car are shorter than these rounds: an increase"


def test_a_hidden_cell_says_nothing_but_its_name(database, square):
    a_month(database, square, "2026-11", FEW)

    hidden = [row for row in publish_places(database, square.slug, "2026-11")["cells"] if row["hidden"]]

    assert {row["code"] for row in hidden} >= {"BU03440000", "BU03440001", "BU03440004"}
    assert all(set(row) == {"key", "kind", "code", "name", "within", "hidden"} for row in hidden)


def test_hours_of_one_rider_are_never_told(database, square):
    a_month(database, square, "2026-11", [6, 7, 8, 9, 10, 11])

    document = publish_places(database, square.slug, "2026-11")

    assert document["rounds"] is document["duty_s"] is None
    assert all(day["rounds"] is day["duty_s"] is None for day in document["days"])


def test_what_was_published_stays_as_it_was(database, square):
    a_month(database, square, "2026-11", [6, 7, 8, 9, 10, 11])
    first = publish_places(database, square.slug, "2026-11")
    bring(database, square, date(2026, 11, 27), [Brought(0, 60)])

    assert publish_places(database, square.slug, "2026-11") == first
    with pytest.raises(StorageError, match="is not what its days say now"):
        publish_places(database, square.slug, "2026")


def test_what_was_published_is_not_given_in_the_place_of_something_else(database, square):
    a_month(database, square, "2026-11", [6, 7, 8, 9, 10, 11])
    first = publish_places(database, square.slug, "2026-11")
    same = load_factors(first["factor_set"])

    assert publish_places(database, square.slug, "2026-11", division=2025, factors=same) == first
    with pytest.raises(ConflictError, match=rf"neighbourhoods of 2025 and factors {same.version}.*Leave --factors out"):
        publish_places(database, square.slug, "2026-11", factors=load_factors("2026.1"))
    with pytest.raises(ConflictError, match="Leave --division and --factors out"):
        publish_places(database, square.slug, "2026-11", division=2024, factors=load_factors("2026.1"))


def test_a_month_made_beside_another_is_not_published_without_knowing_of_it(database, square, monkeypatch):
    """What is hidden of a month hangs on all that is public: two at once must not both know nothing of the other."""
    a_month(database, square, "2026-10", FEW)
    a_month(database, square, "2026-11", FEW)
    make = published_places._document

    def make_slowly(*told):
        monkeypatch.setattr(published_places, "_document", make)
        publish_places(database, square.slug, "2026-10")
        return make(*told)

    monkeypatch.setattr(published_places, "_document", make_slowly)
    with pytest.raises(ConflictError, match="something else of 2026 was made public meanwhile"):
        publish_places(database, square.slug, "2026-11")
    assert publish_places(database, square.slug, "2026-11")["period"] == "2026-11"


def test_a_month_is_published_once_it_is_over(database, square):
    a_month(database, square, "2026-11", FEW)
    database._clock = lambda: datetime(2026, 11, 30, 22, tzinfo=UTC)

    with pytest.raises(ConflictError, match="2026-11 is not over"):
        publish_places(database, square.slug, "2026-11")

    database._clock = lambda: datetime(2026, 11, 30, 23, 1, tzinfo=UTC)  # midnight in Amsterdam is past
    assert publish_places(database, square.slug, "2026-11")["period"] == "2026-11"


def test_what_cannot_be_published_is_told(database, square):
    with pytest.raises(NotFoundError, match="nothing was brought in 2026-11"):
        publish_places(database, square.slug, "2026-11")
    with pytest.raises(NotFoundError, match="no neighbourhoods of 2019"):
        publish_places(database, square.slug, "2026-11", division=2019)

    a_month(database, square, "2026-11", FEW)
    a_month(database, square, "2026-10", FEW)
    publish_places(database, square.slug, "2026-11")
    store_neighbourhoods(database, 2026)
    with pytest.raises(ConflictError, match="published with the neighbourhoods of 2025"):
        publish_places(database, square.slug, "2026-10", division=2026)
    assert publish_places(database, square.slug, "2026-10")["division"] == 2025


def test_orders_outside_every_neighbourhood_are_told_apart(database, square):
    bring(database, square, date(2026, 11, 3), [*(Brought(6, n) for n in range(7)), *(Brought(2, n) for n in range(9))])

    cells = cells_of(publish_places(database, square.slug, "2026-11"))

    assert cells["elsewhere"]["orders"] == 7
    assert cells["neighbourhood:BU03440002"]["orders"] == 9


def test_where_a_town_has_one_postcode_every_street_has_its_own_houses(database, square):
    """Number 1 of four streets in four neighbourhoods, all of 9490: four households, and a month that adds up."""
    brought = [Brought(stripe, house, postcode="9490") for stripe in range(4) for house in range(6)]
    bring(database, square, date(2026, 11, 3), brought)

    cells = cells_of(publish_places(database, square.slug, "2026-11"))

    assert cells["square"]["households"] == 24
    assert [cells[f"neighbourhood:BU0344000{stripe}"]["households"] for stripe in range(4)] == [6] * 4


def test_a_household_counts_once_however_its_address_is_written_and_lives_where_it_lived_first(database, square):
    houses = [Brought(stripe, house) for stripe in (0, 1) for house in range(6)]
    bring(database, square, date(2026, 10, 3), houses)
    street_only, code_only = Brought(0, 0, postcode="", street="STRAAT-0"), Brought(0, 1, street="")
    elsewhere = Brought(1, 2, street="Straat 0", postcode="1200AB")  # house 2 of stripe 0, put down in stripe 1
    flat = [Brought(0, 9, addition=written) for written in ("II", "2", "/ 2")]
    bring(database, square, date(2026, 11, 4), [*houses, street_only, code_only, elsewhere, *flat])

    month, year = (cells_of(publish_places(database, square.slug, period)) for period in ("2026-11", "2026"))

    found = [month[key]["households"] for key in ("square", "neighbourhood:BU03440000", "neighbourhood:BU03440001")]
    assert found == [13, 7, 6]
    assert month["neighbourhood:BU03440000"]["orders"] == 6 + 6
    assert (year["square"]["households"], year["square"]["orders"]) == (13, 30)


def test_a_cell_of_which_too_few_households_had_an_order_brought_to_its_end_is_hidden(database, square):
    """Of the fifth door of a neighbourhood the order is at a hub in the evening: what is saved is of four."""
    for day, on_the_way in ((3, 1), (4, 0)):
        stripe = day - 3
        brought = [Brought(stripe, house) for house in range(5)]
        bring(database, square, date(2026, 11, day), brought, on_the_way=on_the_way)
    bring(database, square, date(2026, 11, 5), [Brought(3, house) for house in range(9)])

    cells = cells_of(publish_places(database, square.slug, "2026-11"))

    assert cells["neighbourhood:BU03440000"]["hidden"]
    assert (cells["square"]["households"], cells["square"]["orders"]) == (19, 19), "told as they were carried"


def test_five_doors_of_which_one_waits_at_a_hub_are_four(database, square):
    bring(database, square, date(2026, 11, 3), [Brought(0, house) for house in range(5)], on_the_way=1)

    document = publish_places(database, square.slug, "2026-11")

    told = [row for row in (*document["cells"], *document["days"]) if not row["hidden"]]
    assert {row["households"] for row in told} == {0}
