"""A square's bundle made from what is kept, and the reading of a complete one written down before it is handed out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.drafts.event import EventDraft, EventKind
from data.work import Work
from impact.factors import FactorSet
from kernel.errors import NotFoundError
from rounds.asked_answers import Replies
from rounds.asked_days import stored_replies
from rounds.bundles.archive import zipped
from rounds.bundles.complete import complete_members
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.manifest import COMPLETE, PUBLIC, sealed
from rounds.bundles.period import Period
from rounds.bundles.public import public_members
from rounds.driven_log import LogRow
from rounds.kept_rounds import rounds_in
from rounds.measured_before import measurements_before
from rounds.recomputed import NOBODY_ASKED
from rounds.stored_rides import NOTHING_RIDDEN, Rode

__all__ = ["WORK", "Bundle", "bundle_of", "kept_days", "note_reading"]

WORK = "report bundle"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it is handed out; `seal` is what to publish beside the report."""

    content: bytes
    seal: str
    kind: str
    period: Period

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.period}.zip"


def kept_days(
    work: Work,
    slug: str,
    period: Period,
    *,
    factors: FactorSet | None = None,
    replies: Replies = NOBODY_ASKED,
    log: Sequence[LogRow] = (),
    rode: Rode = NOTHING_RIDDEN,
) -> KeptDays:
    """Load the kept days of a square's period, and what reports take beside them; parameters as of
    `rounds.recomputed.Again` and `rounds.month_report.month_report`.

    Raises
    ------
    NotFoundError
        There is no such square, or nothing of the period was planned.
    StorageError
        What was kept cannot be read back.
    """
    square = work.squares.get(slug)
    plans = work.plans.between(square.id, period.first, period.last, solved=True)
    kept = {plan.day: plan.report for plan in plans if plan.report is not None}
    if not kept:
        raise NotFoundError(
            f"nothing was planned for {period} on square {slug}",
            way_out=f"Plan a day first: `dorpsronde plan {slug} --date {period.first}`.",
        )
    stored = stored_replies(work, square.id, [plan for plan in plans if plan.day in kept])
    read = {plan.day: rounds_in(plan.solved) for plan in plans}
    solved = {day: rounds for day, rounds in read.items() if rounds is not None}
    measured = measurements_before(work, square.id, period.last)
    first_planned = work.plans.first_day(square.id)
    return KeptDays(slug, period, kept, solved, factors, replies, log, rode, measured, first_planned, stored=stored)


def bundle_of(days: KeptDays, *, public: bool) -> Bundle:
    """Make a bundle: the same days give the same bytes. A public one is of the plan, whatever was ridden or measured.

    Raises
    ------
    NotAllowedError
        A public one would tell of a household or a courier. Who wants one asks `rounds.bundles.published`.
    BadInputError, StorageError
        As `complete_members` and `public_members`.
    """
    days = replace(days, rode=NOTHING_RIDDEN, measured=()) if public else days
    members = public_members(days) if public else complete_members(days)
    kind = PUBLIC if public else COMPLETE
    header: dict[str, Any] = {
        "kind": kind,
        "square": days.square,
        "period": str(days.period),
        "made_again_with": days.factors.version if days.factors else None,
    }
    files, seal = sealed(header, members)
    return Bundle(zipped(files), seal, kind, days.period)


def note_reading(work: Work, square_id: str, bundle: Bundle, given_to: str = "") -> None:
    """Write down who read a complete bundle, of which period: whoever has one can locate its households (ADR 44).

    Parameters
    ----------
    work: of who asks, begun to write. given_to: for whom a host made it, as they say.
    """
    details = {"period": str(bundle.period), "seal": bundle.seal, **({"for": given_to} if given_to else {})}
    with work.as_system(WORK, square_id) as system:
        system.events.note(square_id, [EventDraft(EventKind.BUNDLE_READ, details=details)])
