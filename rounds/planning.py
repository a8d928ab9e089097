"""From a day of orders to a checked plan: legs → matrix → solver → independent check → rounds.

The same function plans the square's cargo bikes and every counterfactual; how hard each is searched, its caller says.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import ceil, floor

from kernel.errors import DorpsrondeError
from kernel.position import Position
from kernel.progress import Progress, silent
from rounds.at_the_door import COOL_ON_BOARD_S, service_s, setup_s
from rounds.delivery_day import DeliveryDay, Vehicle
from rounds.ends import End
from rounds.legs import Leg, also_closed, legs_of
from rounds.plan import Plan, PlannedTask, Round, Sought, Stop, UnassignedOrder
from rounds.reasons import sentence
from rounds.roads import MeasuredDay
from rounds.settling import by_the_clock, while_depots_are_open
from rounds.skills import Skills
from routing.solver.checker import check
from routing.solver.engine import Effort
from routing.solver.problem import Amount, Costs, Problem, Shipment, Task, TaskKind, TimeWindow
from routing.solver.problem import Vehicle as SolverVehicle
from routing.solver.reasons import Reasons
from routing.solver.requests import requests_of
from routing.solver.solution import Reason, Route, Solution, Step, Unassigned
from routing.solver.solve import Best, solve
from routing.solver.vroom_writer import write_problem, write_solution

__all__ = ["places_of", "plan_day"]

COSTS = Costs(fixed=1_800, per_hour=0, per_km=3_600, per_duty_hour=3_600)
"""The design's default: an hour weighs as a kilometre, a round as 500 m."""


def plan_day(
    day: DeliveryDay, measured: MeasuredDay, effort: Effort, progress: Progress = silent, best: Best | None = None
) -> Plan:
    """Plan every order of a day into rounds, or say why not.

    Parameters
    ----------
    measured: the day's places on the roads of every vehicle's profile.
    best: is told the best plan so far, now and then.

    Raises
    ------
    BadInputError
        A depot has no road of its vehicle's within reach.
    DorpsrondeError
        The independent checker found a fault in the solution: a defect of ours, never shown as a plan.
    """
    day = while_depots_are_open(day, measured)
    return by_the_clock(day, measured, sought(day, measured, effort, progress, best), partial(sought, effort=effort))


def sought(
    day: DeliveryDay, measured: MeasuredDay, effort: Effort, progress: Progress = silent, best: Best | None = None
) -> Plan:
    """Seek the rounds of a day over the roads as they are measured, whatever the clock says."""
    legs, unassigned = legs_of(day, measured)
    problem = problem_of(day, legs, measured)
    solution = solve(
        problem,
        time_limit_s=effort.time_limit_s,
        iterations=effort.iterations,
        seed=effort.seed,
        threads=effort.threads,
        proving=effort.proving,
        progress=progress,
        best=best,
    )
    refuse_faults(problem, solution)
    reasons = Reasons(problem, requests_of(problem))
    return Plan(
        rounds=[round_of(number, route, day, legs, measured) for number, route in enumerate(solution.routes, 1)],
        unassigned=[
            *unassigned,
            *(
                UnassignedOrder(
                    legs[left.id - 1].order,
                    also_closed(legs[left.id - 1], measured, sentence(problem, looked_at(reasons, left))),
                )
                for left in solution.unassigned
                if left.kind is TaskKind.PICKUP
            ),
        ],
        sought=Sought(problem, list(measured.row), [leg.order.id for leg in legs], effort),
    )


def looked_at(reasons: Reasons, left: Unassigned) -> Unassigned:
    """Look, whatever time it takes, at what the solver says only the others keep out: it may not have looked itself."""
    if left.reason is not Reason.NO_ROOM_LEFT:
        return left
    return replace(left, reason=reasons.of(left.id - 1))


def refuse_faults(problem: Problem, solution: Solution) -> None:
    """Hand problem and solution, in their exchanged form, to the checker that shares no code with the solver."""
    faults = check(write_problem(problem), write_solution(problem, solution))
    if faults:
        raise DorpsrondeError(
            f"the plan breaks {len(faults)} rules, first: {faults[0].text}",
            where="planning",
            way_out="This is a defect; please report it with the orders of the day.",
        )


