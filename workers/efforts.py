"""How long a day is searched, so that all days with one cut-off are planned in time."""

from datetime import datetime, timedelta

__all__ = ["besides_s", "search_s"]

SEARCHES = 2
"""Of the square's bikes and of the pooled e-van it is compared with, which get as long."""
BESIDES_S = 5.0
"""Opening roads, measuring, drawing emissions, saving. `bench squares` measured 5.6 s of 60 orders on two cores that
many others used (load 14); what goes beyond is kept back below."""
TOUR_S = 0.044
"""For each order, the shops' own tours: 40 iterations (`TOUR_ITERATIONS` in `rounds.counterfactuals`) of 1.1 ms of
processor, which one takes at a shop of 120 orders (docs/benchmarks.md); less at smaller shops, more at
larger ones: a script measured 0.5 ms at 60, 2.4 ms at 200 (load 4), the excess of which is kept back below."""
KEPT_BACK = 0.1
"""Of the time that is left, for what goes otherwise than thought."""
LEAST_S = 1.0
"""Even when late: a plan of one second is a plan."""


def search_s(
    now: datetime, deadline_at: datetime, waiting: int, processes: int, longest_s: float, *, orders: int
) -> float:
    """Give the seconds of one search: an equal share of what is left until the deadline, no more than the longest.

    Parameters
    ----------
    waiting: days that are due, or being planned, with a deadline no later than this one; this one included.
    processes: days that are planned at the same time. Workers elsewhere are not counted: with them it is done sooner.
    orders: of the day that is searched.
    """
    left = (deadline_at - now) / timedelta(seconds=1) * (1 - KEPT_BACK)
    share_s = left * min(processes, max(1, waiting)) / max(1, waiting)
    return max(min(LEAST_S, longest_s), min(longest_s, (share_s - besides_s(orders)) / SEARCHES))


def besides_s(orders: int) -> float:
    """Give the seconds kept for what of a day's planning is neither of its searches."""
    return BESIDES_S + TOUR_S * orders
