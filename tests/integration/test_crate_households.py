"""Households of the ledger of crates, on both databases: one door, one account, and an id that tells no address."""

from collections.abc import Iterator
from uuid import UUID, uuid5

import pytest

from data.database import Database
from data.drafts.order import ParcelDraft
from data.models.order import Order
from data.models.states import CrateEntryKind
from data.repositories.crates import CrateDraft
from data.work import Work
from kernel.errors import ConflictError
from kernel.ids import new_id
from rounds.crate_collections import CollectionWish, ask_for_collection
from rounds.crate_households import doors_of, household_of, place_of
from tests.stored_square import DAY, NOON, TEST, StoredSquare, new_database, order, store_square
from tests.stores import Store, migrated

CRATE = ParcelDraft(6_000, 30_000, crate=True)


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    database._clock = lambda: NOON
    yield database
    database.close()


def enter(database: Database, square: StoredSquare, ref: str, household_id: str = "", **address: str) -> str:
    """Let a delivery of one crate be entered; give the household that it is of, or is said to be of."""
    with database.begin(TEST) as work:
        draft = order(square.shops[0], ref, parcels=[CRATE], **address)
        made = work.orders.get(work.orders.add(square.id, [draft])[0].order_id)
        household_id = household_id or household_of(work, made)
        kind = CrateEntryKind.OUT
        entry = CrateDraft(made.shop_id, household_id, place_of(made), kind, 1, order_id=made.id)
        work.crates.enter(square.id, [entry])
    return household_id


def test_a_door_has_one_account_however_its_address_is_written_and_another_door_another(database: Database) -> None:
    square = store_square(database)
    abroad = {"street": "Landstrasse", "number": "13", "postcode": "9494", "town": "Schaan"}
    first = enter(database, square, "1", **abroad)
    assert enter(database, square, "2", **abroad | {"postcode": "", "street": "Landstr."}) == first
    streets = ["Obergass", "Feldkircher Strasse", "Im Rietle"]
    others = {enter(database, square, street, **abroad | {"street": street}) for street in streets}
    assert len({first, *others}) == 4, "9494 is a whole village"
    flat = enter(database, square, "A", number="12A")
    assert enter(database, square, "B", number="12", addition="/ a", street="") == flat
    assert enter(database, square, "C", number="12A", postcode="") == flat
    assert enter(database, square, "D", number="12", addition="B") != flat


def test_an_account_of_before_is_kept_by_those_whose_crates_are_in_it(database: Database) -> None:
    """It was known by postcode and number; who was not in it begins an account."""
    square, before = store_square(database), new_id()
    abroad = {"street": "Landstrasse", "number": "13", "postcode": "9494", "town": "Schaan"}
    enter(database, square, "1", before, **abroad)
    assert enter(database, square, "2", **abroad) == before
    assert enter(database, square, "3", **abroad | {"street": "Obergass"}) != before
    with database.read(TEST) as work:
        assert household_of(work, last_order(work, square, before)) == before


def test_neither_an_account_nor_its_collections_follow_from_an_address(database: Database) -> None:
    """Who may see ids and no addresses knows the shop, and can try every door of the village."""
    square = store_square(database)
    household = enter(database, square, "1")
    with database.read(TEST) as work:
        doors = doors_of(last_order(work, square, household))
    tried = [str(uuid5(UUID(square.shops[0]), door)) for door in doors]
    assert "postcode 1234AB 7-" in doors
    assert household not in tried
    assert not any(one[:8] in collect(database, square, household) for one in tried)
    other = store_square(database, "elders")
    assert enter(database, other, "1") != household


def test_accounts_of_before_get_ids_that_tell_nothing_and_stay_apart(store: Store, database: Database) -> None:
    square = store_square(database)
    told = {number: str(uuid5(UUID(square.shops[0]), f"postcode 1234AB {number}-")) for number in ("7", "8")}
    for ref, number in (("1", "7"), ("2", "8"), ("3", "7")):
        enter(database, square, ref, told[number], number=number)
    drawn = enter(database, square, "4", number="9")
    collected = collect(database, square, told["8"])
    before, rows = balances(database, square), store.rows()["crate_entries"]
    migrated(store, "0025")
    assert store.rows()["crate_entries"] == rows, "older code reads them as they are"
    migrated(store)
    after = balances(database, square)
    assert sorted(after.values()) == sorted(before.values()) == [1, 1, 2]
    assert set(after) & set(before) == {drawn}, "drawn once, for good"
    assert {UUID(one).version for one in after} == {4}
    two, one = (enter(database, square, f"{number} again", number=number) for number in ("7", "8"))
    assert (after[two], after[one]) == (2, 1), "each door is known by its orders"
    with pytest.raises(ConflictError, match=f"already, by order {collected}"):
        collect(database, square, one)


def last_order(work: Work, square: StoredSquare, household_id: str) -> Order:
    found = work.crates.last_order(square.id, household_id)
    assert found is not None
    return found


def collect(database: Database, square: StoredSquare, household_id: str) -> str:
    """Ask for a household's crates to be collected; give the number of that order."""
    with database.begin(TEST) as work:
        return ask_for_collection(work, square.id, CollectionWish(household_id, DAY)).order_ref


def balances(database: Database, square: StoredSquare) -> dict[str, int]:
    with database.read(TEST) as work:
        return {one.household_id: one.crates for one in work.crates.balances(square.id, limit=9)}
