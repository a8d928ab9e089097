"""How the same orders would have travelled: four counterfactuals, none of which is the truth alone.

Hubs and supply legs are charged to the project only, though pooled vans would need some of them too:
where we do not know, the error goes against us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from impact.activities import VehicleClass
from impact.amounts import Amounts
from impact.drawn_grams import driven_g, driven_m, per_km_g
from impact.draws import Draws, Sample

__all__ = ["LIKELY_MIX", "Baseline", "CollectTrips", "baseline_g", "baseline_m", "collect_trips"]


class Baseline(StrEnum):
    """Keys of the report's `co2_g` and `saved_g`."""

    CUSTOMER_COLLECTS = "customer_collects"
    SHOP_TOURS = "shop_tours"
    PARCEL_NETWORK = "parcel_network"
    POOLED_VAN = "pooled_van"


LIKELY_MIX = "likely_mix"
"""What a headline is compared with: a mix of the first three, see `impact.likely_mix`."""


@dataclass(frozen=True, slots=True, eq=False)
class CollectTrips:
    """From everybody's round trip to the car metres that a delivery takes off the road, each of shape (n,).

    Attributes
    ----------
    by_car_m: the rest walks, cycles or takes the bus: no grams, so those orders are an increase.
    own_trip_m: of these, what is not part of a way that is driven anyhow.
    per_order_m: of these, the part of one order when several are fetched on one trip.
    replaced_m: of these, what is really left undriven because the order is brought.
    """

    by_car_m: Sample
    own_trip_m: Sample
    per_order_m: Sample
    replaced_m: Sample


def collect_trips(draws: Draws, amounts: Amounts) -> CollectTrips:
    """Follow the customers' round trips to the metres that count."""
    by_car_m = amounts.collect_m * draws.of("collect.car_share", "share")
    own_trip_m = by_car_m * (1.0 - draws.of("collect.chained_share", "share"))
    per_order_m = own_trip_m / draws.of("collect.orders_per_trip", "order/trip")
    return CollectTrips(
        by_car_m=by_car_m,
        own_trip_m=own_trip_m,
        per_order_m=per_order_m,
        replaced_m=per_order_m * draws.of("collect.replaced_share", "share"),
    )


def baseline_m(draws: Draws, amounts: Amounts) -> Mapping[Baseline, Sample]:
    """Metres behind the grams; the parcel network has none of its own."""
    return {
        Baseline.CUSTOMER_COLLECTS: collect_trips(draws, amounts).replaced_m,
        Baseline.SHOP_TOURS: driven_m(draws, amounts.shop_tours),
        Baseline.POOLED_VAN: driven_m(draws, amounts.pooled_van),
    }


def baseline_g(draws: Draws, amounts: Amounts) -> Mapping[Baseline, Sample]:
    """Grams CO2e well-to-wheel of each baseline, each of shape (n,)."""
    return {
        Baseline.CUSTOMER_COLLECTS: collect_trips(draws, amounts).replaced_m
        / 1000.0
        * per_km_g(draws, VehicleClass.CAR),
        Baseline.SHOP_TOURS: driven_g(draws, amounts.shop_tours),
        Baseline.PARCEL_NETWORK: amounts.network_orders * draws.of("parcel_network.delivery", "g/order"),
        Baseline.POOLED_VAN: driven_g(draws, amounts.pooled_van),
    }
