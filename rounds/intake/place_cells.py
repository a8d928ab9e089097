"""Where a row says something is: its address in parts, and its position where it has one.

Street and number may stand apart, together, in one line with postcode and town, or with the number in a second
line, as the web shops export them. Nothing is looked up here.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from data.dutch_address import WrittenAddress, parse_address
from data.house_number import HouseNumber, letter_told_once, only_house_number
from data.postcode import NEVER_ISSUED, dutch_postcode
from kernel.errors import BadInputError
from kernel.position import Position
from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted
from rounds.intake.row_reader import MAX_TEXT, RowReader
from rounds.intake.two_doors import refuse_two_doors

__all__ = ["PlaceRead", "read_place"]

MAX_ADDITION = 16
"""The register of addresses has four; people write "3 hoog achter"."""

_FOREIGN_CODE = re.compile(r"(?:[A-Z]{1,3}[- ]?)?([0-9]{4,5})", re.IGNORECASE)
_LETTERS = re.compile(r"[0-9O]{4}\W*([A-Z]{2})", re.IGNORECASE)
_POST_BOX = re.compile(r"\b(?:postbus|antwoordnummer|p\.?o\.? ?box|postfach)\b", re.IGNORECASE)
_EXCEL_DAY = re.compile(r"[0-9]{1,2}-(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\.?", re.IGNORECASE)
"""What Excel makes of 12-2."""
_DEGREES = re.compile(r"[-+]?[0-9]{1,3}(?:[.,][0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """An address as written, in parts; `left_over` is what is no part of it and helps who stands at the door."""

    address: WrittenAddress
    position: Position | None
    left_over: str = ""

    @property
    def line(self) -> str:
        """The address on one line."""
        house = str(self.address.house) if self.address.house else ""
        street = " ".join(part for part in (self.address.street, house) if part)
        town = " ".join(part for part in (self.address.postcode, self.address.town) if part)
        return ", ".join(part for part in (street, town) if part)


@dataclass(frozen=True, slots=True)
class _Cells:
    street: str
    number: str
    letter: str
    addition: str
    second: str
    postcode: str
    town: str

    @property
    def suffix(self) -> str:
        return "-".join(part for part in (self.letter, self.addition) if part)


def read_place(reader: RowReader) -> PlaceRead | None:
    """Read address and position; what is wrong is kept by the reader, and then there is no place."""
    before = len(reader.faults)
    position = _read_position(reader)
    aside = refuse_two_doors(reader)
    addition = reader.text("addition", but_tier=aside)
    cells = _Cells(
        street=reader.text("street", but_tier=aside) or reader.text("address", longest=500, but_tier=aside),
        number=re.sub(r"(?<=[0-9])[.,]0$", "", reader.text("number", but_tier=aside)),  # a spreadsheet's 12,0
        letter=letter_told_once(reader.text("letter", but_tier=aside), addition),
        addition=addition,
        second=reader.text("address_2", but_tier=aside),
        postcode=reader.read("postcode", _read_postcode) or "",
        town=reader.text("town"),
    )
    place = _read_address(reader, cells, position) if len(reader.faults) == before else None
    if place is not None:
        _refuse_long_parts(reader, place.address)
    if place is not None and position is None:
        _refuse_unfindable(reader, place.address)
    return place if len(reader.faults) == before else None


def _read_address(reader: RowReader, cells: _Cells, position: Position | None) -> PlaceRead | None:
    if not (cells.street or cells.number or cells.postcode or cells.second):
        if position is None:
            reader.fault("er staat geen adres", "there is no address")
            return None
        return PlaceRead(WrittenAddress(town=cells.town), position)
    if _EXCEL_DAY.fullmatch(cells.number):
        reader.fault(
            f"huisnummer {quoted(cells.number)} is door Excel een datum geworden; maak de kolom op als tekst",
            f"house number {quoted(cells.number)} was made a date by Excel; format the column as text",
        )
        return None
    if cells.number and only_house_number(cells.number) is None:
        reader.fault(
            f"huisnummer {quoted(cells.number)} is geen huisnummer", f"{quoted(cells.number)} is no house number"
        )
        return None
    if cells.number:
        return _in_parts(reader, cells, position)
    return _in_one_line(reader, cells, position)


def _in_parts(reader: RowReader, cells: _Cells, position: Position | None) -> PlaceRead | None:
    """Street and number stand in columns of their own; whether a street that ends in a number is called so, or tells
    the house number again, is for the map to say.
    """
    house = _with_addition(cells)
    if house is None:
        reader.fault(
            f"toevoeging {quoted(cells.suffix)} hoort niet bij een huisnummer",
            f"{quoted(cells.suffix)} is no addition to a house number",
        )
        return None
    address = WrittenAddress(cells.street, house.number, house.letter, house.addition, cells.postcode, cells.town)
    return PlaceRead(address, position, cells.second)


def _with_addition(cells: _Cells) -> HouseNumber | None:
    """Join number, letter and addition, which may be told again with the number."""
    joined = cells.number
    for part in (cells.letter, cells.addition):
        same = not cells.number.isdigit() and cells.number.casefold().endswith(part.casefold())
        if part and not same:
            joined = f"{joined}{'-' if part[0].isdigit() else ' '}{part.lstrip(' -/')}"
    return only_house_number(joined)


def _in_one_line(reader: RowReader, cells: _Cells, position: Position | None) -> PlaceRead | None:
    """Street and number, perhaps all, stand in one text; the second line may hold number or addition."""
    first = f"{cells.street} {cells.suffix}".strip()
    if not first and not cells.second:
        reader.fault("er staat geen huisnummer", "there is no house number")
        return None
    for line, left_over in ((f"{first} {cells.second}".strip(), ""), (first or cells.second, cells.second)):
        try:
            # Not the postcode: "Landstrasse 12, 9490" would read as number 12, addition 9490.
            address = parse_address(", ".join(part for part in (line, cells.town) if part))
        except BadInputError as fault:
            _keep_fault(reader, line, fault)
            return None
        if left_over == cells.second or (address.number is not None and only_house_number(f"1 {cells.second}")):
            return _completed(reader, cells, PlaceRead(address, position, left_over))
    return None


def _completed(reader: RowReader, cells: _Cells, place: PlaceRead) -> PlaceRead | None:
    """Add postcode and town of their own columns to what the line said."""
    address = place.address
    if cells.postcode and address.postcode and cells.postcode != address.postcode:
        reader.fault(
            f"het adres zegt {address.postcode} en de kolom postcode zegt {cells.postcode}",
            f"the address says {address.postcode} and the column postcode says {cells.postcode}",
        )
        return None
    known = replace(address, postcode=cells.postcode or address.postcode, town=cells.town or address.town)
    return replace(place, address=known)


def _keep_fault(reader: RowReader, line: str, fault: BadInputError) -> None:
    if _POST_BOX.search(line):
        reader.fault(
            f"{quoted(line)} is een postbus en heeft geen deur",
            f"{quoted(line)} is a box at a post office and has no door",
        )
    else:
        reader.fault(f"adres {quoted(line)} is niet te lezen", f"address {quoted(line)} cannot be read: {fault.what}")


def _refuse_unfindable(reader: RowReader, address: WrittenAddress) -> None:
    if address.number is None:
        reader.fault("er staat geen huisnummer", "there is no house number")
    if not address.postcode and not (address.street and address.town):
        reader.fault(
            "er staat geen postcode, en geen straat met plaats", "there is no postcode, nor a street with a town"
        )


def _refuse_long_parts(reader: RowReader, address: WrittenAddress) -> None:
    for nl, en, part, most in (
        ("straat", "street", address.street, MAX_TEXT),
        ("plaats", "town", address.town, MAX_TEXT),
        ("toevoeging", "addition", address.addition, MAX_ADDITION),
    ):
        if len(part) > most:
            reader.fault(
                f"{nl} {quoted(part)} is langer dan {most} tekens",
                f"{en} {quoted(part)} is longer than {most} characters",
            )


def _read_postcode(cell: str) -> Reading[str]:
    """Read a postcode: "1097 ez" is 1097EZ; four or five digits may be another country's."""
    if code := dutch_postcode(cell):
        as_written = re.sub(r"[\W_]", "", cell).upper().removeprefix("NL")
        mend = Text(f"postcode {quoted(cell)} gelezen als {code}", f"postcode {quoted(cell)} read as {code}")
        return Reading(code, None if as_written == code else mend)
    if foreign := _FOREIGN_CODE.fullmatch(cell):
        return Reading(foreign[1])
    letters = _LETTERS.fullmatch(cell)
    if letters and letters[1].upper() in NEVER_ISSUED:
        raise UnreadableCellError(
            f"{quoted(cell)} is geen postcode: geen enkele eindigt op {letters[1].upper()}",
            f"{quoted(cell)} is no postcode: none ends in {letters[1].upper()}",
        )
    raise UnreadableCellError(
        f"{quoted(cell)} is geen postcode; schrijf bijvoorbeeld 1234 AB",
        f"{quoted(cell)} is no postcode; write for example 1234 AB",
    )


def _read_position(reader: RowReader) -> Position | None:
    lon, lat = reader.read("lon", _read_degrees), reader.read("lat", _read_degrees)
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        reader.fault("lon en lat horen samen; een van de twee ontbreekt", "lon and lat belong together; one is missing")
        return None
    if 35 <= lon <= 72 and -11 <= lat <= 32:  # within Europe only the other way round
        reader.fault(f"lon {lon} en lat {lat} lijken verwisseld", f"lon {lon} and lat {lat} seem to be swapped")
        return None
    try:
        return Position(float(lon), float(lat))
    except BadInputError as fault:
        reader.fault(f"{lon}, {lat} is geen plek op aarde in graden", fault.what)
        return None


def _read_degrees(cell: str) -> Reading[Decimal]:
    if not _DEGREES.fullmatch(cell):
        raise UnreadableCellError(
            f"{quoted(cell)} is geen plek in graden, zoals 5.1234",
            f"{quoted(cell)} is no position in degrees, such as 5.1234",
        )
    return Reading(Decimal(cell.replace(",", ".")))
