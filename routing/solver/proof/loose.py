"""Routes of one vehicle with less asked of them: each real route is one of these, and costs no less.

Kept: places, windows, latest finishes, hours, loads, reloads, limits, precedence, what is frozen first; time on
board but for waiting; the price of being late for a wish. Left out: rests, the order of loading, being early
for a wish.
Of several windows, the gaps between them are open where only duty is measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add, gt
from typing import NamedTuple

from routing.solver.beginnings import frozen_visits
from routing.solver.cost import PER_S
from routing.solver.course import NEVER, Piece, gained, joined, next_open
from routing.solver.problem import Amount, Problem, Vehicle
from routing.solver.proof.legs import HOME, START, Leg, Legs
from routing.solver.requests import Request, Visit

__all__ = ["Figures", "Label", "LooseRoutes"]


OFF_BOARD = -1
"""In place of seconds on board."""


class Label(NamedTuple):
    """What matters of a beginning for all that may follow; what a vehicle does not mind stays 0.

    Attributes
    ----------
    cost: but for duty, in 18,000ths of a cost unit.
    free_s: earliest end of work at the last visit.
    duty_s: least duration up to there.
    latest_s: the latest leaving that has it.
    load, peak: on board now, and the most since the last reload, of what these visits brought or took.
    under_way: shipments on board.
    ridden_s: of each shipment that may not be long on board, since the end of its pickup, without waiting.
    """

    cost: int
    free_s: int
    duty_s: int
    latest_s: int
    travel_s: int
    travel_m: int
    energy_wh: int
    reloads: int
    under_way: int
    load: Amount
    peak: Amount
    ridden_s: tuple[int, ...]

    def serves_as_well(self, other: "Label") -> bool:
        """Tell whether whatever may follow the other of the same visits may follow this one, for no more."""
        return (
            self.cost <= other.cost
            and self.free_s <= other.free_s
            and self.duty_s <= other.duty_s
            and self.latest_s >= other.latest_s
            and self.travel_s <= other.travel_s
            and self.travel_m <= other.travel_m
            and self.energy_wh <= other.energy_wh
            and self.reloads <= other.reloads
            and all(mine <= its for mine, its in zip(self.load, other.load, strict=True))
            and all(mine <= its for mine, its in zip(self.peak, other.peak, strict=True))
            and all(mine <= its for mine, its in zip(self.ridden_s, other.ridden_s, strict=True))
        )


class Figures(NamedTuple):
    """What a whole route takes at least; `cost` with duty, in 18,000ths of a cost unit."""

    cost: int
    duty_s: int


@dataclass(frozen=True)
class LooseRoutes:
    """All such routes of one vehicle.

    Attributes
    ----------
    number: the vehicle's; it stands for all of its kind.
    visits: of all requests; bit i of a mask is visit i.
    """

    problem: Problem
    number: int
    requests: Sequence[Request]
    visits: Sequence[Visit]

    @cached_property
    def vehicle(self) -> Vehicle:
        return self.problem.vehicles[self.number]

    @cached_property
    def duty_price(self) -> int:
        """Return the price of a second of duty."""
        return PER_S * self.vehicle.costs.per_duty_hour

    @cached_property
    def begun(self) -> tuple[tuple[int, ...], int, list[Label]]:
        """Return what is frozen: its order, its mask and what it may take; no label where it does not hold."""
        order, mask, labels = (), 0, [self._leaving()]
        for visit in frozen_visits(self.problem, self.requests)[self.number]:
            node = self.visits.index(visit)
            last = order[-1] if order else START
            labels = [after for label in labels for after in self.after(label, last, node)]
            order, mask = (*order, node), mask | 1 << node
        return order, mask, labels

    def after(self, label: Label, last: int, node: int) -> Iterator[Label]:
        """Make one visit more, directly or over a reload; nothing where that is too late or too much."""
        for leg in self._legs.between[last, node]:
            if leg.reloads and not self._may_reload(label):
                continue
            then = self._after(self._reloaded(label) if leg.reloads else label, leg, node)
            if then is not None:
                yield then

    def closed(self, label: Label, last: int) -> Iterator[Figures]:
        """Go home, directly or over a reload; nothing where that is too late or too far."""
        for leg in self._legs.between[last, HOME]:
            if leg.reloads and not self._may_reload(label):
                continue
            if label.free_s + leg.gap_s <= self._legs.hours[1] and not self._is_beyond(*self._spent(label, leg)):
                duty_s, _ = self._lasting(label, leg)
                yield Figures(label.cost + leg.price + self.duty_price * duty_s, duty_s)

    def least(self, last: int, node: int) -> int:
        """Return what the way to a visit or HOME and the work there cost at least, duty included."""
        return min(leg.price + self.duty_price * (leg.gap_s + leg.work_s) for leg in self._legs.between[last, node])

    def least_to(self, node: int) -> int:
        """Return what getting to a visit from anywhere, and the work there, cost at least, duty included."""
        return min(self.least(last, node) for last in (START, *range(len(self.visits))) if last != node)

    @cached_property
    def _legs(self) -> Legs:
        tasks = [self.requests[visit.request].tasks[visit.step][1] for visit in self.visits]
        return Legs(self.problem, self.vehicle, tasks)

    def _leaving(self) -> Label:
        start_s, end_s = self._legs.hours
        nothing = (0,) * len(self.vehicle.capacity)
        latest_s = end_s if self._minds_duty else 0
        return Label(
            self._legs.fixed, start_s, 0, latest_s, 0, 0, 0, 0, 0, nothing, nothing, (OFF_BOARD,) * len(self._leashed)
        )

    def _after(self, label: Label, leg: Leg, node: int) -> Label | None:
        begin_s = next_open(leg.windows, label.free_s + leg.gap_s)
        if begin_s >= NEVER or begin_s + leg.work_s > self._legs.hours[1]:
            return None
        left, taken, boards = self._cargo[node]
        load = tuple(map(add, label.load, taken))
        peak = tuple(map(max, map(add, label.peak, left), load))  # what is left was on board since the trip began
        spent = self._spent(label, leg)
        if any(map(gt, peak, self.vehicle.capacity)) or self._is_beyond(*spent):
            return None
        ridden_s = self._ridden_s(label, leg, node) if self._leashed else ()
        if ridden_s is None:
            return None
        cost = label.cost + leg.price
        if leg.wish is not None and begin_s > leg.wish.end_s:
            cost += PER_S * leg.wish.cost_per_hour * (begin_s - leg.wish.end_s)
        lasting = self._lasting(label, leg)
        under_way = label.under_way + boards
        return Label(cost, begin_s + leg.work_s, *lasting, *spent, label.reloads, under_way, load, peak, ridden_s)

    @cached_property
    def _leashed(self) -> dict[int, int]:
        """Return the place in `ridden_s` of each request with a limit on time on board."""
        limited = (index for index, one in enumerate(self.requests) if one.max_time_on_board_s is not None)
        return {index: place for place, index in enumerate(limited)}

    def _ridden_s(self, label: Label, leg: Leg, node: int) -> tuple[int, ...] | None:
        """Return how long each shipment has been on board then; None where one is delivered too late."""
        visit = self.visits[node]
        longer_s = leg.gap_s + leg.work_s
        ridden_s = [on_s if on_s == OFF_BOARD else on_s + longer_s for on_s in label.ridden_s]
        place, limit_s = self._leashed.get(visit.request), self.requests[visit.request].max_time_on_board_s
        if place is not None and limit_s is not None:
            service_s = self.requests[visit.request].tasks[visit.step][1].service_by_s(self.vehicle.type)
            if visit.step and ridden_s[place] - service_s > limit_s:
                return None
            ridden_s[place] = OFF_BOARD if visit.step else 0
        return tuple(ridden_s)

    def _may_reload(self, label: Label) -> bool:
        reload = self.vehicle.reload
        return reload is not None and label.under_way == 0 and (reload.most is None or label.reloads < reload.most)

    def _reloaded(self, label: Label) -> Label:
        nothing = (0,) * len(label.load)
        counted = self.vehicle.reload is not None and self.vehicle.reload.most is not None
        return label._replace(reloads=label.reloads + counted, load=nothing, peak=nothing)

    @cached_property
    def _cargo(self) -> list[tuple[Amount, Amount, int]]:
        """Return for each visit what it leaves of what was loaded, what it adds apart from that, and its shipments."""
        dimensions = range(len(self.vehicle.capacity))
        cargo: list[tuple[Amount, Amount, int]] = []
        for visit in self.visits:
            request = self.requests[visit.request]
            left = request.from_start or (0,) * len(dimensions)
            taken = tuple(gained(request, visit.step, d) + left[d] for d in dimensions)
            cargo.append((left[: len(dimensions)], taken, (1 - 2 * visit.step) * (len(request.tasks) - 1)))
        return cargo

    def _spent(self, label: Label, leg: Leg) -> tuple[int, int, int]:
        """Return travel, metres and energy, as far as they are limited."""
        if not self._is_limited:
            return 0, 0, 0
        vehicle, way = self.vehicle, leg.way
        return (
            0 if vehicle.max_travel_time_s is None else label.travel_s + way.travel_s,
            0 if vehicle.max_distance_m is None else label.travel_m + way.travel_m,
            0 if vehicle.max_energy_wh is None else label.energy_wh + way.energy_wh,
        )

    def _is_beyond(self, travel_s: int, travel_m: int, energy_wh: int) -> bool:
        if not self._is_limited:
            return False
        vehicle = self.vehicle
        limits = (
            (travel_s, vehicle.max_travel_time_s),
            (travel_m, vehicle.max_distance_m),
            (energy_wh, vehicle.max_energy_wh),
        )
        return any(limit is not None and figure > limit for figure, limit in limits)

    @cached_property
    def _is_limited(self) -> bool:
        vehicle = self.vehicle
        limits = vehicle.max_travel_time_s, vehicle.max_distance_m, vehicle.max_energy_wh
        return any(limit is not None for limit in limits)

    @cached_property
    def _minds_duty(self) -> bool:
        return self.duty_price > 0 or self.problem.per_longest_duty_hour > 0

    def _lasting(self, label: Label, leg: Leg) -> tuple[int, int]:
        """Return the least duration, and the latest leaving that has it."""
        if not self._minds_duty:
            return 0, 0
        before = Piece(label.duty_s, self._legs.hours[0], label.latest_s)
        there = Piece(leg.work_s, leg.windows[0][0], leg.windows[-1][1])
        whole = joined(before, leg.gap_s, there)
        return whole.duration_s, whole.latest_s
