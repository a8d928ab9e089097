"""Invented orders between the shops of a square and the addresses of its map: the demo's, the bench's, the tests'.

Who orders what is drawn from a seed: a customer lives at a random address and chooses a shop by distance decay;
weights, volumes and windows come from the fixed distributions below, which are our own choice and stand for no
real household.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import log

import numpy as np
from numpy.typing import NDArray

from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.models.shop import Shop
from data.models.states import PositionSource, Temperature
from data.places import Address, Places, require_addresses
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.day_clock import DayClock
from rounds.delivery_day import Span
from rounds.stored_counters import shop_of

__all__ = ["DUTY", "SampleSize", "invent_orders"]

HOUR_S = 3_600
DUTY: Span = (13 * HOUR_S, 18 * HOUR_S)
"""Five hours: collect after lunch, deliver until supper."""
WINDOWS: Sequence[tuple[float, Span]] = (
    (0.4, (14 * HOUR_S, 18 * HOUR_S)),
    (0.2, (14 * HOUR_S, 16 * HOUR_S)),
    (0.2, (16 * HOUR_S, 18 * HOUR_S)),
    (0.2, (15 * HOUR_S, 17 * HOUR_S)),
)
"""Share of the orders, and when they may be handed over."""
READY_S = (11 * HOUR_S, 13 * HOUR_S, 14 * HOUR_S)
"""An order is packed at one of these, equally likely."""
DECAY_M = 900.0
"""A shop e times less often chosen for every 900 m: a walk of ten minutes."""
KG_MEDIAN, KG_SIGMA, KG_LIMITS = 4.0, 0.8, (0.2, 40.0)
LITRES_PER_KG = (2.0, 6.0)
COOL_SHARE_BY_KIND = {"supermarket": 0.5, "butcher": 0.9, "seafood": 0.9, "cheese": 0.7, "dairy": 0.9, "deli": 0.6}
"""How often an order of such a shop must be kept cool; other shops never."""
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How much to invent; `shops` is how many of the square's take part at most."""

    shops: int = 40
    orders: int = 200
    bikes: int = 8


def invent_orders(
    shops: Sequence[Shop], places: Places, clock: DayClock, *, size: SampleSize = SampleSize(), seed: int = 1
) -> list[OrderDraft]:
    """Draw a day of orders, numbered order-1, order-2 and so on.

    Parameters
    ----------
    shops: of the square.
    places: of the extract the square lies in.

    Raises
    ------
    BadInputError
        The extract has no addresses, or no shop is open that day while orders are collected.
    """
    doors = require_addresses(places)
    addresses = [door for door in doors if door.street] or doors
    rng = np.random.default_rng(seed)
    return _draw_orders(_open_shops(shops, clock.day, size.shops, rng), addresses, clock, size.orders, rng)


def _open_shops(shops: Sequence[Shop], day: date, count: int, rng: np.random.Generator) -> list[Shop]:
    """Choose shops that are open while orders are collected."""
    candidates = [shop for shop in sorted(shops, key=_place_on_the_map) if _collects(shop_of(shop, day).hours)]
    if not candidates:
        raise BadInputError(
            f"none of the {len(shops)} shops of the map is open on {day}, 14 to 18",
            way_out="Take another day or another extract.",
        )
    return [candidates[i] for i in sorted(int(i) for i in rng.permutation(len(candidates))[:count])]


def _place_on_the_map(shop: Shop) -> tuple[str, int, str]:
    """Put shops in the order of the map's objects, so that a shop's name changes nobody's orders."""
    kind, _, number = shop.osm_id.partition("/")
    return kind, int(number) if number.isdecimal() else 0, shop.name_key


def _collects(hours: Sequence[Span]) -> bool:
    return any(start < DUTY[1] and end > READY_S[-1] for start, end in hours)


def _draw_orders(
    shops: Sequence[Shop], addresses: Sequence[Address], clock: DayClock, count: int, rng: np.random.Generator
) -> list[OrderDraft]:
    lon = np.array([shop.lon for shop in shops])
    lat = np.array([shop.lat for shop in shops])
    orders: list[OrderDraft] = []
    for number in range(1, count + 1):
        home = addresses[int(rng.integers(len(addresses)))]
        distance = _metres(lon, lat, home.position)
        # The nearest shop counts as 0 m: in a hamlet far from all shops the choice is not left to rounding.
        weight = np.exp(-(distance - distance.min()) / DECAY_M)
        shop = shops[int(rng.choice(len(shops), p=weight / weight.sum()))]
        parcels = _draw_parcels(shop.kind, rng)
        orders.append(_order(number, shop, home, parcels, _draw_times(clock, rng)))
    return orders


def _metres(lon: NDArray[np.float64], lat: NDArray[np.float64], origin: Position) -> NDArray[np.float64]:
    """Straight-line metres from one position to many, on a flat earth: good enough to draw demand from."""
    east = (lon - origin.lon) * METRES_PER_DEGREE * np.cos(np.radians(origin.lat))
    north = (lat - origin.lat) * METRES_PER_DEGREE
    return np.hypot(east, north)


def _draw_parcels(kind: str, rng: np.random.Generator) -> list[ParcelDraft]:
    """One parcel, or an ambient and a cool one; weight log-normal, volume in proportion."""
    least, most = KG_LIMITS
    kg = min(max(rng.lognormal(log(KG_MEDIAN), KG_SIGMA), least), most)
    litres = kg * float(rng.uniform(*LITRES_PER_KG))
    if rng.random() >= COOL_SHARE_BY_KIND.get(kind, 0.0):
        return [_parcel(kg, litres)]
    cool = float(rng.uniform(0.2, 0.6))
    return [
        _parcel(kg * (1 - cool), litres * (1 - cool)),
        _parcel(kg * cool, litres * cool / 3, Temperature.COOL),
    ]


def _parcel(kg: float, litres: float, temperature: Temperature = Temperature.AMBIENT) -> ParcelDraft:
    """Weigh to 100 g and 100 ml, as a shop's scale would."""
    return ParcelDraft(round(round(kg, 1) * 1_000), round(round(litres, 1) * 1_000), temperature)


@dataclass(frozen=True, slots=True)
class _Times:
    day: date
    ready_at: datetime
    window_start_at: datetime
    window_end_at: datetime


def _draw_times(clock: DayClock, rng: np.random.Generator) -> _Times:
    ready_s = int(rng.choice(READY_S))
    shares = [share for share, _ in WINDOWS]
    start_s, end_s = WINDOWS[int(rng.choice(len(WINDOWS), p=shares))][1]
    return _Times(clock.day, clock.moment(ready_s), clock.moment(start_s), clock.moment(end_s))


def _order(number: int, shop: Shop, home: Address, parcels: Sequence[ParcelDraft], times: _Times) -> OrderDraft:
    return OrderDraft(
        shop_id=shop.id,
        order_ref=f"order-{number}",
        planned_for=times.day,
        window_start_at=times.window_start_at,
        window_end_at=times.window_end_at,
        parcels=parcels,
        place=PositionDraft(home.position, PositionSource.GEOCODED),
        recipient=f"Klant {number}",
        street=home.street[:120],
        number=f"{home.number}{home.letter}"[:20],
        addition=home.addition[:20],
        postcode=home.postcode[:20],
        town=home.town[:120],
        ready_at=times.ready_at,
        invented=True,
    )
