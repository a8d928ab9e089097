"""Weights, volumes and batteries as people write them: "1,5 kg", "12 L", "0,5 kWh"; exact until they are whole grams.

An amount is a decimal number; nothing passes through binary fractions. Orders are rounded up to whole grams and
millilitres, vehicles down (docs/units.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = [
    "BATTERY_WH",
    "CAPACITY_G",
    "CAPACITY_ML",
    "GRAMS",
    "MILLILITRES",
    "VOLUME_ML",
    "WATT_HOURS",
    "WEIGHT_G",
    "WEIGHT_G_IN_G",
    "Amount",
    "read_decimal",
]

GRAMS: Mapping[str, int | Decimal] = {
    "kg": 1000, "kilo": 1000, "kilos": 1000, "kilogram": 1000, "kgs": 1000, "kilograms": 1000,
    "g": 1, "gr": 1, "gram": 1, "grams": 1, "grammen": 1, "pond": 500, "ons": 100,
    "mg": Decimal("0.001"), "ton": 1_000_000, "t": 1_000_000, "tonne": 1_000_000,
}  # fmt: skip
"""Pond and ons as said over a Dutch counter: half a kilo and a tenth; English pounds are not among them."""

MILLILITRES = {
    "l": 1000, "lt": 1000, "ltr": 1000, "liter": 1000, "liters": 1000, "litre": 1000, "litres": 1000, "dm3": 1000,
    "dm³": 1000, "ml": 1, "cc": 1, "cm3": 1, "cm³": 1, "cl": 10, "dl": 100, "m3": 1_000_000, "m³": 1_000_000,
}  # fmt: skip

WATT_HOURS = {"Wh": 1, "kWh": 1000}

MAX_ORDER_KG = 300
"""Judgement: more than a cargo bike's whole load. Above it, somebody wrote grams under kilograms."""

MAX_ORDER_L = 2_000
"""Judgement: the box of the largest cargo bikes, twice a demo bike's 800 l and some."""

MAX_VEHICLE_KG = 3_500
"""A van's gross weight for a licence B: no payload is more."""

MAX_VEHICLE_L = 25_000
"""Judgement: a box van of 20 m³ and some."""

MAX_VEHICLE_WH = 200_000
"""Judgement: the largest batteries of electric vans hold some 120 kWh."""

MAX_CHARS = 24

_AMOUNT = re.compile(r"(?P<sign>[-–−+]?)\s*(?P<number>[0-9][0-9.,'’ ]*|[.,][0-9]+)\s*(?P<unit>[^\W\d_]{0,9}[3³]?)\.?")
_GROUPED = re.compile(r"[0-9]{1,3}([.,'’ ])[0-9]{3}(?:\1[0-9]{3})*")


