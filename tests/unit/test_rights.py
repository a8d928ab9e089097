"""The table of rights: whole, said as it is on its page, and never more for whoever is given a key."""

import re
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers, joinedload, selectinload

from data.base import Tenancy
from data.models.every import MODELS
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.shop import Shop
from data.policies import OWN_ROWS
from data.policy_settings import settings_of
from data.repositories.base import Repository
from data.visibility import OWN, WITHIN, _loaded
from data.work import Work
from kernel.errors import NotAllowedError
from kernel.principal import Principal, PrincipalKind
from kernel.rights import Reach, Thing, handed_on, right_of, rights
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.asker import Asker

DOCS = Path(__file__).parents[2] / "docs" / "roles.md"
ROLES = [role for role in Role if role is not Role.SYSTEM]


def test_the_page_says_what_the_table_says() -> None:
    lines = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| ")]
    head = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    assert head == ROLES
    told = {}
    for line in lines[1 : 1 + len(Thing)]:
        thing, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        told[thing] = [(cell.rstrip(" +").replace("–", ""), cell.endswith("+")) for cell in cells]
    assert told == {
        str(thing): [(str(row[role].reads), row[role].writes) for role in ROLES] for thing, row in rights().items()
    }


def test_nobody_changes_what_they_do_not_read() -> None:
    for thing, role in product(Thing, Role):
        assert right_of(role, thing).reads is not Reach.NOTHING or not right_of(role, thing).writes


def test_who_only_looks_on_changes_nothing() -> None:
    for role in (Role.REGION, Role.MUNICIPALITY, Role.AUDITOR):
        assert not any(right_of(role, thing).writes for thing in Thing)


def test_a_municipality_reads_nothing_that_tells_of_a_household() -> None:
    for thing in (Thing.ORDERS, Thing.LEGS, Thing.CONTACTS, Thing.PLANS, Thing.ROUNDS, Thing.EVENTS, Thing.PROOFS):
        assert right_of(Role.MUNICIPALITY, thing).reads is Reach.NOTHING


@pytest.mark.parametrize(
    ("giver", "role", "may"),
    [
        (Role.SYSTEM, Role.PLATFORM, True),
        (Role.PLATFORM, Role.PLATFORM, True),
        (Role.HOST, Role.PLATFORM, False),  # areas are the platform's
        (Role.HOST, Role.HOST, True),
        (Role.HOST, Role.SHOP, True),
        (Role.HOST, Role.COURIER, True),
        (Role.SHOP, Role.HOST, False),
        (Role.SHOP, Role.COURIER, False),  # a courier changes legs
        (Role.DISPATCHER, Role.HOST, False),  # a host makes keys
        (Role.MUNICIPALITY, Role.AUDITOR, False),  # an auditor reads orders
    ],
)
def test_a_role_gives_on_no_more_than_it_has(giver: Role, role: Role, may: bool) -> None:
    assert handed_on(giver, role) is may


def test_every_table_of_a_square_says_what_kind_of_thing_its_rows_are() -> None:
    for model in MODELS:
        if model.tenancy is Tenancy.SQUARE:
            assert isinstance(model.thing, Thing), model
        assert not model.asker_column or model.asker_column in model.__table__.c


def test_every_repository_that_writes_says_what_kind_of_thing_it_holds() -> None:
    for name, made in vars(Work).items():
        if hasattr(made, "func"):
            kind = made.func.__annotations__["return"]
            writes = "_may_write" in Path(str(kind.__module__.replace(".", "/")) + ".py").read_text("utf-8")
            assert not writes or isinstance(kind.thing, Thing), name
    assert not hasattr(Repository, "thing")


def test_both_layers_know_the_same_tables_as_someones_own() -> None:
    assert {model.__tablename__ for model in OWN} == set(OWN_ROWS)


def test_what_needs_no_bound_is_a_relationship_that_there_is() -> None:
    configure_mappers()
    assert {str(one) for model in MODELS for one in model.__mapper__.relationships} >= WITHIN


def test_every_relationship_that_a_query_loads_is_found() -> None:
    legs = selectinload(Order.legs).joinedload(Leg.pickup_hub)
    query = select(Order).options(joinedload(Order.shop), legs)
    assert dict(_loaded(query)) == {
        "Order.shop": Shop, "Order.legs": Leg, "Leg.pickup_hub": Hub,
    }  # fmt: skip
    assert not dict(_loaded(select(Order)))


def test_an_asker_is_told_what_their_role_may_not() -> None:
    asker = Asker(Principal(PrincipalKind.KEY, "k"), Scope(Role.AUDITOR, frozenset({"x"})))
    asker.must_read(Thing.ORDERS)
    with pytest.raises(NotAllowedError, match=re.escape("the role auditor may not change orders")):
        asker.must_write(Thing.ORDERS)
    shop = Asker(Principal(PrincipalKind.KEY, "k"), Scope(Role.SHOP, frozenset({"x"}), Own(frozenset({"y"}))))
    with pytest.raises(NotAllowedError, match="the role shop may not read keys"):
        shop.must_read(Thing.KEYS)


@pytest.mark.parametrize("odd", ["a,b", 'a","b', "a},{b", '\\"', "{}", ""])
def test_an_id_is_one_word_of_what_policies_are_told_whatever_is_in_it(odd: str) -> None:
    told = settings_of(Scope(Role.HOST, frozenset({odd})), Principal(PrincipalKind.KEY, "k"))["squares"]
    assert re.fullmatch(r'\{"([^"\\]|\\.)*"\}', told)
    assert re.sub(r"\\(.)", r"\1", told[2:-2]) == odd


def test_roles_with_things_of_their_own_read_all_of_nothing_that_tells_of_others() -> None:
    for role in OWN_ROLES:
        whole = {thing for thing in Thing if right_of(role, thing).reads is Reach.ALL}
        assert whole == {Thing.SQUARES, Thing.AREAS, Thing.SLOTS, Thing.TARIFFS}
