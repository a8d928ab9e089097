"""One vehicle's visits that stay first, and what they leave of it; see `routing.solver.rest_of_day`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kernel.errors import BadInputError
from routing.solver.chain import LAST_S
from routing.solver.course import NEVER, Course
from routing.solver.layout import lay_out
from routing.solver.problem import Costs, GivenStep, PauseKind, Problem, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.solution import Reason

__all__ = ["Beginning", "Left"]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a request, and for whom.

    Attributes
    ----------
    index: of the request in the whole problem; None for a mark.
    skipped: steps already done.
    """

    request: Request
    allowed: frozenset[int]
    index: int | None
    skipped: int = 0


@dataclass(frozen=True)
class Beginning:
    """One vehicle's fixed visits."""

    number: int
    vehicle: Vehicle
    problem: Problem
    requests: Sequence[Request]
    visits: tuple[Visit, ...]

    @property
    def where(self) -> str:
        return f"vehicle {self.vehicle.id}, its fixed beginning"

    @cached_property
    def course(self) -> Course:
        """Return the visits without a way home."""
        open_ended = replace(self.vehicle, end=None)
        return Course(open_ended, self.problem.matrices[self.vehicle.profile], self.requests, self.visits)

    @cached_property
    def rests(self) -> frozenset[int | None]:
        """Return the breaks taken in the beginning."""
        return frozenset(step.id for step in self.vehicle.frozen_steps if step.kind is PauseKind.BREAK)

    @cached_property
    def ends_s(self) -> int:
        """Return the earliest end of the last visit's work, or of a rest behind it.

        What is left on board counts as collected for good, so that the beginning is a route of its own.
        """
        alone = replace(
            self.vehicle,
            end=None,
            costs=Costs(),
            breaks=tuple(rest for rest in self.vehicle.breaks if rest.id in self.rests),
        )
        unweighed = replace(self.problem, per_longest_duty_hour=0)  # a short duty may end later
        found = lay_out(unweighed, alone, self._collected_for_good(), self.visits)
        if isinstance(found, Reason):
            raise BadInputError(f"{found.value} forbids it", where=self.where, way_out="Fix fewer visits.")
        last = found.steps[-1]
        return last.arrival_s + last.waiting_s + last.setup_s + last.service_s

    def _collected_for_good(self) -> list[Request]:
        delivered = {visit.request for visit in self.visits if visit.step == 1}
        requests = list(self.requests)
        for index in {visit.request for visit in self.visits}:
            one = requests[index]
            freely = tuple((kind, replace(task, soft_window=None)) for kind, task in one.tasks)
            if len(one.tasks) == 1 or index in delivered:
                requests[index] = replace(one, tasks=freely)
            else:
                requests[index] = replace(one, tasks=freely[:1], to_end=one.carried, carried=())
        return requests

    @cached_property
    def may_end_s(self) -> int:
        """Return the latest end that does not make the beginning longer, as far as is known."""
        piece = self.course.pieces_to[len(self.visits)]
        return self.ends_s if self.rests else max(self.ends_s, piece.latest_s + piece.duration_s)

    @cached_property
    def on_board(self) -> dict[int, int]:
        """Return the requests picked up and not delivered, and the latest end of work at each pickup."""
        hours = TimeWindow(self.course.windows[0][0][0], self.ends_s)
        latest_s = replace(self.course, vehicle=replace(self.course.vehicle, time_window=hours)).latest_s
        done = set(self.visits)
        return {
            visit.request: latest_s[moment] + self.course.works_s[moment]
            for moment, visit in enumerate(self.visits, 1)
            if visit.step == 0 and len(self.requests[visit.request].tasks) > 1 and Visit(visit.request, 1) not in done
        }

    def check(self) -> None:
        """Name the first violation."""
        seen: set[Visit] = set()
        for moment, visit in enumerate(self.visits, 1):
            request = self.requests[visit.request]
            kind, task = request.tasks[visit.step]
            fault = self._fault(moment, visit, request, seen)
            if fault:
                raise BadInputError(f"{kind} {task.id} {fault}", where=self.where, way_out="Fix fewer visits.")
            seen.add(visit)
        _ = self.ends_s  # refuses what else forbids it

    def _fault(self, moment: int, visit: Visit, request: Request, seen: set[Visit]) -> str:
        vehicle, course, spent = self.vehicle, self.course, self.course.totals[moment]
        reloads = vehicle.reload is not None
        limits = (
            (moment, vehicle.max_tasks, "is one task too many"),
            (spent.travel_s, vehicle.max_travel_time_s, "is beyond max_travel_time"),
            (spent.travel_m, vehicle.max_distance_m, "is beyond max_distance"),
            (spent.energy_wh, vehicle.max_energy_wh, "is beyond max_energy_wh"),
        )
        faults = (
            (visit.step == 1 and Visit(visit.request, 0) not in seen, "comes before its pickup"),
            (visit in seen, "is there twice"),
            (not request.skills <= vehicle.skills, "needs skills that the vehicle lacks"),
            (
                not reloads
                and any(load > room for load, room in zip(course.loads[moment], vehicle.capacity, strict=True)),
                "is more than the vehicle carries",
            ),
            (course.free_s[moment] >= NEVER, "cannot be reached within its time windows"),
            (course.spares_s[moment - 1] < 0, "makes the time on board too long"),
            *((limit is not None and figure > limit, text) for figure, limit, text in limits),
        )
        return next((text for is_so, text in faults if is_so), "")

    def rest(self) -> Vehicle:
        """Return the vehicle as it is behind its beginning."""
        vehicle, course, visits = self.vehicle, self.course, self.visits
        taken = [self.requests[visit.request].to_end for visit in visits if vehicle.reload is None]
        spent = course.totals[len(visits)]
        hours_end_s = vehicle.time_window.end_s if vehicle.time_window else LAST_S
        return replace(
            vehicle,
            start=course.places[len(visits)],
            capacity=tuple(room - sum(of[d] for of in taken if of) for d, room in enumerate(vehicle.capacity)),
            costs=replace(vehicle.costs, fixed=0),
            skills=vehicle.skills | {self.own_skill},
            time_window=TimeWindow(self.ends_s, max(self.ends_s, hours_end_s)),
            max_tasks=_less(vehicle.max_tasks, len(visits) - 1),  # its mark is a task
            max_travel_time_s=_less(vehicle.max_travel_time_s, spent.travel_s),
            max_distance_m=_less(vehicle.max_distance_m, spent.travel_m),
            max_energy_wh=_less(vehicle.max_energy_wh, spent.energy_wh),
            breaks=tuple(rest for rest in vehicle.breaks if rest.id not in self.rests),
            frozen=0,
            steps=self._steps_behind(),
        )

    def _steps_behind(self) -> tuple[GivenStep, ...]:
        """Return the given steps that the beginning leaves, behind the mark."""
        done = {
            (kind, task.id) for visit in self.visits for kind, task in [self.requests[visit.request].tasks[visit.step]]
        }
        behind = tuple(step for step in self.vehicle.steps if (step.kind, step.id) not in done)
        return (GivenStep(TaskKind.JOB, self.own_skill), *behind) if behind else ()

    @property
    def own_skill(self) -> int:
        """Return a skill that only this vehicle has, so that no engine takes another for the same."""
        return -1 - self.number

    def mark(self, priority: int) -> Left:
        """Return the task that makes the vehicle go home, and tells how late it may leave for nothing."""
        place = self.course.tasks[-1].location
        task = Task(self.own_skill, place, time_windows=(TimeWindow(self.ends_s, self.may_end_s),))
        request = Request(((TaskKind.JOB, task),), skills=frozenset({self.own_skill}), priority=priority)
        return Left(request, frozenset({self.number}), None)

    def deliveries(self, priority: int) -> Iterator[Left]:
        """List what is left of the requests on board."""
        for index, picked_s in self.on_board.items():
            request = self.requests[index]
            kind, task = request.tasks[1]
            if request.max_time_on_board_s is not None:
                task = _not_after(task, picked_s + request.max_time_on_board_s - task.setup_by_s(self.vehicle.type))
            left = Request(
                ((kind, task),),
                from_start=request.carried,
                skills=request.skills | {self.own_skill},
                priority=priority,
            )
            yield Left(left, frozenset({self.number}), index, skipped=1)


def _less(limit: int | None, spent: int) -> int | None:
    return None if limit is None else limit - spent


def _not_after(task: Task, moment_s: int) -> Task:
    """Close a task's windows at a moment; the last one never closes before it opens."""
    windows = task.time_windows or (TimeWindow(0, LAST_S),)
    kept = [window for window in windows if window.start_s <= moment_s] or windows[:1]
    last = kept[-1]
    closed = TimeWindow(last.start_s, max(last.start_s, min(last.end_s, moment_s)))
    return replace(task, time_windows=(*kept[:-1], closed))
