"""How hard a shop's own tours are searched, which reports hold the plan against; and who watches them can end them."""

import pytest

from rounds.counterfactuals import TOUR_ITERATIONS, counterfactuals, own_tours, shop_days, tour_effort
from rounds.delivery_day import DeliveryDay
from rounds.plan import Plan
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, MeasuredPlaces
from routing.solver.engine import Effort
from tests.in_a_plane import Plane, busy_day

ORDERS = 60


def by_van(day: DeliveryDay) -> MeasuredPlaces:
    return Plane().measure(places_of(day), "van")


def metres_of(plan: Plan) -> int:
    assert len(plan.orders) == ORDERS
    return plan.distance_m


def test_a_busy_shops_own_tours_are_hardly_longer_than_those_of_a_search_twice_as_long() -> None:
    """Tours that are too long would flatter the plan that is held against them."""
    day = busy_day(ORDERS)
    van = by_van(day)
    (tours,) = own_tours(day, van, Effort(6.0, None, 1))
    (own,) = shop_days(day)
    long = plan_day(own, MeasuredDay(van), Effort(None, 2 * TOUR_ITERATIONS * ORDERS, 1, proving=False))
    assert metres_of(tours) <= 1.05 * metres_of(long)


@pytest.mark.parametrize(
    ("iterations", "orders", "searched"), [(None, 1, 40), (None, 30, 1_200), (100, 30, 1_200), (10_000, 30, 1_500)]
)
def test_a_shop_gets_forty_iterations_an_order_whatever_seconds_the_day_gets_and_as_many_as_the_day_by_iterations(
    iterations: int | None, orders: int, searched: int
) -> None:
    effort = tour_effort(Effort(6.0, iterations, 1), orders, 200)
    assert (effort.iterations, effort.time_limit_s, effort.proving) == (searched, None, False)


def test_who_watches_own_tours_is_told_each_shops_share_and_may_end_them_within_one() -> None:
    day = busy_day(6, shops=2)
    told: list[float] = []

    def watching(share: float) -> None:
        told.append(share)
        if share > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        own_tours(day, by_van(day), Effort(None, 600, 1), watching)  # told after each 200 iterations
    assert told == sorted(told)
    assert 0.5 in told
    assert 0.5 < told[-1] < 1.0, "within the second shop, not behind it"


def test_who_stops_own_tours_has_those_of_the_shops_before() -> None:
    day = busy_day(6, shops=3)
    answers = iter([False, True])
    assert len(own_tours(day, by_van(day), Effort(None, 1, 1), stop=lambda: next(answers))) == 1


def test_a_days_comparisons_tell_how_far_the_tours_are() -> None:
    day = busy_day(4, shops=2)
    effort, shares = Effort(None, 1, 1), list[float]()
    plan = plan_day(day, MeasuredDay(Plane().measure(places_of(day), "cargo-bike")), effort)
    counterfactuals(day, plan, Plane(), effort, shares.append)
    assert shares == sorted(shares)
    assert {round(share, 3) for share in shares} >= {0.8, 0.875, 0.95, 1.0}
