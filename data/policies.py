"""The second layer, on PostgreSQL: row-level security that knows nothing of our queries.

Each rule is written here in SQL, apart from `data.visibility`, so that a fault of one is not a fault of both. The
policies follow from the models and are made anew at the end of every migration: a migration itself never names one.
Without the settings of `data.policy_settings` nothing is seen. Whoever owns the tables is not bound: the application
does not sign in as that one (`data.logins`).

A setting is read in a SELECT of its own, which PostgreSQL does once for a statement instead of once for a row.

Source: postgresql.org/docs/15/ddl-rowsecurity.html.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, text

from data.base import Base, Tenancy
from data.models.every import METADATA, MODELS
from data.models.square import Square
from data.policy_settings import PREFIX

__all__ = ["ASKED", "OWN_ROWS", "drop_policies", "make_policies"]

NAME = "dorpsronde"
"""Policies are called so, with the command they are for."""


def _said(name: str) -> str:
    return f"NULLIF(current_setting('{PREFIX}{name}', true), '')"


def _ids(name: str) -> str:
    return f"ANY ((SELECT {_said(name)}::uuid[])::uuid[])"


EVERYWHERE = f"(SELECT {_said('everywhere')} = 'yes')"
ASKER = f"(SELECT {_said('asker')})"
IDS = {name: _ids(name) for name in ("squares", "own_shops", "own_hubs", "own_rounds", "own_orders", "own_couriers")}

ASKED: Mapping[str, str] = {
    "legs_of_tasks": "SELECT leg_id FROM tasks",
    "vehicles_of_rounds": "SELECT vehicle_id FROM rounds",
    "plans_of_rounds": "SELECT plan_id FROM rounds",
    "seen_legs": "SELECT id FROM legs",
    "orders_of_legs": "SELECT order_id FROM legs",
    "hubs_of_legs": "SELECT unnest(ARRAY[pickup_hub_id, delivery_hub_id]) FROM legs",
    "legs_at_hubs": "SELECT id FROM legs WHERE pickup_hub_id = {own_hubs} OR delivery_hub_id = {own_hubs}",
    "seen_orders": "SELECT id FROM orders",
    "orders_of_shops": "SELECT id FROM orders WHERE shop_id = {own_shops}",
    "shops_of_orders": "SELECT shop_id FROM orders",
    "seen_shops": "SELECT id FROM shops",
    "seen_webhooks": "SELECT id FROM webhooks",
}
"""What rules ask of other tables, each in a function of this name.

Within a policy, PostgreSQL makes ready the scans of every table that is asked, and of every table that those tables'
policies ask, for each statement, also for who sees all of a kind and never runs one. A function is opened when it is
called, once for a statement: only for who sees their own. It runs as its caller, so that a table asked here shows what
its own policy lets through.
"""

OWN_ROWS: Mapping[str, str] = {
    "tasks": "round_id = {own_rounds}",
    "stops": "round_id = {own_rounds}",
    "rounds": "id = {own_rounds}",
    "vehicles": "id IN {vehicles_of_rounds}",
    "legs": (
        "order_id = {own_orders} OR pickup_shop_id = {own_shops} OR delivery_shop_id = {own_shops}"
        " OR pickup_hub_id = {own_hubs} OR delivery_hub_id = {own_hubs} OR id IN {legs_of_tasks}"
    ),
    "leg_parcels": "leg_id IN {seen_legs}",
    "plans": "id IN {plans_of_rounds}",
    "plan_legs": "round_id = {own_rounds} OR leg_id IN {seen_legs}",
    "orders": "id = {own_orders} OR shop_id = {own_shops} OR id IN {orders_of_legs}",
    "recurring_orders": "shop_id = {own_shops}",
    "crate_entries": "shop_id = {own_shops}",
    "proofs": (
        "order_id = {own_orders} OR order_id IN {orders_of_shops} OR leg_id IN {legs_at_hubs}"
        " OR round_id = {own_rounds}"
    ),
    "customer_replies": "order_id IN {seen_orders}",
    "webhooks": "shop_id = {own_shops}",
    "webhook_deliveries": "webhook_id IN {seen_webhooks}",
    "parcels": "order_id IN {seen_orders}",
    "shops": "id = {own_shops} OR id IN {shops_of_orders}",
    "shop_closing_days": "shop_id IN {seen_shops}",
    "hubs": "id = {own_hubs} OR id IN {hubs_of_legs}",
    "couriers": "id = {own_couriers}",
    "courier_assignments": "courier_id = {own_couriers}",
    "events": (
        "round_id = {own_rounds} OR round_id IS NULL AND (leg_id IN {seen_legs}"
        " OR leg_id IS NULL AND order_id IN {seen_orders})"
    ),
}
"""Which rows are someone's own, by table."""

