"""A row whose columns of delivery name one door and whose other columns another: nobody may choose between them."""

import re
from dataclasses import dataclass

from data.dutch_address import sounds_like_street
from data.house_number import house_number_at_start, letter_told_once
from rounds.intake.cell import quoted
from rounds.intake.row_reader import RowReader
from rounds.intake.used_column import DELIVERY

__all__ = ["refuse_two_doors"]

_DIGITS = re.compile(r"[0-9]+")
_PART = re.compile(r"[0-9]+|[^\W\d_]+")


def refuse_two_doors(reader: RowReader) -> int | None:
    """Refuse a row whose columns of delivery name one door and whose other columns another.

    Returns
    -------
    The tier whose columns name no door ("idem", "-") beside a whole one: it is told, and not to be read. Else None.
    """
    doors = {tier: door for tier in DELIVERY if (door := _door(reader, tier)).line}
    if len(doors) < 2:
        return None
    better, other = doors.values()
    for tier, door in doors.items():
        whole = other if door is better else better
        if whole.street and whole.has_number and not door.has_number and door.may_be_passed_over(whole):
            if not door.begins(whole):
                reader.mend(
                    f"{quoted(door.line)} noemt geen deur; adres gelezen als {quoted(whole.line)}",
                    f"{quoted(door.line)} names no door; address read as {quoted(whole.line)}",
                )
            return tier
    if not better.is_at(other):
        reader.fault(
            f"er staan twee adressen: {quoted(better.line)} en {quoted(other.line)}; laat er een leeg",
            f"there are two addresses: {quoted(better.line)} and {quoted(other.line)}; leave one empty",
        )
    return None


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

    @property
    def has_number(self) -> bool:
        return any(part.isdigit() for part in _parts(self.line))

    def begins(self, whole: "_Door") -> bool:
        """Whether it says as much of the other door as its first words."""
        words = _parts(self.line)
        return bool(words) and _parts(whole.line)[: len(words)] == words

    def may_be_passed_over(self, whole: "_Door") -> bool:
        """Whether a line without a number is no other street than that of a door told whole."""
        return self.begins(whole) or not sounds_like_street(self.line)

    def is_at(self, other: "_Door") -> bool:
        """Whether it is the other door, in any spelling; each may leave to the other what it does not say."""
        if not (self.street and other.street):
            return self._completes(other)
        if not self.number and _parts(self.street) == _parts(other.street):
            return True
        postcode, town = self.postcode or other.postcode, self.town or other.town
        return _without_place(self.line, postcode, town) == _without_place(other.line, postcode, town)

    def _completes(self, other: "_Door") -> bool:
        """Whether the street of one and the number of the other are of one door."""
        number = _parts(self.number if other.street else other.number)
        line = _parts(other.line if other.street else self.line)
        return not any(part.isdigit() for part in line) or line[-len(number) :] == number


def _parts(text: str) -> list[str]:
    """Part a line into words and numbers, house numbers as the register has them: 12a is 12 A, "7, 2 hoog" is 7-2."""
    parts: list[str] = []
    rest = text.replace(",", " ")
    while found := _DIGITS.search(rest):
        parts += _PART.findall(rest[: found.start()])
        if house := house_number_at_start(rest[found.start() :]):
            parts += [str(house[0].number), *_PART.findall(house[0].suffix_key)]
            rest = house[1]
        else:
            parts.append(found[0])
            rest = rest[found.end() :]
    return [part.casefold() for part in [*parts, *_PART.findall(rest)]]


def _without_place(line: str, postcode: str, town: str) -> list[str]:
    """Part a line, its postcode and town at the end left out."""
    parts = _parts(line)
    for place in (f"{postcode} {town}", f"{town} {postcode}", town, postcode):
        end = _parts(f"1 {place}")[1:]  # behind a number, as in the line: "7 huis" is 7-H
        if end and parts[-len(end) :] == end:
            return parts[: -len(end)]
    return parts


def _door(reader: RowReader, tier: int) -> _Door:
    street = reader.text_of_tier("street", tier) or reader.text_of_tier("address", tier, longest=500)
    number, letter, addition, second = (
        reader.text_of_tier(name, tier) for name in ("number", "letter", "addition", "address_2")
    )
    parts = (number, letter_told_once(letter, addition), addition, second)
    line = " ".join(part for part in parts if part) if street or number else ""
    return _Door(street, line, reader.text_of_tier("postcode", tier), reader.text_of_tier("town", tier))
