"""Why a request is left out: each change answered really works, and nothing smaller does."""

import signal
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from kernel.progress import Progress
from routing.matrix import TravelMatrix
from routing.solver.changes import Change, ChangeKind
from routing.solver.layout import lay_out
from routing.solver.problem import Break, Costs, Job, Problem, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.reasons import ORDER, reason_alone
from routing.solver.requests import Visit, requests_of
from routing.solver.running import Running
from routing.solver.solution import Reason
from routing.solver.why import Why, why_all, why_unassigned
from tests.solver.small_rounds import Case, case, changed, cost, orders_with
from tests.solver.solving import line

FAR = 40
"""More than any amount that can help in the oracle's small worlds."""
SLOTS = (TimeWindow(0, 3), TimeWindow(8, 10), TimeWindow(14, 16))
LIMITS = {
    ChangeKind.MAX_TASKS: "max_tasks",
    ChangeKind.MAX_TRAVEL_TIME: "max_travel_time_s",
    ChangeKind.MAX_DISTANCE: "max_distance_m",
    ChangeKind.MAX_ENERGY: "max_energy_wh",
}


class Trials:
    """Whether changed problems let the request in, by trying every order and second."""

    def __init__(self, made: Case) -> None:
        vehicles = tuple(replace(vehicle, costs=Costs()) for vehicle in made.problem.vehicles)
        self.problem = replace(made.problem, vehicles=vehicles)
        self.made = made

    def fits(self, problem: Problem, numbers: list[int] | None = None) -> bool:
        return any(
            cost(problem, number, order) is not None
            for number in (range(len(problem.vehicles)) if numbers is None else numbers)
            for order in orders_with(problem, self.made.orders[number], self.made.index)
        )

    def with_vehicle(self, number: int, **fields) -> bool:
        vehicles = list(self.problem.vehicles)
        vehicles[number] = replace(vehicles[number], **fields)
        return self.fits(replace(self.problem, vehicles=tuple(vehicles)), [number])

    @property
    def request(self) -> Job | Shipment:
        return [*self.problem.jobs, *self.problem.shipments][self.made.index]

    @property
    def tasks(self) -> dict[str, Task]:
        one = self.request
        return {"job": one.task} if isinstance(one, Job) else {"pickup": one.pickup, "delivery": one.delivery}

    def with_windows(self, kind: str, windows: tuple[TimeWindow, ...]) -> bool:
        task = replace(self.tasks[kind], time_windows=windows)
        return self.fits(changed(self.problem, self.made.index, **{"task" if kind == "job" else kind: task}))

    def wider_window(self, kind: str, amount: int) -> bool:
        windows = self.tasks[kind].time_windows
        return any(
            self.with_windows(kind, (*windows[:at], wide, *windows[at + 1 :]))
            for at, window in enumerate(windows)
            for wide in (
                TimeWindow(max(0, window.start_s - amount), window.end_s),
                TimeWindow(window.start_s, window.end_s + amount),
            )
        )

    def longer_on_board(self, amount: int) -> bool:
        limit_s = getattr(self.request, "max_time_on_board_s", None)
        if limit_s is None:
            return False
        return self.fits(changed(self.problem, self.made.index, max_time_on_board_s=limit_s + amount))

    def longer_hours(self, amount: int) -> bool:
        return any(
            self.with_vehicle(number, time_window=TimeWindow(*hours))
            for number, vehicle in enumerate(self.problem.vehicles)
            if (own := vehicle.time_window) is not None
            for hours in ((max(0, own.start_s - amount), own.end_s), (own.start_s, own.end_s + amount))
        )

    def higher_limit(self, kind: ChangeKind, amount: int) -> bool:
        name = LIMITS[kind]
        return any(
            self.with_vehicle(number, **{name: getattr(vehicle, name) + amount})
            for number, vehicle in enumerate(self.problem.vehicles)
            if getattr(vehicle, name) is not None
        )

    def more_capacity(self, below: Fraction) -> list[tuple[Fraction, int]]:
        """List what helps, as shares up to a bound."""
        return [
            (share, number)
            for number, vehicle in enumerate(self.problem.vehicles)
            for more in range(1, 9)
            if vehicle.reload is None
            and (share := Fraction(more, vehicle.capacity[0])) < below
            and self.with_vehicle(number, capacity=(vehicle.capacity[0] + more,))
        ]

    def more_skills(self) -> bool:
        return any(
            self.with_vehicle(number, skills=frozenset({1}))
            for number, vehicle in enumerate(self.problem.vehicles)
            if not vehicle.skills
        )

    def one_more(self, vehicle: Vehicle) -> bool:
        fresh = replace(self.problem, vehicles=(vehicle,))
        return any(cost(fresh, 0, order) is not None for order in orders_with(fresh, (), self.made.index))


