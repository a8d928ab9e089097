"""`dorpsronde db move`: everything comes over to the last bit, or nothing does."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from math import nextafter
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, create_engine, select, update
from sqlalchemy.dialects import sqlite as sqlite_dialect

from data import move as moving
from data.database import Database, connect, connect_owner
from data.drafts.event import EventDraft, EventKind
from data.drafts.order import ParcelDraft
from data.geometry import GeometryType
from data.models.every import METADATA
from data.models.states import RoundState, Temperature
from data.move import Moved, move
from kernel.errors import ConflictError, DorpsrondeError, StorageError
from kernel.position import Position
from tests.every_table import fill_rest
from tests.stored_square import (
    DAY,
    TEST,
    StoredSquare,
    leg_ids,
    market,
    open_database,
    order,
    plan_of,
    settings,
    store_courier,
    store_orders,
    store_square,
)
from tests.stores import EMPTY, KINDS, Store, migrated, stored

ODD = "Zoë's “kaas” & vis – Łódź 🧀\n\t\\N %s {} ' \" ; --"


@pytest.fixture
def source(tmp_path: Path) -> Store:
    (tmp_path / "old").mkdir()
    return Store(tmp_path / "old")


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "new").mkdir()
    with stored(request.param, tmp_path / "new", copy=EMPTY) as place:
        yield place


def fill(store: Store) -> StoredSquare:
    """Store something in every table, with what is hard to carry over."""
    migrated(store)
    database = open_database(store)
    square = store_square(database)
    store_square(database, "ander-dorp")
    order_id, *_ = store_orders(database, square, ["1", "2", "3"])
    with database.begin(TEST) as work:
        odd = [ParcelDraft(1, 2, Temperature.FROZEN, adults_only=True, barcode="0042")]
        unplaced = order(square.shops[1], "waits", place=None, mend_reason=ODD)
        work.orders.add(square.id, [order(square.shops[1], ODD[:40], recipient=ODD, note=ODD, parcels=odd), unplaced])
    legs = leg_ids(database, square)
    with database.begin(TEST) as work:
        plan = work.plans.save(square.id, DAY, plan_of(square, [legs[:1], legs[1:2]], legs[2:]))
        work.rounds.set_state(plan.rounds[0].id, RoundState.RELEASED)
        far = Position(-0.1 - 0.2, nextafter(52.0, 53.0))
        details = {"z": [1, 2.5, None, True, ODD], "a": {"n": 0.1 + 0.2, "big": 2**53}}
        work.stories.say(
            square.id, [EventDraft(EventKind.ORDER_STATE, device_id="a", seq=2**40, position=far, details=details)]
        )
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [legs[2:]], legs[1:2]))
        work.closures.add(square.id, market())
        store_courier(work, square, ODD[:40], plan.rounds[0].id)
    database.close()
    fill_rest(store, square.id, square.shops[0], order_id, (legs[0], legs[1]))
    return square


def moved(source: Store, target: Store) -> Moved:
    old, new = (connect_owner(settings(store))[0] for store in (source, target))
    try:
        return move(old, new)
    finally:
        old.dispose()
        new.dispose()


def plain(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Read every row past all of our code, in values that both databases can be brought to."""
    return {name: sorted((tuple(map(bare, row)) for row in read(store, name)), key=repr) for name in METADATA.tables}


def read(store: Store, table: str) -> list[tuple[object, ...]]:
    columns = METADATA.tables[table].columns
    names = [column.name for column in columns]
    if store.postgresql:
        asked = [
            sql.SQL("ST_AsBinary({})" if isinstance(column.type, GeometryType) else "{}").format(
                sql.Identifier(column.name)
            )
            for column in columns
        ]
        with psycopg.connect(store.owner_url, options="-c timezone=UTC") as connection:
            query = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(asked), sql.Identifier(table))
            return connection.execute(query).fetchall()
    connection = sqlite3.connect(store.home / "dorpsronde.db")
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608 - our own names
    connection.close()
    kinds = [str(column.type.compile(sqlite_dialect.dialect())) for column in columns]
    return [tuple(from_file(kind, value) for kind, value in zip(kinds, row, strict=True)) for row in rows]


def from_file(kind: str, value: object) -> object:  # noqa: PLR0911 - a return a kind
    """Give a value of SQLite as PostgreSQL's driver gives it."""
    match kind, value:
        case _, None:
            return None
        case "CHAR(32)", str(digits):
            return UUID(digits)
        case "DATETIME", str(moment):
            return datetime.fromisoformat(f"{moment}+00:00")
        case "DATE", str(day):
            return datetime.fromisoformat(day).date()
        case "BOOLEAN", int(one):
            return bool(one)
        case "JSON", str(text):
            return json.loads(text)
        case _:
            return value


def bare(value: object) -> object:
    match value:
        case dict() | list():
            return json.dumps(value)
        case datetime():
            return value.isoformat()
        case float():
            return value.hex()
        case _:
            return value


def test_everything_comes_over_to_the_last_bit_and_can_go_back(source: Store, target: Store, tmp_path: Path) -> None:
    fill(source)
    before = plain(source)
    assert all(before.values()), "something is in every table"
    told = moved(source, target)
    assert plain(target) == before == plain(source)
    assert told.rows == {name: len(rows) for name, rows in before.items()}
    (tmp_path / "again").mkdir()
    back = Store(tmp_path / "again")
    assert moved(target, back).total == told.total
    assert plain(back) == before
    with closing(sqlite3.connect(tmp_path / "again" / "dorpsronde.db")) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",), "readers wait for no writer there, either"


