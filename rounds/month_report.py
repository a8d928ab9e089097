"""A month of a square from the days that are kept: metres add up, emissions are drawn anew from what was driven."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.database import Database
from data.models.plan import Plan
from impact.factors import FactorSet
from kernel.errors import NotFoundError
from kernel.scope import Scope
from kernel.text import Text
from maps.formats import Formats
from rounds.asked_answers import Replies
from rounds.day_clock import last_of_month
from rounds.day_report import ATTRIBUTION, PLANNED_NOTE
from rounds.factor_age import old_factors_note
from rounds.kept_activity import KeptActivity
from rounds.kept_report import kept_activity_in, report_in, takes_rides
from rounds.recomputed import MONTH_SEED, NOBODY_ASKED, Again, month_figures, recomputed_day, unmatched_note
from rounds.ridden_day import RIDDEN_NOTE, RiddenDay, ridden_section, with_ridden
from rounds.stored_rides import NOTHING_RIDDEN, Rode

__all__ = ["day_report_of", "month_report", "report_rows"]

SCOPE = Scope.system("report make")
METRES = ("pooled", "shop_tours", "pooled_van", "each_alone")
"""Metres that add up; the customers' are an estimate that is drawn for the month as a whole."""
DUTIES = ("pooled", "shop_tours", "pooled_van")
LOG_NOTE = Text(
    "De CO2e van de rondes is gerekend naar wat er gereden en gemeten is. Gemeten energie telt in de inventaris; de "
    "bandbreedte rekent met de gereden kilometers. De lijst van rondes, hun kilometers en uren, en de kentallen "
    "blijven die van de planning.",
    "CO2e of the rounds is reckoned by what was driven and metered. Metered energy counts in the inventory; the range "
    "is that of the kilometres driven. The list of rounds, their kilometres and hours, and the figures of rounds stay "
    "those of the plan.",
)
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
    again_with: what its figures are made again with; without it they are those that were kept.
    rode: what is known of the day after it was ridden; a log of `again_with` goes over it.

    Raises
    ------
    NotFoundError
        There is no such square, or that day was never planned.
    """
    kept = _kept(_plans(database, slug, day, day)[0])
    report = report_in(kept, lang)
    ridden = _ridden_of(kept, day, rode)
    notes: list[Text] = []
    if again_with is not None or ridden is not None:
        planned = kept_activity_in(kept)
        activity = planned if ridden is None else with_ridden(planned, ridden)
        again_with = again_with or Again()
        report = recomputed_day(report, activity, again_with)
        if ridden is not None:
            report["ridden"] = ridden_section([(planned, activity, ridden)])
            report["notes"] = _ridden_notes(report["notes"], lang)
        notes = [*unmatched_note({day: activity}, again_with.replies), *([LOG_NOTE] if again_with.log else [])]
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
    replies: of customers, by day.
    rode: what is known of its days after they were ridden.

    Raises
    ------
    NotFoundError
        There is no such square, or no day of the month was planned.
    StorageError
        A factor set that a day names has other numbers now.
    """
    last = last_of_month(first)
    plans = _plans(database, slug, first, last)
    days = [report_in(_kept(plan), lang) for plan in plans]
    dated = [(date.fromisoformat(day["date"]), _kept(plan)) for day, plan in zip(days, plans, strict=True)]
    planned = {day: kept_activity_in(kept) for day, kept in dated}
    ridden = {day: known for day, kept in dated if (known := _ridden_of(kept, day, rode)) is not None}
    activities = planned | {day: with_ridden(planned[day], known) for day, known in ridden.items()}
    made_with = {day: kept.factors.version for day, kept in activities.items()}
    figures, collected_m = month_figures(activities, replies, factors)
    metres = {name: sum(day["metres"][name] for day in days) for name in METRES}
    return {
        "report": "dorpsronde/month/1",
        "area": days[0]["area"],
        "month": f"{first:%Y-%m}",
        "demand": "invented" if any(day["demand"] == "invented" for day in days) else "real",
        "seed": MONTH_SEED,
        "orders": {
            "given": sum(day["orders"]["given"] for day in days),
            "planned": sum(day["orders"]["planned"] for day in days),
            "unassigned": sum(len(day["orders"]["unassigned"]) for day in days),
        },
        "rounds": sum(len(day["rounds"]) for day in days),
        "metres": metres | {"customer_collects": collected_m, "parcel_network": None},
        "duty_s": {name: sum(day["duty_s"][name] for day in days) for name in DUTIES},
        **figures,
        **_ridden(planned, activities, ridden),
        "days": [_row(day) for day in days],
        "notes": [
            *(_ridden_notes(_notes(days, lang), lang) if ridden else _notes(days, lang)),
            RANGE_NOTE.within(lang),
            *_said(unmatched_note(activities, replies), lang),
            *_said(old_factors_note(dict.fromkeys(activities, factors.version) if factors else made_with), lang),
        ],
        "attribution": ATTRIBUTION,
    }


