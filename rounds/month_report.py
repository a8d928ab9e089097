"""A month of a square from the days that are kept: metres add up, emissions are drawn anew from what was driven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.database import Database
from data.models.plan import Plan
from data.models.starting_measurement import StartingMeasurement
from impact.claims import CLAIMS
from impact.factors import FactorSet
from kernel.errors import NotFoundError
from kernel.scope import Scope
from kernel.text import Text
from maps.formats import Formats
from maps.orders_left import orders_left
from rounds.asked_answers import Replies, replies_between
from rounds.asked_days import StoredReply, asked_days, stored_replies
from rounds.day_clock import last_of_month
from rounds.day_report import ATTRIBUTION, PLANNED_NOTE
from rounds.factor_age import old_factors_note
from rounds.kept_activity import KeptActivity
from rounds.kept_report import NO_SETS, kept_activity_in, orders_in, report_in
from rounds.measured_before import begun_late_notes, measurements_before
from rounds.recomputed import MONTH_SEED, NOBODY_ASKED, Again, month_figures, recomputed_day, unmatched_note
from rounds.report_rows import DUTIES, METRES, day_row
from rounds.ridden_day import NOTHING_TOLD, ridden_notes, ridden_section, with_ridden
from rounds.stored_rides import NOTHING_RIDDEN, Rode

__all__ = ["day_of", "day_report_of", "kept_days", "month_of", "month_report", "with_beside"]

SCOPE = Scope.system("report make")
KINDS_OF_ORDERS = ("returns", "crates", "on_the_way")
"""Of the orders, and legs besides; days that were kept before these were counted have none."""
LOG_NOTE = CLAIMS["driven_note"].text
LOG_OVER_RIDE_NOTE = CLAIMS["driven_note_ridden"].text
RANGE_NOTE = Text(
    "De bandbreedte van de maand is getrokken uit alles wat die maand gereden is: die van dagen tellen niet op.",
    "The range of the month is drawn from all that was driven in it: ranges of days do not add up.",
)


def day_report_of(
    database: Database,
    slug: str,
    day: date,
    lang: str,
    again_with: Again | None = None,
    *,
    rode: Rode = NOTHING_RIDDEN,
) -> dict[str, Any]:
    """Give the report that was kept when a day was planned last, with what was ridden since.

    Parameters
    ----------
    again_with: what its figures are made again with; without it they are those that were kept, but for what customers
        answered, and for starting measurements: these are taken as they are stored now.
    rode: what is known of the day after it was ridden; a log of `again_with` goes over it.

    Raises
    ------
    NotFoundError
        There is no such square, or that day was never planned.
    """
    known = _known(database, slug, day, day)
    kept = _kept(known.plans[0])
    file = NOBODY_ASKED if again_with is None else replies_between(again_with.replies, day, day)
    asked = asked_days(known.replies, file, {day: orders_in(kept)})
    if again_with is not None or asked.replies or known.measured:
        again_with = replace(again_with or Again(), replies=asked.replies, measured=known.measured)
    return with_beside(day_of(kept, lang, again_with, rode=rode), asked.asked, known.begun_late, lang)


def day_of(
    kept: Mapping[str, Any],
    lang: str,
    again_with: Again | None = None,
    sets: Mapping[str, FactorSet] = NO_SETS,
    rode: Rode = NOTHING_RIDDEN,
) -> dict[str, Any]:
    """Give the report of a kept day, as `day_report_of` does of a day and what is stored beside it.

    Parameters
    ----------
    sets: factor sets by version, in the place of those that come with the product.
    """
    report = report_in(kept, lang)
    day = date.fromisoformat(report["date"])
    ridden = rode.of(kept, day)
    notes: list[Text] = []
    if again_with is not None or ridden is not None:
        planned = kept_activity_in(kept, sets)
        activity = planned if ridden is None else with_ridden(planned, ridden)
        again_with = again_with or Again()
        report = recomputed_day(report, activity, again_with, is_ridden=ridden is not None)
        if ridden is not None:
            section = ridden_section(
                [(planned, activity.with_log(again_with.log), ridden)], rounds=len(report["rounds"])
            )
            report = _with_ridden_section(report, section, lang)
        log_note = LOG_NOTE if ridden is None else LOG_OVER_RIDE_NOTE
        notes = [*unmatched_note({day: activity}, again_with.replies), *([log_note] if again_with.log else [])]
    notes += old_factors_note({day: report["co2_g"]["factor_set"]})
    return report | {"notes": [*report["notes"], *_said(notes, lang)]}


def month_report(
    database: Database,
    slug: str,
    first: date,
    lang: str,
    *,
    factors: FactorSet | None = None,
    replies: Replies = NOBODY_ASKED,
    rode: Rode = NOTHING_RIDDEN,
) -> dict[str, Any]:
    """Sum the planned days of a month.

    Parameters
    ----------
    first: the month's first day.
    factors: the same for all days; without them each day has those that its own report was made with.
    replies: of customers, by day, from a file: in the place of what is stored of the same orders.
    rode: what is known of its days after they were ridden.

    Raises
    ------
    NotFoundError
        There is no such square, or no day of the month was planned.
    StorageError
        A factor set that a day names has other numbers now.
    """
    last = last_of_month(first)
    known = _known(database, slug, first, last)
    kept = [_kept(plan) for plan in known.plans]
    brought = {plan.day: orders_in(one) for plan, one in zip(known.plans, kept, strict=True)}
    asked = asked_days(known.replies, replies_between(replies, first, last), brought)
    found = month_of(kept, first, lang, factors=factors, replies=asked.replies, measured=known.measured, rode=rode)
    return with_beside(found, asked.asked, known.begun_late, lang)


def month_of(
    kept: Sequence[Mapping[str, Any]],
    first: date,
    lang: str,
    *,
    factors: FactorSet | None = None,
    replies: Replies = NOBODY_ASKED,
    measured: Sequence[StartingMeasurement] = (),
    rode: Rode = NOTHING_RIDDEN,
    sets: Mapping[str, FactorSet] = NO_SETS,
) -> dict[str, Any]:
    """Sum kept days, as `month_report` does of those that are stored.

    Parameters
    ----------
    sets: factor sets by version, in the place of those that come with the product.
    """
    days = [report_in(one, lang) for one in kept]
    by_day = {date.fromisoformat(day["date"]): one for day, one in zip(days, kept, strict=True)}
    planned = {day: kept_activity_in(one, sets) for day, one in by_day.items()}
    ridden = {day: known for day, one in by_day.items() if (known := rode.of(one, day)) is not None}
    activities = planned | {day: with_ridden(planned[day], known) for day, known in ridden.items()}
    made_with = {day: kept.factors.version for day, kept in activities.items()}
    figures, collected_m = month_figures(activities, replies, factors, measured)
    metres = {name: sum(day["metres"][name] for day in days) for name in METRES}
    rounds = sum(len(day["rounds"]) for day in days)
    section = ridden_section(
        ((planned[day], activities[day], ridden.get(day, NOTHING_TOLD)) for day in by_day), rounds=rounds
    )
    month: dict[str, Any] = {
        "report": "dorpsronde/month/1",
        "area": days[0]["area"],
        "month": f"{first:%Y-%m}",
        "demand": "invented" if any(day["demand"] == "invented" for day in days) else "real",
        "seed": MONTH_SEED,
        "orders": {
            "given": sum(day["orders"]["given"] for day in days),
            "planned": sum(day["orders"]["planned"] for day in days),
            **{name: sum(day["orders"].get(name, 0) for day in days) for name in KINDS_OF_ORDERS},
            "unassigned": sum(map(orders_left, days)),
        },
        "rounds": rounds,
        "metres": metres | {"customer_collects": collected_m, "parcel_network": None},
        "duty_s": {name: sum(day["duty_s"][name] for day in days) for name in DUTIES},
        **figures,
        "days": [
            day_row(_as_reckoned(report, activities[day], factors, is_ridden=day in ridden))
            for day, report in zip(by_day, days, strict=True)
        ],
        "notes": [
            *_notes(days, lang),
            RANGE_NOTE.within(lang),
            *_said(unmatched_note(activities, replies), lang),
            *_said(old_factors_note(dict.fromkeys(activities, factors.version) if factors else made_with), lang),
        ],
        "attribution": ATTRIBUTION,
    }
    if section is not None:
        month["metres"]["ridden"] = sum(kept.rounds_m for kept in activities.values())
    return _with_ridden_section(month, section, lang)


def kept_days(database: Database, slug: str, first: date, *, whole_month: bool) -> dict[date, KeptActivity]:
    """Give what was driven on a day, or on the planned days of a month that begins with it.

    Raises
    ------
    NotFoundError
        There is no such square, or none of these days was planned.
    """
    known = _known(database, slug, first, last_of_month(first) if whole_month else first)
    return {plan.day: kept_activity_in(_kept(plan)) for plan in known.plans}


@dataclass(frozen=True, slots=True)
class _Known:
    """Plans with their reports, and what is stored beside them."""

    plans: Sequence[Plan]
    replies: Mapping[date, Sequence[StoredReply]]
    measured: Sequence[StartingMeasurement]
    begun_late: Sequence[Text]


def _known(database: Database, slug: str, first: date, last: date) -> _Known:
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        plans = [plan for plan in work.plans.between(square.id, first, last) if plan.report is not None]
        measured = measurements_before(work, square.id, last)
        late = begun_late_notes(measured, work.plans.first_day(square.id))
        found = _Known(plans, stored_replies(work, square.id, plans), measured, late)
    if not plans:
        days = str(first) if first == last else f"{first} to {last}"
        raise NotFoundError(
            f"nothing was planned for {days} on square {slug}",
            way_out=f"Plan a day first: `dorpsronde plan {slug} --date {first}`.",
        )
    return found


def with_beside(
    report: dict[str, Any], asking: Mapping[str, Any] | None, late: Sequence[Text], lang: str
) -> dict[str, Any]:
    """Add the counts of the asking, where anybody was asked, and the notes of measurements that began late."""
    told = {} if asking is None else {"asking": asking}
    return report | told | ({"notes": [*report["notes"], *_said(late, lang)]} if late else {})


def _as_reckoned(
    report: Mapping[str, Any], kept: KeptActivity, factors: FactorSet | None, *, is_ridden: bool
) -> Mapping[str, Any]:
    """Give a day of a month with the figures that the month has of it."""
    if factors is None and not is_ridden:
        return report
    return recomputed_day(report, kept, Again(factors), is_ridden=is_ridden)


def _with_ridden_section(report: dict[str, Any], section: Mapping[str, Any] | None, lang: str) -> dict[str, Any]:
    """Say how the rounds are known, in the place of the note that they are planned."""
    if section is None:
        return report
    others = [note for note in report["notes"] if note != PLANNED_NOTE.within(lang)]
    return report | {"ridden": section, "notes": [*_said(ridden_notes(section), lang), *others]}


def _said(notes: Sequence[Text], lang: str) -> list[str]:
    return [note.within(lang) for note in notes]


def _kept(plan: Plan) -> dict[str, Any]:
    return plan.report or {}


def _notes(days: Sequence[dict[str, Any]], lang: str) -> list[str]:
    """Give what is noted of every day once, and of some days with their date."""
    common = [note for note in days[0]["notes"] if all(note in day["notes"] for day in days)]
    told = Formats(lang)
    own = [
        f"{told.short_day(date.fromisoformat(day['date']))}: {note}"
        for day in days
        for note in day["notes"]
        if note not in common
    ]
    return [*common, *own]