def only(why: Why, kind: ChangeKind, task: TaskKind | None = None) -> Change | None:
    found = [change for change in why.changes if change.kind is kind and change.task is task]
    assert len(found) < 2
    return found[0] if found else None


def is_least(change: Change | None, works) -> None:
    """Hold an answer to `works`, which tells for an amount whether it helps."""
    if change is None:
        assert not works(FAR)
    else:
        assert works(change.amount)
        assert change.amount == 1 or not works(change.amount - 1)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case())
def test_each_change_works_and_nothing_smaller_does(made: Case) -> None:
    trials = Trials(made)
    assume(not trials.fits(trials.problem))
    why = why_unassigned(Running(made.problem, made.orders), made.index, slots=SLOTS, unit_s=1)
    numbers = {vehicle.id: number for number, vehicle in enumerate(trials.problem.vehicles)}
    for kind in trials.tasks:
        is_least(
            only(why, ChangeKind.TIME_WINDOW, TaskKind(kind)), lambda most, kind=kind: trials.wider_window(kind, most)
        )
    is_least(only(why, ChangeKind.TIME_ON_BOARD), trials.longer_on_board)
    is_least(only(why, ChangeKind.HOURS), trials.longer_hours)
    for kind in LIMITS:
        is_least(only(why, kind), lambda most, kind=kind: trials.higher_limit(kind, most))
    room = only(why, ChangeKind.CAPACITY)
    if room is None:
        assert trials.more_capacity(Fraction(99)) == []
    else:
        has = trials.problem.vehicles[numbers[room.vehicle]].capacity[0]
        assert trials.with_vehicle(numbers[room.vehicle], capacity=(has + room.capacity[0],))
        assert trials.more_capacity(Fraction(room.capacity[0], has)) == []
    assert (only(why, ChangeKind.SKILLS) is not None) == (bool(trials.request.skills) and trials.more_skills())
    more = only(why, ChangeKind.VEHICLE)
    fresh = [vehicle.id for vehicle in trials.problem.vehicles if trials.one_more(vehicle)]
    assert more.vehicle in fresh if more else fresh == []
    last = list(trials.tasks)[-1]
    slot = only(why, ChangeKind.SLOT, TaskKind(last))
    open_slots = [one for one in SLOTS if trials.with_windows(last, (one,))]
    away = {one: away_s(one, trials.tasks[last].time_windows) for one in open_slots}
    assert slot.amount == min(away.values()) == away[slot.window] if slot else open_slots == []


def away_s(slot: TimeWindow, windows: tuple[TimeWindow, ...]) -> int:
    return min((max(0, slot.start_s - one.end_s, one.start_s - slot.end_s) for one in windows), default=0)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case())
def test_the_block_is_the_furthest_that_any_spot_comes(made: Case) -> None:
    running = Running(made.problem, made.orders)
    requests = requests_of(made.problem)
    found = [
        lay_out(made.problem, vehicle, requests, order)
        for number, vehicle in enumerate(made.problem.vehicles)
        for order in orders_with(made.problem, made.orders[number], made.index)
    ]
    block = why_unassigned(running, made.index).block
    if not all(isinstance(one, Reason) for one in found):
        assert block is None
        return
    alone = reason_alone(made.problem, requests[made.index])
    assert block is (max(found, key=ORDER.index) if alone is Reason.NO_ROOM_LEFT else alone)


JOB = Job(Task(1, 1))
BIKE = Vehicle(4, start=0, end=0, capacity=(1,), time_window=TimeWindow(0, 3_000))


def test_seconds_are_whole_minutes_up() -> None:
    late = Job(Task(1, 1, time_windows=(TimeWindow(0, 209),)))
    problem = Problem((BIKE,), {"car": line(0, 300)}, (late,))
    why = why_unassigned(Running(problem, [()]), 0)
    assert why == Why(Reason.TIME_WINDOW, (Change(ChangeKind.TIME_WINDOW, 4, 120, side="later", task=TaskKind.JOB),))


