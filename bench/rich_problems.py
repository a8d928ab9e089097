"""Random problems that use every field of VROOM's JSON: small towns, several kinds of vehicles, too much to do.

Each kind of constraint is drawn for the problem first and for its tasks and vehicles then, so that problems differ
in what binds them. VROOM's own rules for a problem hold: every vehicle has a start or an end, capacity is given for
all or for none, breaks can be taken, a matrix of costs goes without prices per hour and kilometre.
"""

import math
import random
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from routing.solver.layout import lay_out
from routing.solver.requests import Visit, requests_of
from routing.solver.solution import Route
from routing.solver.vroom_reader import read_problem

__all__ = ["LARGEST", "PROFILES", "SMALLEST", "rich_problem"]

Json = dict[str, Any]
Place = tuple[float, float]

SMALLEST, LARGEST = 5, 40
"""Tasks; a shipment is two."""
DAY_S = 8 * 3_600
PROFILES: Mapping[str, tuple[float, float]] = {"bike": (1.2, 4.5), "van": (1.5, 9.0)}
"""Way over straight line, and metres a second."""
TYPES = ("trike", "truck")
SPEED_FACTORS = (0.5, 0.8, 0.9, 1.1, 1.25, 2)
FEATURES: Mapping[str, float] = {
    "shipments": 0.6,
    "windows": 0.7,
    "setup": 0.5,
    "types": 0.4,
    "capacity": 0.7,
    "skills": 0.4,
    "priorities": 0.4,
    "profiles": 0.5,
    "hours": 0.7,
    "breaks": 0.4,
    "speeds": 0.3,
    "limits": 0.4,
    "prices": 0.6,
    "way_costs": 0.2,
    "open": 0.4,
    "steps": 0.1,
}
"""How many problems of 1 have it."""


def rich_problem(seed: int) -> Json:
    """Draw the problem of a seed, as VROOM's JSON; ours reads it just so."""
    drawing = _Drawing(random.Random(seed))  # noqa: S311 (nothing secret)
    problem = drawing.problem()
    if "steps" in drawing.features:
        _begin(problem)
    return problem


