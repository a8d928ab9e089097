"""Which rows a scope may see: the square first, then what its role reads there, all of it or what is its own."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import RelationshipProperty, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from data.base import Base, Tenancy
from data.models.courier import Courier
from data.models.courier_assignment import CourierAssignment
from data.models.crate_entry import CrateEntry
from data.models.customer_reply import CustomerReply
from data.models.event import Event
from data.models.hub import Hub
from data.models.leg import Leg, LegParcel
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.plan import Plan, PlanLeg
from data.models.proof import Proof
from data.models.recurring_order import RecurringOrder
from data.models.round import Round
from data.models.shop import Shop, ShopClosingDay
from data.models.square import Square
from data.models.stop import Stop, Task
from data.models.vehicle import Vehicle
from data.models.webhook import Webhook, WebhookDelivery
from kernel.principal import Principal
from kernel.rights import Reach, right_of
from kernel.scope import Own, Scope

__all__ = ["KEPT", "bounded_loading", "visible"]


KEPT = 1_000
"""Conditions that are not put together again for the next request of the same scope: milliseconds each."""


def visible(model: type[Base], scope: Scope, principal: Principal | None = None) -> ColumnElement[bool]:
    """Give the condition that every statement on a table carries.

    Core statements pass by criteria set on a session, so each repository adds this itself. A table that nobody
    thought of is seen by nobody who sees only their own; a row that names its asker is that one's. On PostgreSQL
    `data.policies` holds the same once more.
    """
    seen = _seen(model, scope)
    if not model.asker_column or principal is None:
        return seen
    return or_(seen, model.__table__.c[model.asker_column] == str(principal))


@lru_cache(maxsize=KEPT)
def _seen(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    match model.tenancy:
        case Tenancy.SHARED:
            return true()
        case Tenancy.PLATFORM:
            return true() if scope.squares is None else false()
        case Tenancy.SQUARE:
            return and_(_in_squares(model, scope), _reached(model, scope))


def bounded_loading(query: Select[Any], scope: Scope) -> list[ExecutableOption]:
    """Give the options by which what a query loads along relationships is no more than the scope sees.

    They join rows of one square only, so whoever reads all of a kind needs none, and neither do those that lead from
    a row to what whoever sees it sees: each option costs milliseconds.
    """
    found = {model for relationship, model in _loaded(query) if relationship not in WITHIN}
    return [
        with_loader_criteria(model, visible(model, scope), include_aliases=True)
        for model in sorted(found, key=lambda one: one.__tablename__)
        if model.tenancy is Tenancy.SQUARE and right_of(scope.role, model.thing).reads is not Reach.ALL
    ]


def _loaded(query: Select[Any]) -> Iterator[tuple[str, type[Base]]]:
    """Name the relationships that a query's options load, as "Order.legs", with where each leads."""
    for option in query._with_options:  # noqa: SLF001 - SQLAlchemy tells it nowhere else
        for element in getattr(option, "context", ()):
            for step in element.path:
                if isinstance(step, RelationshipProperty):
                    yield str(step), step.mapper.class_