def problem_of(day: DeliveryDay, legs: Sequence[Leg], measured: MeasuredDay) -> Problem:
    """Say the day in the solver's words; leg i is the pickup and delivery with id i + 1."""
    depots = [measured.row[day.depot_of(vehicle).position] for vehicle in day.vehicles]
    skills = Skills(legs, measured.profiles)
    return Problem(
        vehicles=tuple(
            SolverVehicle(
                id=number,
                profile=measured.of(vehicle).name,
                description=vehicle.id,
                start=depot,
                end=depot,
                capacity=capacity_of(vehicle),
                costs=COSTS,
                skills=skills.of_vehicle(vehicle),
                time_window=TimeWindow(*vehicle.hours),
                max_energy_wh=vehicle.battery_wh,
            )
            for number, (vehicle, depot) in enumerate(zip(day.vehicles, depots, strict=True), 1)
        ),
        matrices=measured.matrices(),
        shipments=tuple(shipment_of(number, leg, measured, skills) for number, leg in enumerate(legs, 1)),
    )


def capacity_of(vehicle: Vehicle) -> Amount:
    """Whole grams, millilitres and cool millilitres, rounded down: a bike is never overloaded by rounding."""
    return tuple(floor(thousandths(size)) for size in (vehicle.kg, vehicle.litres, vehicle.cool_litres))


def thousandths(size: float) -> float:
    """Give grams or millilitres; without what a binary fraction adds, so that 1.001 kg is 1,001 g both ways."""
    return round(size * 1_000, 6)


def shipment_of(number: int, leg: Leg, measured: MeasuredDay, skills: Skills) -> Shipment:
    order = leg.order
    return Shipment(
        pickup=task_of(number, leg.pickup, measured),
        delivery=task_of(number, leg.delivery, measured),
        amount=tuple(ceil(thousandths(size)) for size in (order.kg, order.litres, order.cool_litres)),
        skills=skills.of_leg(leg),
        max_time_on_board_s=COOL_ON_BOARD_S if order.cool_litres else None,
    )


def task_of(number: int, end: End, measured: MeasuredDay) -> Task:
    at_home = end.counter is None
    return Task(
        id=number,
        location=measured.row[end.position],
        setup_s=setup_s(at_home=at_home),
        service_s=service_s(at_home=at_home),
        time_windows=tuple(TimeWindow(*span) for span in end.spans),
    )


def round_of(number: int, route: Route, day: DeliveryDay, legs: Sequence[Leg], measured: MeasuredDay) -> Round:
    """Turn a route into stops along the roads of its vehicle: tasks in a row at one place are one stop."""
    vehicle = day.vehicles[route.vehicle - 1]
    roads = measured.of(vehicle)
    stops: list[Stop] = []
    here = depot = day.depot_of(vehicle).position
    for step in route.steps[1:-1]:
        leg = legs[(step.id or 0) - 1]
        kind = step.kind or TaskKind.PICKUP
        task = PlannedTask(kind, leg.order)
        end = leg.pickup if kind is TaskKind.PICKUP else leg.delivery
        if stops and stops[-1].position == end.position:
            stops[-1] = replace(stops[-1], tasks=[*stops[-1].tasks, task], leaving_s=leaving_s(step))
            continue
        path = roads.path(here, end.position)
        stops.append(Stop(end.position, end.name, step.arrival_s, leaving_s(step), [task], path))
        here = end.position
    ends = [depot, *(stop.position for stop in stops), depot]
    return Round(
        id=f"round-{number}",
        vehicle=vehicle,
        leaving_s=leaving_s(route.steps[0]),
        return_s=route.steps[-1].arrival_s,
        stops=stops,
        way_back=roads.path(here, depot),
        distance_m=route.distance_m,
        energy_wh=None if vehicle.battery_wh is None else sum(roads.energy_wh(*pair) for pair in pairwise(ends)),
    )


def leaving_s(step: Step) -> int:
    return step.arrival_s + step.waiting_s + step.setup_s + step.service_s


def places_of(day: DeliveryDay) -> list[Position]:
    """Every place the day's rounds may visit; the first is where the first vehicle begins."""
    depots = [day.depot_of(vehicle).position for vehicle in day.vehicles] or [day.depot]
    doors = (order.position for order in day.orders if order.calls_at_home)
    return [*dict.fromkeys(depots), *(shop.position for shop in day.shops), *doors]
