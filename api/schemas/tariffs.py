"""Tariffs: what a delivery costs from a day on, and what one would cost, line by line."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from api.schemas.parcels import ParcelGiven
from api.schemas.thing import Day, Id, Moment, Sent, Thing, Whole, Words
from data.drafts.tariff import TariffDraft
from data.models.limits import MAX_WEIGHT_G
from data.models.order import Order
from data.models.states import OrderKind
from data.models.tariff import MAX_AMOUNT_CENTS, MIN_STEP_G, Tariff
from rounds.intake.given_order import MOST_PARCELS
from rounds.order_prices import WishedPrice, stored_price
from rounds.pricing import Line, Price

__all__ = ["PriceShown", "QuoteGiven", "TariffGiven", "TariffShown"]

MOST_SLOTS = 200
EXAMPLE: dict[str, Any] = {
    "valid_from": "2026-12-01",
    "delivery_cents": 395,
    "return_cents": 295,
    "crates_cents": 150,
    "included_weight_g": 10_000,
    "step_weight_g": 5_000,
    "step_cents": 50,
    "cool_cents": 75,
    "frozen_cents": 100,
    "hot_cents": 0,
    "adults_only_cents": 50,
    "two_people_cents": 500,
    "slots": [{"slot_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f", "cents": -50}],
    "vat_permille": 210,
}
ASKED: dict[str, Any] = {
    "day": "2026-12-01",
    "slot": "Dinsdagmiddag",
    "parcels": [{"weight_g": 12_500}, {"weight_g": 800, "temperature": "cool"}],
}


def _cents(description: str, default: Any = 0) -> Any:
    return Field(default, ge=0, le=MAX_AMOUNT_CENTS, description=description)


class SlotPrice(Sent):
    """What an order in a slot costs more, or (below zero) less; no price falls below nothing."""

    slot_id: Id
    cents: Whole = Field(ge=-MAX_AMOUNT_CENTS, le=MAX_AMOUNT_CENTS)


class TariffGiven(Sent):
    """A tariff, whole: whole cents of the square's currency, VAT included."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    valid_from: Day = Field(description="The first day of delivery that it is for, until the next tariff's.")
    delivery_cents: Whole = _cents("Of an order to a household.", ...)
    return_cents: Whole = _cents("Of a return.", ...)
    crates_cents: Whole = _cents("Of crates that are collected.", ...)
    included_weight_g: Whole = Field(0, ge=0, le=MAX_WEIGHT_G, description="Of all parcels, within that price.")
    step_weight_g: Whole = Field(1_000, ge=MIN_STEP_G, le=MAX_WEIGHT_G)
    step_cents: Whole = _cents("For each step above the included weight that is begun.")
    cool_cents: Whole = _cents("More, once an order, where any parcel is kept cool.")
    frozen_cents: Whole = _cents("Likewise where any is kept frozen.")
    hot_cents: Whole = _cents("Likewise where any is kept hot.")
    adults_only_cents: Whole = _cents("Likewise where any is for adults only.")
    two_people_cents: Whole = _cents("Likewise where any takes two people.")
    slots: list[SlotPrice] = Field([], max_length=MOST_SLOTS)
    vat_permille: Whole = Field(ge=0, le=1_000, description="The rate within the prices: 210 is 21 %.")

    @model_validator(mode="after")
    def _once_each(self) -> "TariffGiven":
        if len({one.slot_id for one in self.slots}) < len(self.slots):
            raise ValueError("a slot is there twice")
        return self

    @property
    def draft(self) -> TariffDraft:
        same = {name: getattr(self, name) for name in TariffDraft.__slots__ if name != "slot_cents"}
        return TariffDraft(**same, slot_cents={one.slot_id: one.cents for one in self.slots})


class TariffShown(Thing):
    """A tariff."""

    id: str
    valid_from: date
    currency: str
    delivery_cents: int
    return_cents: int
    crates_cents: int
    included_weight_g: int
    step_weight_g: int
    step_cents: int
    cool_cents: int
    frozen_cents: int
    hot_cents: int
    adults_only_cents: int
    two_people_cents: int
    slots: list[SlotPrice]
    vat_permille: int
    created_at: Moment
    changed_at: Moment
    ended_at: Moment | None = Field(description="When it was withdrawn, before any order had it.")

    @classmethod
    def of(cls, tariff: Tariff) -> "TariffShown":
        same = {name: getattr(tariff, name) for name in cls.model_fields if name != "slots"}
        slots = [SlotPrice(slot_id=slot_id, cents=cents) for slot_id, cents in tariff.slot_cents.items()]
        return cls(**same, slots=slots)


class QuoteGiven(Sent):
    """What of an order one must tell to be told its price."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED]})

    day: Day
    kind: OrderKind = OrderKind.DELIVERY
    slot: Words = Field("", max_length=120, description="Id of a slot, or its name.")
    shop: Words = Field("", max_length=120, description="Whose usual size a parcel without one has: id or name.")
    parcels: list[ParcelGiven] = Field([], max_length=MOST_PARCELS, description="None is one of the usual size.")

    @property
    def wished(self) -> WishedPrice:
        return WishedPrice(self.day, self.kind, self.slot, self.shop, [parcel.given for parcel in self.parcels])


class PriceLine(Thing):
    """So many times so many cents."""

    what: Line
    times: int
    each_cents: int
    cents: int


class PriceShown(Thing):
    """A price, VAT included; its lines add up to it."""

    tariff_id: str
    currency: str
    cents: int
    vat_permille: int
    vat_cents: int = Field(description="The VAT within it, to the nearest cent.")
    lines: list[PriceLine]

    @classmethod
    def of(cls, price: Price) -> "PriceShown":
        same = ("tariff_id", "currency", "cents", "vat_permille", "vat_cents")
        lines = [
            PriceLine(what=line.what, times=line.times, each_cents=line.each_cents, cents=line.cents)
            for line in price.lines
        ]
        return cls(**{name: getattr(price, name) for name in same}, lines=lines)

    @classmethod
    def of_order(cls, order: Order) -> "PriceShown | None":
        """Show what an order costs, as it was stored; None where no tariff was there."""
        price = stored_price(order)
        return None if price is None else cls.of(price)
