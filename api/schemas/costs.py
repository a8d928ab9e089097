"""Costs: what delivering costs a square from a day on, and what its days came to."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Day, Moment, Sent, Thing, Whole
from data.drafts.cost_sheet import CostSheetDraft
from data.models.cost_sheet import MAX_COST_CENTS, CostSheet
from impact.break_even import Turn

__all__ = ["CostsReported", "CostsShown", "CostsWished"]

EXAMPLE: dict[str, Any] = {
    "valid_from": "2026-12-01",
    "courier_hour_cents": 2_450,
    "vehicle_day_cents": 800,
    "hub_day_cents": 1_500,
    "platform_month_cents": 9_000,
    "subsidy_month_cents": 40_000,
    "order_income_cents": None,
}


def _cents(description: str, default: Any = ...) -> Any:
    return Field(default, ge=0, le=MAX_COST_CENTS, description=description)


class CostsWished(Sent):
    """What delivering costs, whole: whole cents of the square's currency, without VAT."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    valid_from: Day = Field(description="The first day that it is for, until that of the next.")
    courier_hour_cents: Whole = _cents("An hour of one courier, with all that the employer pays besides.")
    vehicle_day_cents: Whole = _cents("One vehicle on a day that it rides.")
    hub_day_cents: Whole = _cents("All hubs together on a day of delivery.")
    platform_month_cents: Whole = _cents("A month of this platform, and whatever else is paid by the month.")
    subsidy_month_cents: Whole = _cents("What others pay in by the month.")
    order_income_cents: Whole | None = _cents(
        "Of an order that has no price of a tariff; null: of such an order nobody knows what it brings.", None
    )

    @property
    def draft(self) -> CostSheetDraft:
        return CostSheetDraft(**{name: getattr(self, name) for name in CostSheetDraft.__slots__})


class CostsShown(Thing):
    """What delivering costs from a day on."""

    id: str
    valid_from: date
    currency: str
    courier_hour_cents: int
    vehicle_day_cents: int
    hub_day_cents: int
    platform_month_cents: int
    subsidy_month_cents: int
    order_income_cents: int | None
    created_at: Moment
    ended_at: Moment | None = Field(description="When it was withdrawn, or others were put in its place.")

    @classmethod
    def of(cls, sheet: CostSheet) -> "CostsShown":
        return cls(**{name: getattr(sheet, name) for name in cls.model_fields})


class CostTotals(Thing):
    """Cents by what they are for; null for who is told the total alone."""

    couriers: int | None = None
    vehicles: int | None = None
    hubs: int | None = None
    platform: int | None = None
    total: int


class EachOrder(Thing):
    """Cents an order, to the nearest; null where nothing is known, or nothing was brought."""

    cost: int | None
    income: int | None
    subsidy: int | None
    short_without_subsidy: int | None


class CentsRange(Thing):
    """P5 and P95 of days drawn anew, and what all days give."""

    low: int
    central: int
    high: int


class OrdersRange(Thing):
    """The same in orders a day; null is no number of orders at all."""

    low: int | None
    central: int | None
    high: int | None


class BreakEvenShown(Thing):
    """From how many orders a day it pays its way, by the square's own days."""

    turn: Turn
    days: int = Field(description="That it rests on.")
    most_orders: int | None = Field(
        description="That one of them had: a number beyond is of no day that was. Null for who is told sums alone."
    )
    marginal_cents: CentsRange | None = Field(description="What one order more costs.")
    orders: OrdersRange | None


class CostsReported(Thing):
    """What the planned days of a day or a month came to, in whole cents without VAT."""

    period: str
    currency: str
    valid_from: date = Field(description="Of the costs in force on the last of these days.")
    days: int
    days_without: int = Field(description="Days before the first costs, which do not count.")
    days_in_month: int = Field(description="Over which what is paid by the month is shared: planned so far.")
    orders: int
    income_known: int = Field(description="Of so many orders.")
    cost_cents: CostTotals
    income_cents: int
    subsidy_cents: int
    result_cents: int = Field(description="What is left; below zero, what is short.")
    per_order_cents: EachOrder
    break_even: BreakEvenShown
