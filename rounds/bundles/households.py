"""Who may not be found in a public bundle: a few households, or the one who rode."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from kernel.errors import NotAllowedError
from rounds.bundles.kept_days import KeptDays
from rounds.kept_rounds import POOLED

__all__ = ["refuse_few"]

FEWEST_HOUSEHOLDS = 5
FEWEST_VEHICLES = 2


def refuse_few(days: KeptDays) -> None:
    """Refuse sums of too few households, or of one vehicle: its kilometres are its courier's.

    The days that may not be published alone, taken together, have to be enough or none: else they would follow from
    the month less all other days.

    Raises
    ------
    NotAllowedError
        Too few, or a day was kept before anybody counted.
    """
    missing = [day for day in days.kept if day not in days.solved]
    if missing:
        raise NotAllowedError(
            f"nobody knows how many households {missing[0]} had: it was planned by an earlier version",
            where="public bundle",
            way_out="Plan that day again, or make the complete bundle.",
        )
    if not _is_enough(list(days.solved.values())):
        raise NotAllowedError(
            f"{days.period} has fewer than {FEWEST_HOUSEHOLDS} households or {FEWEST_VEHICLES} vehicles",
            where="public bundle",
            way_out="Take a month with more of them, or make the complete bundle.",
        )
    alone = _too_small(days.solved)
    if alone and not _is_enough([days.solved[day] for day in alone]):
        raise NotAllowedError(
            f"{alone[0]} has few households or one vehicle, and would follow from the month less its other days",
            where="public bundle",
            way_out="Make the complete bundle, for an auditor.",
        )


def _too_small(solved: Mapping[date, Mapping[str, Any]]) -> list[date]:
    return [day for day, one in solved.items() if not _is_enough([one])]


def _is_enough(days: Collection[Mapping[str, Any]]) -> bool:
    """Count doors and vehicles of days together, each once."""
    doors = {tuple(one["places"][place]) for one in days for place in one["doors"].values()}
    vehicles = {
        ridden["vehicle"] for one in days for way in one["ways"] if way["name"] == POOLED for ridden in way["rounds"]
    }
    return len(doors) >= FEWEST_HOUSEHOLDS and len(vehicles) >= FEWEST_VEHICLES
