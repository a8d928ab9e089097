"""When a route's stops and rests are, exactly: rests are put where they let the route cost least.

The vehicle's rests have one order. What is left to choose is between which stops each is taken; few places
are open to it, and the quickest choice, found by a pass over the stops, mostly is the best.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from routing.solver.chain import LAST_S, Chain, Leash, Skip, Window, Wish, earliest
from routing.solver.problem import Break, Vehicle
from routing.solver.schedule import Looks, timetable
from routing.solver.solution import Reason

__all__ = ["MOST_PLACINGS", "Run", "Timed", "breaks_in_order", "timed"]

MOST_PLACINGS = 2_000
"""More ways to place the rests of one route are not looked at; two rests in a route of 60 stops have fewer."""

MOST_LATER = 20
"""Where a placing costs and finishes as little as any can, so many more are looked at for one that leaves later."""

Slots = tuple[int, ...]
"""For each rest how many stops come before it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A route without its rests.

    Attributes
    ----------
    chain: leaving, the beginning of work at each stop, the final return.
    works_s: seconds at each of these moments but the last; none at leaving.
    """

    chain: Chain
    works_s: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """The moments of a route.

    Attributes
    ----------
    moments_s: as in the run.
    rests: each rest, how many stops come before it, and when it begins.
    wished: what wishes cost, in the unit of their prices.
    """

    moments_s: tuple[int, ...]
    rests: tuple[tuple[Break, int, int], ...]
    wished: int


def breaks_in_order(vehicle: Vehicle) -> tuple[Break, ...]:
    """Sort a vehicle's breaks as it takes them: by their first opening, their last closing, and as given."""
    return tuple(sorted(vehicle.breaks, key=lambda rest: (_windows(rest)[0][0], _windows(rest)[-1][1])))


def timed(
    run: Run,
    breaks: Sequence[Break],
    open_slots: Sequence[Sequence[int]],
    duty_price: int,
    looks: Looks | None = None,
) -> Timed | Reason:
    """Place the rests and choose all moments, at least cost, then finishing earliest, then leaving latest.

    Where soft windows, or the price of duty, stand beside so many windows that all that may be looked at for it is (see
    `schedule`), the first placing that holds ends it.

    Parameters
    ----------
    breaks: in their order.
    open_slots: for each break where what is on board, and what is frozen, leaves room for it.
    duty_price: of a second, in the unit of the wishes' prices.
    looks: counts what is looked at.

    Returns
    -------
    The moments, or `TIME_WINDOW`, `BREAKS` or `TIME_ON_BOARD`, whichever comes to forbid it last.
    """
    looks = looks or Looks()
    if not breaks and (found := _with_rests(run, (), duty_price, looks)):
        return found[1]
    free = Chain(run.chain.gaps_s, run.chain.windows)
    soonest = earliest(free)
    if soonest is None:
        return Reason.TIME_WINDOW
    open_slots = _in_time(run, free, soonest, breaks, open_slots)
    quickest = _quickest(run, breaks, open_slots)
    if quickest is None:
        return Reason.BREAKS
    latest = _latest(run, breaks, open_slots, quickest)
    rested_s = sum(rest.service_s for rest in breaks)
    goal = duty_price * (sum(run.chain.gaps_s) + rested_s), quickest[0], -latest[0]
    best: tuple[tuple[int, int, int], Timed] | None = None
    later = 0
    for slots in _placings((quickest[1], latest[1]), open_slots):
        found = _with_rests(run, list(zip(breaks, slots, strict=True)), duty_price, looks)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
        if best is None:
            continue
        later += best[0][:2] <= goal[:2]
        if best[0] <= goal or later > MOST_LATER or looks.parts_no_more:
            break
    return Reason.TIME_ON_BOARD if best is None else best[1]


def _windows(rest: Break) -> tuple[Window, ...]:
    return tuple((window.start_s, window.end_s) for window in rest.windows) or ((0, LAST_S),)