def report_rows(report: dict[str, Any]) -> list[list[str]]:
    """Lay a day's or a month's report out as a table: a row a day under a header, then the month's own sums.

    The columns of CO2e are the range of these rounds; of a month it is drawn for the whole.
    """
    days = report["days"] if "days" in report else [_row(report)]
    rows = [list(days[0]), *([str(cell) for cell in day.values()] for day in days)]
    if "days" in report:
        rows.append([str(cell) for cell in _sums(report).values()])
    return rows


def _plans(database: Database, slug: str, first: date, last: date) -> list[Plan]:
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        plans = [plan for plan in work.plans.between(square.id, first, last) if plan.report is not None]
    if not plans:
        days = str(first) if first == last else f"{first} to {last}"
        raise NotFoundError(
            f"nothing was planned for {days} on square {slug}",
            way_out=f"Plan a day first: `dorpsronde plan {slug} --date {first}`.",
        )
    return plans


def _ridden_of(kept: dict[str, Any], day: date, rode: Rode) -> RiddenDay | None:
    """Give what was ridden of a day whose report takes it; None where it stays as it was planned."""
    known = rode.days.get(day)
    if known is None or not known.is_known or not (rode.older or takes_rides(kept)):
        return None
    return known if kept_activity_in(kept).elements else None


def _ridden(
    planned: Mapping[date, KeptActivity], now: Mapping[date, KeptActivity], ridden: Mapping[date, RiddenDay]
) -> dict[str, Any]:
    section = ridden_section((planned[day], now[day], known) for day, known in ridden.items())
    return {} if section is None else {"ridden": section}


def _ridden_notes(notes: Sequence[str], lang: str) -> list[str]:
    return [RIDDEN_NOTE.within(lang), *(note for note in notes if note != PLANNED_NOTE.within(lang))]


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


def _row(day: dict[str, Any]) -> dict[str, Any]:
    """Say one day in one row, keys in the order of columns."""
    return _columns(day["date"], day, unassigned=len(day["orders"]["unassigned"]), rounds=len(day["rounds"]))


def _sums(report: dict[str, Any]) -> dict[str, Any]:
    return _columns(report["month"], report, unassigned=report["orders"]["unassigned"], rounds=report["rounds"])


def _columns(when: str, report: dict[str, Any], *, unassigned: int, rounds: int) -> dict[str, Any]:
    grams = report["co2_g"]
    return {
        "date": when,
        "orders_given": report["orders"]["given"],
        "orders_planned": report["orders"]["planned"],
        "orders_unassigned": unassigned,
        "rounds": rounds,
        **{f"{name}_m": report["metres"][name] for name in (*METRES, "customer_collects")},
        **{f"{name}_duty_s": report["duty_s"][name] for name in DUTIES},
        **{f"co2_{part}_g": grams["project"][part] for part in ("low", "central", "high")},
        "factor_set": grams["factor_set"],
    }
