"""Jobs and shipments said in one way: requests of one visit or two, all served or all left."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.solver.problem import Amount, Job, Problem, Shipment, Task, TaskKind

__all__ = ["Request", "Visit", "requests_of", "visits_of"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is served wholly by one vehicle, or not at all.

    Attributes
    ----------
    tasks: a job's one task, or a shipment's pickup and then its delivery.
    from_start: what is on board from the start of the route until the job.
    to_end: what is on board from the job until the end of the route.
    carried: what is on board between pickup and delivery.
    """

    tasks: tuple[tuple[TaskKind, Task], ...]
    from_start: Amount = ()
    to_end: Amount = ()
    carried: Amount = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    max_time_on_board_s: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One task of one request, as it stands in a route.

    Attributes
    ----------
    request: index in what `requests_of` answers.
    step: 0 for a job or a pickup, 1 for a delivery.
    """

    request: int
    step: int


def requests_of(problem: Problem) -> tuple[Request, ...]:
    """List the problem's jobs, then its shipments, in their own order."""
    return (*map(_of_job, problem.jobs), *map(_of_shipment, problem.shipments))


def visits_of(requests: Sequence[Request]) -> list[Visit]:
    """List every task of every request; a pickup comes just before its delivery."""
    return [Visit(index, step) for index, request in enumerate(requests) for step in range(len(request.tasks))]


def _of_job(job: Job) -> Request:
    return Request(
        tasks=((TaskKind.JOB, job.task),),
        from_start=job.delivery,
        to_end=job.pickup,
        skills=job.skills,
        priority=job.priority,
    )


def _of_shipment(shipment: Shipment) -> Request:
    return Request(
        tasks=((TaskKind.PICKUP, shipment.pickup), (TaskKind.DELIVERY, shipment.delivery)),
        carried=shipment.amount,
        skills=shipment.skills,
        priority=shipment.priority,
        max_time_on_board_s=shipment.max_time_on_board_s,
    )
