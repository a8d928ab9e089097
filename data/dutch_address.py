"""Addresses as people write them, taken apart; Dutch forms first, neighbours' forms too.

"1097ez25-ii", "Jan Jansen, Kerkstr. 12-1, 1097 EZ Amsterdam", "Landstrasse 12, 9490 Vaduz" and
"12, rue Grimaldi" all come out as the same few parts. Nothing is looked up here: whether the address
exists is the geocoder's business.
"""

import re
from dataclasses import dataclass, replace

from data.house_number import HouseNumber, house_number_at_start, only_house_number
from data.postcode import find_postcode
from data.written_line import WAY_OUT, YEAR, one_line, segments, without_country
from kernel.errors import BadInputError

__all__ = ["WrittenAddress", "parse_address", "sounds_like_street"]

_NO_HOUSE = re.compile(r"(?<!\w)(?:0+|\d{6,})(?!\w)")
_ORDINAL = re.compile(r"\d+(?:e|de|ste|er|ère|ème|th|nd|rd)[\s-]+[^\W\d_]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![^\W_])(?<!['’])(?<!\w[.-])\d{1,5}(?!\d)")
_ENDS_IN_NUMBER = re.compile(
    r"(?P<street>.*[^\W\d_].*?)[\s,]+(?P<number>[0-9]{1,5}\s?[a-z]?(?:[-/][0-9a-z]{1,4})?)", re.IGNORECASE
)
_STREETLIKE = re.compile(
    r"(?:straat|str|weg|laan|plein|kade|gracht|singel|plantsoen|hof|dijk|pad|steeg|park|markt|dreef|brink|gasse|strasse|straße|"
    r"katu|tie|kuja|ranta)\.?$|^(?:rue|avenue|boulevard|chemin|quai|place|plein|laan)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenAddress:
    """What somebody wrote, in parts; a part that was not written is empty (the number: None).

    Attributes
    ----------
    number, letter, addition: as in `HouseNumber`.
    postcode: "1097EZ", or another country's digits; four digits alone are the first half of a Dutch one.
    country: ISO 3166-1 alpha-2, only where it was written.
    """

    street: str = ""
    number: int | None = None
    letter: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""

    @property
    def house(self) -> HouseNumber | None:
        return None if self.number is None else HouseNumber(self.number, self.letter, self.addition)

    def with_number_in_street(self) -> "WrittenAddress | None":
        """Read "Sector 5 12" the other way: 5 belongs to the street and 12 is the house."""
        if self.number is None or self.letter or not self.street:
            return None
        house = only_house_number(self.addition)
        if not house:
            return None
        street = f"{self.street} {self.number}"
        return replace(self, street=street, number=house.number, letter=house.letter, addition=house.addition)

    @property
    def behind_street(self) -> tuple[str, HouseNumber] | None:
        """What the street ends in that may be a house number, as in "Kerkstraat 12", and the street without it."""
        split = _ENDS_IN_NUMBER.fullmatch(self.street)
        house = only_house_number(split["number"]) if split else None
        return (split["street"], house) if split and house else None

    def with_number_once(self) -> "WrittenAddress | None":
        """Read street "Kerkstraat 12" with number 12 the other way: the number was written twice."""
        behind = self.behind_street
        if behind is None or behind[1].number != self.number:
            return None
        street, house = behind
        if self.letter or self.addition:
            return replace(self, street=street)
        return replace(self, street=street, letter=house.letter, addition=house.addition)


def parse_address(text: str) -> WrittenAddress:
    """Take a written address apart.

    Raises
    ------
    BadInputError
        Nothing to find a door by: empty, too long, a post office box, a postcode or number that cannot exist.
    """
    line, country = without_country(one_line(text))
    code, before, behind = find_postcode(line)
    written = _assemble(segments(before), segments(behind))
    if not (written.street or code.text):
        raise BadInputError(f'"{line}" has no street and no postcode', way_out=WAY_OUT)
    if written.number is None and (wrong := _NO_HOUSE.search(before)):
        raise BadInputError(f"{wrong[0]} is no house number: they run from 1 to 99999", way_out=WAY_OUT)
    return replace(written, postcode=code.text, country=country or code.country)


def sounds_like_street(text: str) -> bool:
    """Whether a text without a number ends or begins as the names of streets do: Molenlaan, Rue Grimaldi."""
    return _STREETLIKE.search(text.strip()) is not None


def _assemble(before: list[str], behind: list[str]) -> WrittenAddress:
    """Find the part with street and number; what follows it is the addition, then the town.

    Parameters
    ----------
    before, behind: the parts on either side of the postcode; `before` holds all where there is no postcode.
    """
    parts = [*before, *behind]
    for at in [*range(len(before) - 1, -1, -1), *range(len(before), len(parts))]:
        if split := _split_street(parts[at], number_first=at < len(before)):
            street, house, rest = split
            house, others = _with_additions(house, [*([rest] if rest else []), *parts[at + 1 :]])
            earlier = parts[len(before) : at]
            return _written(street, house, [*others, *earlier])
    alone = [at for at, part in enumerate(parts) if only_house_number(part)]
    for at in [*alone, *range(len(before), len(parts)), *range(len(before))]:
        if (read := house_number_at_start(parts[at])) and not _ORDINAL.match(parts[at]):
            house, rest = read[0], read[1].strip(" .-–/")
            house, others = _with_additions(house, [*([rest] if rest else []), *parts[at + 1 :]])
            return _street_apart(house, parts[:at], others)
    return _written(parts[0] if before else "", None, parts[1:] if before else parts)


def _street_apart(house: HouseNumber, earlier: list[str], later: list[str]) -> WrittenAddress:
    """The number stands alone; which part is the street is told by its ending, or by its place."""
    named = [part for part in [*earlier[::-1], *later] if _STREETLIKE.search(part)]
    if not named and earlier and later:
        named = earlier[-1:]
    street = named[0] if named else ""
    towns = [part for part in [*earlier[-1:], *later] if part != street]
    return _written(street, house, towns)


def _written(street: str, house: HouseNumber | None, towns: list[str]) -> WrittenAddress:
    town = re.sub(r"^(?:[\d -]+|te\s+)", "", towns[-1]) if towns else ""
    if house is None:
        return WrittenAddress(street=street, town=town)
    return WrittenAddress(street, house.number, house.letter, house.addition, town=town)


def _with_additions(house: HouseNumber, parts: list[str]) -> tuple[HouseNumber, list[str]]:
    """Add the parts that are nothing but an addition ("3 hoog") to the house number."""
    for at, part in enumerate(parts):
        read = only_house_number(f"{house.number}{house.letter}-{house.addition} {part}".replace("- ", " "))
        if not read or not re.search(r"\d|hoog|huis|hs|^\w$|^[IVX]+$", part, re.IGNORECASE):
            return house, parts[at:]
        house = read
    return house, []


def _split_street(part: str, *, number_first: bool) -> tuple[str, HouseNumber, str] | None:
    """Split "Kerkstraat 12-1 Amsterdam" into street, house number and rest; None where there is no such thing."""
    if only_house_number(f"1 {part}") is not None:
        return None
    if not number_first and part[0].isdigit() and not _ORDINAL.match(part):
        return None
    splits = (_split_at(part, found, number_first=number_first) for found in _NUMBER.finditer(part))
    return next((split for split in splits if split), None)


def _split_at(part: str, found: re.Match[str], *, number_first: bool) -> tuple[str, HouseNumber, str] | None:
    read = house_number_at_start(part[found.start() :])
    if not read or _belongs_to_street(part, found):
        return None
    street, rest = part[: found.start()].strip(" .-–:"), read[1].strip(" .-–/")
    if re.search(r"[^\W\d_]", street):
        return street, read[0], "" if re.search(r"\d", rest) else rest
    if number_first and not street and re.search(r"[^\W\d_]{2}", rest):
        return rest, read[0], ""
    return None


def _belongs_to_street(part: str, found: re.Match[str]) -> bool:
    """Whether a number is part of the name: 2e Kerkstraat 5, 3 Oktoberstraat 5, Plein 1940 3."""
    later = re.search(r"\s\d", part[found.end() :]) is not None
    ordinal = _ORDINAL.match(part, found.start())
    if ordinal and (later or found.start() == 0):
        return True
    return later and (found.start() == 0 or YEAR.match(part, found.start()) is not None)
