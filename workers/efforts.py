"""How long a day is searched, so that all days with one cut-off are planned in time."""

from datetime import datetime, timedelta

__all__ = ["search_s"]

SEARCHES = 2
"""Of the square's bikes and of the pooled e-van it is compared with, which get as long."""
BESIDES_S = 5.0
"""Opening roads, measuring, the shops' own tours, drawing emissions, saving. `bench squares` measured 5.6 s of 60
orders on two cores that many others used (load 14); what goes beyond is kept back below."""
KEPT_BACK = 0.1
"""Of the time that is left, for what goes otherwise than thought."""
LEAST_S = 1.0
"""Even when late: a plan of one second is a plan."""


def search_s(now: datetime, deadline_at: datetime, waiting: int, processes: int, longest_s: float) -> float:
    """Give the seconds of one search: an equal share of what is left until the deadline, no more than the longest.

    Parameters
    ----------
    waiting: days that are due, or being planned, with a deadline no later than this one; this one included.
    processes: days that are planned at the same time. Workers elsewhere are not counted: with them it is done sooner.
    """
    left = (deadline_at - now) / timedelta(seconds=1) * (1 - KEPT_BACK)
    share_s = left * min(processes, max(1, waiting)) / max(1, waiting)
    return max(min(LEAST_S, longest_s), min(longest_s, (share_s - BESIDES_S) / SEARCHES))
