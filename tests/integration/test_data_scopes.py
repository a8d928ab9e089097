"""Another square's rows are never seen or changed, by any method of any repository, in any role."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data.base import Tenancy
from data.database import Database, connect_owner
from data.models.every import MODELS
from data.models.square import Square, SquareArea
from data.models.system_act import SystemAct
from data.repositories.base import Repository
from data.visibility import OWN, visible
from data.work import Work
from kernel.errors import DorpsrondeError, NotAllowedError, NotFoundError
from kernel.principal import Principal, PrincipalKind
from kernel.rights import Reach, right_of
from kernel.scope import OWN_ROLES, Own, Role, Scope
from tests.filled_square import Filled
from tests.layers import LAYERS, doors, layered
from tests.repository_methods import FOR_ALL_OF_A_SQUARE, MAY, READS, SHARED, WRITES
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    new_database,
    order,
)
from tests.stores import KINDS, Store, stored

SQUARE_ROLES = sorted(set(Role) - OWN_ROLES - {Role.SYSTEM, Role.PLATFORM})


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stored(request.param, tmp_path_factory.mktemp("two")) as store:
        yield store


@pytest.fixture(scope="module")
def database(place: Store) -> Iterator[Database]:
    database = new_database(place)
    yield database
    database.close()


@pytest.fixture(scope="module")
def opened(place: Store, theirs: "Filled") -> Iterator[dict[str, Database]]:
    with doors(place) as found:
        yield found


@pytest.fixture(params=LAYERS)
def held(
    request: pytest.FixtureRequest, opened: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The same database with one of its layers, or both."""
    with layered(opened, request.param, monkeypatch) as found:
        yield found


@pytest.fixture(scope="module")
def owner(place: Store) -> Iterator[Engine]:
    engine, _ = connect_owner(place.settings())
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ours(database: Database) -> Filled:
    return Filled(database, "ons-dorp")


@pytest.fixture(scope="module")
def theirs(database: Database) -> Filled:
    return Filled(database, "hun-dorp")


def outsiders(ours: Filled, theirs: Filled) -> dict[str, Scope]:
    """Give everyone who has nothing to do with their square, some of them lying about what is their own."""
    squares = frozenset({ours.square.id})
    scopes = {f"{role} of ours": Scope(role, squares) for role in SQUARE_ROLES}
    scopes |= {f"{role} of ours claiming theirs": Scope(role, squares, theirs.own) for role in sorted(OWN_ROLES)}
    scopes |= {f"{role} with nothing": Scope(role, frozenset({theirs.square.id}), Own()) for role in sorted(OWN_ROLES)}
    scopes["system work on ours"] = Scope.system("bounded work", squares)
    scopes["nobody's host"] = Scope(Role.HOST, frozenset())
    return scopes


def rows_of(owner: Engine, square_id: str) -> list[Any]:
    """Read every row of a square, in every table, past both layers."""
    found = []
    with owner.connect() as connection:
        for model in MODELS:
            table = model.__table__
            column = table.c.get("square_id", table.c.id if table.name == "squares" else None)
            if column is not None:
                found.append(connection.execute(select(table).where(column == square_id)).all())
    assert any(found)
    return found


def test_every_method_of_every_repository_is_in_these_tables() -> None:
    methods = set()
    for name, made in inspect.getmembers(Work):
        if name.startswith("_") or not hasattr(made, "func"):
            continue
        repository = inspect.signature(made.func).return_annotation
        assert issubclass(repository, Repository)
        methods |= {
            f"{name}.{one}" for one, _ in inspect.getmembers(repository, inspect.isfunction) if not one.startswith("_")
        }
    assert methods == set(READS) | set(WRITES) | SHARED


@pytest.mark.parametrize("method", sorted(READS))
def test_nobody_sees_a_row_of_a_square_that_is_not_theirs(
    database: Database, held: Database, ours: Filled, theirs: Filled, method: str
) -> None:
    with database.read(TEST) as work:
        assert READS[method](work, theirs), "there is something to see"
    for who, scope in outsiders(ours, theirs).items():
        knows_the_square = theirs.square.id in (scope.squares or ())
        if knows_the_square and method in {
            "squares.get",
            "squares.named",
            "squares.page",
            "squares.version",
            "squares.with_id",
            "outbox.asked",
            "squares.all",
            "shops.compare",
            "hubs.compare",
            "vehicles.compare",
            "closures.compare",
            "couriers.compare",
            "slot_templates.compare",
            *FOR_ALL_OF_A_SQUARE,
        }:
            continue  # the square itself and what it offers; the rest tells only what one knows already
        try:
            with held.read(scope) as work:
                seen = READS[method](work, theirs)
        except (NotFoundError, NotAllowedError):
            continue
        assert not seen, who


@pytest.mark.parametrize("method", sorted(WRITES))
def test_nobody_changes_a_row_of_a_square_that_is_not_theirs(
    owner: Engine, held: Database, ours: Filled, theirs: Filled, method: str
) -> None:
    before = rows_of(owner, theirs.square.id)
    for who, scope in outsiders(ours, theirs).items():
        with pytest.raises((NotFoundError, NotAllowedError)), held.begin(scope) as work:
            raise AssertionError(f"{who} did {method}: {WRITES[method](work, theirs)}")
    assert rows_of(owner, theirs.square.id) == before


