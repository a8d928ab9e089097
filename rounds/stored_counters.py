"""Shops and hubs as they are stored, in the words of planning: counters with their hours of a day."""

from collections.abc import Sequence
from datetime import date

from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import address_line
from data.models.shop import Shop as StoredShop
from data.opening import read_opening
from data.work import Work
from kernel.position import Position
from rounds.delivery_day import Shop, Span
from rounds.stored_orders import one_line

__all__ = ["STANDS_FOR_A_HUB", "counters_of", "counters_on", "hub_of", "shop_of"]

USUAL_HOURS: Span = (9 * 3_600, 18 * 3_600)
"""For a shop or hub whose opening hours nobody told. Our own choice."""
STANDS_FOR_A_HUB = "square"
"""The kind of a shop that stands on one square for the hub of another, which hands orders on there."""


def counters_on(work: Work, square_id: str, day: date) -> dict[str, Shop]:
    """Give every shop and hub of a square by id."""
    shops = {shop.id: shop_of(shop, day) for shop in work.shops.all(square_id)}
    return shops | {hub.id: hub_of(hub, day) for hub in work.hubs.all(square_id)}


def counters_of(legs: Sequence[Leg], day: date) -> dict[str, Shop]:
    """Give the shops of legs' orders and the hubs at their ends, by id.

    Parameters
    ----------
    legs: loaded as `Legs.of_day` does.
    """
    shops = {leg.order.shop_id: leg.order.shop for leg in legs}
    hubs = {hub.id: hub for leg in legs for hub in (leg.pickup_hub, leg.delivery_hub) if hub is not None}
    return {shop_id: shop_of(shop, day) for shop_id, shop in shops.items()} | {
        hub_id: hub_of(hub, day) for hub_id, hub in hubs.items()
    }


def shop_of(stored: StoredShop, day: date) -> Shop:
    """Say a shop in the words of planning, with its hours of a day: none where it is closed out of turn."""
    position = Position(stored.lon, stored.lat)
    where = address_line(stored.street, stored.number, stored.addition, stored.postcode, stored.town)
    closed = any(closing.day == day for closing in stored.closing_days)
    hours = () if closed else _hours(stored.opening_hours, position, day)
    is_hub = stored.kind == STANDS_FOR_A_HUB
    return Shop(stored.id, stored.name, position, hours, where, one_line(stored.note), is_hub)


def hub_of(stored: Hub, day: date) -> Shop:
    """Say a hub in the words of planning, with its hours of a day."""
    position = Position(stored.lon, stored.lat)
    hours = _hours(stored.opening_hours, position, day)
    return Shop(stored.id, stored.name, position, hours, one_line(stored.address), is_hub=True)


def _hours(opening_hours: str, position: Position, day: date) -> Sequence[Span]:
    """Give the hours of the day: the usual ones where nobody told, or nobody can read them."""
    hours = read_opening(opening_hours, position).opens_on(day) if opening_hours else None
    return (USUAL_HOURS,) if hours is None else hours
