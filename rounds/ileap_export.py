"""Kept days as iLEAP 1.0 exchanges them: each order under the platform's own id, never under what a shop calls it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from impact.elements import Element
from impact.factors import FactorSet
from impact.ileap import ileap_document
from kernel.errors import BadInputError
from rounds.driven_log import LogRow
from rounds.kept_activity import KeptActivity
from rounds.recomputed import inventory_of_days, named_by_day

__all__ = ["ileap_of_days"]

EXCHANGE = "dorpsronde/ileap/1"
_PLANNED = re.compile(r"(round|hub)-\d{1,6}")
"""How elements of a plan are called; other names are of who wrote them, and may be somebody's."""
_MOST_DAYS_NAMED = 3


def ileap_of_days(
    slug: str,
    days: Mapping[date, KeptActivity],
    factors: FactorSet | None = None,
    log: Sequence[LogRow] = (),
) -> dict[str, Any]:
    """Give the shipments of days, with the operations that carried them.

    Parameters
    ----------
    slug: of the square. factors: in place of those that each day was made with.
    log: what was driven, of a single day.

    Raises
    ------
    BadInputError
        A day was kept without its elements or the ids of its orders, its factors know no tank-to-wheel, or the log does
        not fit it.
    StorageError
        The factors that a day names have other numbers now.
    """
    _refuse_kept_before(days)
    named = [(day, named_by_day(day, kept.with_log(log)), factors or kept.factors) for day, kept in days.items()]
    _refuse_unsplit([chosen for _, _, chosen in named])
    whole = inventory_of_days([(kept, chosen) for _, kept, chosen in named])
    elements = [(element, chosen) for _, kept, chosen in named for element in kept.elements]
    shipments = {leg: whose for _, kept, _ in named for leg, whose in (kept.shipments or {}).items()}
    names = {
        element_id: f"{slug}.{day}.{name}"
        for day, kept, _ in named
        for element_id, name in _names(day, kept.elements).items()
    }
    exported = {} if whole is None else ileap_document(elements, whole, shipments, names)
    return {
        "exchange": EXCHANGE,
        "square": slug,
        "referencePeriodStart": min(days).isoformat(),
        "referencePeriodEnd": (max(days) + timedelta(days=1)).isoformat(),
        "footprints": [],
        "tocs": [],
        "hocs": [],
        **exported,
    }


def _refuse_kept_before(days: Mapping[date, KeptActivity]) -> None:
    lacking = [str(day) for day, kept in days.items() if kept.shipments is None]
    if not lacking:
        return
    named = ", ".join(lacking[:_MOST_DAYS_NAMED])
    more = f" and {len(lacking) - _MOST_DAYS_NAMED} days more" if len(lacking) > _MOST_DAYS_NAMED else ""
    raise BadInputError(
        f"{named}{more}: kept by an earlier version, without its chains or its orders' ids",
        where="iLEAP",
        way_out="Plan it again, or export other days with --date.",
    )


def _refuse_unsplit(sets: Sequence[FactorSet]) -> None:
    unsplit = [chosen.version for chosen in sets if chosen.split("hub.handling") is None]
    if unsplit:
        raise BadInputError(
            "does not split tank-to-wheel from well-to-tank",
            where=f"factor set {unsplit[0]}",
            way_out="Give --factors 2026.2 or newer.",
        )


def _names(day: date, elements: Sequence[Element]) -> dict[str, str]:
    """Call each element as the plan does, else by its kind and a number."""
    met = Counter[str]()
    names: dict[str, str] = {}
    for element in sorted(elements, key=lambda one: one.id):
        name = element.id.removeprefix(f"{day} ")
        if not _PLANNED.fullmatch(name):
            met[element.kind] += 1
            name = f"{element.kind}-other-{met[element.kind]}"
        names[element.id] = name
    return names
