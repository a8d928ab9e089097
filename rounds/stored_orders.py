"""Legs and vehicles as they are stored, in the words of planning; shops and hubs: `rounds.stored_counters`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from typing import TypeVar

from data.models.hub import Hub
from data.models.leg import Leg
from data.models.states import OrderKind, PlaceKind
from data.models.vehicle import Vehicle as StoredVehicle
from kernel.position import Position
from rounds.day_clock import DayClock
from rounds.delivery_day import Depot, Need, Order, Parcel, Temperature, Vehicle

__all__ = ["in_order", "names_of", "names_of_orders", "one_line", "order_names_of", "order_of", "vehicle_of"]

Key = TypeVar("Key", str, tuple[str, str])


def in_order(legs: Sequence[Leg]) -> list[Leg]:
    """Put legs in the order of their orders' numbers, 2 before 10, so that the same orders give the same plan again."""

    def place(leg: Leg) -> tuple[list[str | int], str, int]:
        parts = re.split(r"(\d+)", leg.order.order_ref)
        return [int(part) if turn % 2 else part for turn, part in enumerate(parts)], leg.order.shop.name, leg.number

    return sorted(legs, key=place)


def order_names_of(legs: Sequence[Leg]) -> dict[str, str]:
    """Name the order of each leg by its number; with the shop where two shops have that number."""
    return names_of_orders({leg.id: (leg.order.order_ref, leg.order.shop_id, leg.order.shop.name) for leg in legs})


def names_of_orders(numbered: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """Name what is told by number, id of its shop and the shop's name; the shop stands with it where two have one."""
    names = _told_apart({(ref, shop_id): (ref, f" ({shop})") for ref, shop_id, shop in numbered.values()})
    return {one: names[ref, shop_id] for one, (ref, shop_id, _) in numbered.items()}


def names_of(legs: Sequence[Leg]) -> dict[str, str]:
    """Name each leg by its order's name; where several are of one order, by its own number too."""
    names = order_names_of(legs)
    return _told_apart({leg.id: (names[leg.id], f", {leg.number}") for leg in legs})


def _told_apart(given: Mapping[Key, tuple[str, str]]) -> dict[Key, str]:
    """Give each its name, and a mark behind it where others have that name: once, or until no other name is the same.

    A shop may number an order as we would name another.

    Parameters
    ----------
    given: names with marks.
    """
    many = Counter(name for name, _ in given.values())
    names = {key: name for key, (name, _) in given.items() if many[name] == 1}
    taken = set(names.values())
    for (name, mark), key in sorted((marked, key) for key, marked in given.items() if key not in names):
        longer = (name + mark * times for times in count(1))
        names[key] = next(one for one in longer if one not in taken)
        taken.add(names[key])
    return {key: names[key] for key in given}


def order_of(leg: Leg, name: str, clock: DayClock, at_hub_s: int = 0) -> Order:
    """Say a leg in the words of planning: between its order's shop and household, or the hubs in their place.

    Parameters
    ----------
    at_hub_s: from when its parcels are at the hub that it begins at.
    """
    kind, to_shop = leg.order.kind, _goes_to_shop(leg)
    usual_s = leg.order.shop.ready_at_s
    ready_s = usual_s or 0 if leg.ready_at is None else clock.seconds(leg.ready_at)
    address, position = _home_of(leg)
    return Order(
        id=name,
        shop=leg.order.shop_id,
        customer=leg.contact,
        address=address or f"{position.lon:.5f}, {position.lat:.5f}",
        position=position,
        parcels=_parcels_of(leg),
        ready_at_s=0 if to_shop else max(0, ready_s),
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
        kind=kind,
        to_shop=to_shop,
        pickup_hub=leg.pickup_hub_id or "",
        delivery_hub=leg.delivery_hub_id or "",
        at_hub_s=at_hub_s,
    )


def _parcels_of(leg: Leg) -> list[Parcel]:
    """Give the parcels that a leg carries; where its order has others by now, what it was to carry, cooled apart."""
    if leg.parcels:
        return [
            Parcel(parcel.weight_g / 1_000, parcel.volume_ml / 1_000, Temperature(parcel.temperature.value))
            for parcel in leg.parcels
        ]
    cool = Parcel(0, leg.cool_volume_ml / 1_000, Temperature.COOL)
    rest = Parcel(leg.weight_g / 1_000, (leg.volume_ml - leg.cool_volume_ml) / 1_000)
    return [cool, rest] if leg.cool_volume_ml else [rest]


def _goes_to_shop(leg: Leg) -> bool:
    """Say which way a leg goes; between two hubs it is the way of its order."""
    kinds = (leg.pickup_kind, leg.delivery_kind)
    if PlaceKind.SHOP in kinds:
        return leg.delivery_kind is PlaceKind.SHOP
    if PlaceKind.HOUSEHOLD in kinds:
        return leg.pickup_kind is PlaceKind.HOUSEHOLD
    return leg.order.kind is not OrderKind.DELIVERY


def _home_of(leg: Leg) -> tuple[str, Position]:
    """Give the address and place of the household: as the leg has it, else as its order has."""
    for kind, name, lon, lat in (
        (leg.delivery_kind, leg.delivery_name, leg.delivery_lon, leg.delivery_lat),
        (leg.pickup_kind, leg.pickup_name, leg.pickup_lon, leg.pickup_lat),
    ):
        if kind is PlaceKind.HOUSEHOLD:
            return name, Position(lon, lat)
    return leg.order.address, Position(leg.order.lon or 0.0, leg.order.lat or 0.0)


def vehicle_of(stored: StoredVehicle, hub: Hub | None = None) -> Vehicle:
    """Say a vehicle in the words of planning; its name is its id.

    Parameters
    ----------
    hub: where it begins and ends from now on; None is the square's depot, or what a stored round says.
    """
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
        depot=None if hub is None else Depot(hub.name, Position(hub.lon, hub.lat)),
    )


def one_line(note: str) -> str:
    return " ".join(note.split())