def test_of_several_windows_it_is_told_which_and_that_one_helps() -> None:
    windows = (TimeWindow(0, 60), TimeWindow(120, 209))
    problem = Problem((BIKE,), {"car": line(0, 300)}, (Job(Task(1, 1, time_windows=windows)),))
    (change,) = why_unassigned(Running(problem, [()]), 0).changes
    assert (change.side, change.window) == ("later", windows[1])
    wider = tuple(replace(one, end_s=one.end_s + change.amount) if one == change.window else one for one in windows)
    again = replace(problem, jobs=(Job(Task(1, 1, time_windows=wider)),))
    assert why_unassigned(Running(again, [()]), 0) == Why(None, ())


def test_all_that_is_left_out_is_explained_the_most_important_first() -> None:
    orders = tuple(Shipment(Task(number, 1), Task(number, 2), amount=(1,), priority=number) for number in (1, 2, 3))
    problem = Problem((replace(BIKE, max_tasks=2),), {"car": line(0, 300, 600)}, shipments=orders)
    found = why_all(Running(problem, [(Visit(2, 0), Visit(2, 1))]), most=1)
    assert list(found) == [1, 0]
    assert [change.kind for change in found[1].changes] == [ChangeKind.MAX_TASKS, ChangeKind.VEHICLE]
    assert found[0] == Why(Reason.LIMITS, ())


def pressing_at(share: float) -> Progress:
    """Press Ctrl-C when so much is done."""
    return lambda done: signal.raise_signal(signal.SIGINT) if done == share else None


def test_ctrl_c_and_the_time_limit_keep_what_is_found_so_far() -> None:
    orders = tuple(Shipment(Task(number, 1), Task(number, 2), amount=(1,), priority=number) for number in (1, 2, 3))
    problem = Problem((replace(BIKE, max_tasks=0),), {"car": line(0, 300, 600)}, shipments=orders)
    running = Running(problem, [()])
    assert list(why_all(running)) == [2, 1, 0]
    assert list(why_all(running, progress=pressing_at(1 / 3))) == [2]
    assert why_all(running, time_limit_s=0) == {}
    with pytest.raises(KeyboardInterrupt):
        why_all(running, progress=lambda _: signal.raise_signal(signal.SIGINT))


@pytest.mark.parametrize(("rest_s", "longer_s"), [(60, 60), (70, 120), (130, 180), (190, 240)])
def test_where_the_bound_is_too_low_the_least_that_holds_is_found(rest_s: int, longer_s: int) -> None:
    # Bounds know no rests.
    resting = replace(BIKE, time_window=TimeWindow(0, 600), breaks=(Break(1, service_s=rest_s),))
    problem = Problem((resting,), {"car": line(0, 300)}, (Job(Task(1, 1)),))
    assert why_unassigned(Running(problem, [()]), 0).changes == (Change(ChangeKind.HOURS, 4, longer_s, side="later"),)


def test_of_two_sides_that_are_the_same_closing_later_is_told() -> None:
    problem = Problem(
        (replace(BIKE, time_window=TimeWindow(500, 900)),), {"car": line(0, 300)}, (Job(Task(1, 1)),)
    )  # out and back take 600
    assert why_unassigned(Running(problem, [()]), 0).changes == (Change(ChangeKind.HOURS, 4, 240, side="later"),)


def test_the_capacity_told_is_the_least_share_of_what_a_vehicle_has() -> None:
    small, large = replace(BIKE, id=1, capacity=(2,)), replace(BIKE, id=2, capacity=(10,))
    jobs = (Job(Task(1, 1), delivery=(5,)), Job(Task(2, 1), delivery=(9,)))
    running = Running(Problem((small, large), {"car": line(0, 300)}, jobs), [(), (Visit(1, 0),)])
    (room,) = (change for change in why_unassigned(running, 0).changes if change.kind is ChangeKind.CAPACITY)
    assert room == Change(ChangeKind.CAPACITY, 2, capacity=(4,))  # 4 of 10, where the other needs 3 of 2


def block_of(problem: Problem, index: int, *orders: tuple[Visit, ...]) -> Reason | None:
    return why_unassigned(Running(problem, list(orders)), index).block


