"""The exact check of one order of visits with several windows a task or limits on time on board.

It means what `routing.solver.schedule` means; there is why the least duty is found this way.
"""

from routing.compiled import lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Scratch, work_at

__all__ = ["keeps_leashes", "last_open", "least_duty", "measure", "next_open", "put_compact"]


@lean_kernel
def least_duty(instance: Instance, scratch: Scratch, count: int, leashes: int, bound_s: int, priced: bool) -> int:
    """Find the least duty of the route that was measured.

    Parameters
    ----------
    bound_s: no duty can be less.
    priced: whether the least is asked for; otherwise any duty of a feasible timetable is.

    Returns
    -------
    Seconds, or NONE where there is no timetable.
    """
    duty_s = put_compact(instance, scratch, count, leashes, NONE, 0)
    if duty_s == NONE or not priced or duty_s <= bound_s or not _has_several_windows(instance, scratch, count):
        return duty_s
    for moment in range(count):
        task = instance.tasks[scratch.order[moment]]
        for w in range(task.first_window, task.end_window):
            pinned_s = put_compact(instance, scratch, count, leashes, moment, instance.windows[w, 0])
            if pinned_s != NONE and pinned_s < duty_s:
                duty_s = pinned_s
                if duty_s <= bound_s:
                    return duty_s
    return duty_s


@lean_kernel
def measure(instance: Instance, kind: int, scratch: Scratch, count: int) -> int:
    """Write down gaps, latest beginnings and leashes of the route in `scratch.order`, start and end included.

    Returns
    -------
    How many leashes, or NONE where gaps alone overstretch one.
    """
    profile, type_ = instance.kinds[kind].profile, instance.kinds[kind].type
    order, gap_s, position = scratch.order, scratch.gap_s, scratch.position
    coming_from = NONE
    leashes = 0
    so_far_s = 0
    for i in range(count):
        node = order[i]
        task = instance.tasks[node]
        position[node] = i
        scratch.begin_s[i] = so_far_s  # for a while: the sum of gaps up to here
        if task.request != NONE:
            request = instance.requests[task.request]
            if request.leash_s != NONE and node == request.last:
                picked: int = position[request.first]
                before = NONE if picked == 0 else instance.tasks[order[picked - 1]].place
                limit_s = request.leash_s + work_at(instance, type_, request.first, before)
                limit_s -= 0 if task.place == coming_from else instance.setup_s[type_, node]
                if so_far_s - scratch.begin_s[picked] > limit_s:
                    return NONE
                scratch.leashes[leashes, 0] = picked
                scratch.leashes[leashes, 1] = i
                scratch.leashes[leashes, 2] = limit_s
                leashes += 1
        work_s = work_at(instance, type_, node, coming_from)
        scratch.latest_s[i] = min(task.closes_s, task.finish_s - work_s)
        if i + 1 < count:
            after = instance.tasks[order[i + 1]].place
            gap_s[i] = work_s + instance.durations_s[profile, task.place, after]
            so_far_s += gap_s[i]
        else:
            gap_s[i] = 0
        coming_from = task.place
    return leashes


@lean_kernel
def _has_several_windows(instance: Instance, scratch: Scratch, count: int) -> bool:
    for i in range(count):
        task = instance.tasks[scratch.order[i]]
        if task.end_window - task.first_window > 1:
            return True
    return False


@lean_kernel
def put_compact(instance: Instance, scratch: Scratch, count: int, leashes: int, pinned: int, pin_s: int) -> int:
    """Finish earliest, then leave latest; return the duty, or NONE. One moment may be pinned.

    `scratch.begin_s` then holds the latest beginnings that this allows.
    """
    if not _push_later(instance, scratch, count, leashes, pinned, pin_s):
        return NONE
    finish_s = scratch.begin_s[count - 1]
    _push_earlier(instance, scratch, count, leashes, pinned, pin_s)
    return finish_s - scratch.begin_s[0]


@lean_kernel
def _push_later(instance: Instance, scratch: Scratch, count: int, leashes: int, pinned: int, pin_s: int) -> bool:
    """Find the earliest timetable: push moments later until nothing is violated."""
    begin_s, gap_s = scratch.begin_s, scratch.gap_s
    for i in range(count):
        begin_s[i] = pin_s if i == pinned else instance.tasks[scratch.order[i]].opens_s
    while True:
        soonest_s = 0
        for i in range(count):
            begin_s[i] = max(begin_s[i], soonest_s)
            if i != pinned:
                task = instance.tasks[scratch.order[i]]
                begin_s[i] = next_open(instance, task.first_window, task.end_window, begin_s[i])
            elif begin_s[i] > pin_s:
                return False
            if begin_s[i] > scratch.latest_s[i]:
                return False
            soonest_s = begin_s[i] + gap_s[i]
        if not _pull(scratch, leashes):
            return True


@lean_kernel
def _pull(scratch: Scratch, leashes: int) -> bool:
    """Move what overstretches a leash later at its beginning; tell whether anything did."""
    begin_s = scratch.begin_s
    pulled = False
    for q in range(leashes):
        earlier, later, limit_s = scratch.leashes[q, 0], scratch.leashes[q, 1], scratch.leashes[q, 2]
        if begin_s[later] - begin_s[earlier] > limit_s:
            begin_s[earlier] = begin_s[later] - limit_s
            pulled = True
    return pulled


@lean_kernel
def _push_earlier(instance: Instance, scratch: Scratch, count: int, leashes: int, pinned: int, pin_s: int) -> None:
    """From the earliest timetable to the latest one with its finish: a timetable exists, so this ends."""
    begin_s, gap_s = scratch.begin_s, scratch.gap_s
    for i in range(count - 1):
        begin_s[i] = pin_s if i == pinned else scratch.latest_s[i]
    while True:
        for i in range(count - 2, -1, -1):
            begin_s[i] = min(begin_s[i], begin_s[i + 1] - gap_s[i])
            if i != pinned:
                task = instance.tasks[scratch.order[i]]
                begin_s[i] = last_open(instance, task.first_window, task.end_window, begin_s[i])
        pulled = False
        for q in range(leashes):
            earlier, later, limit_s = scratch.leashes[q, 0], scratch.leashes[q, 1], scratch.leashes[q, 2]
            if begin_s[later] - begin_s[earlier] > limit_s:
                begin_s[later] = begin_s[earlier] + limit_s
                pulled = True
        if not pulled:
            return


@lean_kernel
def keeps_leashes(scratch: Scratch, leashes: int) -> bool:
    """Tell whether the moments in `scratch.begin_s` overstretch no leash."""
    for q in range(leashes):
        earlier, later, limit_s = scratch.leashes[q, 0], scratch.leashes[q, 1], scratch.leashes[q, 2]
        if scratch.begin_s[later] - scratch.begin_s[earlier] > limit_s:
            return False
    return True


@lean_kernel
def next_open(instance: Instance, first_window: int, end_window: int, moment_s: int) -> int:
    """Return the first moment from this one on that lies in a window, or NEVER."""
    for w in range(first_window, end_window):
        if moment_s <= instance.windows[w, 1]:
            return max(moment_s, instance.windows[w, 0])
    return NEVER


@lean_kernel
def last_open(instance: Instance, first_window: int, end_window: int, moment_s: int) -> int:
    """Return the last moment up to this one that lies in a window, or -NEVER."""
    for w in range(end_window - 1, first_window - 1, -1):
        if moment_s >= instance.windows[w, 0]:
            return min(moment_s, instance.windows[w, 1])
    return -NEVER
