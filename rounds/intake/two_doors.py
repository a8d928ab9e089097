"""A row whose columns of delivery name one door and whose other columns another: nobody may choose between them."""

from dataclasses import dataclass

from rounds.intake.cell import quoted
from rounds.intake.row_reader import RowReader
from rounds.intake.used_column import DELIVERY
from rounds.intake.vocabulary import name_key

__all__ = ["refuse_two_doors"]


def refuse_two_doors(reader: RowReader) -> None:
    """Refuse a row whose columns of delivery name one door and whose other columns another."""
    doors = [door for tier in DELIVERY if (door := _door(reader, tier)) is not None]
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
    rest: str

    @property
    def line(self) -> str:
        return f"{self.street} {self.number}".strip()

    def is_at(self, other: "_Door") -> bool:
        """Whether it is the other door: alone, with postcode and town, or without the number that the other has."""
        same = {name_key(other.line), name_key(f"{other.line} {other.rest}")}
        return name_key(self.line) in same | (set() if self.number else {name_key(other.street)})


def _door(reader: RowReader, tier: int) -> _Door | None:
    """Give the door of a tier; None where it names no street."""
    street = reader.text_of_tier("street", tier) or reader.text_of_tier("address", tier, longest=500)
    if not street:
        return None
    number, rest = (
        " ".join(part for name in names if (part := reader.text_of_tier(name, tier)))
        for names in (("number", "letter", "addition", "address_2"), ("postcode", "town"))
    )
    return _Door(street, number, rest)
