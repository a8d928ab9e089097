"""A plan in VROOM's JSON, as `vroom_writer` says it → the routes that were told, and what they leave out.

Where things are, and what a route costs exactly, follows from the problem: rows of its matrices may have other numbers
than when the plan was made. What else a plan says is for people, and not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from kernel.errors import BadInputError
from routing.solver.cost import PER_S, exact_cost
from routing.solver.incoming import Told
from routing.solver.json_reading import Fields, read_list, read_text, read_whole
from routing.solver.problem import EndKind, PauseKind, Problem, Task, TaskKind, Vehicle
from routing.solver.requests import requests_of
from routing.solver.solution import Reason, Route, Step, Unassigned
from routing.solver.vroom_values import read_amount

__all__ = ["read_begun", "read_told"]

Word = TypeVar("Word", bound=StrEnum)
Key = tuple[TaskKind, int]
NOWHERE = -1
"""Where a step is said to be until its place is looked up."""


def read_told(document: object, problem: Problem) -> Told:
    """Read a parsed plan. Whether it holds is for the checker to say.

    Raises
    ------
    BadInputError
        Names the field at fault: "routes[2].steps[0].arrival: …".
    """
    fields = Fields(document, "")
    if fields.take("code", read_whole, 0):
        raise BadInputError("is that of an error, and of no plan", where="code")
    known = _Known.of(problem)
    routes = fields.take("routes", lambda value, its: read_list(value, its, known.route))
    unassigned = fields.take("unassigned", lambda value, its: read_list(value, its, known.unassigned))
    by_vehicle = {route.vehicle: route for route in routes}
    ours = fields.under("dorpsronde")
    return Told(
        routes=tuple(by_vehicle.get(vehicle.id) for vehicle in problem.vehicles),
        unassigned=tuple(unassigned),
        now_s=ours.take("now", read_whole, 0),
        late=frozenset(ours.take("late", lambda value, its: read_list(value, its, read_whole), [])),
        begun=ours.take("begun", read_begun, {}),
    )


def read_begun(value: object, where: str) -> dict[int, int]:
    """Read how many visits vehicles have begun, by their ids as texts."""
    found: dict[int, int] = {}
    for name, visits in Fields(value, where).entries.items():
        if not (name.isascii() and name.isdecimal() and len(name) < 20 and str(int(name)) == name):
            raise BadInputError("is to say by a vehicle's id how many visits it has begun", where=where)
        found[int(name)] = read_whole(visits, where)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What the problem has, and what of it has been read.

    Attributes
    ----------
    used: vehicles with a route.
    named: tasks in a route, or unassigned.
    """

    problem: Problem
    vehicles: Mapping[int, Vehicle]
    tasks: Mapping[Key, Task]
    used: set[int]
    named: set[Key]

    @classmethod
    def of(cls, problem: Problem) -> "_Known":
        tasks = {(kind, task.id): task for one in requests_of(problem) for kind, task in one.tasks}
        return cls(problem, {vehicle.id: vehicle for vehicle in problem.vehicles}, tasks, set(), set())

    def route(self, value: object, where: str) -> Route:
        """Read one entry of "routes"."""
        fields = Fields(value, where)
        number = fields.take("vehicle", read_whole)
        vehicle = self.vehicles.get(number)
        if vehicle is None or number in self.used:
            what = (
                f"the problem has no vehicle {number}" if vehicle is None else f"vehicle {number} has a route already"
            )
            raise BadInputError(what, where=f"{where}.vehicle")
        self.used.add(number)
        steps = fields.take("steps", lambda steps, its: read_list(steps, its, self.step))
        visits = sum(step.kind is not None for step in steps)
        if not visits:
            raise BadInputError("has no task", where=f"{where}.steps", way_out="Leave the route out.")
        if len(steps) > 2 * visits + len(vehicle.breaks) + 3:  # it loads before each and after the last, at most
            raise BadInputError(f"has {len(steps)} steps for {visits} tasks", where=f"{where}.steps")
        placed = tuple(_with_places(steps, vehicle))
        return Route(
            vehicle=number,
            steps=placed,
            distance_m=steps[-1].distance_m,
            duration_s=steps[-1].duration_s,
            duty_s=_end_s(steps[-1]) - steps[0].arrival_s,
            cost=fields.take("cost", read_whole),
            exact_cost=self.exact_cost(vehicle, placed),
            left_s=_left_s(fields.under("dorpsronde"), steps),
        )

    def step(self, value: object, where: str) -> Step:
        """Read one entry of "steps"."""
        fields = Fields(value, where)
        name = fields.take("type", read_text)
        kind, pause = _word(TaskKind, name), _word(PauseKind, name)
        if not any((kind, pause, _word(EndKind, name))):
            raise BadInputError("is no type of step", where=f"{where}.type")
        named = kind is not None or pause is PauseKind.BREAK
        number = fields.take("id", read_whole) if named else None
        return Step(
            kind=kind,
            id=number,
            location=NOWHERE if kind is None or number is None else self.place_of((kind, number), where),
            arrival_s=fields.take("arrival", read_whole),
            waiting_s=fields.take("waiting_time", read_whole),
            setup_s=fields.take("setup", read_whole),
            service_s=fields.take("service", read_whole),
            load=fields.take("load", read_amount),
            distance_m=fields.take("distance", read_whole, 0),
            duration_s=fields.take("duration", read_whole),
            pause=pause,
        )

    def unassigned(self, value: object, where: str) -> Unassigned:
        """Read one entry of "unassigned"."""
        fields = Fields(value, where)
        kind = _word(TaskKind, fields.take("type", read_text))
        if kind is None:
            raise BadInputError("is no type of task", where=f"{where}.type")
        number = fields.take("id", read_whole)
        reason = _word(Reason, fields.under("dorpsronde").take("reason", read_text))
        if reason is None:
            raise BadInputError("is no reason that is known here", where=f"{where}.dorpsronde.reason")
        return Unassigned(kind, number, self.place_of((kind, number), where), reason)

    def place_of(self, key: Key, where: str) -> int:
        """Look a task's place up, and note that the plan has named it."""
        if key not in self.tasks or key in self.named:
            kind, number = key
            what = f"{kind} {number} stands here again" if key in self.named else f"the problem has no {kind} {number}"
            raise BadInputError(
                what, where=where, way_out="The problem is to hold all orders of the plan, and what is new."
            )
        self.named.add(key)
        return self.tasks[key].location

    def exact_cost(self, vehicle: Vehicle, steps: Sequence[Step]) -> int:
        """Price a route that holds, from its figures; broken wishes are paid by the hour."""
        work_s, wished, way_costs = 0, 0, 0
        costs = self.problem.matrices[vehicle.profile].costs
        for step in steps:
            if step.kind is not None and step.id is not None:
                work_s += step.setup_s + step.service_s
                wished += _wished(self.tasks[step.kind, step.id], step.arrival_s + step.waiting_s)
        if costs is not None:
            stops = [step.location for step in steps if step.pause is not PauseKind.BREAK]
            way_costs = sum(int(costs[way]) for way in pairwise(stops))
        return wished + exact_cost(
            vehicle.costs,
            distance_m=steps[-1].distance_m,
            duration_s=steps[-1].duration_s,
            duty_s=_end_s(steps[-1]) - steps[0].arrival_s,
            work_s=work_s,
            way_costs=None if costs is None else way_costs,
        )


