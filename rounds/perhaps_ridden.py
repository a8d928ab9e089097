"""What may be ridden though nobody said so: proposed rounds that were to leave by now, as of a village on paper."""

from datetime import date

from data.models.states import RoundState
from data.work import Work

__all__ = ["is_perhaps_ridden", "perhaps_ridden"]


def is_perhaps_ridden(work: Work, square_id: str, day: date) -> bool:
    """Say whether a round of a day was to leave by now and nobody released it; nothing of it is loaded.

    Raises
    ------
    NotAllowedError
        The scope sees no rounds.
    """
    return work.rounds.any_to_leave(square_id, day, work.now)


def perhaps_ridden(work: Work, square_id: str, day: date) -> frozenset[str]:
    """Give the legs in rounds of a day that were to leave by now and that nobody released.

    Raises
    ------
    NotAllowedError
        The scope sees no rounds.
    """
    proposed = work.rounds.of_day(square_id, day, {RoundState.PROPOSED}, legs=False)
    left = [one for one in proposed if one.leaving_at <= work.now]
    return frozenset(task.leg_id for one in left for stop in one.stops for task in stop.tasks)
