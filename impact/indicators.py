"""Indicators of shorter loops, from what rounds drove and carried."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from impact.activities import VehicleClass

__all__ = ["Indicators", "RoundFacts", "indicators_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """One loop: a vehicle's round from the depot and back.

    Attributes
    ----------
    empty_m: of `distance_m`, with nothing aboard.
    duty_s: from leaving to final return; `crew` is how many people rode.
    capacity_g, capacity_ml: what the vehicle may carry.
    gram_metres, millilitre_metres: what was aboard on each stretch times its metres.
    orders: that are brought to their end; what is brought to a hub is an order where it arrives.
    activity_gram_metres: Σ mass x shortest way of all that it carries, each from where it is collected to where it is
        brought.
    direct_m: Σ shortest way from shop to customer of its orders.
    attempts, first_time: deliveries tried for the first time, and of these handed over; None while nothing was ridden.
    """

    vehicle: VehicleClass
    distance_m: int
    empty_m: int
    duty_s: int
    crew: int
    stops: int
    orders: int
    capacity_g: int
    capacity_ml: int
    gram_metres: int
    millilitre_metres: int
    activity_gram_metres: int
    direct_m: int
    attempts: int | None = None
    first_time: int | None = None


@dataclass(frozen=True, slots=True)
class Indicators:
    """Indicators of some rounds together; a ratio is None where what it is divided by is nought or unknown.

    Attributes
    ----------
    vehicle_m: metres by class of vehicle; `empty_share` is of all of them.
    goods_kg_km: Σ mass x shortest way, by a hub that to the hub and that from it.
    detour: metres driven for each metre of shortest way from shop to customer; below 1 where pooling beats them.
    load_by_mass, load_by_volume: carried times metres, of what could have been.
    courier_s: duty of everybody who rode.
    shop_to_customer_m: the mean shortest way.
    """

    loops: int
    stops: int
    orders: int
    vehicle_m: Mapping[VehicleClass, int]
    courier_s: int
    goods_kg_km: Fraction
    empty_share: Fraction | None
    orders_per_loop: Fraction | None
    km_per_stop: Fraction | None
    km_per_order: Fraction | None
    drops_per_hour: Fraction | None
    detour: Fraction | None
    load_by_mass: Fraction | None
    load_by_volume: Fraction | None
    first_attempt_success: Fraction | None
    shop_to_customer_m: Fraction | None


def indicators_of(rounds: Sequence[RoundFacts]) -> Indicators:
    """Reckon indicators of a day or of any number of days."""
    distance_m = sum(each.distance_m for each in rounds)
    stops, orders = sum(each.stops for each in rounds), sum(each.orders for each in rounds)
    courier_s = sum(each.duty_s * each.crew for each in rounds)
    direct_m = sum(each.direct_m for each in rounds)
    vehicle_m: Counter[VehicleClass] = Counter()
    for each in rounds:
        vehicle_m[each.vehicle] += each.distance_m
    tried = [(each.first_time, each.attempts) for each in rounds if each.attempts is not None]
    return Indicators(
        loops=len(rounds),
        stops=stops,
        orders=orders,
        vehicle_m={vehicle: vehicle_m[vehicle] for vehicle in VehicleClass if vehicle in vehicle_m},
        courier_s=courier_s,
        goods_kg_km=Fraction(sum(each.activity_gram_metres for each in rounds), 10**6),
        empty_share=_ratio(sum(each.empty_m for each in rounds), distance_m),
        orders_per_loop=_ratio(orders, len(rounds)),
        km_per_stop=_ratio(distance_m, 1000 * stops),
        km_per_order=_ratio(distance_m, 1000 * orders),
        drops_per_hour=_ratio(3600 * orders, sum(each.duty_s for each in rounds)),
        detour=_ratio(distance_m, direct_m),
        load_by_mass=_ratio(
            sum(each.gram_metres for each in rounds), sum(each.capacity_g * each.distance_m for each in rounds)
        ),
        load_by_volume=_ratio(
            sum(each.millilitre_metres for each in rounds), sum(each.capacity_ml * each.distance_m for each in rounds)
        ),
        first_attempt_success=_ratio(sum(done or 0 for done, _ in tried), sum(all_ or 0 for _, all_ in tried)),
        shop_to_customer_m=_ratio(direct_m, orders),
    )


def _ratio(above: int, below: int) -> Fraction | None:
    return Fraction(above, below) if below else None
