"""One route walked step by step, every figure of it computed anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from routing.solver.checker.given import GivenTask, GivenVehicle, Key
from routing.solver.checker.violation import Violation

__all__ = ["SUMMED", "Walk", "another_position", "stated"]

SUMMED = ("duration", "distance", "setup", "service", "waiting_time", "priority", "cost")
"""Figures that a route states over its steps, and the summary over the routes."""


def stated(entry: Mapping[str, Any], name: str) -> int | None:
    """Read a whole number that a plan states; None where it is missing or no whole number."""
    figure = entry.get(name)
    return figure if type(figure) is int else None


def another_position(stated_at: object, given: Sequence[float] | None) -> bool:
    """Tell whether a plan states a position that the problem gives otherwise."""
    return stated_at is not None and given is not None and stated_at != list(given)


@dataclass
class Walk:
    """A route under way; `violations` walks it, and then `totals` holds what it should have stated."""

    where: str
    vehicle: GivenVehicle
    tasks: Mapping[Key, GivenTask]
    steps: Sequence[Mapping[str, Any]]
    done: list[Key] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))

    def violations(self) -> Iterator[Violation]:
        """Walk the whole route."""
        yield from self._shape()
        self.free_s: int | None = None
        self.place = self.vehicle.start
        self.load = self._load_at_start()
        self.served_s: dict[Key, int] = {}
        for number, step in enumerate(self.steps):
            where = f"{self.where}.steps[{number}]"
            yield from self._travel(where, step)
            if step.get("type") in ("start", "end"):
                yield from self._turn(where, step)
            else:
                yield from self._serve(where, step)
            yield from self._stated_load(where, step)
        yield from self._pairs()
        yield from self._limits()
        self.totals["cost"] = self._cost()

    def _shape(self) -> Iterator[Violation]:
        """Hold the start to the beginning and the end to the end, and only where the vehicle has them."""
        kinds = [step.get("type") for step in self.steps]
        expected = [*(["start"] * (self.vehicle.start is not None)), *(["end"] * (self.vehicle.end is not None))]
        if [kind for kind in kinds if kind in ("start", "end")] != expected:
            yield Violation("malformed", self.where, f"start and end steps should be {expected or 'none'}")
        elif ("start" in kinds and kinds[0] != "start") or ("end" in kinds and kinds[-1] != "end"):
            yield Violation("malformed", self.where, "the start is not first or the end is not last")
        if not any(self._key(step) in self.tasks for step in self.steps):
            yield Violation("unused", self.where, "a vehicle without tasks has no route")

    def _key(self, step: Mapping[str, Any]) -> Key:
        task = stated(step, "id")
        return str(step.get("type")), -1 if task is None else task

    def _load_at_start(self) -> list[int]:
        brought = [self.tasks[key].at_start for key in map(self._key, self.steps) if key in self.tasks]
        widths = [len(self.tasks[key].change) for key in map(self._key, self.steps) if key in self.tasks]
        width = max([len(self.vehicle.capacity or ()), *widths])
        return [sum(amount[d] for amount in brought if amount) for d in range(width)]

    def _travel(self, where: str, step: Mapping[str, Any]) -> Iterator[Violation]:
        """Hold arrival, travelled seconds and metres to the matrices."""
        here = self._place_of(step)
        arrival_s = stated(step, "arrival") or 0
        if arrival_s < 0:
            yield Violation("arrival", where, f"arrives at {arrival_s}, before the clock begins")
        if self.place is not None and here is not None and step.get("type") != "start":
            self.totals["duration"] += self.vehicle.durations_s[self.place][here]
            travel_s = self.vehicle.durations_s[self.place][here]
            if self.vehicle.distances_m is not None:
                self.totals["distance"] += self.vehicle.distances_m[self.place][here]
        else:
            travel_s = 0
        if self.free_s is not None and arrival_s != self.free_s + travel_s:
            yield Violation("arrival", where, f"arrives at {arrival_s}, should be {self.free_s + travel_s}")
        yield from self._compare(where, step, "duration", self.totals["duration"])
        if self.vehicle.distances_m is not None or "distance" in step:
            yield from self._compare(where, step, "distance", self.totals["distance"])
        if here is not None and "location_index" in step:
            yield from self._compare(where, step, "location_index", here)
        if another_position(step.get("location"), self._position_of(step)):
            yield Violation("location", where, f"location is {step['location']}, should be {self._position_of(step)}")
        self.new_place, self.place = here != self.place, here

    def _place_of(self, step: Mapping[str, Any]) -> int | None:
        match step.get("type"):
            case "start":
                return self.vehicle.start
            case "end":
                return self.vehicle.end
            case _:
                return self.tasks[self._key(step)].place

    def _position_of(self, step: Mapping[str, Any]) -> Sequence[float] | None:
        match step.get("type"):
            case "start":
                return self.vehicle.start_position
            case "end":
                return self.vehicle.end_position
            case _:
                return self.tasks[self._key(step)].position

    def _turn(self, where: str, step: Mapping[str, Any]) -> Iterator[Violation]:
        """Start and end take no time and keep the vehicle's hours."""
        for name in ("setup", "service", "waiting_time"):
            if name in step and stated(step, name) != 0:
                yield Violation(_name_of(name), where, f"{name} is {step[name]}, should be 0")
        self.free_s = stated(step, "arrival") or 0
        yield from self._hours(where, self.free_s)

    def _hours(self, where: str, moment_s: int) -> Iterator[Violation]:
        if self.vehicle.hours is not None:
            yield from _in_windows(where, "vehicle's hours", moment_s, (self.vehicle.hours,))

    def _serve(self, where: str, step: Mapping[str, Any]) -> Iterator[Violation]:
        key = self._key(step)
        task = self.tasks[key]
        setup_s = task.setup_s if self.new_place else 0
        yield from self._compare(where, step, "setup", setup_s)
        yield from self._compare(where, step, "service", task.service_s)
        waiting_s = stated(step, "waiting_time") or 0
        if waiting_s < 0:
            yield Violation("waiting", where, f"waits {waiting_s} s")
        begin_s = (stated(step, "arrival") or 0) + waiting_s
        if task.windows:
            yield from _in_windows(where, "time windows", begin_s, task.windows)
        yield from self._hours(where, stated(step, "arrival") or 0)
        if not task.skills <= self.vehicle.skills:
            missing = sorted(task.skills - self.vehicle.skills)
            yield Violation("skills", where, f"vehicle {self.vehicle.id} lacks skills {missing}")
        yield from self._on_board(where, task, begin_s + setup_s)
        self.free_s = begin_s + setup_s + task.service_s
        yield from self._hours(where, self.free_s)
        self.served_s[key] = self.free_s
        self.done.append(key)
        for d, change in enumerate(task.change):
            self.load[d] += change
        self.totals["setup"] += setup_s
        self.totals["service"] += task.service_s
        self.totals["waiting_time"] += waiting_s
        self.totals["priority"] += task.priority

    def _on_board(self, where: str, task: GivenTask, service_s: int) -> Iterator[Violation]:
        if task.key[0] == "delivery" and task.partner not in self.served_s:
            yield Violation("precedence", where, "its pickup does not come before it in this route")
        elif task.max_time_on_board_s is not None and task.partner is not None:
            on_board_s = service_s - self.served_s[task.partner]
            if on_board_s > task.max_time_on_board_s:
                text = f"{on_board_s} s on board, at most {task.max_time_on_board_s}"
                yield Violation("time_on_board", where, text)

    def _stated_load(self, where: str, step: Mapping[str, Any]) -> Iterator[Violation]:
        load = step.get("load", [])
        if (load != self.load or any(type(one) is not int for one in load)) and (any(self.load) or load):
            yield Violation("load", where, f"states a load of {load}, should be {self.load}")
        room = self.vehicle.capacity or self.load
        if any(load > most or load < 0 for load, most in zip(self.load, room, strict=False)):
            yield Violation("load", where, f"carries {self.load}, capacity is {list(room)}")

    def _pairs(self) -> Iterator[Violation]:
        for key in self.done:
            if key[0] == "pickup" and self.tasks[key].partner not in self.done:
                yield Violation("precedence", self.where, f"pickup {key[1]} has no delivery in this route")

    def _limits(self) -> Iterator[Violation]:
        figures = {
            "max_tasks": len(self.done),
            "max_travel_time": self.totals["duration"],
            "max_distance": self.totals["distance"],
        }
        for name, limit in self.vehicle.limits.items():
            if figures[name] > limit:
                yield Violation(name, self.where, f"{figures[name]}, at most {limit}")

    @property
    def duty_s(self) -> int:
        """Return seconds from leaving to the final return."""
        return (self.free_s or 0) - (stated(self.steps[0], "arrival") or 0) if self.steps else 0

    def _cost(self) -> int:
        """Price the route: VROOM's formula and the price of duty, rounded once, halves up."""
        if not self.done:
            return 0
        prices = self.vehicle.prices
        cost = (
            prices["fixed"]
            + prices["per_hour"] * Fraction(self.totals["duration"], 3600)
            + prices["per_km"] * Fraction(self.totals["distance"], 1000)
            + prices["per_duty_hour"] * Fraction(self.duty_s, 3600)
        )
        return floor(cost + Fraction(1, 2))

    def _compare(self, where: str, step: Mapping[str, Any], name: str, right: int) -> Iterator[Violation]:
        if stated(step, name) != right:
            yield Violation(_name_of(name), where, f"{name} is {step.get(name)}, should be {right}")


def _name_of(figure: str) -> str:
    return "waiting" if figure == "waiting_time" else figure


def _in_windows(where: str, what: str, moment_s: int, windows: Sequence[tuple[int, int]]) -> Iterator[Violation]:
    if any(start_s <= moment_s <= end_s for start_s, end_s in windows):
        return
    late = moment_s > max(end_s for _, end_s in windows)
    spans = ", ".join(f"[{start_s}, {end_s}]" for start_s, end_s in windows)
    yield Violation("delay" if late else "lead_time", where, f"{moment_s} is outside the {what} {spans}")
