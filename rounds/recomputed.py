"""Reports made again from what was driven: with the factors of their time, or with others by choice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from data.models.starting_measurement import StartingMeasurement
from impact.assess import Assessment, assess, assess_days
from impact.factors import FactorSet
from impact.inventory import Inventory, inventory_of
from impact.order_ranges import order_ranges
from kernel.text import Text
from rounds.asked_answers import Replies
from rounds.co2_sections import FIGURES, co2_figures, orders_section
from rounds.day_report import factors_of
from rounds.driven_log import LogRow
from rounds.kept_activity import KeptActivity
from rounds.measured_before import measured_section
from rounds.starting_measurements import measured_in

__all__ = [
    "MONTH_SEED",
    "NOBODY_ASKED",
    "Again",
    "factors_of_sets",
    "inventory_of_days",
    "month_figures",
    "named_by_day",
    "recomputed_day",
    "unmatched_note",
]

MONTH_SEED = 1
NOBODY_ASKED: Replies = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Again:
    """What a day's report is made again with; with nothing it is as it was.

    Attributes
    ----------
    factors: in place of those that it was made with.
    replies: of customers, by day. log: what was driven and metered, in place of what was planned.
    orders: whether each order's part and its range are told too.
    measured: starting measurements to compare with besides.
    """

    factors: FactorSet | None = None
    replies: Replies = field(default_factory=lambda: NOBODY_ASKED)
    log: Sequence[LogRow] = ()
    orders: bool = False
    measured: Sequence[StartingMeasurement] = ()


def recomputed_day(
    report: Mapping[str, Any], kept: KeptActivity, again_with: Again, *, is_ridden: bool = False
) -> dict[str, Any]:
    """Give a day's report with its figures made again.

    Parameters
    ----------
    is_ridden: whether `kept` has what was ridden in the place of its plan; the report then tells those metres besides.

    Raises
    ------
    BadInputError
        The log does not fit the day.
    StorageError
        The factors that it names have other numbers now.
    """
    chosen = again_with.factors or kept.factors
    day = date.fromisoformat(report["date"])
    asked = kept.with_replies(again_with.replies.get(day, ())).with_log(again_with.log)
    found = assess(asked.activity, chosen, seed=kept.seed, measured=[measured_in(one) for one in again_with.measured])
    again = {name: part for name, part in report.items() if name not in FIGURES}
    again["metres"] = report["metres"] | {"customer_collects": found.customer_collects_m.central}
    if is_ridden:
        again["metres"]["ridden"] = asked.rounds_m
    again["metres_range"] = {"customer_collects": asdict(found.customer_collects_m)}
    inventory = inventory_of_days([(asked, chosen)])
    again |= co2_figures(found, inventory, kept.facts)
    if again_with.orders and inventory is not None:
        again["inventory"] |= orders_section(inventory, order_ranges(asked.elements, chosen, seed=kept.seed))
    return again | _compared(again_with.measured, found) | {"factors": factors_of(chosen)}


def month_figures(
    days: Mapping[date, KeptActivity],
    replies: Replies,
    factors: FactorSet | None = None,
    measured: Sequence[StartingMeasurement] = (),
) -> tuple[dict[str, Any], int]:
    """Make a month's figures from its days, each with the factors that it was made with unless others are given.

    Returns
    -------
    Its emissions with the factors behind them, and the customers' car metres that are left undriven.
    """
    made = [(kept.with_replies(replies.get(day, ())), factors or kept.factors) for day, kept in days.items()]
    activities = [(kept.activity, chosen) for kept, chosen in made]
    found = assess_days(activities, seed=MONTH_SEED, measured=[measured_in(one) for one in measured])
    prefixed = [(named_by_day(day, kept), chosen) for day, (kept, chosen) in zip(days, made, strict=True)]
    facts = [one for kept, _ in made for one in kept.facts]
    figures = co2_figures(found, inventory_of_days(prefixed), facts, one_by_one=False) | _compared(measured, found)
    return figures | {"factors": factors_of_sets([chosen for _, chosen in made])}, found.customer_collects_m.central


def _compared(measured: Sequence[StartingMeasurement], found: Assessment) -> dict[str, Any]:
    """Say what a comparison with starting measurements comes to; nothing where there is none, or no order."""
    if not measured or not found.orders:
        return {}
    return {"starting_measurements": measured_section(measured, found.measured, found.orders)}


def factors_of_sets(chosen: Sequence[FactorSet]) -> list[dict[str, object]]:
    """Give every factor of the newest set; of each other those that it has otherwise, with the name of that set."""
    newest, *others = sorted({one.version: one for one in chosen}.values(), key=_age, reverse=True)
    rows = factors_of(newest)
    same = [*rows]
    for other in others:
        rows += [row | {"factor_set": other.version} for row in factors_of(other) if row not in same]
    return rows


def _age(factors: FactorSet) -> tuple[tuple[int, ...], str]:
    return factors.release, factors.version


def unmatched_note(days: Mapping[date, KeptActivity], replies: Replies) -> list[Text]:
    """Say how many replies belong to no order that was brought; none where all do."""
    brought = {day: set(kept.orders) for day, kept in days.items()}
    unmatched = sum(reply.order not in brought.get(day, set()) for day, of_day in replies.items() for reply in of_day)
    if not unmatched:
        return []
    return [
        Text(
            f"Antwoorden die niet meetellen, omdat hun bestelling niet bezorgd werd: {unmatched}.",
            f"Answers that do not count, because their order was not brought: {unmatched}.",
        )
    ]


def named_by_day(day: date, kept: KeptActivity) -> KeptActivity:
    """Put the day before every name, so that those of other days are others."""
    elements = tuple(
        replace(
            element,
            id=f"{day} {element.id}",
            consignments=tuple(replace(each, order=f"{day} {each.order}") for each in element.consignments),
        )
        for element in kept.elements
    )
    shipments = {f"{day} {leg}": whose for leg, whose in (kept.shipments or {}).items()}
    return replace(kept, elements=elements, shipments=None if kept.shipments is None else shipments)


def inventory_of_days(made: Sequence[tuple[KeptActivity, FactorSet]]) -> Inventory | None:
    """Reckon the inventory of the days that have their elements; None where none has, or its factors are too old."""
    elements = [(element, chosen) for kept, chosen in made for element in kept.elements]
    if not elements or any(chosen.split("hub.handling") is None for _, chosen in elements):
        return None
    return inventory_of(elements, served=sum(kept.served for kept, _ in made))
