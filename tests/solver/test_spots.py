"""Spots: none that holds is missed, and no bound is above what the layout says, also of rounds under way."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.solution import Route
from routing.solver.spots import Spot, spots, visits_with
from tests.solver.small_rounds import Case, case, orders_with


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(case(), st.booleans(), st.integers(0, 12), st.data())
def test_no_spot_is_missed_and_no_bound_is_too_high(
    made: Case, is_running: bool, now_s: int, data: st.DataObject
) -> None:
    begun = [data.draw(st.integers(0, len(visits))) for visits in made.orders] if is_running else ()
    running = Running(made.problem, made.orders, begun, now_s if is_running else 0)
    request = running.requests[made.index]
    for number, vehicle in enumerate(running.vehicles):
        if vehicle is None:
            continue
        bounds = {
            visits_with(made.orders[number], made.index, request, spot): spot
            for spot in spots(running.course(number), request)
        }
        for order in orders_with(made.problem, made.orders[number], made.index):
            first, last = order.index(Visit(made.index, 0)), order.index(Visit(made.index, len(request.tasks) - 1))
            if first < running.first_by(number):
                continue
            spot = Spot(0, 0, first, last - len(request.tasks) + 1)
            route = running.with_spot(number, spot, made.index, request)
            if isinstance(route, Route):
                assert bounds[order].cost <= route.exact_cost
                assert bounds[order].duty_s <= route.duty_s
