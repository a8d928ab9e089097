"""A unit of work that looks before it writes: nobody is waited for until then; it writes all or nothing."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from shapely import box
from sqlalchemy import event

from data.database import Database
from data.drafts.square import AreaDraft
from data.models.states import OrderState
from data.repositories.orders import Orders
from kernel.errors import ConflictError, NotFoundError
from kernel.scope import Role, Scope
from rounds.known_places import KnownPlaces
from tests.stored_square import NETWORK, NOON, TEST, StoredSquare, new_database, order, store_orders, store_square
from tests.stores import Store


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    opened = new_database(store)
    yield opened
    opened.close()


@pytest.fixture
def square(database: Database) -> StoredSquare:
    return store_square(database)


def host(square: StoredSquare) -> Scope:
    return Scope(Role.HOST, frozenset({square.id}))


def count(database: Database, square: StoredSquare) -> int:
    with database.read(TEST) as work:
        return sum(work.squares.counts(square.id).orders.values())


def test_others_write_while_it_looks_and_it_writes_beside_what_they_wrote(
    database: Database, square: StoredSquare
) -> None:
    with database.look_first(host(square)) as (work, begin):
        assert work.squares.named("proefdorp").id == square.id
        store_orders(database, square, ["1"])
        with begin() as writing:
            assert writing.order_changes.take(square.id, order(square.shops[0], "1")).kind == "same"
            assert writing.order_changes.take(square.id, order(square.shops[0], "2")).kind == "new"
    assert count(database, square) == 2


def test_what_reads_cannot_write(database: Database, square: StoredSquare) -> None:
    with database.look_first(host(square)) as (work, _), pytest.raises(TypeError):
        work.order_changes.take(square.id, order(square.shops[0], "1"))
    assert count(database, square) == 0


def test_what_was_undone_can_be_begun_again_and_says_who_asks_again(database: Database, square: StoredSquare) -> None:
    with database.look_first(host(square)) as (_, begin):
        with suppress(ZeroDivisionError), begin() as writing:
            writing.order_changes.take(square.id, order(square.shops[0], "1"))
            _ = 1 // 0
        assert count(database, square) == 0
        with begin() as writing:
            assert writing.orders.page(square.id, after=None, limit=9) == []
            writing.order_changes.take(square.id, order(square.shops[0], "2"))
    assert count(database, square) == 1


def test_a_rule_that_is_broken_by_what_goes_together_is_told_as_any_other(
    database: Database, square: StoredSquare, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_orders(database, square, ["1"])
    found = Orders._shop_of
    monkeypatch.setattr(Orders, "_shop_of", lambda *given: (found(*given)[0], False, False))
    with pytest.raises(ConflictError, match="breaks a rule of the database"), database.begin(host(square)) as work:
        work.orders.add_new(square.id, order(square.shops[0], "1"))
    with database.begin(host(square)) as work:
        stored = work.orders.add_new(square.id, order(square.shops[0], "2"))
    assert stored is not None
    assert stored.state is OrderState.ACCEPTED
    assert count(database, square) == 2


def test_a_square_is_loaded_once_and_anew_when_it_is_not_what_it_was(
    database: Database, square: StoredSquare, tmp_path: Path
) -> None:
    places, asked = KnownPlaces(tmp_path), list[str]()

    def now():
        asked.clear()
        with database.read(host(square)) as work:
            return places.square(work, "proefdorp")

    first = now()
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert now() is first
    assert sum("FROM" in one for one in asked) == 1
    with database.begin(TEST) as work:
        work.squares.set_cutoff(square.id, 7_200)
    assert now().cutoff_s == 7_200
    database._clock = lambda: NOON + timedelta(hours=1)
    with database.begin(TEST) as work:
        work.areas.put(NETWORK, [AreaDraft("Gebied proefdorp", box(5.5, 52.1, 5.7, 52.2))])
    assert now().areas[0].border.bounds[2] == 5.7
    with database.read(Scope(Role.HOST, frozenset())) as work, pytest.raises(NotFoundError):
        places.square(work, "proefdorp")
