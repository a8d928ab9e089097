"""A reason in plain words, with the numbers that a person needs to mend it; English and Dutch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from routing.solver.chain import LAST_S
from routing.solver.problem import Costs, Problem, Task, TaskKind, Vehicle
from routing.solver.reasons import closest_vehicles, lay_out_alone
from routing.solver.requests import Request, requests_of
from routing.solver.solution import Reason, Route, Step
from routing.solver.travel import Ways

__all__ = ["Clock", "Dimension", "Language", "explain", "time_of_day"]

Language = Literal["en", "nl"]
Clock = Callable[[int], str]
"""Says a moment of the problem's clock as people do."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """How a caller calls one dimension of its amounts.

    Attributes
    ----------
    too_much: by language, what stands before "than any vehicle carries": "heavier", "zwaarder".
    unit: shown behind numbers.
    per_unit: how many of the problem's whole numbers make one unit.
    """

    too_much: Mapping[Language, str]
    unit: str = ""
    per_unit: int = 1

    def show(self, amount: int) -> str:
        return f"{amount / self.per_unit:g} {self.unit}".rstrip()


PLAIN = Dimension({"en": "more", "nl": "meer"})
TEXTS: Mapping[str, Mapping[Language, str]] = {
    "no vehicle": {"en": "there is no vehicle", "nl": "er is geen voertuig"},
    "skills": {
        "en": "needs what no vehicle has: {needs}",
        "nl": "heeft nodig wat geen voertuig heeft: {needs}",
    },
    "capacity": {
        "en": "{more} than any vehicle carries: {amount}, the largest takes {room}",
        "nl": "{more} dan enig voertuig draagt: {amount}, het grootste kan {room} mee",
    },
    "together": {
        "en": "no one vehicle carries {amounts} together",
        "nl": "geen enkel voertuig draagt {amounts} samen",
    },
    "late": {
        "en": "no vehicle can be at the {task} before {arrival}, and it closes at {closes}",
        "nl": "geen voertuig kan voor {arrival} bij {task} zijn, en daar kan het tot {closes}",
    },
    "hours": {
        "en": "no vehicle is back in time: at {back} at the earliest, and its hours end at {closes}",
        "nl": "geen voertuig is op tijd terug: op zijn vroegst om {back}, en de dienst eindigt om {closes}",
    },
    "board": {
        "en": "it would be on board for {minutes} minutes at least, at most {most} are allowed",
        "nl": "het zou minstens {minutes} minuten aan boord zijn, hoogstens {most} mag",
    },
    "max_tasks": {
        "en": "needs {figure} tasks in one round, at most {limit} are allowed",
        "nl": "vraagt {figure} taken in één ronde, hoogstens {limit} mag",
    },
    "max_travel_time": {
        "en": "needs {figure} minutes of travel, at most {limit} are allowed",
        "nl": "vraagt {figure} minuten rijden, hoogstens {limit} mag",
    },
    "max_distance": {
        "en": "needs {figure} km, at most {limit} are allowed",
        "nl": "vraagt {figure} km, hoogstens {limit} mag",
    },
    "loading": {
        "en": "it could only be unloaded from behind something else",
        "nl": "het kan alleen van achter iets anders worden uitgeladen",
    },
    "breaks": {
        "en": "their breaks leave no vehicle time for it",
        "nl": "de pauzes laten geen voertuig er tijd voor",
    },
    "energy": {
        "en": "needs {figure} Wh, at most {limit} are there",
        "nl": "vraagt {figure} Wh, hoogstens {limit} is er",
    },
    "frozen": {
        "en": "it does not fit behind what is already fixed",
        "nl": "het past niet achter wat al vaststaat",
    },
    "no room": {
        "en": "no room was found for it beside the other orders",
        "nl": "er is naast de andere bestellingen geen plaats voor gevonden",
    },
}
TASKS: Mapping[TaskKind, Mapping[Language, str]] = {
    TaskKind.JOB: {"en": "stop", "nl": "de halte"},
    TaskKind.PICKUP: {"en": "pickup", "nl": "het ophaaladres"},
    TaskKind.DELIVERY: {"en": "delivery", "nl": "het bezorgadres"},
}


def time_of_day(moment_s: int) -> str:
    """Say seconds since midnight as 9:05; rounds up to a minute."""
    minutes = -(-moment_s // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def explain(
    problem: Problem,
    kind: TaskKind,
    task: int,
    reason: Reason,
    *,
    language: Language = "en",
    dimensions: Sequence[Dimension] = (),
    skills: Mapping[int, str] | None = None,
    clock: Clock = time_of_day,
) -> str:
    """Say why a task is unassigned, in one clause without a full stop.

    Parameters
    ----------
    kind, task, reason: of the `Unassigned`.
    dimensions: how the caller calls its amounts, one entry a dimension.
    skills: how the caller calls its skills.
    """
    request = next(one for one in requests_of(problem) if any(its == kind and of.id == task for its, of in one.tasks))
    vehicles = closest_vehicles(problem, request, reason)
    case = _Case(problem, request, vehicles, language, dimensions, skills or {}, clock)
    return {
        Reason.NO_VEHICLE: lambda: case.say("no vehicle"),
        Reason.SKILLS: case.skills_text,
        Reason.CAPACITY: case.capacity_text,
        Reason.TIME_WINDOW: case.time_window_text,
        Reason.TIME_ON_BOARD: case.time_on_board_text,
        Reason.LIMITS: case.limits_text,
        Reason.ENERGY: case.energy_text,
        Reason.LOADING: lambda: case.say("loading"),
        Reason.BREAKS: lambda: case.say("breaks"),
        Reason.FROZEN: lambda: case.say("frozen"),
        Reason.NO_ROOM_LEFT: lambda: case.say("no room"),
    }[reason]()


@dataclass(frozen=True, slots=True)
class _Late:
    """A moment that comes too late; `kind` is None for the final return."""

    kind: TaskKind | None
    at_s: int
    closes_s: int


@dataclass(frozen=True, slots=True)
class _Case:
    """One request that no vehicle takes, and the vehicles that come closest to taking it."""

    problem: Problem
    request: Request
    vehicles: Sequence[Vehicle]
    language: Language
    dimensions: Sequence[Dimension]
    skills: Mapping[int, str]
    clock: Clock

    def say(self, text: str, **figures: object) -> str:
        return TEXTS[text][self.language].format(**figures)

    def skills_text(self) -> str:
        missing = min((self.request.skills - vehicle.skills for vehicle in self.vehicles), key=len)
        return self.say("skills", needs=", ".join(self.skills.get(skill, str(skill)) for skill in sorted(missing)))

    def capacity_text(self) -> str:
        given = [amount for amount in (self.request.from_start, self.request.to_end, self.request.carried) if amount]
        amounts = [max(entries) for entries in zip(*given, strict=True)]
        names = [*self.dimensions, *([PLAIN] * len(amounts))][: len(amounts)]
        for d, (amount, name) in enumerate(zip(amounts, names, strict=True)):
            room = max(vehicle.capacity[d] for vehicle in self.vehicles)
            if amount > room:
                more = name.too_much[self.language]
                return self.say("capacity", more=more, amount=name.show(amount), room=name.show(room))
        return self.say("together", amounts=", ".join(map(Dimension.show, names, amounts)))

    def time_window_text(self) -> str:
        late = min(map(self._lateness, self.vehicles), key=lambda late: late.at_s - late.closes_s)
        at, closes = self.clock(late.at_s), self.clock(late.closes_s)
        if late.kind is None:
            return self.say("hours", back=at, closes=closes)
        return self.say("late", task=TASKS[late.kind][self.language], arrival=at, closes=closes)

    def time_on_board_text(self) -> str:
        least_s = min(map(self._least_on_board, self.vehicles))
        return self.say("board", minutes=-(-least_s // 60), most=(self.request.max_time_on_board_s or 0) // 60)

    def limits_text(self) -> str:
        over = min(self._over_limits(), key=lambda one: one[1] - one[2], default=None)
        if over is None:
            return self.say("no room")
        name, figure, limit = over
        return self.say(name, figure=_shown(name, figure, up=True), limit=_shown(name, limit, up=False))

    def energy_text(self) -> str:
        needed, limit = min(map(self._energy, self.vehicles), key=lambda pair: pair[0] - pair[1])
        return self.say("energy", figure=needed, limit=limit)

    def _energy(self, vehicle: Vehicle) -> tuple[int, int]:
        """Return what the request alone takes, and what there is."""
        ways = Ways(self.problem.matrices[vehicle.profile], vehicle)
        places = [step.location for step in self._freely(vehicle, self.request).steps]
        needed_wh = sum(ways.between(*way).energy_wh for way in pairwise(places))
        return needed_wh, vehicle.max_energy_wh or 0

    def _lateness(self, vehicle: Vehicle) -> _Late:
        """Find the first moment that comes too late, the vehicle's hours having no end."""
        hours = vehicle.time_window
        free = replace(vehicle, time_window=hours and replace(hours, end_s=LAST_S))
        for served, (kind, task) in enumerate(self.request.tasks):
            unbound = replace(task, time_windows=(), latest_finish_s=None)
            upon_arrival = (*self.request.tasks[:served], (kind, unbound))
            last = self._freely(replace(free, end=None), replace(self.request, tasks=upon_arrival)).steps[-1]
            at_s, closes_s = _arrival_and_close(task, last)
            if at_s > closes_s:
                return _Late(kind, at_s, closes_s)
        last = self._freely(free, self.request).steps[-1]
        back_s = last.arrival_s + last.waiting_s + last.setup_s + last.service_s
        return _Late(None, back_s, hours.end_s if hours else LAST_S)

    def _least_on_board(self, vehicle: Vehicle) -> int:
        """Halve until the least limit that would let the request in is found."""
        low, high = self.request.max_time_on_board_s or 0, LAST_S
        while high - low > 1:
            middle = (low + high) // 2
            request = replace(self.request, max_time_on_board_s=middle)
            if lay_out_alone(self.problem, vehicle, request) is Reason.TIME_ON_BOARD:
                low = middle
            else:
                high = middle
        return high

    def _over_limits(self) -> Iterator[tuple[str, int, int]]:
        for vehicle in self.vehicles:  # rests stay: where there are reloads too, they may ask for longer ways
            route = lay_out_alone(self.problem, _unlimited(vehicle), self.request)
            if not isinstance(route, Route):
                continue
            figures = (
                ("max_tasks", len(self.request.tasks), vehicle.max_tasks),
                ("max_travel_time", route.duration_s, vehicle.max_travel_time_s),
                ("max_distance", route.distance_m, vehicle.max_distance_m),
            )
            yield from (
                (name, figure, limit) for name, figure, limit in figures if limit is not None and figure > limit
            )

    def _freely(self, vehicle: Vehicle, request: Request) -> Route:
        """Lay a request out alone, as early as can be, without breaks, wishes or limits."""
        free = replace(_unlimited(vehicle), breaks=())
        tasks = tuple((kind, replace(task, soft_window=None)) for kind, task in request.tasks)
        route = lay_out_alone(self.problem, free, replace(request, tasks=tasks, max_time_on_board_s=None))
        if not isinstance(route, Route):
            raise TypeError(f"{route} should not forbid it: an earlier reason would have been given")
        return route


def _unlimited(vehicle: Vehicle) -> Vehicle:
    """Free a vehicle of its limits; of its ways it takes the quickest."""
    return replace(
        vehicle, max_tasks=None, max_travel_time_s=None, max_distance_m=None, max_energy_wh=None, costs=Costs()
    )


def _arrival_and_close(task: Task, alone: Step) -> tuple[int, int]:
    """Return when a vehicle can begin at a task and until when it may; the task is as `alone` when nothing binds it."""
    last_s = LAST_S if task.latest_finish_s is None else task.latest_finish_s - alone.setup_s - alone.service_s
    if not task.time_windows:
        return alone.arrival_s, last_s
    open_in_time = [window for window in task.time_windows if window.start_s <= last_s]
    if not open_in_time:
        return max(alone.arrival_s, task.time_windows[0].start_s), last_s
    return alone.arrival_s, min(open_in_time[-1].end_s, last_s)


def _shown(name: str, figure: int, *, up: bool) -> str:
    match name:
        case "max_distance":
            return f"{figure / 1000:g}"
        case "max_travel_time":
            return str(-(-figure // 60) if up else figure // 60)
        case _:
            return str(figure)
