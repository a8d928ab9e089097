"""Which rows a scope may see: the square first, then, for whoever sees only their own, what is theirs."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from data.base import Base, Tenancy
from data.models.event import Event
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.plan import PlanLeg
from data.models.round import Round
from data.models.shop import Shop
from data.models.square import Square, SquareArea
from data.models.vehicle import Vehicle
from kernel.scope import Own, Scope

__all__ = ["visible"]


def visible(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    """Give the condition that every statement on a table carries.

    Core statements pass by criteria set on a session, so each repository adds this itself. A table that nobody
    thought of is seen by nobody who sees only their own.
    """
    match model.tenancy:
        case Tenancy.SHARED:
            return true()
        case Tenancy.PLATFORM:
            return true() if scope.squares is None else false()
        case Tenancy.SQUARE:
            return and_(_in_squares(model, scope), _own(model, scope))


def _in_squares(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    if scope.squares is None:
        return true()
    table = model.__table__
    return (table.c.id if model is Square else table.c.square_id).in_(scope.squares)


def _own(model: type[Base], scope: Scope) -> ColumnElement[bool]:
    if scope.own is None:
        return true()
    rule = OWN.get(model)
    return false() if rule is None else rule(scope.own)


def _everything(_own: Own) -> ColumnElement[bool]:
    return true()


def _own_legs(own: Own) -> ColumnElement[bool]:
    """Return the legs of one's orders and shops, those handed over at one's hubs, those in one's rounds."""
    return or_(
        Leg.order_id.in_(own.orders),
        Leg.pickup_shop_id.in_(own.shops),
        Leg.delivery_shop_id.in_(own.shops),
        Leg.pickup_hub_id.in_(own.hubs),
        Leg.delivery_hub_id.in_(own.hubs),
        Leg.id.in_(select(PlanLeg.leg_id).where(PlanLeg.round_id.in_(own.rounds))),
    )


def _own_orders(own: Own) -> ColumnElement[bool]:
    return or_(
        Order.id.in_(own.orders), Order.shop_id.in_(own.shops), Order.id.in_(select(Leg.order_id).where(_own_legs(own)))
    )


def _own_parcels(own: Own) -> ColumnElement[bool]:
    return Parcel.order_id.in_(select(Order.id).where(_own_orders(own)))


def _own_shops(own: Own) -> ColumnElement[bool]:
    return or_(Shop.id.in_(own.shops), Shop.id.in_(select(Order.shop_id).where(_own_orders(own))))


def _own_hubs(own: Own) -> ColumnElement[bool]:
    legs = select(Leg.pickup_hub_id).where(_own_legs(own)).union(select(Leg.delivery_hub_id).where(_own_legs(own)))
    return or_(Hub.id.in_(own.hubs), Hub.id.in_(legs))


def _own_vehicles(own: Own) -> ColumnElement[bool]:
    return Vehicle.id.in_(select(Round.vehicle_id).where(Round.id.in_(own.rounds)))


def _own_rounds(own: Own) -> ColumnElement[bool]:
    return Round.id.in_(own.rounds)


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


OWN: dict[type[Base], Callable[[Own], ColumnElement[bool]]] = {
    Square: _everything,
    SquareArea: _everything,
    Shop: _own_shops,
    Hub: _own_hubs,
    Vehicle: _own_vehicles,
    Order: _own_orders,
    Parcel: _own_parcels,
    Leg: _own_legs,
    Round: _own_rounds,
    Event: _own_events,
}
"""Tables of which a part can be someone's own. Plans are not here: a plan shows everyone's rounds."""
