"""The cheapest moments of a chain with wishes, where each moment has one window.

What is paid is convex in each moment and in the duty, and all constraints are differences: such a
function is L-natural-convex, and is minimal exactly where no set of moments becomes cheaper by moving
later together, or earlier together. From the earliest solution only moving later is needed. The best set to
move is a closure of least weight (what moves pushes what touches it), which a minimum cut finds.

Sources: Murota, "Discrete Convex Analysis" (2003), ch. 10 (steepest descent); Picard, "Maximal closure of
a graph" (Management Science 22, 1976).
"""

from collections import deque
from collections.abc import Iterator, Sequence

from routing.solver.chain import Chain, earliest

__all__ = ["cheapest"]

Bond = tuple[int, int, int]
"""Two moments and the seconds from the first to the second, at least; fewer than none for a leash."""
SOURCE, SINK = -1, -2


def cheapest(chain: Chain, duty_price: int) -> list[int] | None:
    """Find the moments of least cost, and of those the earliest of each.

    Parameters
    ----------
    chain: each moment has at most one window.
    duty_price: of a second from the first moment to the last.
    """
    times = earliest(chain)
    if times is None:
        return None
    bonds = list(_bonds(chain))
    last = len(times) - 1
    while True:
        slopes = _slopes(chain, times)
        slopes[0] -= duty_price
        slopes[last] += duty_price
        endless = 1 + sum(map(abs, slopes))
        shut = [endless if at_s == windows[0][1] else 0 for at_s, windows in zip(times, chain.windows, strict=True)]
        touching = [(one, other) for one, other, least_s in bonds if times[other] - times[one] == least_s]
        moving = _lightest_closure([a + b for a, b in zip(slopes, shut, strict=True)], touching)
        if not moving:
            return times
        step_s = min(_room(chain, bonds, times, moving))
        for moment in moving:
            times[moment] += step_s


def _bonds(chain: Chain) -> Iterator[Bond]:
    yield from ((moment, moment + 1, gap_s) for moment, gap_s in enumerate(chain.gaps_s))
    yield from ((skip.earlier, skip.later, skip.least_s) for skip in chain.skips)
    yield from ((leash.later, leash.earlier, -leash.limit_s) for leash in chain.leashes)


def _slopes(chain: Chain, times: Sequence[int]) -> list[int]:
    """Return what a second later costs at each moment."""
    slopes = [0] * len(times)
    for wish in chain.wishes:
        at_s = times[wish.moment]
        slopes[wish.moment] += -wish.price if at_s < wish.start_s else wish.price if at_s >= wish.end_s else 0
    return slopes


def _room(chain: Chain, bonds: Sequence[Bond], times: Sequence[int], moving: set[int]) -> Iterator[int]:
    """List how far the set may move until something changes."""
    yield from (chain.windows[moment][0][1] - times[moment] for moment in moving)
    for wish in chain.wishes:
        if wish.moment in moving:
            yield from (edge - times[wish.moment] for edge in (wish.start_s, wish.end_s) if edge > times[wish.moment])
    for one, other, least_s in bonds:
        if one in moving and other not in moving:
            yield times[other] - times[one] - least_s


def _lightest_closure(weights: Sequence[int], arcs: Sequence[tuple[int, int]]) -> set[int]:
    """Find the smallest of the lightest sets that hold the head of each arc whose tail they hold."""
    endless = 1 + sum(map(abs, weights))
    left: dict[int, dict[int, int]] = {node: {} for node in (SOURCE, SINK, *range(len(weights)))}
    for node, weight in enumerate(weights):
        tail, head = (SOURCE, node) if weight < 0 else (node, SINK)
        left[tail][head], left[head][tail] = abs(weight), 0
    for tail, head in arcs:
        left[tail][head] = endless
        left[head].setdefault(tail, 0)
    while SINK in (came_from := _reached(left)):
        path: list[tuple[int, int]] = []
        node = SINK
        while node != SOURCE:
            path.append((came_from[node], node))
            node = came_from[node]
        flow = min(left[tail][head] for tail, head in path)
        for tail, head in path:
            left[tail][head] -= flow
            left[head][tail] += flow
    return set(came_from) - {SOURCE}


def _reached(left: dict[int, dict[int, int]]) -> dict[int, int]:
    """Walk from the source along what is left; each node reached with the one before it."""
    came_from = {SOURCE: SOURCE}
    waiting = deque([SOURCE])
    while waiting and SINK not in came_from:
        tail = waiting.popleft()
        for head, capacity in left[tail].items():
            if capacity > 0 and head not in came_from:
                came_from[head] = tail
                waiting.append(head)
    return came_from
