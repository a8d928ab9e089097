"""What grams are linear in: whole metres, trips and orders, summed before anything is drawn.

However many orders a month has, its totals hang on some twenty sums. Each is one number, or one number a draw where
the days themselves are drawn.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impact.activities import DayActivity, VehicleClass, VehicleMetres

__all__ = ["Amounts", "Driven", "Whole"]

Whole = int | NDArray[np.int64]
"""A whole number, or one a draw, shape (n,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Driven:
    """Metres and garage trips by class of vehicle, classes in one order whatever order the entries had."""

    metres: Mapping[VehicleClass, Whole]
    garage_trips: Mapping[VehicleClass, Whole]

    @classmethod
    def of(cls, entries: Iterable[VehicleMetres]) -> "Driven":
        """Sum entries."""
        metres: Counter[VehicleClass] = Counter()
        trips: Counter[VehicleClass] = Counter()
        for entry in entries:
            metres[entry.vehicle] += entry.distance_m
            trips[entry.vehicle] += entry.garage_trips
        in_order = [vehicle for vehicle in VehicleClass if vehicle in metres]
        return cls({each: metres[each] for each in in_order}, {each: trips[each] for each in in_order})


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """The sums of one day or of many; fields as of `DayActivity` and its `Substitution`."""

    orders: Whole
    network_orders: Whole
    rounds: Driven
    hub_orders: Whole
    supply_orders: Whole
    collect_m: Whole
    shop_tours: Driven
    pooled_van: Driven
    each_alone: Driven
    asked: Whole
    answered: Whole
    own_car_m: Whole
    shop_brings: Whole
    web_shop: Whole

    @classmethod
    def of(cls, days: Sequence[DayActivity]) -> "Amounts":
        """Put days behind one another: what is drawn from the sum has the factors' doubt once, not once a day."""
        return _joined(days, sum)

    @classmethod
    def resampled(cls, days: Sequence[DayActivity], counts: NDArray[np.int64]) -> "Amounts":
        """Sum days as often as they were drawn.

        Parameters
        ----------
        counts: shape (n, days).
        """
        return _joined(days, lambda values: counts @ np.array(list(values), dtype=np.int64))


def _joined(days: Sequence[DayActivity], total: Callable[[Iterable[int]], Whole]) -> Amounts:
    def driven(name: str) -> Driven:
        each = [Driven.of(getattr(day, name)) for day in days]
        classes = [vehicle for vehicle in VehicleClass if any(vehicle in one.metres for one in each)]
        return Driven(
            {vehicle: total(_whole(one.metres.get(vehicle, 0)) for one in each) for vehicle in classes},
            {vehicle: total(_whole(one.garage_trips.get(vehicle, 0)) for one in each) for vehicle in classes},
        )

    return Amounts(
        orders=total(day.orders for day in days),
        network_orders=total(day.orders if day.network_orders is None else day.network_orders for day in days),
        rounds=driven("rounds"),
        hub_orders=total(day.hub_orders for day in days),
        supply_orders=total(day.supply_orders for day in days),
        collect_m=total(sum(day.collect_m) for day in days),
        shop_tours=driven("shop_tours"),
        pooled_van=driven("pooled_van"),
        each_alone=driven("each_alone"),
        asked=total(day.substitution.asked for day in days),
        answered=total(day.substitution.answered for day in days),
        own_car_m=total(day.substitution.own_car_m for day in days),
        shop_brings=total(day.substitution.shop_brings for day in days),
        web_shop=total(day.substitution.web_shop for day in days),
    )


def _whole(value: Whole) -> int:
    return int(value)