class _Drawing:
    """One problem in the making."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.features = {name for name, share in FEATURES.items() if draw.random() < share}
        self.dimensions = draw.choice((1, 1, 2, 3)) if "capacity" in self.features else 0
        self.tasks = draw.randint(SMALLEST, LARGEST)
        self.places = self._town(draw.randint(max(4, self.tasks // 2), self.tasks + 3))

    def problem(self) -> Json:
        jobs, shipments = self._requests()
        profiles = tuple(PROFILES) if "profiles" in self.features else ("bike",)
        fleet = max(1, round(self.tasks / self.draw.uniform(5, 14)))
        return {
            "jobs": jobs,
            "shipments": shipments,
            "vehicles": [self._vehicle(number, profiles) for number in range(1, fleet + 1)],
            "matrices": {profile: self._matrices(profile) for profile in profiles},
        }

    def _often(self, feature: str, share: float) -> bool:
        """Tell whether one task or vehicle has what the problem has."""
        return feature in self.features and self.draw.random() < share

    def _town(self, places: int) -> list[Place]:
        side = self.draw.choice((2_000, 5_000, 12_000))
        centres = [(self.draw.uniform(0, side), self.draw.uniform(0, side)) for _ in range(self.draw.randint(1, 4))]
        return [
            (x + self.draw.gauss(0, side / 6), y + self.draw.gauss(0, side / 6)) for x, y in self._of(centres, places)
        ]

    def _of(self, centres: list[Place], places: int) -> list[Place]:
        return [self.draw.choice(centres) for _ in range(places)]

    def _matrices(self, profile: str) -> Json:
        """Measure ways that differ there and back."""
        detour, metres_a_second = PROFILES[profile]
        distances = self._square(lambda one, other: detour * math.dist(one, other) * self.draw.uniform(1, 1.2))
        durations = [
            [math.ceil(metres / metres_a_second * self.draw.uniform(1, 1.2)) for metres in row] for row in distances
        ]
        matrices = {"durations": durations, "distances": distances}
        if "way_costs" in self.features:
            matrices["costs"] = self._square(lambda one, other: math.dist(one, other) * self.draw.uniform(0.2, 0.4))
        return matrices

    def _square(self, measured: Callable[[Place, Place], float]) -> list[list[int]]:
        return [
            [0 if one is other else math.ceil(measured(one, other)) for other in self.places] for one in self.places
        ]

    def _requests(self) -> tuple[list[Json], list[Json]]:
        ids, jobs, shipments = count(1), list[Json](), list[Json]()
        left = self.tasks
        while left:
            if left > 1 and self._often("shipments", 0.4):
                shipments.append(self._shipment(next(ids)))
                left -= 2
            else:
                jobs.append(self._job(next(ids)))
                left -= 1
        return jobs, shipments

    def _job(self, number: int) -> Json:
        job = {**self._task(number), **self._asked()}
        if self.dimensions:
            job |= {name: self._amount(5) for name in ("delivery", "pickup") if self.draw.random() < 0.6}
        return job

    def _shipment(self, number: int) -> Json:
        amount = {"amount": self._amount(5)} if self.dimensions else {}
        return {"pickup": self._task(number), "delivery": self._task(number), **amount, **self._asked()}

    def _amount(self, most: int) -> list[int]:
        return [self.draw.randint(0, most) for _ in range(self.dimensions)]

    def _asked(self) -> Json:
        asked: Json = {}
        if self._often("skills", 0.4):
            asked["skills"] = sorted(self.draw.sample((1, 2, 3), self.draw.choice((1, 1, 2))))
        if self._often("priorities", 0.5):
            asked["priority"] = self.draw.choice((1, 2, 5, 10, 100))
        return asked

    def _task(self, number: int) -> Json:
        task: Json = {
            "id": number,
            "location_index": self.draw.randrange(len(self.places)),
            "service": self.draw.randint(0, 900),
        }
        if self._often("setup", 0.7):
            task["setup"] = self.draw.randint(30, 400)
        if self._often("types", 0.4):
            task["service_per_type"] = {self.draw.choice(TYPES): self.draw.randint(0, 900)}
        if self._often("types", 0.2):
            task["setup_per_type"] = {self.draw.choice(TYPES): self.draw.randint(0, 400)}
        if self._often("windows", 0.6):
            task["time_windows"] = self._windows(self.draw.choice((1, 1, 2)), 900, 7_200)
        return task

    def _windows(self, number: int, shortest_s: int, longest_s: int) -> list[list[int]]:
        """Draw windows that follow one another."""
        windows: list[list[int]] = []
        since_s = 0
        for nth in range(number):
            begin_s = self.draw.randint(since_s, DAY_S * (nth + 1) // number - shortest_s)
            windows.append([begin_s, begin_s + self.draw.randint(shortest_s, longest_s)])
            since_s = windows[-1][1] + 1
            if since_s > DAY_S - shortest_s:
                break
        return windows

    def _vehicle(self, number: int, profiles: tuple[str, ...]) -> Json:
        vehicle: Json = {"id": number, "profile": self.draw.choice(profiles), **self._ends()}
        if self.dimensions:
            vehicle["capacity"] = [self.draw.randint(8, 40) for _ in range(self.dimensions)]
        if self._often("skills", 0.8):
            vehicle["skills"] = sorted(self.draw.sample((1, 2, 3), self.draw.randint(1, 3)))
        if self._often("hours", 0.8):
            begin_s = self.draw.randint(0, DAY_S // 3)
            vehicle["time_window"] = [begin_s, begin_s + self.draw.randint(DAY_S // 4, DAY_S)]
        if self._often("types", 0.7):
            vehicle["type"] = self.draw.choice(TYPES)
        if self._often("speeds", 0.6):
            vehicle["speed_factor"] = self.draw.choice(SPEED_FACTORS)
        if self._often("breaks", 0.7):
            breaks = [self._break(number) for number in range(1, self.draw.choice((1, 1, 2)) + 1)]
            if _can_be_taken(breaks, vehicle.get("time_window")):
                vehicle["breaks"] = breaks
        return vehicle | self._limits() | self._costs()

    def _ends(self) -> Json:
        ends = {name: self.draw.randrange(min(3, len(self.places))) for name in ("start_index", "end_index")}
        if self._often("open", 0.6):
            ends.pop(self.draw.choice(list(ends)))
        elif "open" not in self.features:
            ends["end_index"] = ends["start_index"]
        return ends

    def _break(self, number: int) -> Json:
        rest: Json = {"id": number, "service": self.draw.randint(300, 2_700)}
        if self.draw.random() < 0.8:
            rest["time_windows"] = self._windows(self.draw.choice((1, 1, 2)), 1_800, 7_200)
        if self.dimensions and self.draw.random() < 0.4:
            rest["max_load"] = self._amount(12)
        return rest

    def _limits(self) -> Json:
        of = {
            "max_tasks": self.draw.randint(2, 12),
            "max_travel_time": self.draw.randint(1_200, 9_000),
            "max_distance": self.draw.randint(4_000, 60_000),
        }
        return {name: most for name, most in of.items() if self._often("limits", 0.4)}

    def _costs(self) -> Json:
        if "prices" not in self.features:
            return {}
        costs = {"fixed": self.draw.choice((0, 500, 3_000)), "per_task_hour": self.draw.choice((0, 0, 1_800, 5_000))}
        if "way_costs" not in self.features:
            costs |= {"per_hour": self.draw.choice((0, 3_600, 2_500)), "per_km": self.draw.choice((0, 120, 1_000))}
        return {"costs": costs}


def _can_be_taken(breaks: list[Json], hours: list[int] | None) -> bool:
    """Tell whether a vehicle that does nothing else could rest so; VROOM refuses a problem where one could not."""
    free_s, end_s = hours or (0, math.inf)
    always = [[0, math.inf]]
    for rest in sorted(breaks, key=lambda rest: rest.get("time_windows", always)):
        begins = (max(free_s, first_s) for first_s, last_s in rest.get("time_windows", always) if free_s <= last_s)
        free_s = next(begins, math.inf) + rest["service"]
    return free_s <= end_s and free_s < math.inf


def _begin(problem: Json) -> None:
    """Give vehicles the first job that each could do alone as their `steps`: VROOM refuses what does not hold."""
    read = read_problem(problem)
    requests = requests_of(read)
    free = list(range(len(read.jobs)))
    for vehicle, entry in zip(read.vehicles, problem["vehicles"], strict=True):
        fits = (job for job in free if isinstance(lay_out(read, vehicle, requests, [Visit(job, 0)]), Route))
        job = next(fits, None)
        if job is not None:
            free.remove(job)
            entry["steps"] = [{"type": "start"}, {"type": "job", "id": read.jobs[job].task.id}, {"type": "end"}]
