"""A kept day made by hand, as a bundle is made of it: without database, roads or solver."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from impact.factor_table import load_factors
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.making import Bundle, bundle_of
from rounds.bundles.period import Period
from rounds.day_report import assess_day
from rounds.kept_report import kept_report
from rounds.kept_rounds import kept_rounds, rounds_in
from tests.planned_day import DAY, OTHERS, PLAN, PLANNED

__all__ = ["DATE", "MONTH", "bundle_file", "days_of", "kept"]

DATE = DAY.day
MONTH = Period(date(2026, 11, 1), is_month=True)


def kept(day: date = DATE, factors: str = "2026.2") -> tuple[dict[str, Any], dict[str, Any]]:
    """The documents of a day, as they come back from the database."""
    planned = assess_day(replace(DAY, day=day), PLANNED.effort, PLAN, OTHERS, load_factors(factors))
    return json.loads(json.dumps(kept_report(planned))), rounds_in(kept_rounds(planned)) or {}


def days_of(*days: date, period: Period | None = None, **more: Any) -> KeptDays:
    found = {day: kept(day) for day in days or (DATE,)}
    return KeptDays(
        "proefdorp",
        period or Period(DATE, is_month=False),
        {day: report for day, (report, _) in found.items()},
        {day: rounds for day, (_, rounds) in found.items()},
        **more,
    )


def bundle_file(folder: Path, days: KeptDays, *, public: bool = False) -> tuple[Path, Bundle]:
    bundle = bundle_of(days, public=public)
    file = folder / bundle.name
    file.write_bytes(bundle.content)
    return file, bundle