def _in_squares(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    if scope.squares is None:
        return true()
    # By the mapper's columns, not the table's: a relationship loads its table under another name.
    return getattr(model, "id" if model is Square else "square_id").in_(scope.squares)


def _reached(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    reads = right_of(scope.role, model.thing).reads
    if reads is Reach.ALL:
        return true()
    rule = OWN.get(model)
    return false() if reads is Reach.NOTHING or rule is None or scope.own is None else rule(scope.own)


def _own_legs(own: Own) -> ColumnElement[bool]:
    """Return the legs of one's orders and shops, those handed over at one's hubs, those in one's rounds."""
    return or_(
        Leg.order_id.in_(own.orders),
        Leg.pickup_shop_id.in_(own.shops),
        Leg.delivery_shop_id.in_(own.shops),
        Leg.pickup_hub_id.in_(own.hubs),
        Leg.delivery_hub_id.in_(own.hubs),
        Leg.id.in_(select(Task.leg_id).where(Task.round_id.in_(own.rounds))),
    )


def _own_leg_parcels(own: Own) -> ColumnElement[bool]:
    return LegParcel.leg_id.in_(select(Leg.id).where(_own_legs(own)))


def _own_plan_legs(own: Own) -> ColumnElement[bool]:
    """Return the places of one's legs: in which round, or why in none."""
    return or_(PlanLeg.round_id.in_(own.rounds), PlanLeg.leg_id.in_(select(Leg.id).where(_own_legs(own))))


def _own_orders(own: Own) -> ColumnElement[bool]:
    return or_(
        Order.id.in_(own.orders), Order.shop_id.in_(own.shops), Order.id.in_(select(Leg.order_id).where(_own_legs(own)))
    )


def _own_parcels(own: Own) -> ColumnElement[bool]:
    return Parcel.order_id.in_(select(Order.id).where(_own_orders(own)))


def _own_shops(own: Own) -> ColumnElement[bool]:
    return or_(Shop.id.in_(own.shops), Shop.id.in_(select(Order.shop_id).where(_own_orders(own))))


def _own_closing_days(own: Own) -> ColumnElement[bool]:
    return ShopClosingDay.shop_id.in_(select(Shop.id).where(_own_shops(own)))


def _own_hubs(own: Own) -> ColumnElement[bool]:
    legs = select(Leg.pickup_hub_id).where(_own_legs(own)).union(select(Leg.delivery_hub_id).where(_own_legs(own)))
    return or_(Hub.id.in_(own.hubs), Hub.id.in_(legs))


def _own_vehicles(own: Own) -> ColumnElement[bool]:
    return Vehicle.id.in_(select(Round.vehicle_id).where(Round.id.in_(own.rounds)))


def _own_plans(own: Own) -> ColumnElement[bool]:
    """Return the plans of one's rounds; which of their rounds and legs are seen is bounded apart."""
    return Plan.id.in_(select(Round.plan_id).where(Round.id.in_(own.rounds)))


def _own_rounds(own: Own) -> ColumnElement[bool]:
    return Round.id.in_(own.rounds)


def _own_stops(own: Own) -> ColumnElement[bool]:
    return Stop.round_id.in_(own.rounds)


def _own_tasks(own: Own) -> ColumnElement[bool]:
    return Task.round_id.in_(own.rounds)


def _own_events(own: Own) -> ColumnElement[bool]:
    """Return what happened to one's legs, orders and rounds: what concerns others besides is not one's own."""
    return or_(
        Event.round_id.in_(own.rounds),
        and_(
            Event.round_id.is_(None),
            or_(
                Event.leg_id.in_(select(Leg.id).where(_own_legs(own))),
                and_(Event.leg_id.is_(None), Event.order_id.in_(select(Order.id).where(_own_orders(own)))),
            ),
        ),
    )


def _own_recurring_orders(own: Own) -> ColumnElement[bool]:
    return RecurringOrder.shop_id.in_(own.shops)


def _own_crate_entries(own: Own) -> ColumnElement[bool]:
    return CrateEntry.shop_id.in_(own.shops)


def _own_proofs(own: Own) -> ColumnElement[bool]:
    """Return proofs of one's orders and of one's shops' orders, of what is handed over at one's hubs, of one's rounds.

    A round of another courier that had the same parcels before or after is not one's own.
    """
    at_hubs = or_(Leg.pickup_hub_id.in_(own.hubs), Leg.delivery_hub_id.in_(own.hubs))
    return or_(
        Proof.order_id.in_(own.orders),
        Proof.order_id.in_(select(Order.id).where(Order.shop_id.in_(own.shops))),
        Proof.leg_id.in_(select(Leg.id).where(at_hubs)),
        Proof.round_id.in_(own.rounds),
    )


def _own_customer_replies(own: Own) -> ColumnElement[bool]:
    return CustomerReply.order_id.in_(select(Order.id).where(_own_orders(own)))


def _own_webhooks(own: Own) -> ColumnElement[bool]:
    return Webhook.shop_id.in_(own.shops)


def _own_webhook_deliveries(own: Own) -> ColumnElement[bool]:
    return WebhookDelivery.webhook_id.in_(select(Webhook.id).where(_own_webhooks(own)))


def _own_couriers(own: Own) -> ColumnElement[bool]:
    return Courier.id.in_(own.couriers)


def _own_assignments(own: Own) -> ColumnElement[bool]:
    return CourierAssignment.courier_id.in_(own.couriers)


OWN: dict[type[Base], Callable[[Own], ColumnElement[bool]]] = {
    Shop: _own_shops,
    ShopClosingDay: _own_closing_days,
    Hub: _own_hubs,
    Vehicle: _own_vehicles,
    Order: _own_orders,
    RecurringOrder: _own_recurring_orders,
    CrateEntry: _own_crate_entries,
    Parcel: _own_parcels,
    Leg: _own_legs,
    LegParcel: _own_leg_parcels,
    Plan: _own_plans,
    PlanLeg: _own_plan_legs,
    Round: _own_rounds,
    Stop: _own_stops,
    Task: _own_tasks,
    Event: _own_events,
    Proof: _own_proofs,
    CustomerReply: _own_customer_replies,
    Webhook: _own_webhooks,
    WebhookDelivery: _own_webhook_deliveries,
    Courier: _own_couriers,
    CourierAssignment: _own_assignments,
}
"""Tables of which a part can be someone's own."""

WITHIN = frozenset({
    "Order.shop", "Order.parcels", "Shop.closing_days", "Leg.order", "Leg.parcels", "Leg.pickup_hub",
    "Leg.delivery_hub", "PlanLeg.leg", "Round.vehicle", "Round.stops", "Stop.tasks", "Task.leg",
    "CourierAssignment.courier",
})  # fmt: skip
"""Relationships to what whoever sees the row sees: `tests/integration/test_scope_matrix.py` follows each."""
