"""A plan is handed over with what is new in its problem; one bike, and jobs along a street, 100 s apart."""

from dataclasses import replace
from typing import Any

from routing.solver.checker import check
from routing.solver.incoming import insert_new
from routing.solver.problem import Job, Problem, Shipment, Task, Vehicle
from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.solution import Reason, Solution, Unassigned
from routing.solver.vroom_insertion import read_handed, write_inserted
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.solving import line

BIKE = Vehicle(7, start=0, end=0, capacity=(2,))


def plan_of(running: Running, *, without: int = -1) -> dict[str, Any]:
    """Write a plan; what it leaves out beside the new request is unassigned."""
    routes = tuple(route for route in running.routes if route)
    unassigned = tuple(
        Unassigned(kind, task.id, task.location, Reason.NO_ROOM_LEFT)
        for index, request in enumerate(running.given)
        if index not in running.served | {without}
        for kind, task in request.tasks
    )
    return write_solution(running.problem, Solution(routes, unassigned, sum(route.cost for route in routes)))


def moments(plan: dict[str, Any]) -> dict[tuple[str, int], int]:
    """List when each task begins."""
    steps = (step for route in plan["routes"] for step in route["steps"])
    return {
        (step["type"], step["id"]): step["arrival"] + step["waiting_time"]
        for step in steps
        if step["type"] in ("job", "pickup", "delivery")
    }


def done(plan: dict[str, Any], now_s: int) -> dict[tuple[str, int], int]:
    """List when each task begins whose beginning is over."""
    return {key: at_s for key, at_s in moments(plan).items() if at_s < now_s}


def answered(problem: Problem, plan: object, *, now_s: int = 0, begun: dict[int, int] | None = None) -> dict[str, Any]:
    """Hand a plan over, as documents go."""
    told, new = read_handed(problem, plan)
    answer = write_inserted(problem, insert_new(problem, told, new, now_s=now_s, begun=begun))
    assert check(write_problem(problem), answer) == []
    return answer


def job(number: int, place: int, **more: Any) -> Job:
    return Job(Task(number, place, **more), delivery=(1,))


def day(*jobs: Job, bikes: tuple[Vehicle, ...] = (BIKE,), shipments: tuple[Shipment, ...] = ()) -> Problem:
    return Problem(bikes, {"car": line(0, 100, 200, 300)}, jobs, shipments)


def solved(problem: Problem) -> dict[str, Any]:
    """Let the first vehicle serve all jobs as they stand."""
    orders = [tuple(Visit(index, 0) for index in range(len(problem.jobs))), *[()] * (len(problem.vehicles) - 1)]
    return plan_of(Running(problem, orders))


def added(problem: Problem, plan: dict[str, Any], *jobs: Job, **asked: Any) -> dict[str, Any]:
    """Let jobs come in."""
    more = replace(problem, jobs=(*problem.jobs, *jobs))
    return answered(more, plan, **asked)