def test_what_was_moved_lives_on(source: Store, target: Store) -> None:
    square = fill(source)
    moved(source, target)
    migrated(target)
    database = open_database(target)
    with database.read(TEST) as work:
        last = max(event.received_seq for event in work.events.of(square.id))
        places = [near.row.name for near in work.whereabouts.shops_near(square.id, Position(5.52, 52.12), 10)]
    assert places == ["Bakker Bart"]
    store_orders(database, square, ["new"])
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [leg_ids(database, square)]))
        heard = [event.received_seq for event in work.events.of(square.id, after=last)]
    assert len(heard) == 2
    assert min(heard) > last
    database.close()


def test_a_database_with_rows_is_not_moved_into(source: Store, target: Store) -> None:
    fill(source)
    fill(target)
    before = plain(target)
    with pytest.raises(ConflictError, match="is not empty: "):
        moved(source, target)
    assert plain(target) == before


def test_tables_without_rows_are_taken_as_they_are(source: Store, target: Store) -> None:
    fill(source)
    migrated(target)
    assert moved(source, target).total > 0


def one_bit(writing: Connection) -> None:
    stops = METADATA.tables["stops"]
    one, lat = writing.execute(select(stops.c.id, stops.c.lat).limit(1)).one()
    writing.execute(update(stops).where(stops.c.id == one).values(lat=nextafter(lat, 90)))


def one_letter(writing: Connection) -> None:
    orders = METADATA.tables["orders"]
    writing.execute(update(orders).where(orders.c.recipient == ODD).values(recipient=ODD.lower()))


@pytest.mark.parametrize("spoil", [one_bit, one_letter])
def test_what_came_out_otherwise_is_noticed_and_nothing_is_moved(
    source: Store, target: Store, monkeypatch: pytest.MonkeyPatch, spoil
) -> None:
    fill(source)
    copied = moving._copy

    def copy(reading: Connection, writing: Connection) -> None:
        copied(reading, writing)
        spoil(writing)

    monkeypatch.setattr(moving, "_copy", copy)
    with pytest.raises(StorageError, match=r"row .+ of (stops|orders) is not the same as it was in"):
        moved(source, target)
    assert not target.rows(), "not even the tables are there"


def test_a_row_that_is_missing_is_noticed(source: Store, target: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(source)
    parts = moving._in_parts
    asked: list[str] = []

    def fewer(table, connection):
        asked.append(table.name)
        for rows in parts(table, connection):
            yield rows[1:] if table.name == "events" and asked.count("events") == 1 else rows

    monkeypatch.setattr(moving, "_in_parts", fewer)
    with pytest.raises(StorageError, match="of events is not the same"):
        moved(source, target)
    assert not target.rows()


def test_nobody_writes_to_what_is_moved_meanwhile(
    source: Store, target: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(source)
    compared = moving._compared
    tried: list[str] = []

    def compare(table, reading, writing):
        if not tried:
            hurried = Database.open(settings(source, busy_timeout_s=0))
            with pytest.raises(StorageError, match="another program is writing to it") as refused, hurried.begin(TEST):
                pass
            tried.append(str(refused.value))
            hurried.close()
        return compared(table, reading, writing)

    monkeypatch.setattr(moving, "_compared", compare)
    assert moved(source, target).total > 0
    assert tried


def refusal(source: Store, target: Store) -> str:
    with pytest.raises(DorpsrondeError) as refused:
        moved(source, target)
    return str(refused.value)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_memory_is_no_place_to_move_to(source: Store, address: str) -> None:
    fill(source)
    own, memory = connect(settings(source)), create_engine(address)
    with pytest.raises(DorpsrondeError, match="nothing stays in memory"):
        move(own, memory)
    own.dispose()
    memory.dispose()


def test_what_cannot_be_moved_is_told(source: Store, target: Store) -> None:
    assert refusal(source, target) == f"{source.told}: has nothing to move. Is it the right one?"
    fill(source)
    assert refusal(source, source) == f"{source.told}: is the database that would be moved. Name another."
    migrated(source, "0001")
    assert "was made by an older version" in refusal(source, target)
    assert not target.rows()


def test_the_command_moves_and_says_what_to_set_and_no_password(
    call, source: Store, target: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(source)
    monkeypatch.setenv("DORPSRONDE_HOME", str(source.home))
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    url = target.owner_url or f"sqlite:///{target.home / 'dorpsronde.db'}"
    said = call("db", "move", url)
    assert said.code == 0, said.err
    assert said.out.endswith(
        f" tables are now in {target.told} too, read back and the same. Nothing was changed in {source.told}. "
        + (
            "From now on name its owner in DORPSRONDE_DATABASE_OWNER_URL and who uses it in DORPSRONDE_DATABASE_URL, "
            "and run `dorpsronde db migrate` once.\n"
            if target.url
            else "From now on set DORPSRONDE_DATABASE_URL to it.\n"
        )
    )
    again = call("db", "move", url)
    assert again.code == 1
    assert f"Error: {target.told}: is not empty" in again.last_line
    for wrong, code, line in (
        ("nieuw.db", 2, "Error: TARGET_URL: the address of the database cannot be used."),
        ("mysql://ik:geheim@x/y", 2, "Error: TARGET_URL: the address of the database cannot be used."),
        ("postgresql://ik:geheim@127.0.0.1:1/x", 1, "Error: postgresql://127.0.0.1:1/x: does not answer"),
    ):
        told = call("db", "move", wrong)
        assert told.code == code
        assert told.last_line.startswith(line)
        assert "geheim" not in told.out + told.err
    if target.url:
        assert target.owner_url.split("@")[0].rsplit(":")[-1] not in said.out + again.err