def _in_time(
    run: Run, free: Chain, soonest: Sequence[int], breaks: Sequence[Break], open_slots: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Keep the slots that leave time for a rest, all others left out of account."""
    mirrored = earliest(free.mirrored())
    latest = [-at_s for at_s in reversed(mirrored or ())]
    return [
        [
            slot
            for slot in slots
            if any(
                max(start_s, soonest[slot] + run.works_s[slot]) <= min(end_s, latest[slot + 1] - rest.service_s)
                for start_s, end_s in _windows(rest)
            )
        ]
        for rest, slots in zip(breaks, open_slots, strict=True)
    ]


def _quickest(run: Run, breaks: Sequence[Break], open_slots: Sequence[Sequence[int]]) -> tuple[int, Slots] | None:
    """Find the placing that finishes first, limits on time on board left out of account.

    Earlier is never worse then, so that one moment is enough for each number of rests taken.
    """
    chain, opened = run.chain, [frozenset(slots) for slots in open_slots]
    first = earliest(Chain((), chain.windows[:1]))
    if first is None:
        return None
    reached: dict[int, tuple[int, Slots]] = {0: (first[0], ())}
    for slot, (gap_s, windows) in enumerate(zip(chain.gaps_s, chain.windows[1:], strict=True)):
        then: dict[int, tuple[int, Slots]] = {}
        for taken, (begin_s, slots) in reached.items():
            soonest, rested_s = begin_s + gap_s, begin_s + run.works_s[slot]
            for upto in range(taken, len(breaks) + 1):
                if upto > taken:
                    rest = breaks[upto - 1]
                    rest_s = _next_in(_windows(rest), rested_s) if slot in opened[upto - 1] else None
                    if rest_s is None:
                        break
                    soonest, rested_s = soonest + rest.service_s, rest_s + rest.service_s
                at_s = _next_in(windows, max(soonest, rested_s if upto > taken else 0))
                if at_s is not None and (upto not in then or at_s < then[upto][0]):
                    then[upto] = at_s, (*slots, *[slot] * (upto - taken))
        reached = then
    return reached.get(len(breaks))


def _latest(
    run: Run, breaks: Sequence[Break], open_slots: Sequence[Sequence[int]], quickest: tuple[int, Slots]
) -> tuple[int, Slots]:
    """Find the placing that leaves last of those that finish first, limits on time on board left out of account.

    The same from the end: later is never worse, so that one moment is enough for each number of rests to come.
    """
    chain, opened = run.chain, [frozenset(slots) for slots in open_slots]
    reached: dict[int, tuple[int, Slots]] = {len(breaks): (quickest[0], ())}
    for slot in range(len(chain.gaps_s) - 1, -1, -1):
        before: dict[int, tuple[int, Slots]] = {}
        for taken, (begin_s, slots) in reached.items():
            latest, resting_s = begin_s - chain.gaps_s[slot], begin_s
            for downto in range(taken, -1, -1):
                if downto < taken:
                    rest = breaks[downto]
                    rest_s = _last_in(_windows(rest), resting_s - rest.service_s) if slot in opened[downto] else None
                    if rest_s is None:
                        break
                    latest, resting_s = latest - rest.service_s, rest_s
                at_s = _last_in(chain.windows[slot], min(latest, resting_s - run.works_s[slot]))
                if at_s is not None and (downto not in before or at_s > before[downto][0]):
                    before[downto] = at_s, (*[slot] * (taken - downto), *slots)
        reached = before
    return reached[0]  # the quickest placing is met at least


def _next_in(windows: Sequence[Window], moment_s: int) -> int | None:
    return next((max(moment_s, start_s) for start_s, end_s in windows if moment_s <= end_s), None)


def _last_in(windows: Sequence[Window], moment_s: int) -> int | None:
    return next((min(moment_s, end_s) for start_s, end_s in reversed(windows) if start_s <= moment_s), None)


def _placings(likely: Sequence[Slots], open_slots: Sequence[Sequence[int]]) -> Iterator[Slots]:
    """List the likely placings, then all others, up to `MOST_PLACINGS`; there is one at least."""
    yield from dict.fromkeys(likely)
    others = (slots for slots in _rising(_with_room_behind(open_slots)) if slots not in likely)
    yield from islice(others, MOST_PLACINGS)


def _with_room_behind(open_slots: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Keep the slots of each rest behind which all rests after it have one: whatever is begun can then be completed."""
    kept: list[Sequence[int]] = []
    for slots in reversed(open_slots):
        kept.append([slot for slot in slots if slot <= max(kept[-1])] if kept else slots)
    return kept[::-1]


def _rising(open_slots: Sequence[Sequence[int]], least: int = 0) -> Iterator[Slots]:
    if not open_slots:
        yield ()
        return
    for slot in open_slots[0]:
        if slot >= least:
            yield from ((slot, *rest) for rest in _rising(open_slots[1:], slot))


def _with_rests(
    run: Run, rests: Sequence[tuple[Break, int]], duty_price: int, looks: Looks
) -> tuple[tuple[int, int, int], Timed] | None:
    """Time one placing; with its cost, its finish and, negated, when it leaves."""
    chain, where = _woven(run, rests)
    times = timetable(chain, duty_price=duty_price, looks=looks)
    if times is None:
        return None
    others = sorted(set(range(len(times))) - set(where))
    wished = chain.wished(times)
    found = Timed(
        moments_s=tuple(times[moment] for moment in where),
        rests=tuple((rest, slot, times[moment]) for (rest, slot), moment in zip(rests, others, strict=True)),
        wished=wished,
    )
    return (duty_price * (times[-1] - times[0]) + wished, times[-1], -times[0]), found


def _woven(run: Run, rests: Sequence[tuple[Break, int]]) -> tuple[Chain, list[int]]:
    """Put rests into the chain of a run; return where its own moments are then."""
    if not rests:
        return run.chain, list(range(len(run.works_s) + 1))
    gaps_s: list[int] = []
    windows, where = [run.chain.windows[0]], [0]
    skips: list[Skip] = []
    for slot, (gap_s, work_s) in enumerate(zip(run.chain.gaps_s, run.works_s, strict=True)):
        here = [rest for rest, its in rests if its == slot]
        gaps_s += [work_s, *(rest.service_s for rest in here)] if here else [gap_s]
        windows += [*map(_windows, here), run.chain.windows[slot + 1]]
        where.append(len(windows) - 1)
        if here:
            skips.append(Skip(where[slot], where[slot + 1], gap_s + sum(rest.service_s for rest in here)))
    leashes = tuple(Leash(where[one.earlier], where[one.later], one.limit_s) for one in run.chain.leashes)
    wishes = tuple(Wish(where[one.moment], one.start_s, one.end_s, one.price) for one in run.chain.wishes)
    return Chain(tuple(gaps_s), tuple(windows), leashes, tuple(skips), wishes), where