@dataclass(frozen=True, slots=True)
class Amount:
    """How one kind of amount is read; an instance is a parser of cells.

    Attributes
    ----------
    what: the thing measured, in words.
    units: how many grams, millilitres or watt-hours each is.
    default: the unit of a bare number.
    most: the largest believable, in the smallest unit.
    """

    what: Text
    units: Mapping[str, int | Decimal]
    default: str
    most: int
    rounding: str = ROUND_CEILING

    def __call__(self, cell: str) -> Reading[int | None]:
        """Read an amount in whole grams, millilitres or watt-hours; zero is none known."""
        found = _AMOUNT.fullmatch(cell)
        if not found or len(cell) > MAX_CHARS:
            raise UnreadableCellError(
                f"{quoted(cell)} is geen {self.what.nl}; schrijf bijvoorbeeld 1,5 {self.default}",
                f"{quoted(cell)} is no {self.what.en}; write for example 1.5 {self.default}",
            )
        written = found["unit"].lower() or self.default.lower()
        unit = next((name for name in self.units if name.lower() == written), None)
        if unit is None:
            raise UnreadableCellError(
                f"{quoted(found['unit'])} is geen eenheid van {self.what.nl}",
                f"{quoted(found['unit'])} is no unit of {self.what.en}",
            )
        number, guessed = read_decimal(found["number"], thousands=self.units[unit] <= 1)
        if found["sign"] in "-–−" and found["sign"]:
            raise UnreadableCellError(
                f"{self.what.nl} {quoted(cell)} is negatief", f"{self.what.en} {quoted(cell)} is negative"
            )
        whole = int((number * self.units[unit]).to_integral_value(rounding=self.rounding))
        self._refuse_absurd(cell, whole, bare=not found["unit"])
        if whole == 0:
            nothing = Text(f"{self.what.nl} 0 gelezen als onbekend", f"{self.what.en} 0 read as unknown")
            return Reading(None, nothing)
        return Reading(whole, self._told(cell, number, unit) if guessed else None)

    def _refuse_absurd(self, cell: str, whole: int, *, bare: bool) -> None:
        if whole <= self.most:
            return
        small = next(name for name, size in self.units.items() if size == 1)
        most = self.most // int(self.units[self.default])
        asks = Text(f"; bedoelt u {cell} {small}?", f"; is it {cell} {small}?") if bare else Text("", "")
        raise UnreadableCellError(
            f"{self.what.nl} {quoted(cell)} is meer dan {most} {self.default}{asks.nl}",
            f"{self.what.en} {quoted(cell)} is more than {most} {self.default}{asks.en}",
        )

    def _told(self, cell: str, number: Decimal, unit: str) -> Text:
        plain = f"{number:f}"
        return Text(
            f"{self.what.nl} {quoted(cell)} gelezen als {plain.replace('.', ',')} {unit}",
            f"{self.what.en} {quoted(cell)} read as {plain} {unit}",
        )


def read_decimal(number: str, *, thousands: bool = False) -> tuple[Decimal, bool]:
    """Read a number with commas and points, Dutch first.

    A lone sign before exactly three digits may part thousands or decimals: a comma parts decimals, a point too
    unless the unit is a small one (`thousands`). With two kinds of sign the last parts decimals.

    Returns
    -------
    The number, and whether another reading was possible.
    """
    bare = number.strip()
    signs = re.findall(r"[.,'’ ]", bare)
    if not signs:
        return Decimal(bare), False
    decimal = signs[-1] if signs[-1] in ".," and signs.count(signs[-1]) == 1 else ""
    grouped = _GROUPED.fullmatch(bare)
    doubtful = grouped is not None and len(signs) == 1 and decimal != "" and not bare.startswith("0")
    if doubtful and decimal == "." and thousands:
        decimal = ""
    head, tail = bare.rsplit(decimal, 1) if decimal else (bare, "")
    if re.search(r"[.,'’ ]", head) and not _GROUPED.fullmatch(head):
        raise UnreadableCellError(
            f"{quoted(number)} is geen getal: punten en komma's staan niet op hun plaats",
            f"{quoted(number)} is no number: points and commas are not where they belong",
        )
    whole = re.sub(r"[.,'’ ]", "", head)
    return Decimal(f"{whole or '0'}.{tail or '0'}" if decimal else whole), doubtful


_WEIGHT = Text("gewicht", "weight")
_VOLUME = Text("inhoud", "volume")
WEIGHT_G = Amount(_WEIGHT, GRAMS, "kg", MAX_ORDER_KG * 1000)
WEIGHT_G_IN_G = Amount(_WEIGHT, GRAMS, "g", MAX_ORDER_KG * 1000)
VOLUME_ML = Amount(_VOLUME, MILLILITRES, "l", MAX_ORDER_L * 1000)
CAPACITY_G = Amount(Text("laadvermogen", "capacity"), GRAMS, "kg", MAX_VEHICLE_KG * 1000, ROUND_FLOOR)
CAPACITY_ML = Amount(Text("laadruimte", "capacity"), MILLILITRES, "l", MAX_VEHICLE_L * 1000, ROUND_FLOOR)
BATTERY_WH = Amount(Text("accu", "battery"), WATT_HOURS, "Wh", MAX_VEHICLE_WH, ROUND_FLOOR)
