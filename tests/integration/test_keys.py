"""Keys: made, shown once, recognised, revoked; none sees or does more than who made it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.database import Database
from kernel.errors import (
    BadInputError,
    ConflictError,
    DorpsrondeError,
    NotAllowedError,
    NotFoundError,
    UnknownAskerError,
)
from kernel.ids import new_id
from kernel.principal import Principal, PrincipalKind
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.asker import Asker
from people.keys import create_key, keys_of, note_use, reach_of, recognise, revoke_key
from people.secrets import KEY_LENGTH, new_secret, read_key
from people.wished_reach import NamedReach, scope_by_names, wished_scope
from tests.stored_square import DAY, NOON, StoredSquare, new_database, plan_of, settings, store_orders, store_square
from tests.stores import Store

MACHINE = Asker(Principal(PrincipalKind.SYSTEM, "a test"), Scope.system("a test"))


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


@pytest.fixture
def square(database: Database) -> StoredSquare:
    return store_square(database)


def host(*squares: StoredSquare) -> Asker:
    return Asker(Principal(PrincipalKind.KEY, new_id()), Scope(Role.HOST, frozenset(one.id for one in squares)))


def bakery(square: StoredSquare) -> Scope:
    return Scope(Role.SHOP, frozenset({square.id}), Own(shops=frozenset({square.shops[0]})))


def test_a_key_says_who_shows_it_and_how_far_they_see(database: Database, square: StoredSquare) -> None:
    made = create_key(database, MACHINE, " Kassa ", bakery(square))
    shown = recognise(database, made.written)
    assert shown.asker == Asker(Principal(PrincipalKind.KEY, made.key.id), bakery(square))
    assert (made.key.name, made.key.made_by) == ("Kassa", "system:a test")
    with database.read(shown.asker.scope, shown.asker.principal) as work:
        assert [shop.name for shop in work.shops.all(square.id)] == ["Bakker Bart"]


def test_only_a_hash_of_the_secret_is_kept(store: Store, database: Database, square: StoredSquare) -> None:
    made = create_key(database, MACHINE, "Kassa", bakery(square))
    secret = made.written.rpartition("_")[2]
    (row,) = store.rows()["api_keys"]
    assert secret not in str(row)
    assert sha256(secret.encode()).hexdigest() in str(row)
    assert secret not in repr(made) + repr(read_key(made.written))


@given(st.text(max_size=100) | st.from_regex(r"\Adr_[0-9a-f]{0,14}_?[0-9a-f]{0,70}\Z"))
def test_no_other_text_is_a_key(text: str) -> None:
    try:
        assert len(text) == KEY_LENGTH
        read_key(text)
    except (UnknownAskerError, AssertionError):
        with pytest.raises(UnknownAskerError) as refused:
            read_key(text)
        assert "\n" not in str(refused.value)


def test_what_is_shown_in_place_of_a_key_is_told_in_a_line_that_repeats_nothing(
    database: Database, square: StoredSquare
) -> None:
    written = create_key(database, MACHINE, "Kassa", bakery(square)).written
    other = new_secret().written
    lines = {
        written[:-6]: f"this key is not whole: it has {KEY_LENGTH - 6} characters, not {KEY_LENGTH}. Copy all of it.",
        written.replace("_", " "): "this is no key of Dorpsronde. A key begins with dr_.",
        f"{written} ": f"this key is not whole: it has {KEY_LENGTH + 1} characters, not {KEY_LENGTH}. Copy all of it.",
        written[:20] + " " + written[21:]: "this key has characters that no key has. Copy it again, without spaces.",
        written.upper(): "this is no key of Dorpsronde. A key begins with dr_.",
        "dr_" + "a" * 60_000: f"this key is not whole: it has 60,003 characters, not {KEY_LENGTH}. Copy all of it.",
        "": "this is no key of Dorpsronde. A key begins with dr_.",
        other: "nobody knows this key. Was it copied whole, and from this installation?",
        written[:15] + other[15:]: "nobody knows this key. Was it copied whole, and from this installation?",
    }
    for shown, line in lines.items():
        with pytest.raises(UnknownAskerError) as refused:
            recognise(database, shown)
        assert str(refused.value) == line


def test_a_revoked_key_opens_nothing_and_a_key_has_its_time(store: Store, database: Database) -> None:
    square = store_square(database)
    gone = create_key(database, MACHINE, "weg", bakery(square))
    assert revoke_key(database, MACHINE, gone.key.prefix).revoked_at == NOON
    with pytest.raises(UnknownAskerError, match="this key was revoked"):
        recognise(database, gone.written)
    with pytest.raises(ConflictError, match="was revoked before"):
        revoke_key(database, MACHINE, gone.key.id)
    short = create_key(database, MACHINE, "kort", bakery(square), NOON + timedelta(days=1))
    recognise(database, short.written)
    tomorrow = Database.open(settings(store), clock=lambda: NOON + timedelta(days=1))
    with pytest.raises(UnknownAskerError, match="this key is over since 2026-12-02"):
        recognise(tomorrow, short.written)
    tomorrow.close()
    with pytest.raises(BadInputError, match="over before it begins"):
        create_key(database, MACHINE, "nooit", bakery(square), NOON)
    with pytest.raises(BadInputError, match=r"api_keys\.name: is empty"):
        create_key(database, MACHINE, " ", bakery(square))


def test_the_use_of_a_key_is_noted_by_the_day(database: Database, square: StoredSquare) -> None:
    made = create_key(database, MACHINE, "Kassa", bakery(square))
    first = recognise(database, made.written)
    assert first.first_today
    note_use(database, first)
    assert not recognise(database, made.written).first_today
    (key,) = keys_of(database, MACHINE)
    assert key.used_on == NOON.date()


def test_a_host_makes_keys_of_its_own_square_and_sees_no_others(database: Database, square: StoredSquare) -> None:
    other = store_square(database, "ander")
    mine = create_key(database, host(square), "Kassa", bakery(square)).key
    theirs = create_key(database, host(other), "Kassa", bakery(other)).key
    wide = create_key(database, MACHINE, "Regio", Scope(Role.REGION, frozenset({square.id, other.id}))).key
    everywhere = create_key(database, MACHINE, "Alles", Scope(Role.PLATFORM, None)).key
    assert [key.id for key in keys_of(database, host(square))] == [mine.id]
    assert [key.id for key in keys_of(database, MACHINE)] == [mine.id, theirs.id, wide.id, everywhere.id]
    for hidden in (theirs, wide, everywhere):
        with pytest.raises(NotFoundError, match="there is no such key"):
            revoke_key(database, host(square), hidden.id)
    revoke_key(database, host(square), mine.id)


def test_nobody_makes_a_key_that_sees_or_does_more_than_they_do(database: Database, square: StoredSquare) -> None:
    other = store_square(database, "ander")
    shop = Asker(Principal(PrincipalKind.KEY, "k"), bakery(square))
    bounded = Asker(Principal(PrincipalKind.KEY, "k"), Scope(Role.PLATFORM, frozenset({square.id})))
    refused: list[tuple[Asker, Scope, type[DorpsrondeError]]] = [
        (shop, bakery(square), NotAllowedError),
        (host(square), bakery(other), NotFoundError),
        (host(square), Scope(Role.HOST, frozenset({square.id, other.id})), NotFoundError),
        (host(square), Scope(Role.PLATFORM, frozenset({square.id})), NotAllowedError),
        (host(square), Scope(Role.PLATFORM, None), NotAllowedError),
        (bounded, Scope(Role.PLATFORM, None), NotFoundError),
        (MACHINE, Scope.system("everything"), NotAllowedError),
        (MACHINE, Scope(Role.HOST, frozenset({new_id()})), NotFoundError),
        (host(square), Scope(Role.SHOP, frozenset({square.id}), Own(frozenset({other.shops[0]}))), NotFoundError),
        (MACHINE, Scope(Role.SHOP, frozenset({square.id}), Own(frozenset({other.shops[0]}))), NotFoundError),
        (MACHINE, Scope(Role.HUB_KEEPER, frozenset({square.id}), Own(hubs=frozenset({other.hub}))), NotFoundError),
    ]
    (order_id,) = store_orders(database, other, ["1"])
    customer = Scope(Role.CUSTOMER, frozenset({square.id}), Own(orders=frozenset({order_id})))
    for asker, scope, error in [*refused, (host(square), customer, NotFoundError), (MACHINE, customer, NotFoundError)]:
        with pytest.raises(error):
            create_key(database, asker, "te veel", scope)
    assert keys_of(database, MACHINE) == []


@pytest.mark.parametrize(
    ("role", "squares", "own", "line"),
    [
        ("koning", ["x"], {}, "there is no role 'koning'. Choose of: platform, region, host, hub keeper, dispatcher,"),
        ("system", None, {}, "there is no role 'system'"),
        ("host", None, {}, "a key of a host needs a square"),
        ("host", [], {}, "a key of a host needs a square"),
        ("host", ["x"], {"shops": ["y"]}, "a host has nothing of its own"),
        ("shop", ["x"], {}, "a key of a shop would see nothing"),
        ("shop", ["x"], {"rounds": ["y"], "shops": ["z"]}, "a shop has no rounds of its own. Name its shops."),
        ("customer", ["x"], {"hubs": ["y"]}, "a customer has no hubs of its own. Name its orders."),
    ],
)
def test_a_reach_that_does_not_fit_its_role_is_one_line(role: str, squares, own, line: str) -> None:
    with pytest.raises(BadInputError, match=re.escape(line)):
        wished_scope(role, squares, own)


def test_every_role_but_our_own_can_have_a_key(database: Database, square: StoredSquare) -> None:
    (order_id,) = store_orders(database, square, ["1"])
    with database.begin(Scope.system("a test")) as work:
        plan = work.plans.save(square.id, DAY, plan_of(square, [[work.orders.get(order_id).legs[0].id]]))
    rounds, shops = {"rounds": [plan.rounds[0].id]}, {"shops": [square.shops[0]]}
    own = {
        Role.SHOP: shops, Role.HUB_KEEPER: {"hubs": [square.hub]}, Role.COURIER: rounds, Role.HELPER: rounds,
        Role.CUSTOMER: {"orders": [order_id]},
    }  # fmt: skip
    assert set(own) == OWN_ROLES
    for role in set(Role) - {Role.SYSTEM}:
        scope = wished_scope(role, [square.id], own.get(role, {}))
        made = create_key(database, MACHINE, role, scope)
        assert reach_of(made.key) == recognise(database, made.written).asker.scope == scope


def test_names_are_looked_up(database: Database, square: StoredSquare) -> None:
    found = scope_by_names(database, MACHINE, NamedReach("shop", ["proefdorp"], shops=["bakker  BART"]))
    assert found == bakery(square)
    with pytest.raises(NotFoundError, match=r"there is no shop 'Slager' on these squares\. There: Bakker Bart, Het Bo"):
        scope_by_names(database, MACHINE, NamedReach("shop", ["proefdorp"], shops=["Slager"]))
    with pytest.raises(NotFoundError, match=r"there is no square 'nergens'\. Squares here: proefdorp"):
        scope_by_names(database, MACHINE, NamedReach("host", ["nergens"]))
