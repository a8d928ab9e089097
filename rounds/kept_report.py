"""A day's report as it is kept with its plan: in both languages, and with what is needed to sum a month."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from kernel.errors import StorageError
from rounds.day_report import PlannedDay, day_report
from rounds.showing import lines_of

__all__ = ["activity_in", "kept_report", "lines_in", "report_in"]

KIND = "dorpsronde/kept-day/1"


def kept_report(planned: PlannedDay) -> dict[str, Any]:
    """Make the document that `data.models.plan.Plan.report` holds.

    Returns
    -------
    `nl` and `en`: the day's report by `rounds/report.schema.json`; `activity`: what was driven, from which a
    month's emissions are drawn anew (percentiles of days do not add up); `lines`: the roads of the other ways of
    delivering, which the map lays over the rounds.
    """
    return {
        "kept": KIND,
        "nl": day_report(planned, "nl"),
        "en": day_report(planned, "en"),
        "activity": asdict(planned.activity),
        "lines": lines_of(planned.others),
    }


def report_in(kept: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give the day's report in a language.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return dict(_known(kept)[lang])


def activity_in(kept: Mapping[str, Any]) -> DayActivity:
    """Give what was driven that day, and would have been.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    activity = _known(kept)["activity"]
    metres = {name: _metres(activity[name]) for name in ("rounds", "shop_tours", "pooled_van")}
    return DayActivity(
        orders=activity["orders"],
        hub_orders=activity["hub_orders"],
        supply_orders=activity["supply_orders"],
        collect_m=tuple(activity["collect_m"]),
        **metres,
    )


def lines_in(kept: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the roads of the other ways of delivering, by their key in the report; none where none were kept.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return dict(_known(kept).get("lines", {}))


def _metres(rows: list[dict[str, Any]]) -> tuple[VehicleMetres, ...]:
    return tuple(VehicleMetres(VehicleClass(row["vehicle"]), row["distance_m"], row["garage_trips"]) for row in rows)


def _known(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    if kept.get("kept") != KIND:
        raise StorageError("a day's report was kept by another version", way_out="Plan that day again.")
    return kept
