"""Each role × each table × {own, same square but not own, another square}, with each of the two layers off in turn.

What is expected stands in `tests/who_sees_what.py`.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import selectinload

from data.base import Base
from data.database import Database, connect_owner
from data.faults import _is_beyond_policy
from data.models.every import MODELS
from data.models.order import Order
from data.models.square import Square
from data.repositories.base import Repository, table_of
from data.work import Work
from kernel.scope import Own, Role, Scope
from tests.every_table import fill_rest
from tests.layers import LAYERS, Village, doors, every_row, layered, make_village
from tests.stored_square import DAY, TEST, new_database
from tests.stores import KINDS, Store, stored
from tests.who_sees_what import EXPECTED, FOR_ALL, FOR_THE_PLATFORM, TOLD, WHOLE

SQUARE_MODELS = [model for model in MODELS if model.__tablename__ in WHOLE]


class UndoError(Exception):
    """Raised to take back what a probe did."""


class Two:
    """Two villages in one database; `ours` is in the scope of who asks."""

    def __init__(self, store: Store) -> None:
        self.store = store
        new_database(store).close()
        self.ours, self.theirs = make_village(store, "ons-dorp"), make_village(store, "hun-dorp")
        engine, _ = connect_owner(store.settings())
        for village in (self.ours, self.theirs):
            ids, legs = village.ids, (village.ids["leg of b1"], village.ids["second leg of b1"])
            fill_rest(store, village.square.id, ids["bakery"], ids["b1"], legs, round_id=ids["one"])
        self.rows = every_row(engine)
        engine.dispose()

    def scope(self, role: Role, own: Own | None) -> Scope:
        squares = None if role is Role.PLATFORM else frozenset({self.ours.square.id})
        return Scope(role, squares, own and Own(*(frozenset(map(self.id_of, ids)) for ids in parts(own))))

    def id_of(self, name: str) -> str:
        return self.theirs.ids[name[6:]] if name.startswith("their ") else self.ours.ids[name]

    def called(self, table: str, row: Any) -> str:
        """Call a row by whose it is: "their …" where that is the other square."""
        square_id = row["id"] if table == "squares" else row["square_id"]
        if square_id == self.ours.square.id:
            return name_in(self.ours, table, row)
        return f"their {name_in(self.theirs, table, row)}"


def parts(own: Own) -> tuple[frozenset[str], ...]:
    return own.shops, own.hubs, own.rounds, own.orders, own.couriers


OF_THE_SQUARE = {
    "squares", "square_areas", "plans", "closures", "incidents", "outbox", "jobs", "web_deliveries",
    "slot_templates",
    "tariffs", "starting_measurements", "publications", "vehicle_readings", "cost_sheets",
}  # fmt: skip
"""Tables of which a square has one row here."""


NAMED_BY = {
    "leg_origins": "leg_id",
    "relays": "leg_id",
    "web_shops": "shop_id",
    "crate_entries": "order_id",
    "webhooks": "shop_id",
    "webhook_deliveries": "event_id",
    "recurring_orders": "shop_id",
    "proofs": "order_id",
    "customer_replies": "order_id",
    "shop_closing_days": "shop_id",
    "parcels": "order_id",
    "leg_parcels": "leg_id",
    "plan_legs": "leg_id",
    "stops": "round_id",
    "tasks": "round_id",
    "courier_assignments": "courier_id",
}
"""By what a row is called that has no name of its own."""

ONLY_ADDED = {"events", "crate_entries", "customer_replies", "starting_measurements"}
"""Nobody changes these; of `customer_replies` whoever reads all may take answers out: `test_customer_replies.py`."""


def name_in(village: Village, table: str, row: Any) -> str:
    if table in OF_THE_SQUARE:
        return "square"
    if table == "events":
        return village.called(row["order_id"] or row["round_id"] or "") or "square"
    if table in TOLD:
        return village.called(row[NAMED_BY[table]] or "") or "square"
    return village.called(row[NAMED_BY.get(table, "id")])


@pytest.fixture(scope="module", params=KINDS)
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with stored(request.param, tmp_path_factory.mktemp("two")) as store:
        yield Two(store)


@pytest.fixture(scope="module")
def opened(two: Two) -> Iterator[dict[str, Database]]:
    with doors(two.store) as found:
        yield found


@pytest.fixture(params=LAYERS)
def database(
    request: pytest.FixtureRequest, opened: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    with layered(opened, request.param, monkeypatch) as found:
        yield found


def both(table: str, role: Role, seen: set[str]) -> set[str]:
    return seen | {f"their {name}" for name in seen} if role is Role.PLATFORM else seen


def probe(work: Work) -> Repository:
    return Repository(work._session, work._asker)


def test_the_table_speaks_of_every_table_and_every_role(two: Two) -> None:
    assert set(WHOLE) | FOR_ALL | FOR_THE_PLATFORM == {model.__tablename__ for model in MODELS}
    assert {role for role, _, _ in EXPECTED.values()} == set(Role) - {Role.SYSTEM}
    for table, names in WHOLE.items():
        found = {two.called(table, row) for row in two.rows[table]}
        assert found == names | {f"their {name}" for name in names}, f"rows of every kind are in {table}"


@pytest.mark.parametrize("who", EXPECTED)
def test_each_role_reads_what_is_theirs(two: Two, database: Database, who: str) -> None:
    role, own, expected = EXPECTED[who]
    with database.read(two.scope(role, own)) as work:
        for model in SQUARE_MODELS:
            table = model.__tablename__
            asked = select(table_of(model)).where(probe(work)._seen(model))
            by_core = {two.called(table, row) for row in work._session.execute(asked).mappings()}
            by_mapper = {two.called(table, columns(row)) for row in probe(work)._all(probe(work)._select(model))}
            assert by_core == by_mapper == both(table, role, expected.get(table, set())), table


def columns(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key.endswith("id")}


@pytest.mark.parametrize("who", EXPECTED)
def test_what_is_shared_is_read_by_all_and_what_is_the_platforms_by_none_else(
    two: Two, database: Database, who: str
) -> None:
    role, own, _ = EXPECTED[who]
    with database.read(two.scope(role, own)) as work:
        for model in MODELS:
            if model.__tablename__ in FOR_ALL | FOR_THE_PLATFORM:
                rows = probe(work)._all(probe(work)._select(model))
                stored_rows = two.rows[model.__tablename__]
                hidden = model.__tablename__ in FOR_THE_PLATFORM and role is not Role.PLATFORM
                assert len(rows) == (0 if hidden else len(stored_rows)), model


@pytest.mark.parametrize("who", EXPECTED)
def test_a_change_reaches_no_more_rows_than_are_read(two: Two, database: Database, who: str) -> None:
    role, own, expected = EXPECTED[who]
    with suppress(UndoError), database.begin(two.scope(role, own)) as work:
        for model in SQUARE_MODELS:
            table = table_of(model)
            if table.name not in ONLY_ADDED:
                column = table.c.name if model is Square else table.c.square_id
                changed = update(table).where(probe(work)._seen(model)).values({column.name: column}).returning(table)
                reached = {two.called(table.name, row) for row in work._session.execute(changed).mappings()}
                assert reached == both(table.name, role, expected.get(table.name, set())), table.name
        raise UndoError


@pytest.mark.parametrize("who", EXPECTED)
def test_policies_let_nobody_add_a_row_that_would_not_be_theirs(
    two: Two, opened: dict[str, Database], monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """A copy of each row is added: past a policy it only meets that the row is there already."""
    role, own, expected = EXPECTED[who]
    with (
        layered(opened, "policies alone", monkeypatch) as database,
        suppress(UndoError),
        database.begin(two.scope(role, own)) as work,
    ):
        for model in SQUARE_MODELS:
            table = model.__tablename__
            may = expected.get(table, set())
            if table == "events" and own is not None:
                may = may | {"square"}  # whoever has a part in a square may tell what concerns none of its orders
            for row in two.rows[table]:
                name = two.called(table, row)
                assert added(work, model, row) == (name in both(table, role, may)), (table, name)
        raise UndoError


def added(work: Work, model: type[Base], row: dict[str, Any]) -> bool:
    table = table_of(model)
    values = {name: value for name, value in row.items() if name != "received_seq"}
    try:
        with work._session.begin_nested():
            work._session.connection().execute(insert(table).inline(), [values])
    except IntegrityError:
        return True
    except DBAPIError as fault:
        if _is_beyond_policy(fault.orig):
            return False
        raise
    raise AssertionError("a row is twice in a table")


def test_relationships_load_no_more_than_is_seen(two: Two, database: Database) -> None:
    role, own, _ = EXPECTED["the courier of round one"]
    with database.read(two.scope(role, own)) as work:
        (seen,) = work.orders.of_day(two.ours.square.id, DAY)
        assert [two.ours.called(leg.id) for leg in seen.legs] == ["leg of b1"]
        (ridden,) = work.rounds.of_day(two.ours.square.id, DAY)
        assert [task.leg.order.order_ref for stop in ridden.stops for task in stop.tasks] == ["b1", "b1"]


@pytest.mark.parametrize("who", EXPECTED)
def test_every_relationship_leads_to_what_is_seen(two: Two, database: Database, who: str) -> None:
    role, own, expected = EXPECTED[who]
    with database.read(two.scope(role, own)) as work:
        for model in SQUARE_MODELS:
            for led in model.__mapper__.relationships:
                table = led.mapper.class_.__tablename__
                if table not in WHOLE:
                    continue
                query = probe(work)._select(model).options(selectinload(getattr(model, led.key)))
                found = [getattr(row, led.key) for row in probe(work)._all(query)]
                rows = [row for one in found for row in (one if isinstance(one, list) else [one] if one else [])]
                called = {two.called(table, columns(row)) for row in rows}
                assert called <= both(table, role, expected.get(table, set())), led


def test_who_says_nothing_sees_nothing(two: Two) -> None:
    """A connection of the application's on which no scope was said: what a forgotten door would have."""
    if not two.store.postgresql:
        pytest.skip("SQLite has the repositories alone")
    database = Database.open(two.store.settings())
    with database.read(TEST) as work:
        assert work.squares.all(), "the scope said here is gone with its transaction"
    with database.engine.connect() as connection:
        for model in SQUARE_MODELS:
            assert connection.execute(select(table_of(model)).limit(1)).first() is None, model
    database.close()


def test_after_an_error_the_next_transaction_is_as_bounded_as_the_one_before(two: Two) -> None:
    if not two.store.postgresql:
        pytest.skip("SQLite has the repositories alone")
    database = Database.open(two.store.settings())
    with database.read(two.scope(Role.HOST, None)) as work:
        with pytest.raises(DBAPIError):
            work._session.connection().exec_driver_sql("SELECT 1 / 0")
        work._session.rollback()
        seen = {one.square_id for one in work._session.scalars(select(Order))}
    assert seen == {two.ours.square.id}
    database.close()