OWN_ADDED: Mapping[str, str] = {
    "events": (
        "(order_id IS NULL OR order_id IN {seen_orders}) AND (leg_id IS NULL OR leg_id IN {seen_legs})"
        " AND (round_id IS NULL OR round_id = {own_rounds})"
    ),
    "crate_entries": "shop_id = {own_shops} AND kind = 'correction'",
    "customer_replies": "order_id IN {seen_orders}",
    "starting_measurements": "false",
}
"""Of tables whose rows are only ever added: what somebody with things of their own may add."""

WORDS = IDS | {name: f"(SELECT * FROM {NAME}_{name}())" for name in ASKED}  # noqa: S608 - our own names
"""What stands in braces in a rule."""

FORGOTTEN = frozenset({"customer_replies"})
"""Of these, tables of which whoever reads all rows may take out what they say."""


def make_policies(connection: Connection) -> None:
    """Switch row-level security on for every table, and say for each who sees and writes what."""
    for name, query in ASKED.items():
        connection.execute(
            text(
                f"CREATE FUNCTION {NAME}_{name}() RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL SAFE"
                f" AS $$ BEGIN RETURN QUERY {query.format(**IDS)}; END $$"
            )
        )
    for model in MODELS:
        table = model.__tablename__
        connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        for command, condition in _policies(model):
            using = "" if command == "INSERT" else f"USING ({condition})"
            check = "" if command == "SELECT" else f"WITH CHECK ({condition})"
            name = f"{NAME}_{command.lower()}"
            connection.execute(text(f"CREATE POLICY {name} ON {table} FOR {command} {using} {check}"))


def drop_policies(connection: Connection) -> None:
    """Take every policy of ours away: as long as one stands, what it names can be neither changed nor dropped."""
    named = text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()")
    for table, policy in connection.execute(named).all():
        if table in METADATA.tables and policy.startswith(f"{NAME}_"):
            connection.execute(text(f"DROP POLICY {policy} ON {table}"))
    named = text(
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE :ours"
    )
    for (function,) in connection.execute(named, {"ours": f"{NAME}\\_%"}).all():
        connection.execute(text(f"DROP FUNCTION {function}()"))


def _policies(model: type[Base]) -> Iterator[tuple[str, str]]:
    """Give commands with the condition of each."""
    table = model.__tablename__
    own = OWN_ROWS.get(table, "false")
    asked = f" OR {model.asker_column} = {ASKER}" if model.asker_column else ""
    match model.tenancy:
        case Tenancy.SHARED:
            yield "SELECT", "true"
            yield "ALL", EVERYWHERE
        case Tenancy.PLATFORM:
            yield "ALL", EVERYWHERE + asked
        case Tenancy.SQUARE if table in OWN_ADDED:
            yield "SELECT", _within(model, own)
            yield "INSERT", _within(model, OWN_ADDED[table])
            if table in FORGOTTEN:
                yield "UPDATE", _within(model, "false")
        case Tenancy.SQUARE:
            yield "ALL", _within(model, own) + asked


def _within(model: type[Base], own: str) -> str:
    """Say: on the asker's squares, and of a kind of which they read all, or of which this row is their own."""
    square = "id" if model is Square else "square_id"
    everything, their_own = (f"(SELECT '{model.thing}' = ANY ({_said(reach)}::text[]))" for reach in ("all", "own"))
    on_squares = f"{EVERYWHERE} OR {square} = {IDS['squares']}"
    return f"({on_squares}) AND ({everything} OR {their_own} AND ({own.format(**WORDS)}))"
