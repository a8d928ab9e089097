"""What was published of a square, and what one order or shop has of it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from api.schemas.thing import Thing
from rounds.place_document import without_shops
from rounds.place_tables import Kind

__all__ = ["FootprintShown", "PublishedShown", "ShopPeriodShown"]

Planned = Annotated[
    Literal["planned"], Field(description="Kilometres, hours and grams are of the plan, not of what was driven.")
]


class Span(Thing):
    """P5, P50 and P95."""

    low: int
    central: int
    high: int


class Difference(Span):
    """P5, P50 and P95 of the most likely other way minus these rounds; below zero is an increase."""

    probability: float = Field(description="Of less.")


class PublishedCell(Thing):
    """One place or shop. Where it is hidden there are no figures: fewer than five households, or another's sake."""

    key: str
    kind: Kind
    code: str
    name: str
    within: str = Field(description="Key of the place around it.")
    hidden: bool
    households: int | None = None
    orders: int | None = Field(None, description="One that was under way on two days counts on both.")
    distance_m: int | None = Field(None, description="Its part of the planned rounds.")
    co2_g: Span | None = None
    inventory_g: int | None = Field(None, description="Well-to-wheel, at the central factors; these add up.")
    saved_g: Difference | None = None
    avoided_m: Span | None = None


class PublishedDay(Thing):
    """One day; figures are null where they are hidden."""

    key: str
    date: date
    hidden: bool
    households: int | None = None
    orders: int | None = None
    rounds: int | None
    duty_s: int | None


class PublishedRule(Thing):
    """Of fewer than so many nothing is shown."""

    households: int
    couriers: int


class PublishedShown(Thing):
    """What was published of a month or a year; it never changes."""

    report: str
    known: Planned = "planned"
    area: str
    period: str
    division: int = Field(description="Year of the neighbourhoods.")
    rule: PublishedRule
    factor_set: str
    basis: str = Field(description="Where the mix is from that differences are against.")
    planned_days: int
    cells: list[PublishedCell]
    rounds: int | None
    duty_s: int | None
    days: list[PublishedDay]
    attribution: str

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "PublishedShown":
        return cls.model_validate(without_shops(document))


class ShopPeriodShown(Thing):
    """A shop's own line of what was published of a month or a year."""

    report: str
    known: Planned = "planned"
    area: str
    period: str
    factor_set: str
    basis: str
    rule: PublishedRule
    attribution: str
    shop: PublishedCell


class Scopes(Thing):
    """Grams CO2e of operation, of bringing the energy there, and together."""

    ttw: int
    wtt: int
    wtw: int


class FootprintShown(Thing):
    """What bringing one order emitted: its part of the rounds that it was in."""

    report: str
    known: Planned = "planned"
    order_ref: str
    days: list[date]
    distance_m: int
    co2_g: Span
    inventory_g: Scopes | None
    saved_g: Difference | None
    basis: str
    factor_set: str
