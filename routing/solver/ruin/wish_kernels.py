"""Timetables that break soft windows little."""

from routing.compiled import lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Scratch
from routing.solver.ruin.timetable_kernels import keeps_leashes, last_open, next_open, put_compact

__all__ = ["kindest", "wishes"]


@lean_kernel
def wishes(instance: Instance, scratch: Scratch, count: int) -> int:
    """Price what the moments in `scratch.begin_s` miss of all soft windows."""
    cost = 0
    for i in range(1, count - 1):
        task, begin_s = instance.tasks[scratch.order[i]], scratch.begin_s[i]
        cost += task.per_early_s * (max(task.wish_from_s - begin_s, 0) + max(begin_s - task.wish_to_s, 0))
    return cost


@lean_kernel
def kindest(instance: Instance, scratch: Scratch, count: int, leashes: int, per_duty_s: int) -> tuple[int, int]:
    """Try the compact timetable, and those that give way to wishes, finishing early or not.

    Returns
    -------
    Duty in seconds, or NONE, and the cost of broken wishes, together the least of the three.
    """
    duty_s = put_compact(instance, scratch, count, leashes, NONE, 0)
    if duty_s == NONE:
        return NONE, 0
    begin_s = scratch.begin_s
    finish_s = begin_s[count - 1]
    broken = wishes(instance, scratch, count)
    for patient in (False, True):
        if broken == 0:
            break
        if _give_way(instance, scratch, count, finish_s, patient) and keeps_leashes(scratch, leashes):
            other_s, also_broken = begin_s[count - 1] - begin_s[0], wishes(instance, scratch, count)
            if also_broken + per_duty_s * other_s < broken + per_duty_s * duty_s:
                duty_s, broken = other_s, also_broken
    return duty_s, broken


@lean_kernel
def _give_way(instance: Instance, scratch: Scratch, count: int, finish_s: int, patient: bool) -> bool:
    """Begin nothing sooner than wished where that can be, then everything as late as nobody minds."""
    begin_s, gap_s, latest_s = scratch.begin_s, scratch.gap_s, scratch.latest_s
    closes_s = NEVER if patient else finish_s
    for i in range(count - 1, -1, -1):  # the latest that each can begin
        task = instance.tasks[scratch.order[i]]
        closes_s = last_open(instance, task.first_window, task.end_window, min(closes_s, latest_s[i]))
        begin_s[i] = closes_s
        if i:
            closes_s -= gap_s[i - 1]
    soonest_s = 0
    for i in range(count):
        task = instance.tasks[scratch.order[i]]
        wished_s = max(soonest_s, task.wish_from_s) if task.per_early_s else soonest_s
        opens_s = next_open(instance, task.first_window, task.end_window, min(wished_s, begin_s[i]))
        if opens_s < soonest_s:
            opens_s = next_open(instance, task.first_window, task.end_window, soonest_s)
        if opens_s > begin_s[i]:
            return False
        begin_s[i] = opens_s
        soonest_s = opens_s + gap_s[i]
    for i in range(count - 2, -1, -1):
        task = instance.tasks[scratch.order[i]]
        latest = min(begin_s[i + 1] - gap_s[i], latest_s[i])
        if task.per_early_s:
            latest = min(latest, max(begin_s[i], task.wish_to_s))
        begin_s[i] = max(begin_s[i], last_open(instance, task.first_window, task.end_window, latest))
    return True
