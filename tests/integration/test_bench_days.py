"""The days of the contest: on real roads, the same for a seed, each order within reach of a bike of its own."""

from itertools import pairwise

import numpy as np
import pytest

from bench.day_shape import DayShape
from bench.road_days import EXTRACTS, extract_of, road_day
from bench.verdict import judge
from routing.solver.problem import Problem

SMALL = DayShape("helsinki", 24, 6, "sparse", "tight", "volume")


@pytest.fixture(scope="module")
def day() -> Problem:
    return road_day(SMALL, 1)


def alone(problem: Problem) -> dict[int, list[tuple[str, int]]]:
    """Give an order to every vehicle; there are fewer vehicles than orders, so some are left."""
    return {
        vehicle.id: [("pickup", shipment.pickup.id), ("delivery", shipment.delivery.id)]
        for vehicle, shipment in zip(problem.vehicles, problem.shipments, strict=False)
    }


@pytest.mark.parametrize("place", sorted(EXTRACTS))
@pytest.mark.parametrize("spread", ["dense", "sparse"])
@pytest.mark.parametrize("windows", ["tight", "loose"])
def test_every_order_can_be_served_by_a_bike_of_its_own(place, spread, windows):
    if extract_of(place) is None:
        pytest.skip(f"no extract of {place}; set DORPSRONDE_BENCH_DATA")
    problem = road_day(DayShape(place, 40, 8, spread, windows, "weight", hours=(9, 18), orders_a_bike=1), 3)
    verdict = judge(problem, alone(problem))
    assert verdict.fault == ""
    assert verdict.serves_all


def test_a_seed_draws_the_same_day_again_and_another_seed_another(day: Problem):
    again, other = road_day(SMALL, 1), road_day(SMALL, 2)
    assert again.shipments == day.shipments
    assert np.array_equal(again.matrices["cargo-bike"].distances_m, day.matrices["cargo-bike"].distances_m)
    assert other.shipments != day.shipments


def test_a_bike_carries_several_orders_but_not_all(day: Problem):
    for dimension, room in enumerate(day.vehicles[0].capacity):
        amounts = [shipment.amount[dimension] for shipment in day.shipments]
        assert max(amounts) <= room
    assert any(sum(s.amount[d] for s in day.shipments) > room for d, room in enumerate(day.vehicles[0].capacity))


def test_a_plan_is_counted_by_the_matrix_and_what_it_leaves_is_told(day: Problem):
    (vehicle, tasks), *_ = alone(day).items()
    verdict = judge(day, {vehicle: tasks})
    shipment, metres = day.shipments[0], day.matrices["cargo-bike"].distances_m
    places = [0, shipment.pickup.location, shipment.delivery.location, 0]
    assert verdict.left_out == len(day.shipments) - 1
    assert verdict.solution is not None
    assert verdict.solution.distance_m == sum(int(metres[one, other]) for one, other in pairwise(places))


def test_a_plan_that_comes_too_late_does_not_hold(day: Problem):
    """All orders of the day in one bike, one after the other, cannot be in their hours."""
    tasks = [step for order in alone_in_turn(day) for step in order]
    assert "time_window" in judge(day, {1: tasks}).fault


def alone_in_turn(problem: Problem) -> list[list[tuple[str, int]]]:
    latest_first = sorted(problem.shipments, key=lambda one: -one.delivery.time_windows[0].end_s)
    return [[("pickup", one.pickup.id), ("delivery", one.delivery.id)] for one in latest_first]
