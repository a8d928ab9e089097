"""Refuse given steps that name what is not there, or that no route can begin with."""

from kernel.errors import BadInputError
from routing.solver.problem import EndKind, GivenStep, PauseKind, Problem, TaskKind, Vehicle
from routing.solver.requests import Request, requests_of
from routing.solver.rests import breaks_in_order

__all__ = ["check_given_steps"]

Key = tuple[TaskKind, int]


def check_given_steps(problem: Problem) -> None:
    """Check the steps of every vehicle.

    Raises
    ------
    BadInputError
        Unknown or repeated tasks and breaks, a skill that is lacking, a delivery without its pickup before it,
        ends out of place, fewer steps than are frozen.
    """
    given: dict[Key, str] = {}
    known: dict[Key, Request] = {}
    if any(vehicle.steps for vehicle in problem.vehicles):
        known = {(kind, task.id): one for one in requests_of(problem) for kind, task in one.tasks}
    for vehicle in problem.vehicles:
        _check_ends(vehicle)
        _check_breaks(vehicle)
        picked: set[int] = set()
        for number, step in enumerate(vehicle.steps):
            if isinstance(step.kind, TaskKind) and step.id is not None:
                where = _where(vehicle, number)
                _check_task(where, step, vehicle, known.get((step.kind, step.id)))
                if (step.kind, step.id) in given:
                    raise BadInputError(f"{step.kind} {step.id} is given by {given[step.kind, step.id]}", where=where)
                given[step.kind, step.id] = where
                _check_order(where, step, picked, known[step.kind, step.id])
        if len(vehicle.frozen_steps) < vehicle.frozen:
            raise BadInputError(
                f"{vehicle.frozen} steps are frozen, and only {len(vehicle.frozen_steps)} tasks and breaks are given",
                where=f"vehicle {vehicle.id}",
            )


def _where(vehicle: Vehicle, number: int) -> str:
    return f"vehicle {vehicle.id}, steps[{number}]"


def _check_ends(vehicle: Vehicle) -> None:
    for number, step in enumerate(vehicle.steps):
        if step.kind is EndKind.START and number:
            raise BadInputError("a route starts once, at its beginning", where=_where(vehicle, number))
        if step.kind is EndKind.END and number < len(vehicle.steps) - 1:
            raise BadInputError("a route ends once, at its end", where=_where(vehicle, number))
        if step.kind is PauseKind.RELOAD and vehicle.reload is None:
            raise BadInputError("the vehicle has no place to reload", where=_where(vehicle, number))


def _check_breaks(vehicle: Vehicle) -> None:
    """Hold given breaks to those that there are, and frozen ones to the order in which they are taken."""
    order = [rest.id for rest in breaks_in_order(vehicle)]
    seen: set[int | None] = set()
    for number, step in enumerate(vehicle.steps):
        if step.kind is PauseKind.BREAK:
            if step.id not in order:
                raise BadInputError(f"the vehicle has no break {step.id}", where=_where(vehicle, number))
            if step.id in seen:
                raise BadInputError(f"break {step.id} is given twice", where=_where(vehicle, number))
            seen.add(step.id)
    frozen = [step.id for step in vehicle.frozen_steps if step.kind is PauseKind.BREAK]
    early = next((one for one, due in zip(frozen, order, strict=False) if one != due), None)
    if early is not None:
        raise BadInputError(
            f"break {early} is frozen before another that is taken first",
            where=f"vehicle {vehicle.id}",
            way_out="Breaks are taken by their first opening, then by their last closing.",
        )


def _check_task(where: str, step: GivenStep, vehicle: Vehicle, request: Request | None) -> None:
    if request is None:
        raise BadInputError(f"there is no {step.kind} {step.id}", where=where)
    missing = request.skills - vehicle.skills
    if missing:
        raise BadInputError(f"the vehicle lacks skill {min(missing)} for {step.kind} {step.id}", where=where)


def _check_order(where: str, step: GivenStep, picked: set[int], request: Request) -> None:
    if step.kind is TaskKind.PICKUP:
        picked.add(id(request))
    if step.kind is TaskKind.DELIVERY and id(request) not in picked:
        raise BadInputError(
            f"delivery {step.id} comes without its pickup, {request.tasks[0][1].id}, before it", where=where
        )
