"""Shops from a spreadsheet: every row judged."""

from dataclasses import dataclass
from pathlib import Path

from data.dutch_address import WrittenAddress
from data.names import name_key
from kernel.position import Position
from kernel.text import Text
from rounds.intake.amount import VOLUME_ML, WEIGHT_G
from rounds.intake.columns import match_columns
from rounds.intake.contact import phone_reader, read_email
from rounds.intake.opening_words import read_opening_hours
from rounds.intake.place_cells import PlaceRead, read_place
from rounds.intake.repeats import Repeats
from rounds.intake.row_reader import MAX_NOTE, RowReader
from rounds.intake.shop_columns import SHOP_COLUMNS
from rounds.intake.table_file import Row, Table, read_table
from rounds.intake.time_of_day import read_clear_time
from rounds.intake.verdict import Judged, Judgement

__all__ = ["ShopRow", "judge_shops", "read_shops_table"]

MAX_KIND = 60
MAX_OPENING_HOURS = 500
"""Characters that are stored."""


@dataclass(frozen=True, slots=True)
class ShopRow:
    """One shop as it was written, understood; nothing is looked up yet.

    Attributes
    ----------
    opening_hours: an OpenStreetMap `opening_hours` text; empty where unknown.
    ready_at_s: when its orders are usually packed, seconds since local midnight.
    usual_weight_g, usual_volume_ml: of its orders that do not tell; None where it does not say.
    """

    name: str
    kind: str
    address: WrittenAddress
    address_line: str
    position: Position | None
    opening_hours: str
    ready_at_s: int | None
    usual_weight_g: int | None
    usual_volume_ml: int | None
    phone: str
    email: str
    note: str


def read_shops_table(source: Path | bytes, *, name: str = "") -> Table:
    """Understand a file as a table of shops.

    Raises
    ------
    UnreadableTableError
        As `read_table`.
    """
    return read_table(source, SHOP_COLUMNS.known_names, name=name)


def judge_shops(table: Table, *, calling_code: str = "31") -> Judgement[ShopRow]:
    """Judge every row of a table of shops; two different rows of one name both fail.

    Raises
    ------
    UnreadableTableError
        A required column is missing, or the rows cannot be read as a table.
    """
    columns = match_columns(table.header, SHOP_COLUMNS, table.name)
    read_phone = phone_reader(calling_code)
    shops: Repeats[ShopRow] = Repeats(
        columns, Text("; geef elke winkel een eigen naam", "; give each shop a name of its own")
    )
    for row in table.rows():
        reader = RowReader(columns, row)
        name = reader.text("shop")
        key = name_key(name) or None
        if not shops.is_repeat(key, row):
            shops.add(key, _verdict(reader, name, row, read_phone), row)
    return Judgement(table.name, columns, (*table.notes, *columns.notes), shops.verdicts())


def _verdict(reader: RowReader, name: str, row: Row, read_phone: phone_reader) -> Judged[ShopRow]:
    if not name:
        reader.fault("er staat geen naam van de winkel", "the shop has no name")
    place = read_place(reader) or PlaceRead(WrittenAddress(), None)
    note = (reader.text("note", longest=MAX_NOTE, keep_lines=True), place.left_over)
    shop = ShopRow(
        name=name,
        kind=reader.text("kind", longest=MAX_KIND),
        address=place.address,
        address_line=place.line,
        position=place.position,
        opening_hours=reader.read("opening_hours", read_opening_hours, longest=MAX_OPENING_HOURS) or "",
        ready_at_s=reader.read("ready_at", read_clear_time),
        usual_weight_g=reader.read("usual_weight_kg", WEIGHT_G),
        usual_volume_ml=reader.read("usual_volume_l", VOLUME_ML),
        phone=reader.read("phone", read_phone) or "",
        email=reader.read("email", read_email) or "",
        note="\n".join(part for part in note if part),
    )
    faults = tuple(dict.fromkeys(reader.faults))
    return Judged((row.line,), name, None if faults else shop, tuple(dict.fromkeys(reader.mends)), faults)
