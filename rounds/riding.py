"""Riding: what devices and people say happened is kept once, and orders, legs, parcels and rounds follow from it."""

from collections.abc import Sequence

from data.work import Work
from rounds.lifecycles.said import Answer, Said

__all__ = ["take_in"]


def take_in(work: Work, square_id: str, said: Sequence[Said]) -> list[Answer]:
    """Keep what was said, and bring what it is about up to date, in the transaction of `work`.

    Whoever says it begins `work` in their own scope; what they do not see is refused as if it were not there.
    Nothing is raised for one event among others: each has its answer, in the order in which they were given.

    Raises
    ------
    NotFoundError
        The scope does not see the square.
    """
    raise NotImplementedError
