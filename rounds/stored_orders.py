"""Legs, vehicles and shops as they are stored, in the words of planning."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from data.models.leg import Leg
from data.models.order import address_line
from data.models.shop import Shop as StoredShop
from data.models.states import PlaceKind
from data.models.vehicle import Vehicle as StoredVehicle
from data.opening import read_opening
from kernel.position import Position
from rounds.day_clock import DayClock
from rounds.delivery_day import Need, Order, Parcel, Shop, Span, Temperature, Vehicle

__all__ = ["in_order", "names_of", "order_of", "shop_of", "vehicle_of"]

USUAL_HOURS: Span = (9 * 3_600, 18 * 3_600)
"""For a shop whose opening hours nobody told. Our own choice."""


def in_order(legs: Sequence[Leg]) -> list[Leg]:
    """Put legs in the order of their orders' numbers, 2 before 10, so that the same orders give the same plan again."""

    def place(leg: Leg) -> tuple[list[str | int], str, int]:
        parts = re.split(r"(\d+)", leg.order.order_ref)
        return [int(part) if turn % 2 else part for turn, part in enumerate(parts)], _shop_name(leg), leg.number

    return sorted(legs, key=place)


def names_of(legs: Sequence[Leg]) -> dict[str, str]:
    """Name each leg by its order's number; with the shop where two shops have that number, then by its own."""
    numbers = Counter(leg.order.order_ref for leg in legs)
    plain = {leg.id: leg.order.order_ref for leg in legs}
    for leg in legs:
        if numbers[leg.order.order_ref] > 1:
            plain[leg.id] += f" ({_shop_name(leg)})"
    met = Counter(plain.values())
    return {leg.id: name if met[name] == 1 else f"{name}, {leg.number}" for leg in legs for name in [plain[leg.id]]}


def order_of(leg: Leg, name: str, clock: DayClock) -> Order:
    """Say a leg in the words of planning: the shop it leaves from or goes to, and the household."""
    at_home = "delivery" if leg.delivery_kind is PlaceKind.HOUSEHOLD else "pickup"
    position = Position(getattr(leg, f"{at_home}_lon"), getattr(leg, f"{at_home}_lat"))
    shop = leg.pickup_shop or leg.delivery_shop
    usual_s = shop.ready_at_s if shop else None
    return Order(
        id=name,
        shop=shop.id if shop else leg.order.shop_id,
        customer=leg.contact,
        address=getattr(leg, f"{at_home}_name") or f"{position.lon:.5f}, {position.lat:.5f}",
        position=position,
        parcels=[
            Parcel(parcel.weight_g / 1_000, parcel.volume_ml / 1_000, Temperature(parcel.temperature.value))
            for parcel in leg.parcels
        ],
        ready_at_s=max(0, usual_s or 0 if leg.ready_at is None else clock.seconds(leg.ready_at)),
        window=(max(0, clock.seconds(leg.window_start_at)), clock.seconds(leg.window_end_at)),
        note=one_line(leg.note),
        needs=frozenset(
            need
            for need, asked in (
                (Need.UPRIGHT, leg.upright),
                (Need.ADULT, leg.adults_only),
                (Need.TWO_PEOPLE, leg.two_people),
            )
            if asked
        ),
    )


def vehicle_of(stored: StoredVehicle) -> Vehicle:
    """Say a vehicle in the words of planning; its name is its id."""
    return Vehicle(
        id=stored.name,
        profile=stored.profile,
        kg=stored.weight_g / 1_000,
        litres=stored.volume_ml / 1_000,
        cool_litres=stored.cool_volume_ml / 1_000,
        hours=(stored.duty_start_s, stored.duty_end_s),
        electric=stored.electric,
        note=one_line(stored.note),
        crew=stored.crew,
        battery_wh=stored.battery_wh,
    )


def shop_of(stored: StoredShop, day: date) -> Shop:
    """Say a shop in the words of planning, with its hours of a day."""
    position = Position(stored.lon, stored.lat)
    where = address_line(stored.street, stored.number, stored.addition, stored.postcode, stored.town)
    return Shop(stored.id, stored.name, position, _hours(stored, position, day), where, one_line(stored.note))


def _shop_name(leg: Leg) -> str:
    shop = leg.pickup_shop or leg.delivery_shop
    return shop.name if shop else ""


def one_line(note: str) -> str:
    return " ".join(note.split())


def _hours(stored: StoredShop, position: Position, day: date) -> Sequence[Span]:
    """Give the hours of the day: none where the shop is closed out of turn, the usual ones where nobody told."""
    if any(closing.day == day for closing in stored.closing_days):
        return ()
    hours = read_opening(stored.opening_hours, position).opens_on(day) if stored.opening_hours else None
    return (USUAL_HOURS,) if hours is None else hours