def _wished(task: Task, begin_s: int) -> int:
    """Price a soft window that is broken, in 18,000ths of a cost unit."""
    wish = task.soft_window
    return 0 if wish is None else PER_S * wish.cost_per_hour * max(wish.start_s - begin_s, begin_s - wish.end_s, 0)


def _left_s(ours: Fields, steps: list[Step]) -> int:
    """Read until when the vehicle stayed where it was; all that ends later begins later, too."""
    left_s = ours.take("left", read_whole, 0)
    stops = [step for step in steps if step.pause is not PauseKind.BREAK]
    at = next((at for at, step in enumerate(stops) if _end_s(step) >= left_s), 0)
    way_s = stops[at].duration_s - stops[at - 1].duration_s
    if left_s and (not at or stops[at].arrival_s + stops[at].waiting_s < left_s + way_s):
        raise BadInputError(f"{left_s} is while the vehicle works or drives, or is home", where=ours.path("left"))
    return left_s


def _end_s(step: Step) -> int:
    return step.arrival_s + step.waiting_s + step.setup_s + step.service_s


def _with_places(steps: list[Step], vehicle: Vehicle) -> Iterator[Step]:
    """Put ends, reloads and breaks where they are: a break at the place behind it, or at the first one."""
    ends = {0: vehicle.start, len(steps) - 1: vehicle.end}
    placed = [
        replace(step, location=vehicle.reload.location)
        if step.pause is PauseKind.RELOAD and vehicle.reload is not None
        else replace(step, location=place)
        if step.kind is step.pause is None and (place := ends.get(number)) is not None
        else step
        for number, step in enumerate(steps)
    ]
    place = next(step.location for step in placed if step.location != NOWHERE)
    for step in placed:
        place = place if step.location == NOWHERE else step.location
        yield replace(step, location=place)


def _word(words: type[Word], text: str) -> Word | None:
    return next((word for word in words if word.value == text), None)
