"""Work for later: asked for in the transaction of what makes it needed, done by a worker, looked at meanwhile.

```python
with database.begin(scope, principal) as work:
    ...
    job_id = later(work, JobKind.PLAN, square.id, {"day": "2026-12-01"}, supersedes="plan:2026-12-01")
```

The id is that of the job (`work.jobs.get`); if the unit of work is undone, nothing was asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from data.drafts.job import JobDraft
from data.repositories.listeners import MOST_ATTEMPTS, WITHIN
from data.repositories.listeners import TELL_WEBHOOKS as TELLING
from data.work import Work
from kernel.errors import ConflictError
from rounds.bundles.period import Period

__all__ = [
    "RULES", "JobKind", "Rule", "Within", "later", "nothing_more", "plan_later", "plan_word", "refuse_too_many",
    "report_later",
]  # fmt: skip

Effect = TypeVar("Effect")
Within = Callable[[Work, Effect], None]
"""Called in the unit of work of an effect, with what it is: where it raises, the effect is undone with it."""


def nothing_more(work: Work, effect: object) -> None:
    """Write nothing beside an effect."""


class JobKind(StrEnum):
    """What a worker can do. Each has a row in `RULES`, and one in `workers.handlers`."""

    PLAN = "plan"
    IMPORT_AREA = "import area"
    IMPORT_ORDERS = "import orders"
    REPORT_DAY = "report day"
    REPORT_MONTH = "report month"
    WHAT_IF = "what if"
    WEB_DELIVERY = "web delivery"
    RELAY = "relay"
    RECURRING_ORDERS = "recurring orders"
    TELL_WEBHOOKS = TELLING
    CALL_WEBHOOK = "call webhook"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind of job is treated.

    Attributes
    ----------
    within: how long after it is due it should be done: who has least time left goes first.
    most_attempts: after so many it is dead, until a person sends it again.
    most_alive: so many of a square wait or are being done; None is any number. Of what people ask for as often as they
        like, a long row would come before what the square asks for later, as the nearest deadline goes first.
    cancellable: a person may end it: nothing is lost with it that nobody would ask for again.
    """

    within: timedelta
    most_attempts: int = 5
    most_alive: int | None = None
    cancellable: bool = False


RULES: Mapping[str, Rule] = {
    JobKind.PLAN: Rule(timedelta(minutes=20), cancellable=True),
    JobKind.IMPORT_AREA: Rule(timedelta(minutes=30), most_attempts=3, cancellable=True),
    JobKind.IMPORT_ORDERS: Rule(timedelta(minutes=5), cancellable=True),
    JobKind.REPORT_DAY: Rule(timedelta(minutes=10), most_alive=20, cancellable=True),
    JobKind.REPORT_MONTH: Rule(timedelta(minutes=10), most_alive=20, cancellable=True),
    JobKind.WHAT_IF: Rule(timedelta(hours=2), most_attempts=2, most_alive=5, cancellable=True),
    JobKind.RECURRING_ORDERS: Rule(timedelta(minutes=30)),
    JobKind.WEB_DELIVERY: Rule(timedelta(minutes=1), most_attempts=10),
    JobKind.RELAY: Rule(timedelta(minutes=1), most_attempts=10),
    JobKind.TELL_WEBHOOKS: Rule(WITHIN, MOST_ATTEMPTS),
    JobKind.CALL_WEBHOOK: Rule(timedelta(minutes=1), most_attempts=20),
}


def later(
    work: Work,
    kind: JobKind,
    square_id: str | None,
    arguments: Mapping[str, Any],
    *,
    due_at: datetime | None = None,
    once: str | None = None,
    supersedes: str | None = None,
) -> str:
    """Ask for a job; returns its id.

    Parameters
    ----------
    square_id: None is work for all squares, which only the platform may ask for.
    due_at: not before; without it at once.
    once: asked for again with the same word, it is the same job, done or not.
    supersedes: a job of this square with the same word that is not done yet gives way to this one.

    Raises
    ------
    NotFoundError, NotAllowedError, BadInputError
        As `Outbox.add`.
    ConflictError
        The square has as many of this kind as it may.
    """
    rule = RULES[kind]
    if square_id is not None:
        refuse_too_many(work, kind, square_id)
    draft = JobDraft(
        kind=kind.value,
        square_id=square_id,
        arguments=arguments,
        due_at=due_at,
        within=rule.within,
        once=once,
        supersedes=supersedes,
        most_attempts=rule.most_attempts,
    )
    return work.outbox.add(draft)


def refuse_too_many(work: Work, kind: str, square_id: str) -> None:
    """Refuse one more job of a kind where a square has as many as it may.

    Raises
    ------
    ConflictError
        It has.
    """
    rule = RULES.get(kind)
    if rule is None or rule.most_alive is None or work.jobs.alive(square_id, kind) < rule.most_alive:
        return
    raise ConflictError(
        f"{rule.most_alive} jobs of the kind {str(kind)!r} wait or are being done on this square",
        way_out="Ask again when one of them is done.",
    )


def plan_later(work: Work, square_id: str, day: date, *, once: str | None = None) -> str:
    """Ask for a plan of a day; one that is waiting or running gives way, as it may not know what this one is for."""
    return later(
        work,
        JobKind.PLAN,
        square_id,
        {"day": day.isoformat()},
        once=once,
        supersedes=plan_word(day),
    )


def report_later(work: Work, square_id: str, period: Period, lang: str) -> str:
    """Ask for the report of a day or a month."""
    kind = JobKind.REPORT_MONTH if period.is_month else JobKind.REPORT_DAY
    return later(work, kind, square_id, {"day": period.first.isoformat(), "lang": lang})


def plan_word(day: date) -> str:
    """Give the word that plans of one day supersede each other by."""
    return f"plan:{day.isoformat()}"
