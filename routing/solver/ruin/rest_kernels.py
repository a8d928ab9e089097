"""Rests along an order of visits: earliest finish, then latest leaving, over all places for the rests.

The moments of a visit depend on how many rests, which are taken in their order, lie behind it: one earliest
and one latest moment for each visit and each number of rests.
"""

from routing.compiled import lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Scratch
from routing.solver.ruin.reload_kernels import weigh
from routing.solver.ruin.timetable_kernels import keeps_leashes, last_open, next_open

__all__ = ["rested_duty"]


@lean_kernel
def rested_duty(instance: Instance, scratch: Scratch, number: int, count: int, leashes: int) -> int:
    """Find the duty of the measured route with all breaks of a kind of vehicle; NONE where there is no room for them.

    `scratch.begin_s` then holds the moments.
    """
    kind = instance.kinds[number]
    rests = kind.end_break - kind.first_break
    if instance.resting_room.shape[1]:
        weigh(instance, scratch, count)
    finish_s = _earliest(instance, scratch, number, count)
    if finish_s >= NEVER:
        return NONE
    _fill_latest(instance, scratch, number, count, finish_s)
    _follow(scratch, count)
    if not keeps_leashes(scratch, leashes):
        _earliest(instance, scratch, number, count)
        _follow_back(scratch, count, rests)
        if not keeps_leashes(scratch, leashes):
            return NONE
    return finish_s - scratch.begin_s[0]


@lean_kernel
def _earliest(instance: Instance, scratch: Scratch, number: int, count: int) -> int:
    """Fill `rested` with the earliest moments, `rested_at` with the rests before the visit before; return the last."""
    rests = instance.kinds[number].end_break - instance.kinds[number].first_break
    for i in range(count):
        for k in range(rests + 1):
            scratch.rested[i, k] = NEVER
    scratch.rested[0, 0] = instance.tasks[scratch.order[0]].opens_s
    for i in range(count - 1):
        for k in range(rests + 1):
            if scratch.rested[i, k] < NEVER:
                _go_on(instance, scratch, number, i, k)
    return scratch.rested[count - 1, rests]


@lean_kernel
def _go_on(instance: Instance, scratch: Scratch, number: int, i: int, k: int) -> None:
    """Reach the visit after, with every number of rests on the way."""
    kind, task = instance.kinds[number], instance.tasks[scratch.order[i + 1]]
    travel_s: int = instance.durations_s[kind.profile, instance.tasks[scratch.order[i]].place, task.place]
    free_s = scratch.rested[i, k] + scratch.gap_s[i] - travel_s
    rest_s, over_s = 0, free_s
    for pause in range(kind.first_break + k, kind.end_break + 1):
        then = pause - kind.first_break
        begin_s = next_open(instance, task.first_window, task.end_window, max(over_s, free_s + travel_s + rest_s))
        if begin_s <= scratch.latest_s[i + 1] and begin_s < scratch.rested[i + 1, then]:
            scratch.rested[i + 1, then] = begin_s
            scratch.rested_at[i + 1, then] = k
        if pause == kind.end_break or not _may_rest(instance, scratch, pause, i):
            return
        rest = instance.breaks[pause]
        over_s = next_open(instance, rest.first_window, rest.end_window, over_s)
        if over_s >= NEVER:
            return
        over_s += rest.service_s
        rest_s += rest.service_s


@lean_kernel
def _fill_latest(instance: Instance, scratch: Scratch, number: int, count: int, finish_s: int) -> None:
    """Fill `rested` with the latest moments, `rested_at` with the rests before the visit after; there are some."""
    rests = instance.kinds[number].end_break - instance.kinds[number].first_break
    for i in range(count):
        for k in range(rests + 1):
            scratch.rested[i, k] = -NEVER
    scratch.rested[count - 1, rests] = finish_s
    for i in range(count - 2, -1, -1):
        for then in range(rests + 1):
            if scratch.rested[i + 1, then] > -NEVER:
                _come_from(instance, scratch, number, i, then)


@lean_kernel
def _come_from(instance: Instance, scratch: Scratch, number: int, i: int, then: int) -> None:
    """Reach the visit after from this one, with every number of rests on the way."""
    kind, task = instance.kinds[number], instance.tasks[scratch.order[i]]
    there = instance.tasks[scratch.order[i + 1]].place
    travel_s: int = instance.durations_s[kind.profile, task.place, there]
    work_s = scratch.gap_s[i] - travel_s
    rest_s, before_s = 0, scratch.rested[i + 1, then]
    for k in range(then, -1, -1):
        begin_s = min(before_s, scratch.rested[i + 1, then] - travel_s - rest_s) - work_s
        begin_s = last_open(instance, task.first_window, task.end_window, min(begin_s, scratch.latest_s[i]))
        if begin_s > scratch.rested[i, k]:
            scratch.rested[i, k] = begin_s
            scratch.rested_at[i, k] = then
        pause = kind.first_break + k - 1
        if k == 0 or not _may_rest(instance, scratch, pause, i):
            return
        rest = instance.breaks[pause]
        before_s = last_open(instance, rest.first_window, rest.end_window, before_s - rest.service_s)
        if before_s <= -NEVER:
            return
        rest_s += rest.service_s


@lean_kernel
def _may_rest(instance: Instance, scratch: Scratch, pause: int, behind: int) -> bool:
    """Tell whether what is on board behind a visit is little enough for a break."""
    if instance.breaks[pause].limited:
        for d in range(instance.resting_room.shape[1]):
            if scratch.on_board[behind, d] > instance.resting_room[pause, d]:
                return False
    return True


@lean_kernel
def _follow_back(scratch: Scratch, count: int, rests: int) -> None:
    """Read the earliest moments from the end."""
    k = rests
    for i in range(count - 1, -1, -1):
        scratch.begin_s[i] = scratch.rested[i, k]
        k = scratch.rested_at[i, k]


@lean_kernel
def _follow(scratch: Scratch, count: int) -> None:
    """Read the latest moments from the start."""
    k = 0
    for i in range(count):
        scratch.begin_s[i] = scratch.rested[i, k]
        k = scratch.rested_at[i, k]