def test_tallies_count_what_is_seen(held: Database, ours: Filled, theirs: Filled) -> None:
    def counted(*squares: Filled) -> tuple[int, int]:
        with held.read(Scope(Role.HOST, frozenset(one.square.id for one in squares))) as work:
            long_ago = NOON.replace(year=2000)
            jobs = work.tallies.jobs_since(long_ago)
            return work.tallies.plans_since(long_ago).plans, sum(sum(one.states.values()) for one in jobs)

    both, first, second = counted(ours, theirs), counted(ours), counted(theirs)
    assert counted() == (0, 0)
    assert all(first)
    assert both == (first[0] + second[0], first[1] + second[1])


class UndoError(Exception):
    """Raised to take back what a test did."""


@pytest.mark.parametrize("method", sorted(WRITES))
def test_whoever_may_does(owner: Engine, database: Database, ours: Filled, theirs: Filled, method: str) -> None:
    """Or the test above would pass for methods that never do anything."""
    before = rows_of(owner, theirs.square.id)
    of_all_squares = method in {"squares.create", "areas.put", "areas.uses", "neighbourhoods.put"} or method.startswith(
        "api_keys"
    )
    role = Role.PLATFORM if of_all_squares else Role.DISPATCHER
    usual = Scope(role, None if role is Role.PLATFORM else frozenset({theirs.square.id}))
    scope = MAY.get(method, usual)
    with suppress(UndoError), database.begin(scope) as work:
        WRITES[method](work, theirs)
        raise UndoError
    assert rows_of(owner, theirs.square.id) == before


def seen_by(database: Database, scope: Scope, one: Filled) -> dict[str, int]:
    with database.read(scope) as work:
        return {
            "orders": len(work.orders.of_day(one.square.id, DAY)),
            "legs": len(work.legs.of_day(one.square.id, DAY)),
            "shops": len(work.shops.all(one.square.id)),
            "vehicles": len(work.vehicles.all(one.square.id)),
            "rounds": len(work.rounds.of_day(one.square.id, DAY)),
            "plans": len(work.plans.between(one.square.id, DAY, DAY)),
        }


def test_each_role_sees_what_is_its_own_and_no_more(database: Database, ours: Filled) -> None:
    def of(role: Role, **own: str) -> dict[str, int]:
        mine = Own(**{name: frozenset({one}) for name, one in own.items()})
        return seen_by(database, Scope(role, frozenset({ours.square.id}), mine), ours)

    nothing = {"orders": 0, "legs": 0, "shops": 0, "vehicles": 0, "rounds": 0, "plans": 0}
    assert of(Role.SHOP, shops=ours.square.shops[1]) == {**nothing, "orders": 1, "shops": 1}
    assert of(Role.SHOP, shops=ours.square.shops[0]) == {**nothing, "orders": 2, "legs": 2, "shops": 1}
    assert of(Role.COURIER, rounds=ours.round) == {
        "orders": 1, "legs": 1, "shops": 1, "vehicles": 1, "rounds": 1, "plans": 1,
    }  # fmt: skip
    assert of(Role.CUSTOMER, orders=ours.orders[1]) == {**nothing, "orders": 1, "legs": 1, "shops": 1}
    assert of(Role.HUB_KEEPER, hubs=ours.square.hub) == nothing, "nothing is handed over there"
    host = seen_by(database, Scope(Role.HOST, frozenset({ours.square.id})), ours)
    assert host == {"orders": 3, "legs": 2, "shops": 2, "vehicles": 2, "rounds": 1, "plans": 1}


def test_a_shop_adds_orders_of_its_own_and_of_no_other(database: Database, ours: Filled) -> None:
    mine, other = ours.square.shops
    scope = Scope(Role.SHOP, frozenset({ours.square.id}), Own(shops=frozenset({mine})))
    with pytest.raises(NotFoundError, match="no shop"), database.begin(scope) as work:
        work.orders.add(ours.square.id, [order(other, "x")])
    with suppress(UndoError), database.begin(scope, Principal(PrincipalKind.KEY, "k1")) as work:
        work.orders.add(ours.square.id, [order(mine, "x")])
        (told,) = work.events.of(ours.square.id, order_id=work.orders.of_day(ours.square.id, DAY)[-1].id)
        assert (told.who, told.role) == ("key:k1", "shop")
        raise UndoError


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.AUDITOR, Role.REGION])
def test_who_only_looks_on_changes_nothing(database: Database, ours: Filled, role: Role) -> None:
    for write in WRITES.values():
        with pytest.raises(NotAllowedError), database.begin(Scope(role, frozenset({ours.square.id}))) as work:
            write(work, ours)


def test_system_work_that_writes_leaves_its_name_in_the_audit_trail(store: Store) -> None:
    database = new_database(store)
    with database.begin(Scope.system("orders import")):
        pass
    with pytest.raises(DorpsrondeError), database.begin(Scope.system("undone")) as work:
        work.squares.get("nergens")
    database.close()
    (act,) = store.rows()["system_acts"]
    assert str(act).count("orders import") == 2


def test_the_audit_trail_is_seen_by_whoever_sees_every_square() -> None:
    host = Scope(Role.HOST, frozenset({"x"}))
    assert [str(visible(SystemAct, scope)) for scope in (host, TEST)] == ["false", "true"]


def test_a_table_that_nobody_thought_of_is_seen_by_nobody_who_sees_only_their_own() -> None:
    scope = Scope(Role.SHOP, frozenset({"x"}), Own(shops=frozenset({"y"})))
    unthought = [
        model
        for model in MODELS
        if model.tenancy is Tenancy.SQUARE
        and model not in {*OWN, Square, SquareArea}
        and right_of(scope.role, model.thing).reads is not Reach.ALL  # slots and tariffs are for whoever is there
    ]
    assert unthought, "there is such a table"
    assert {str(visible(model, scope)) for model in unthought} == {"false"}
