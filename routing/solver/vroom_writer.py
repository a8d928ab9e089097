"""Solution → VROOM's JSON; what VROOM has no field for stands under "dorpsronde"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.position import Position
from routing.solver.problem import PauseKind, Problem, Task, TaskKind, Vehicle
from routing.solver.requests import Request, requests_of
from routing.solver.solution import Phase, Route, Solution, Step, Unassigned
from routing.solver.vroom_problem_writer import write_problem
from routing.solver.vroom_saying import Json, coordinates, said

__all__ = ["write_problem", "write_solution"]

Key = tuple[TaskKind, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a problem knows of its tasks.

    Attributes
    ----------
    dimensions: of capacities and amounts; 0 where it has neither.
    """

    tasks: Mapping[Key, tuple[Task, Request]]
    metres: bool
    dimensions: int


def write_solution(
    problem: Problem,
    solution: Solution,
    computing_times_ms: Mapping[str, int] | None = None,
    geometries: Mapping[int, str] | None = None,
) -> Json:
    """Say a solution as VROOM does.

    Metres are left out where the problem brought none, and what is delivered and picked up where it has neither
    capacities nor amounts. As in VROOM, a shipment's priority counts at its pickup and at its delivery.

    Parameters
    ----------
    computing_times_ms: of loading, solving and routing, where they were measured.
    geometries: of the routes, by the vehicle's id, where they are asked for.
    """
    known = _known(problem)
    drawn = geometries or {}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    routes = [_route(route, vehicles[route.vehicle], known, drawn.get(route.vehicle)) for route in solution.routes]
    amounts = ("delivery", "pickup") if known.dimensions else ()
    summed = ("setup", "service", "duration", "waiting_time", "priority", *(["distance"] if known.metres else []))
    summary: Json = {
        "routes": len(routes),
        "unassigned": len(solution.unassigned),
        "cost": solution.cost,
        **{name: _sum((route[name] for route in routes), known.dimensions) for name in amounts},
        **{name: sum(route[name] for route in routes) for name in summed},
        "violations": [],
        "computing_times": {"loading": 0, "solving": 0, "routing": 0, **(computing_times_ms or {})},
        "dorpsronde": {
            "duty": solution.duty_s,
            "balance_cost": solution.balance_cost,
            "proven": solution.proven,
            "phases": [_phase(phase) for phase in solution.phases],
        },
    }
    unassigned = [_unassigned(one, known.tasks[one.kind, one.id][0]) for one in solution.unassigned]
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


def _known(problem: Problem) -> _Known:
    requests = requests_of(problem)
    tasks = {(kind, task.id): (task, one) for one in requests for kind, task in one.tasks}
    amounts = [amount for one in requests for amount in (one.from_start, one.to_end, one.carried)]
    dimensions = max(map(len, [*amounts, *(vehicle.capacity for vehicle in problem.vehicles)]), default=0)
    return _Known(tasks, problem.with_metres, dimensions)


def _route(route: Route, vehicle: Vehicle, known: _Known, geometry: str | None) -> Json:
    done = [
        (step.kind, known.tasks[step.kind, step.id][1])
        for step in route.steps
        if step.kind is not None and step.id is not None
    ]
    entry: Json = {
        "vehicle": vehicle.id,
        "description": vehicle.description or None,
        "cost": route.cost,
        **_amounts(done, known.dimensions),
        "setup": sum(step.setup_s for step in route.steps),
        "service": sum(step.service_s for step in route.steps),
        "duration": route.duration_s,
        "waiting_time": sum(step.waiting_s for step in route.steps),
        "priority": sum(one.priority for _, one in done),
        "distance": route.distance_m if known.metres else None,
        "geometry": geometry,
        "steps": list(_steps(route.steps, vehicle, known)),
        "violations": [],
        "dorpsronde": said({"duty": route.duty_s, "left": route.left_s or None}),
    }
    return said(entry)


def _amounts(done: Sequence[tuple[TaskKind, Request]], dimensions: int) -> Json:
    """Add up what a route brings and takes; a shipment is picked up and delivered."""
    if not dimensions:
        return {}
    brought = [one.carried if kind is TaskKind.DELIVERY else one.from_start for kind, one in done]
    taken = [one.carried if kind is TaskKind.PICKUP else one.to_end for kind, one in done]
    return {"delivery": _sum(brought, dimensions), "pickup": _sum(taken, dimensions)}


def _sum(amounts: Iterable[Sequence[int]], dimensions: int) -> list[int]:
    some = [amount for amount in amounts if amount]
    return [sum(amount[d] for amount in some) for d in range(dimensions)]


def _steps(steps: Iterable[Step], vehicle: Vehicle, known: _Known) -> Iterable[Json]:
    rests = {rest.id: rest for rest in vehicle.breaks}
    for number, step in enumerate(steps):
        if step.pause is PauseKind.BREAK and step.id is not None:
            what: Json = {"type": "break", "id": step.id, "description": rests[step.id].description or None}
        elif step.pause is PauseKind.RELOAD:
            what = {"type": "reload", **_place(vehicle.reload and vehicle.reload.position, step)}
        elif step.kind is None or step.id is None:
            begins = number == 0 and vehicle.start is not None
            position = vehicle.start_position if begins else vehicle.end_position
            what = {"type": "start" if begins else "end", **_place(position, step)}
        else:
            task, _ = known.tasks[step.kind, step.id]
            named: Json = {"type": step.kind.value, "id": step.id, "description": task.description or None}
            what = {**named, **_place(task.position, step)}
        yield said(
            {
                **what,
                "arrival": step.arrival_s,
                "duration": step.duration_s,
                "setup": step.setup_s,
                "service": step.service_s,
                "waiting_time": step.waiting_s,
                "distance": step.distance_m if known.metres else None,
                "load": [*step.load, *[0] * (known.dimensions - len(step.load))],
                "violations": [],
            }
        )


def _place(position: Position | None, step: Step) -> Json:
    return {"location": coordinates(position), "location_index": step.location}


def _phase(phase: Phase) -> Json:
    return {"name": phase.name, "tool": phase.tool, "seconds": round(phase.seconds, 3), "cost": phase.cost}


def _unassigned(one: Unassigned, task: Task) -> Json:
    return said(
        {
            "id": one.id,
            "type": one.kind.value,
            "description": task.description or None,
            "location": coordinates(task.position),
            "location_index": one.location,
            "dorpsronde": {"reason": one.reason.value},
        }
    )
