"""Spots: none that holds is missed, and no bound is above what the layout says."""

from hypothesis import HealthCheck, given, settings

from routing.solver.layout import lay_out
from routing.solver.requests import requests_of
from routing.solver.running import Running
from routing.solver.solution import Route
from routing.solver.spots import spots, visits_with
from tests.solver.small_rounds import Case, case, orders_with


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(case())
def test_no_spot_is_missed_and_no_bound_is_too_high(made: Case) -> None:
    requests = requests_of(made.problem)
    request = requests[made.index]
    running = Running(made.problem, made.orders)
    for number, vehicle in enumerate(made.problem.vehicles):
        bounds = {
            visits_with(made.orders[number], made.index, request, spot): spot
            for spot in spots(running.course(number), request)
        }
        for order in orders_with(made.problem, made.orders[number], made.index):
            route = lay_out(made.problem, vehicle, requests, order)
            if isinstance(route, Route):
                assert bounds[order].cost <= route.exact_cost
                assert bounds[order].duty_s <= route.duty_s
