"""What an order costs by a tariff, line by line: what is asked before and what an order gets are reckoned here alone.

Whole cents, VAT included. The lines add up to the price, and it is never below nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.drafts.order import ParcelDraft, PriceDraft
from data.models.states import OrderKind, Temperature
from data.models.tariff import Tariff

__all__ = ["Line", "Price", "PriceLine", "Priced", "price", "price_draft", "vat_within"]


class Line(StrEnum):
    """What a line of a price is for."""

    DELIVERY = "delivery"
    RETURN = "return"
    CRATES = "crates"
    WEIGHT = "weight"
    COOL = "cool"
    FROZEN = "frozen"
    HOT = "hot"
    ADULTS_ONLY = "adults only"
    TWO_PEOPLE = "two people"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """So many times so many cents; only a slot's may be below zero."""

    what: Line
    times: int
    each_cents: int

    @property
    def cents(self) -> int:
        return self.times * self.each_cents


@dataclass(frozen=True, slots=True)
class Priced:
    """What of an order its price depends on."""

    kind: OrderKind
    parcels: Sequence[ParcelDraft]
    slot_id: str | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What an order costs, and why."""

    tariff_id: str
    currency: str
    vat_permille: int
    lines: Sequence[PriceLine]

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        """The VAT within the price."""
        return vat_within(self.cents, self.vat_permille)


def vat_within(cents: int, vat_permille: int) -> int:
    """Reckon the VAT within a price that includes it, to the nearest cent, half up."""
    whole = 1_000 + vat_permille
    return (2 * cents * vat_permille + whole) // (2 * whole)


def price(tariff: Tariff, priced: Priced) -> Price:
    """Reckon what an order costs; the same tariff and order always give the same."""
    lines = [line for line in _surcharged(tariff, priced) if line.what is _base(priced.kind) or line.cents]
    by_slot = tariff.slot_cents.get(priced.slot_id or "", 0)
    if by_slot:
        lines.append(PriceLine(Line.SLOT, 1, max(by_slot, -sum(line.cents for line in lines))))
    return Price(tariff.id, tariff.currency, tariff.vat_permille, lines)


def price_draft(of: Price) -> PriceDraft:
    """Write a price down as it is stored with its order."""
    lines = [{"what": line.what.value, "times": line.times, "each_cents": line.each_cents} for line in of.lines]
    return PriceDraft(
        of.tariff_id, of.cents, {"currency": of.currency, "vat_permille": of.vat_permille, "lines": lines}
    )


def _base(kind: OrderKind) -> Line:
    return Line(kind.value)


def _surcharged(tariff: Tariff, priced: Priced) -> Iterator[PriceLine]:
    base = {
        OrderKind.DELIVERY: tariff.delivery_cents,
        OrderKind.RETURN: tariff.return_cents,
        OrderKind.CRATES: tariff.crates_cents,
    }
    yield PriceLine(_base(priced.kind), 1, base[priced.kind])
    above_g = sum(parcel.weight_g for parcel in priced.parcels) - tariff.included_weight_g
    yield PriceLine(Line.WEIGHT, max(0, -(-above_g // tariff.step_weight_g)), tariff.step_cents)
    for what, applies, cents in (
        (Line.COOL, _kept(priced, Temperature.COOL), tariff.cool_cents),
        (Line.FROZEN, _kept(priced, Temperature.FROZEN), tariff.frozen_cents),
        (Line.HOT, _kept(priced, Temperature.HOT), tariff.hot_cents),
        (Line.ADULTS_ONLY, any(parcel.adults_only for parcel in priced.parcels), tariff.adults_only_cents),
        (Line.TWO_PEOPLE, any(parcel.two_people for parcel in priced.parcels), tariff.two_people_cents),
    ):
        yield PriceLine(what, int(applies), cents)


def _kept(priced: Priced, temperature: Temperature) -> bool:
    return any(parcel.temperature is temperature for parcel in priced.parcels)
