"""A row whose columns of delivery name one door and whose other columns another: nobody may choose between them."""

import re
from dataclasses import dataclass

from rounds.intake.cell import quoted
from rounds.intake.row_reader import RowReader
from rounds.intake.used_column import DELIVERY

__all__ = ["refuse_two_doors"]

_PART = re.compile(r"[0-9]+|[^\W\d_]+")


def refuse_two_doors(reader: RowReader) -> None:
    """Refuse a row whose columns of delivery name one door and whose other columns another."""
    doors = [door for tier in DELIVERY if (door := _door(reader, tier)).line]
    if len(doors) < 2:
        return
    better, other = doors
    if not better.is_at(other):
        reader.fault(
            f"er staan twee adressen: {quoted(better.line)} en {quoted(other.line)}; laat er een leeg",
            f"there are two addresses: {quoted(better.line)} and {quoted(other.line)}; leave one empty",
        )


@dataclass(frozen=True, slots=True)
class _Door:
    """What the columns of one tier say of a door, as written."""

    street: str
    number: str
    postcode: str
    town: str

    @property
    def line(self) -> str:
        return f"{self.street} {self.number}".strip()

    def is_at(self, other: "_Door") -> bool:
        """Whether it is the other door, in any spelling; each may leave to the other what it does not say."""
        if not (self.street and other.street):
            return self._completes(other)
        told = [f"{other.line} {rest}" for rest in ("", other.postcode, other.town, f"{other.postcode} {other.town}")]
        if not self.number:
            told.append(other.street)
        return _parts(self.line) in [_parts(line) for line in told]

    def _completes(self, other: "_Door") -> bool:
        """Whether the street of one and the number of the other are of one door."""
        number = _parts(self.number if other.street else other.number)
        line = _parts(other.line if other.street else self.line)
        return not any(part.isdigit() for part in line) or line[-len(number) :] == number


def _parts(text: str) -> list[str]:
    """Part a line into words and numbers: 12a is 12 A, and 1-2 is not 12."""
    return _PART.findall(text.casefold())


def _door(reader: RowReader, tier: int) -> _Door:
    street = reader.text_of_tier("street", tier) or reader.text_of_tier("address", tier, longest=500)
    parts = [reader.text_of_tier(name, tier) for name in ("number", "letter", "addition", "address_2")]
    number = " ".join(part for part in parts if part) if street or parts[0] else ""
    return _Door(street, number, reader.text_of_tier("postcode", tier), reader.text_of_tier("town", tier))
