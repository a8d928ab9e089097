"""How hard a shop's own tours are searched, which reports hold the plan against."""

import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from kernel.position import Position
from rounds.counterfactuals import own_tours, shop_days, tour_effort
from rounds.delivery_day import DeliveryDay, Order, Parcel
from rounds.plan import Plan
from rounds.planning import plan_day
from rounds.roads import MeasuredDay, MeasuredPlaces
from routing.matrix import TravelMatrix
from routing.network.paths import RoadPath
from routing.solver.engine import Effort
from tests.planned_day import DAY, SHOP

ORDERS = 60


class InAPlane(MeasuredPlaces):
    """Places without roads between them: straight on, at four metres a second."""

    def path(self, origin: Position, destination: Position) -> RoadPath:
        metres = self.distance_m(origin, destination)
        line = np.array([(origin.lon, origin.lat), (destination.lon, destination.lat)])
        return RoadPath(metres, metres // 4, np.empty(0, np.int32), np.empty(0, np.bool_), line)


def busy_day() -> DeliveryDay:
    """One shop's day: windows of three hours, four kilometres round about."""
    draw = random.Random(1)  # noqa: S311 (nothing secret)
    orders: list[Order] = []
    for number in range(ORDERS):
        door = Position(SHOP.lon + draw.uniform(-0.03, 0.03), SHOP.lat + draw.uniform(-0.02, 0.02))
        begin_s = draw.randrange(9, 12) * 3_600
        parcels = (Parcel(2.0, 8.0),)
        orders.append(Order(str(number), "shop-1", "", "", door, parcels, 28_800, (begin_s, begin_s + 10_800)))
    bike = replace(DAY.vehicles[0], hours=(30_000, 57_600))
    return replace(DAY, orders=orders, vehicles=[bike])


def measured(day: DeliveryDay) -> MeasuredPlaces:
    places = list(dict.fromkeys([SHOP, *(order.position for order in day.orders)]))
    metres_a_degree = np.array([68_500, 111_000])
    at = np.array([(place.lon, place.lat) for place in places]) * metres_a_degree
    metres = np.rint(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))).astype(np.int32)
    profile = SimpleNamespace(graph=SimpleNamespace(profile="van"))
    rows = {place: row for row, place in enumerate(places)}
    return InAPlane(cast("Any", profile), rows, (), TravelMatrix(metres, metres // 4))


def metres_of(plan: Plan) -> int:
    assert len(plan.orders) == ORDERS
    return plan.distance_m


def test_a_busy_shops_own_tours_are_hardly_longer_than_those_of_a_long_search() -> None:
    """Tours that are too long would flatter the plan that is held against them."""
    day = busy_day()
    van = measured(day)
    (tours,) = own_tours(day, van, Effort(6.0, None, 1))
    (own,) = shop_days(day)
    long = plan_day(own, MeasuredDay(van), Effort(None, 1_500, 1, proving=False))
    assert metres_of(tours) <= 1.05 * metres_of(long)


@pytest.mark.parametrize(
    ("iterations", "orders", "searched"), [(None, 1, 60), (None, 30, 1_200), (100, 30, 1_200), (10_000, 30, 1_500)]
)
def test_a_shop_gets_no_fewer_iterations_an_order_than_the_day_it_is_compared_with(
    iterations: int | None, orders: int, searched: int
) -> None:
    effort = tour_effort(Effort(6.0, iterations, 1), orders, 200)
    assert (effort.iterations, effort.time_limit_s, effort.proving) == (searched, None, False)
