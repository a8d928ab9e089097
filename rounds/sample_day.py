"""An invented day on real places: the demo's, the bench's and the tests' demand.

Every shop and address is real, from the extract. Who orders what is drawn from a seed: a customer
lives at a random address and chooses a shop by distance decay; weights, volumes and windows come
from the fixed distributions below, which are our own choice and stand for no real household.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from data.places import Address, Places, require_addresses, require_shops
from data.places import Shop as ShopOnMap
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.delivery_day import DeliveryDay, Order, Parcel, Shop, Span, Temperature, Vehicle

__all__ = ["SampleSize", "sample_day"]

HOUR_S = 3_600
DUTY: Span = (13 * HOUR_S, 18 * HOUR_S)
"""Five hours: collect after lunch, deliver until supper."""
USUAL_HOURS: Span = (9 * HOUR_S, 18 * HOUR_S)
"""For a shop whose opening hours the map does not tell."""
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
    """How much to invent."""

    shops: int = 40
    orders: int = 200
    bikes: int = 8


def sample_day(area: str, places: Places, day: date, *, size: SampleSize = SampleSize(), seed: int = 1) -> DeliveryDay:
    """Draw a day of orders between the shops and the addresses of an extract.

    Raises
    ------
    BadInputError
        The extract has no addresses or no shops.
    """
    doors = require_addresses(places)
    addresses = [door for door in doors if door.street] or doors
    rng = np.random.default_rng(seed)
    shops = open_shops(require_shops(places), day, size.shops, rng)
    orders = draw_orders(shops, addresses, size.orders, rng)
    depot = shop_nearest_the_median([shop for shop, _ in shops])
    return DeliveryDay(
        area=area,
        day=day,
        seed=seed,
        invented=True,
        depot=depot.position,
        depot_name=depot.name,
        shops=[shop for shop, _ in shops],
        orders=orders,
        vehicles=[cargo_bike(number) for number in range(1, size.bikes + 1)],
    )


def cargo_bike(number: int) -> Vehicle:
    """Make one of the demo's bikes: 150 kg, 800 l of which 60 l cooled, five hours."""
    return Vehicle(f"bike-{number}", "cargo-bike", kg=150, litres=800, cool_litres=60, hours=DUTY)


def open_shops(on_map: Sequence[ShopOnMap], day: date, count: int, rng: np.random.Generator) -> list[tuple[Shop, str]]:
    """Choose shops with a name that sell goods and are open while orders are collected; each with its kind."""
    selling = [(shop, hours_on(shop, day)) for shop in on_map if shop.sells_goods and not shop.unnamed]
    candidates = [
        (shop, hours) for shop, hours in selling if any(start < DUTY[1] and end > READY_S[-1] for start, end in hours)
    ]
    if not candidates:
        raise BadInputError(
            f"none of the {len(on_map)} shops of the extract has a name, sells goods and is open on {day}, 14 to 18",
            way_out="Take another day or another extract.",
        )
    chosen = [candidates[i] for i in sorted(int(i) for i in rng.permutation(len(candidates))[:count])]
    return [
        (Shop(f"shop-{number}", shop.name, shop.position, hours, str(shop.address or "")), shop.kind)
        for number, (shop, hours) in enumerate(chosen, 1)
    ]


def hours_on(shop: ShopOnMap, day: date) -> Sequence[Span]:
    """Opening hours of the day; the usual ones where the map has none or nobody can read them."""
    hours = shop.opening.opens_on(day) if shop.opening else None
    return (USUAL_HOURS,) if hours is None else hours


def shop_nearest_the_median(shops: Sequence[Shop]) -> Shop:
    """The shop nearest the median of all longitudes and latitudes: a depot in the middle of the supply."""
    lon = np.array([shop.position.lon for shop in shops])
    lat = np.array([shop.position.lat for shop in shops])
    middle = Position(float(np.median(lon)), float(np.median(lat)))
    return shops[int(np.argmin(metres(lon, lat, middle)))]


def metres(lon: NDArray[np.float64], lat: NDArray[np.float64], origin: Position) -> NDArray[np.float64]:
    """Straight-line metres from one position to many, on a flat earth: good enough to draw demand from."""
    east = (lon - origin.lon) * METRES_PER_DEGREE * np.cos(np.radians(origin.lat))
    north = (lat - origin.lat) * METRES_PER_DEGREE
    return np.hypot(east, north)


def draw_orders(
    shops: Sequence[tuple[Shop, str]], addresses: Sequence[Address], count: int, rng: np.random.Generator
) -> list[Order]:
    lon = np.array([shop.position.lon for shop, _ in shops])
    lat = np.array([shop.position.lat for shop, _ in shops])
    shares = np.array([share for share, _ in WINDOWS])
    orders: list[Order] = []
    for number in range(1, count + 1):
        home = addresses[int(rng.integers(len(addresses)))]
        distance = metres(lon, lat, home.position)
        # The nearest shop counts as 0 m: in a hamlet far from all shops the choice is not left to rounding.
        weight = np.exp(-(distance - distance.min()) / DECAY_M)
        shop, kind = shops[int(rng.choice(len(shops), p=weight / weight.sum()))]
        orders.append(
            Order(
                id=f"order-{number}",
                shop=shop.id,
                customer=f"Klant {number}",
                address=str(home),
                position=home.position,
                parcels=draw_parcels(kind, rng),
                ready_at_s=int(rng.choice(READY_S)),
                window=WINDOWS[int(rng.choice(len(WINDOWS), p=shares))][1],
            )
        )
    return orders


def draw_parcels(kind: str, rng: np.random.Generator) -> tuple[Parcel, ...]:
    """One parcel, or an ambient and a cool one; weight log-normal, volume in proportion."""
    least, most = KG_LIMITS
    kg = min(max(rng.lognormal(log(KG_MEDIAN), KG_SIGMA), least), most)
    litres = kg * float(rng.uniform(*LITRES_PER_KG))
    if rng.random() >= COOL_SHARE_BY_KIND.get(kind, 0.0):
        return (Parcel(round(kg, 1), round(litres, 1)),)
    cool = float(rng.uniform(0.2, 0.6))
    return (
        Parcel(round(kg * (1 - cool), 1), round(litres * (1 - cool), 1)),
        Parcel(round(kg * cool, 1), round(litres * cool / 3, 1), Temperature.COOL),
    )
