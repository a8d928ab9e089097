"""What delivering costs: whole cents of a day, line by line; what an order costs, and what others pay for it.

Every line is rounded once a day, to the nearest cent, half up; sums are sums of these. Without VAT.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from impact.activities import MAX_WHOLE
from impact.allocation import apportion
from kernel.errors import BadInputError

__all__ = ["CostLines", "DayCosts", "DayWork", "Rates", "day_costs", "each_cents", "total_of"]

HOUR_S = 3_600


@dataclass(frozen=True, slots=True)
class Rates:
    """What a square pays; fields as of `data.models.cost_sheet.CostSheet`."""

    courier_hour_cents: int
    vehicle_day_cents: int
    hub_day_cents: int
    platform_month_cents: int
    subsidy_month_cents: int
    order_income_cents: int | None = None

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None and not 0 <= value <= MAX_WHOLE:
                raise BadInputError(f"{value} cents is not from 0 to {MAX_WHOLE}", where=each.name)


@dataclass(frozen=True, slots=True)
class DayWork:
    """What was done on a day of delivery.

    Attributes
    ----------
    courier_s: duty of everybody who rode.
    vehicles: that rode. orders: that were brought to their end.
    priced, income_cents: of these, those whose income is known by their price, and all that it is, without VAT.
    """

    day: date
    orders: int
    courier_s: int
    vehicles: int
    priced: int
    income_cents: int


@dataclass(frozen=True, slots=True)
class CostLines:
    """Cents by what they are for."""

    couriers: int
    vehicles: int
    hubs: int
    platform: int

    @property
    def total(self) -> int:
        return self.couriers + self.vehicles + self.hubs + self.platform

    @property
    def with_rounds(self) -> int:
        """What grows with the rounds."""
        return self.couriers + self.vehicles


@dataclass(frozen=True, slots=True)
class DayCosts:
    """One day's, or the sum of many.

    Attributes
    ----------
    paid_for: orders whose income is known, by their price or the sheet's.
    """

    orders: int
    paid_for: int
    cost: CostLines
    income_cents: int
    subsidy_cents: int

    @property
    def result_cents(self) -> int:
        """What is left; below zero, what is short."""
        return self.income_cents + self.subsidy_cents - self.cost.total


def day_costs(days: Sequence[DayWork], rates: Sequence[Rates]) -> list[DayCosts]:
    """Reckon the days of delivery of one calendar month.

    What is paid or comes in by the month is shared over its days of delivery alike, to the cent: together they are
    the month.

    Parameters
    ----------
    rates: of each day.
    """
    platform, subsidy = (
        [apportion(getattr(own, name), [1] * len(days))[at] for at, own in enumerate(rates)]
        for name in ("platform_month_cents", "subsidy_month_cents")
    )
    return [_day(*each) for each in zip(days, rates, platform, subsidy, strict=True)]


def total_of(days: Iterable[DayCosts]) -> DayCosts:
    """Add days up."""
    days = list(days)
    return DayCosts(
        orders=sum(each.orders for each in days),
        paid_for=sum(each.paid_for for each in days),
        cost=CostLines(*(sum(getattr(each.cost, name.name) for each in days) for name in fields(CostLines))),
        income_cents=sum(each.income_cents for each in days),
        subsidy_cents=sum(each.subsidy_cents for each in days),
    )


def each_cents(cents: int, count: int) -> int | None:
    """Share cents over a count, to the nearest, half up; None over nothing."""
    return (2 * cents + count) // (2 * count) if count else None


def _day(work: DayWork, rates: Rates, platform_cents: int, subsidy_cents: int) -> DayCosts:
    unpriced = work.orders - work.priced
    known = rates.order_income_cents is not None
    return DayCosts(
        orders=work.orders,
        paid_for=work.orders if known else work.priced,
        cost=CostLines(
            couriers=each_cents(work.courier_s * rates.courier_hour_cents, HOUR_S) or 0,
            vehicles=work.vehicles * rates.vehicle_day_cents,
            hubs=rates.hub_day_cents,
            platform=platform_cents,
        ),
        income_cents=work.income_cents + unpriced * (rates.order_income_cents or 0),
        subsidy_cents=subsidy_cents,
    )
