"""The days of a month as the page of a square lays them out: a grid on a desk, a list on a phone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.models.states import OrderState, RoundState
from data.repositories.calendar import DayCounts
from rounds.overview import ShownMonth

__all__ = ["Cell", "cells_of", "standing"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day; `counts` is None where there is nothing."""

    day: date
    counts: DayCounts | None

    @property
    def orders(self) -> int:
        return _told(self.counts) if self.counts else 0

    @property
    def rounds(self) -> int:
        return sum(self.counts.rounds.values()) if self.counts else 0

    @property
    def state(self) -> str:
        """Say where the day's rounds stand."""
        return standing([state for state, many in self.counts.rounds.items() if many] if self.counts else [])


def cells_of(month: ShownMonth) -> Sequence[Cell]:
    """Give every day of a month."""
    known = {counts.day: counts for counts in month.days if counts.plan_version is not None or _told(counts)}
    length = (month.last - month.first).days + 1
    days = (month.first + timedelta(days=passed) for passed in range(length))
    return [Cell(day, known.get(day)) for day in days]


def _told(counts: DayCounts) -> int:
    """Count the orders of a day; one that ended before any plan was withdrawn, and is none."""
    ended = counts.orders.get(OrderState.ENDED, 0) if counts.plan_version is None else 0
    return sum(counts.orders.values()) - ended


def standing(states: Collection[RoundState]) -> str:
    """Say in one word of the pages where the rounds of a day stand."""
    distinct = set(states)
    if not distinct:
        return "no_round"
    if len(distinct) == 1:
        return distinct.pop().value
    return "partly_released" if RoundState.PROPOSED in distinct else RoundState.UNDER_WAY.value
