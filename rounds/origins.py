"""How far goods come: from producers to the shops that sell them, and how many orders that is known of.

The way to a shop is measured once, when its producers are taken in: over the roads of the square's area, by van, or
where a place lies off them as the crow flies, longer by the usual detour. A shop that moved since has no known way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from data.database import Database
from data.distance import metres_apart
from data.models.shop import Shop
from data.models.square import Square
from kernel.errors import NotFoundError
from kernel.position import Position
from kernel.quoting import quoted
from kernel.scope import Scope
from rounds.areas import roads_at
from rounds.producer_file import GivenProducer
from rounds.roads import MeasuredPlaces, Roads
from rounds.stored_rides import CIRCUITY

__all__ = ["measured_producers", "origins_of", "take_producers"]

SCOPE = Scope.system("shops producers")
PROFILE = "van"


def take_producers(
    database: Database, home: Path, slug: str, given: Mapping[str, Sequence[GivenProducer]]
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Store the producers of shops, in the place of those they had, with the way from each.

    Returns
    -------
    What is stored, by the name of the shop.

    Raises
    ------
    NotFoundError
        There is no such square, or it has no such shop: nothing is stored.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        known = {name: work.shops.called(square.id, name, closing_days=False) for name in given}
    shops = {name: shop for name, shop in known.items() if shop is not None}
    for name in given:
        if name not in shops:
            raise NotFoundError(f"square {slug} has no shop {quoted(name)}", way_out="Is it spelled right?")
    stored = measured_producers(home, square, shops, given)
    with database.begin(SCOPE) as work:
        work.producers.put(square.id, {shops[name].id: rows for name, rows in stored.items()})
    return stored


def measured_producers(
    home: Path, square: Square, shops: Mapping[str, Shop], given: Mapping[str, Sequence[GivenProducer]]
) -> dict[str, list[Mapping[str, Any]]]:
    """Measure the way from producers to their shops, and give both as they are stored.

    Parameters
    ----------
    shops: those of `given`, by the same names.

    Raises
    ------
    StorageError
        The roads of the square's area can no longer be read.
    """
    far = [one.position for of_shop in given.values() for one in of_shop]
    if not far:
        return {name: [] for name in given}
    places = [*(Position(shop.lon, shop.lat) for shop in shops.values()), *far]
    measured = Roads.open(roads_at(square.areas[0], home)).measure(places, PROFILE)
    return {name: [_stored(one, shops[name], measured) for one in of_shop] for name, of_shop in given.items()}


def origins_of(
    database: Database, slug: str, first: date, last: date, indicators: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Say how far goods came, of the orders that rounds took on the days from first to last.

    Parameters
    ----------
    indicators: of the report, which tell the way from shop to customer.

    Raises
    ------
    NotFoundError
        There is no such square.
    """
    with database.read(SCOPE) as work:
        square_id = work.squares.get(slug).id
        shops = {shop.id: shop for shop in work.shops.all(square_id)}
        brought = work.producers.brought(square_id, first, last)
    return origin_section(shops, brought) | {"shop_to_customer_m": (indicators or {}).get("shop_to_customer_m")}


def origin_section(shops: Mapping[str, Shop], brought: Mapping[str, int]) -> dict[str, Any]:
    """Weigh each shop's producers by their shares of its orders."""
    weighed = [
        (Fraction(count * one["share_permille"], 1_000), one)
        for shop_id, count in brought.items()
        if shop_id in shops
        for one in _standing(shops[shop_id])
    ]
    covered = sum((orders for orders, _ in weighed), Fraction(0))
    metres = sum((orders * one["distance_m"] for orders, one in weighed), Fraction(0))
    by_beeline = sum((orders for orders, one in weighed if not one["by_road"]), Fraction(0))
    total = sum(brought.values())
    return {
        "orders": total,
        "covered_share": round(float(covered / total), 3) if total else None,
        "beeline_share": round(float(by_beeline / covered), 3) if covered else None,
        "producer_to_shop_m": round(metres / covered) if covered else None,
    }


def _standing(shop: Shop) -> Sequence[Mapping[str, Any]]:
    """Give the producers whose way was measured to where the shop is now."""
    return [one for one in shop.producers or () if (one["shop_lon"], one["shop_lat"]) == (shop.lon, shop.lat)]


def _stored(given: GivenProducer, shop: Shop, measured: MeasuredPlaces) -> Mapping[str, Any]:
    at = Position(shop.lon, shop.lat)
    by_road = measured.reaches(given.position) and measured.reaches(at)
    beeline_m = round(CIRCUITY * metres_apart(given.position, at))
    return {
        "name": given.name,
        "lon": given.position.lon,
        "lat": given.position.lat,
        "share_permille": given.share_permille,
        "distance_m": measured.distance_m(given.position, at) if by_road else beeline_m,
        "by_road": by_road,
        "shop_lon": shop.lon,
        "shop_lat": shop.lat,
    }
