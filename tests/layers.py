"""The two layers that hold a scope, each switched off in turn; and one village in which everything is somebody's.

SQLite has the repositories alone. On PostgreSQL, who signs in as owner is bound by no policy, and repositories whose
filter lets everything through leave the policies alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select, true, update

from data.database import Database, connect, connect_owner
from data.drafts.plan import PlanDraft
from data.models.every import MODELS
from data.models.leg import Leg
from data.models.shop import Shop
from data.models.states import RoundState
from data.models.vehicle import Vehicle
from data.repositories import base
from data.repositories.base import Repository, table_of
from kernel.ids import new_id
from kernel.text import Text
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    StoredSquare,
    courier,
    leg_ids,
    market,
    order,
    plan_of,
    store_courier,
    store_orders,
    store_square,
)
from tests.stores import Store

__all__ = ["LAYERS", "Village", "doors", "layered", "make_village"]

LAYERS = ("both", "repositories alone", "policies alone")


@contextmanager
def doors(store: Store) -> Iterator[dict[str, Database]]:
    """Open a database once for each of its layers, by their names, for all tests of a file."""
    opened = {"repositories alone": Database(connect_owner(store.settings())[0], lambda: NOON)}
    if store.postgresql:
        opened |= {layers: Database(connect(store.settings()), lambda: NOON) for layers in ("both", "policies alone")}
    yield opened
    for database in opened.values():
        database.close()


@contextmanager
def layered(opened: Mapping[str, Database], layers: str, patch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give a database with these of its layers."""
    if layers not in opened:
        pytest.skip("SQLite has the repositories alone")
    with patch.context() as patched:
        if layers == "policies alone":
            patched.setattr(Repository, "_seen", lambda _self, _model: true())
            patched.setattr(base, "bounded_loading", lambda _query, _scope: [])
        yield opened[layers]


@dataclass
class Village:
    """Ids by the names under which a test speaks of them.

    Shops bakery and bookshop, hubs hall and barn, bikes one and two. Orders: b1 of the bakery in round one, b2 of the
    bakery in no round, s1 of the bookshop waiting for its address, s2 of the bookshop in round two, s3 of the bookshop
    brought to the hall. b1 has a second leg, in no round. Couriers Anna, who rides round one, and Bo, who rides none.
    """

    square: StoredSquare
    ids: dict[str, str] = field(default_factory=dict)

    def called(self, row_id: str) -> str:
        return next((name for name, known in self.ids.items() if known == row_id), "")


def make_village(store: Store, slug: str) -> Village:
    engine, _ = connect_owner(store.settings())
    database = Database(engine, lambda: NOON)
    square = store_square(database, slug)
    village = Village(square)
    ids = village.ids
    ids["bakery"], ids["bookshop"] = square.shops
    ids["hall"] = square.hub
    ids["bike one"], ids["bike two"] = square.bikes
    ids["b1"], ids["b2"] = store_orders(database, square, ["b1", "b2"])
    with database.begin(TEST) as work:
        ids["barn"] = work.hubs.put(square.id, [_hub("Schuur")])[0].id
        unclear = order(ids["bookshop"], "s1", place=None, mend_reason="straat onbekend")
        drafts = [unclear, order(ids["bookshop"], "s2"), order(ids["bookshop"], "s3")]
        ids["s1"], ids["s2"], ids["s3"] = (one.order_id for one in work.orders.add(square.id, drafts))
        work.closures.add(square.id, market())
        legs = {leg.order_id: leg.id for leg in work.legs.of_day(square.id, DAY)}
    for name in ("b1", "b2", "s2", "s3"):
        ids[f"leg of {name}"] = legs[ids[name]]
    with engine.begin() as connection:
        _bring_to_hub(connection, ids["leg of s3"], ids["hall"])
        ids["second leg of b1"] = _second_leg(connection, ids["leg of b1"])
        _say_whom_to_call(connection, square)
    given = [[ids["leg of b1"]], [ids["leg of s2"]]]
    left = [leg for leg in leg_ids(database, square) if [leg] not in given]
    with database.begin(TEST) as work:
        plan = work.plans.save(square.id, DAY, _naming_households(plan_of(square, given, left)))
        ids["one"], ids["two"] = (one.id for one in plan.rounds)
        for one in plan.rounds:
            work.rounds.set_state(one.id, RoundState.RELEASED)
        ids["anna"] = store_courier(work, square, "Koerier Anna", ids["one"])
        ids["bo"] = work.couriers.create(square.id, courier("Koerier Bo")).id
    database.close()
    return village


def _naming_households(plan: PlanDraft) -> PlanDraft:
    """Let reasons and hindrances say what those of a closed road say: the address."""
    closed = Text("de weg naar Dorpsstraat 7 is dicht", "the road to Dorpsstraat 7 is closed")
    return replace(
        plan,
        rounds=[replace(one, hindrance=closed) for one in plan.rounds],
        unassigned=[replace(one, reason=closed) for one in plan.unassigned],
    )


def _hub(name: str) -> Any:
    from data.drafts.shop import HubDraft  # noqa: PLC0415 - beside its only use

    return HubDraft(name, 5.55, 52.15)


def _bring_to_hub(connection: Any, leg_id: str, hub_id: str) -> None:
    legs = table_of(Leg)
    connection.execute(
        update(legs)
        .where(legs.c.id == leg_id)
        .values(delivery_kind="hub", delivery_hub_id=hub_id, delivery_name="Dorpshuis")
    )


def _say_whom_to_call(connection: Any, square: StoredSquare) -> None:
    """Let every shop and every bike name somebody."""
    shops, bikes = table_of(Shop), table_of(Vehicle)
    called = {"phone": "+31301234567", "email": "bart@bakker.example", "note": "Vraag naar Bart."}
    connection.execute(update(shops).where(shops.c.square_id == square.id).values(**called))
    connection.execute(update(bikes).where(bikes.c.square_id == square.id).values(note="Sleutel bij Sien."))


def _second_leg(connection: Any, leg_id: str) -> str:
    legs = table_of(Leg)
    row = dict(connection.execute(select(legs).where(legs.c.id == leg_id)).mappings().one())
    row |= {"id": new_id(), "number": 2}
    connection.execute(insert(legs), [row])
    return row["id"]


def every_row(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Read all rows of all tables, past every layer."""
    tables: list[Table] = [table_of(model) for model in MODELS]
    with engine.connect() as connection:
        return {one.name: [dict(row) for row in connection.execute(select(one)).mappings()] for one in tables}
