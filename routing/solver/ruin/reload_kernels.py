"""Several trips in one route: where to reload along an order of visits, at least cost."""

from routing.compiled import lean_kernel
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Scratch, work_at

__all__ = ["put_reloads", "weigh"]

COST, BEHIND = 0, 1
"""Places in `Scratch.trips`: least cost up to a trip that begins with a visit, and where the trip before began."""
DEARER = 2**55
"""More than the ways to reload of any route cost: counts reloads where there are not enough of them."""


@lean_kernel
def put_reloads(instance: Instance, scratch: Scratch, number: int, count: int) -> tuple[int, int]:
    """Put the reloads of a kind of vehicle into the route written in `scratch.order`.

    Returns
    -------
    How many nodes the route then has, NONE where no reloads make the loads fit; what reloading costs but for duty.
    """
    most = instance.kinds[number].most_reloads
    _count_open(instance, scratch, count)
    last = _least_trips(instance, scratch, number, count, 0)
    if last != NONE and _reloads(scratch, last) > most:
        last = _least_trips(instance, scratch, number, count, DEARER)
    if last == NONE or _reloads(scratch, last) > most:
        return NONE, 0
    return _insert(instance, scratch, number, count, last)


@lean_kernel
def weigh(instance: Instance, scratch: Scratch, count: int) -> None:
    """Write down what is on board behind each visit of the route in `scratch.order`, its reloads included."""
    on_board = scratch.on_board
    for d in range(on_board.shape[1]):
        load = 0
        for i in range(count):
            node = scratch.order[i]
            if instance.tasks[node].request == NONE:  # a start, a reload or an end
                load = 0
                j = i + 1
                while j < count and instance.tasks[scratch.order[j]].request != NONE:
                    load += instance.brought[scratch.order[j], d]
                    j += 1
                if i == count - 1 and i > 0:
                    load = on_board[i - 1, d]
            else:
                load += instance.change[node, d]
            on_board[i, d] = load


@lean_kernel
def _count_open(instance: Instance, scratch: Scratch, count: int) -> None:
    """Write down, in `gap_s` for a while, how many shipments are on board before each visit."""
    on_the_way = 0
    for i in range(1, count):
        scratch.gap_s[i] = on_the_way
        node = scratch.order[i]
        request = instance.tasks[node].request
        if request != NONE and instance.requests[request].first != instance.requests[request].last:
            on_the_way += 1 if node == instance.requests[request].first else -1


@lean_kernel
def _least_trips(instance: Instance, scratch: Scratch, number: int, count: int, dearer: int) -> int:
    """Split the route into trips whose loads fit; return where the last one begins, or NONE."""
    trips = scratch.trips
    trips[1, COST], trips[1, BEHIND] = 0, NONE
    for end in range(2, count):
        trips[end, COST], trips[end, BEHIND] = NEVER, NONE
        if scratch.gap_s[end] == 0:
            way = dearer + _worth_of_way(instance, scratch, number, end) if end < count - 1 else 0
            _best_trip(instance, scratch, number, end, way)
    if count == 2:
        return 1
    return trips[count - 1, BEHIND] if trips[count - 1, COST] < NEVER else NONE


@lean_kernel
def _best_trip(instance: Instance, scratch: Scratch, number: int, end: int, way: int) -> None:
    """Find where the trip before a visit best begins, going back until what it starts with is too much."""
    trips, width = scratch.trips, instance.room.shape[1]
    first_load, most = scratch.on_board[0], scratch.on_board[1]
    for d in range(width):
        first_load[d], most[d] = 0, 0
    for begin in range(end - 1, 0, -1):
        node = scratch.order[begin]
        fits = True
        for d in range(width):
            brought = instance.brought[node, d]
            first_load[d] += brought
            most[d] = max(first_load[d], most[d] + instance.change[node, d] + brought)
            if first_load[d] > instance.room[number, d]:
                return
            fits = fits and most[d] <= instance.room[number, d]
        if fits and scratch.gap_s[begin] == 0 and trips[begin, COST] < NEVER:
            cost = trips[begin, COST] + way
            if cost < trips[end, COST]:
                trips[end, COST], trips[end, BEHIND] = cost, begin


@lean_kernel
def _worth_of_way(instance: Instance, scratch: Scratch, number: int, before: int) -> int:
    """Return what a reload before a visit costs, its duty and the visit's setup included."""
    kind = instance.kinds[number]
    worth = instance.worth[kind.tariff]
    here = instance.tasks[scratch.order[before - 1]].place
    there = instance.tasks[scratch.order[before]].place
    reload = instance.tasks[kind.reload].place
    worked = kind.per_duty_s * instance.service_s[kind.type, kind.reload]
    worked += (kind.per_duty_s + kind.per_task_s) * _more_setup_s(instance, scratch, number, before)
    return max(0, worth[here, reload] + worth[reload, there] - worth[here, there] + worked)


@lean_kernel
def _more_setup_s(instance: Instance, scratch: Scratch, number: int, before: int) -> int:
    """Return how much longer the work at a visit takes where it is come to from the reload."""
    kind = instance.kinds[number]
    here = instance.tasks[scratch.order[before - 1]].place
    node, reload = scratch.order[before], instance.tasks[kind.reload].place
    return work_at(instance, kind.type, node, reload) - work_at(instance, kind.type, node, here)


@lean_kernel
def _reloads(scratch: Scratch, last: int) -> int:
    """Return how many trips come before the last one."""
    count, begin = 0, scratch.trips[last, BEHIND]
    while begin != NONE:
        count += 1
        begin = scratch.trips[begin, BEHIND]
    return count


@lean_kernel
def _insert(instance: Instance, scratch: Scratch, number: int, count: int, last: int) -> tuple[int, int]:
    """Put the reload's node before each trip but the first, from the back; return the nodes, and what it costs."""
    kind = instance.kinds[number]
    costs, order = instance.costs[kind.tariff], scratch.order
    reload = instance.tasks[kind.reload].place
    more = _reloads(scratch, last)
    whole = count + more
    extra, to, begin = 0, whole, last
    for i in range(count - 1, -1, -1):
        to -= 1
        order[to] = order[i]
        if i == begin and more:
            here, there = instance.tasks[order[i - 1]].place, instance.tasks[order[i]].place
            extra += costs[here, reload] + costs[reload, there] - costs[here, there]
            extra += kind.per_task_s * _more_setup_s(instance, scratch, number, i)
            to -= 1
            order[to] = kind.reload
            begin = scratch.trips[begin, BEHIND]
            more -= 1
    return whole, extra