def test_a_vehicle_that_comes_less_far_does_not_hide_the_one_before_it() -> None:
    tired, full = replace(BIKE, id=1, capacity=(2,), max_tasks=1), replace(BIKE, id=2)
    exchanges = tuple(Job(Task(number, 1), delivery=(1,), pickup=(1,)) for number in (1, 2))
    problem = Problem((tired, full), {"car": line(0, 300)}, (*exchanges, Job(Task(3, 1), pickup=(1,))))
    assert block_of(problem, 2, (Visit(0, 0),), (Visit(1, 0),)) is Reason.LIMITS


def test_what_forbids_a_request_on_an_empty_vehicle_is_its_block_in_a_full_one() -> None:
    exchange = Job(Task(1, 1), delivery=(1,), pickup=(1,))
    hasty = Shipment(Task(2, 0), Task(2, 1), amount=(1,), max_time_on_board_s=299)
    assert block_of(Problem((BIKE,), {"car": line(0, 300)}, (exchange,), (hasty,)), 1, (Visit(0, 0),)) is (
        Reason.TIME_ON_BOARD
    )


def test_a_spot_that_comes_less_far_does_not_hide_a_later_one() -> None:
    early = Shipment(Task(1, 1), Task(1, 2, time_windows=(TimeWindow(0, 600),)), amount=(1,))
    late = Shipment(Task(2, 1), Task(2, 2, time_windows=(TimeWindow(601, 3_000),)), amount=(1,))
    vehicle = replace(BIKE, capacity=(2,), lifo=True, max_tasks=2)
    problem = Problem((vehicle,), {"car": line(0, 300, 600)}, shipments=(early, late))
    assert block_of(problem, 1, (Visit(0, 0), Visit(0, 1))) is Reason.LIMITS


def test_energy_is_looked_for_behind_the_first_limit() -> None:
    metres = np.array([[0, 1, 50], [1, 0, 1], [1, 100, 0]], np.int32)
    ways = TravelMatrix(metres, metres, energy_wh=np.where(np.eye(3), 0, 10).astype(np.int32))
    vehicle = replace(BIKE, max_distance_m=100, max_energy_wh=20)
    problem = Problem((vehicle,), {"car": ways}, (Job(Task(1, 1)), Job(Task(2, 2))))
    assert block_of(problem, 1, (Visit(0, 0),)) is Reason.ENERGY  # before the other it is too far, behind it not


def test_where_only_the_time_on_board_forbids_every_spot_it_is_the_block() -> None:
    task = {number: Task(number, number // 10, service_s=60) for number in (11, 12, 21, 22)}
    fresh = tuple(Shipment(task[10 + one], task[20 + one], amount=(1,), max_time_on_board_s=300) for one in (1, 2))
    vehicle = replace(BIKE, capacity=(2,), time_window=TimeWindow(0, 1_500))
    problem = Problem((vehicle,), {"car": line(0, 300, 600)}, shipments=fresh)
    assert block_of(problem, 1, (Visit(0, 0), Visit(0, 1))) is Reason.TIME_ON_BOARD


def test_hours_that_are_over_may_be_longer_too() -> None:
    """The last moment to leave for a stop 300 s away would be 3,000; from its end at 3,600 the hours are measured."""
    problem = Problem((Vehicle(7, start=0, end=0, time_window=TimeWindow(0, 3_600)),), {"car": line(0, 300)}, (JOB,))
    hours = [
        [one.amount for one in why_unassigned(Running(problem, [()], now_s=now_s), 0).changes if one.side == "later"]
        for now_s in (3_500, 3_700)
    ]
    assert hours == [[540], [720]]


def test_what_fits_as_it_is_has_no_block_however_many_come_before() -> None:
    problem = Problem((Vehicle(7, start=0, end=0),), {"car": line(0, 300)}, (JOB, Job(Task(2, 1)), Job(Task(3, 1))))
    assert set(why_all(Running(problem, [()]), most=1).values()) == {Why(None, ())}


def test_of_vehicles_that_need_as_much_the_first_is_told() -> None:
    """A rest of two minutes is not seen by the bound, a service that takes as much longer is."""
    first = Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 600), type="slow")
    second = Vehicle(2, start=0, end=0, time_window=TimeWindow(0, 600), breaks=(Break(1, service_s=120),))
    job = Job(Task(1, 1, service_per_type_s={"slow": 120}))
    problem = Problem((first, second), {"car": line(0, 300)}, (job,))
    changes = why_unassigned(Running(problem, [(), ()]), 0).changes
    assert [(one.vehicle, one.amount) for one in changes if one.kind is ChangeKind.HOURS] == [(1, 120)]
