"""Cut-offs: when days of a square are planned by themselves; which are due, were missed, or got orders later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.database import Database
from data.models.square import Square
from data.work import Work
from kernel.scope import Scope
from rounds.day_clock import DayClock
from rounds.later import plan_later, plan_word
from rounds.perhaps_ridden import is_perhaps_ridden

__all__ = ["ask_for_due_plans", "cutoff_of"]

WORK = "cut-off"
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
"""Between two times that a day is asked for: orders that come one by one, or a plan that fails. Our own choice."""


def cutoff_of(square: Square, day: date) -> datetime:
    """Give the moment at which a day is planned: the square's time on the evening, or at another hour, before."""
    return DayClock(day - A_DAY, square.timezone).moment(square.cutoff_s)


def ask_for_due_plans(database: Database) -> list[str]:
    """Ask for a plan of every day whose cut-off is past, and which was not planned since with all that waits.

    Today counts as well as tomorrow: what was missed while nothing ran is caught up; so is an order, a mended address
    or a retry that came after the cut-off, and a plan that failed. A day is asked for at most once an hour, and not
    while a plan of it is under way; of two workers that look at once, by one. A day with nothing to plan is left alone;
    so is one with a round that was to leave by now and that nobody released: it may be ridden, and stays as it was.

    Returns
    -------
    The jobs' ids.
    """
    with database.read(Scope.system(WORK)) as work:
        due = [(square.id, day, once) for square in work.squares.all() for day, once in _due(work, square)]
    asked: list[str] = []
    for square_id, day, once in due:
        with database.begin(Scope.system(WORK, [square_id])) as work:
            asked.append(plan_later(work, square_id, day, once=once))
    return asked


def _due(work: Work, square: Square) -> Iterator[tuple[date, str]]:
    """Give each day that is to be planned now, with the word under which it is asked for once."""
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    for day in (today, today + A_DAY):
        cutoff = cutoff_of(square, day)
        if work.now < cutoff or not _wants_a_plan(work, square.id, day, cutoff):
            continue
        if is_perhaps_ridden(work, square.id, day):
            continue
        last = work.outbox.last_asked(square.id, plan_word(day))
        if last is None:
            yield day, f"cut-off:{day.isoformat()}"
        elif last.at < max(cutoff, work.now - AN_HOUR) and not work.jobs.lives(square.id, plan_word(day)):
            yield day, f"cut-off:{day.isoformat()}:after {last.job_id}"


def _wants_a_plan(work: Work, square_id: str, day: date, cutoff: datetime) -> bool:
    """Say whether legs wait that the day's plan does not name, or that it has from before the cut-off."""
    if work.legs.in_no_plan(square_id, day):
        return True
    planned_at = work.plans.planned_at(square_id, day)
    return planned_at is not None and planned_at < cutoff and bool(work.legs.to_plan(square_id, day))
