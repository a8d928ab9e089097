"""Orders from a spreadsheet: every row judged, and what passes in exact whole units."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.drafts.customer_reply import ReplyDraft
from data.dutch_address import WrittenAddress
from kernel.position import Position
from kernel.text import Text
from rounds.delivery_day import Temperature
from rounds.intake.amount import VOLUME_ML, WEIGHT_G, WEIGHT_G_IN_G
from rounds.intake.asked import GivenAsked, read_asked
from rounds.intake.columns import match_columns
from rounds.intake.contact import phone_reader, read_email
from rounds.intake.day import day_reader
from rounds.intake.handling import Need, read_adult, read_crates, read_needs, read_temperature
from rounds.intake.order_cells import MAX_REF, look_at_ref, one_note, read_or_note, read_recipient
from rounds.intake.order_columns import ORDER_COLUMNS
from rounds.intake.order_progress import look_at_progress
from rounds.intake.place_cells import PlaceRead, read_place
from rounds.intake.repeats import Repeats
from rounds.intake.row_reader import MAX_NOTE, RowReader
from rounds.intake.shop_choice import ChooseShop
from rounds.intake.table_file import Row, Table, read_table
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.verdict import Judged, Judgement
from rounds.intake.window_cells import read_times

__all__ = ["OrderRow", "OrderSettings", "judge_orders", "read_orders_table"]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order as a shop wrote it, understood; nothing is looked up yet.

    Attributes
    ----------
    shop: id of a known shop.
    address, address_line: in parts, and on one line.
    position: where the row gave one itself.
    crates: deposit crates that it is in; 0 is none.
    weight_g, volume_ml: of all of it, rounded up from exact decimals; None where unknown.
    day: of delivery; None where the row has none.
    window_start_s, window_end_s, ready_at_s: seconds since local midnight; None is open.
    phone: E.164; empty where unknown. A number nobody can read stands in the note.
    """

    order_ref: str
    shop: str
    recipient: str
    address: WrittenAddress
    address_line: str
    position: Position | None
    weight_g: int | None
    volume_ml: int | None
    temperature: Temperature
    needs: frozenset[Need]
    crates: int
    day: date | None
    window_start_s: int | None
    window_end_s: int | None
    ready_at_s: int | None
    phone: str
    email: str
    note: str
    asked: ReplyDraft | None = None


@dataclass(frozen=True, slots=True)
class OrderSettings:
    """What reading orders must know of the square.

    Attributes
    ----------
    choose_shop: which shop a cell means (`shop_chooser`).
    today: for dates without a year, and to refuse dates far away.
    shop: id of the shop whose file this is; wanted where no column names the shop.
    calling_code: of telephone numbers without one.
    """

    choose_shop: ChooseShop
    today: date
    shop: str | None = None
    calling_code: str = "31"


def read_orders_table(source: Path | bytes, *, name: str = "") -> Table:
    """Understand a file as a table of orders.

    Raises
    ------
    UnreadableTableError
        As `read_table`.
    """
    return read_table(source, ORDER_COLUMNS.known_names, name=name)


def judge_orders(table: Table, settings: OrderSettings) -> Judgement[OrderRow]:
    """Judge every row of a table of orders.

    Raises
    ------
    UnreadableTableError
        A required column is missing, no shop is named, or the rows cannot be read as a table.
    """
    columns = match_columns(table.header, ORDER_COLUMNS, table.name)
    if not columns.has("shop") and settings.shop is None:
        raise UnreadableTableError(
            Text("er is geen kolom voor shop (winkel)", "there is no column for shop"),
            where=table.name,
            way_out=Text(
                "Voeg een kolom winkel toe, of zeg met --shop van welke winkel dit bestand is.",
                "Add a column shop, or say with --shop whose file this is.",
            ),
        )
    judge = _OrderJudge(settings)
    orders: Repeats[OrderRow] = Repeats(columns)
    for row in table.rows():
        reader = RowReader(columns, row)
        ref = reader.text("order_ref", longest=MAX_REF)
        shop = judge.shop(reader)
        key = (shop, ref) if shop and ref else None  # two shops may number their orders alike
        if not orders.is_repeat(key, row):
            orders.add(key, judge.verdict(reader, ref, shop, row), row)
    return Judgement(table.name, columns, (*table.notes, *columns.notes), orders.verdicts())


class _OrderJudge:
    def __init__(self, settings: OrderSettings) -> None:
        self._settings = settings
        self._read_day = day_reader(settings.today)
        self._read_phone = phone_reader(settings.calling_code)

    def shop(self, reader: RowReader) -> str:
        """Give the id of the shop a row means; empty where it means none, with the fault kept."""
        if cell := reader.text("shop"):
            return reader.parsed(cell, self._settings.choose_shop) or ""
        if self._settings.shop is None:
            reader.fault("er staat geen winkel", "no shop is named")
        return self._settings.shop or ""

    def verdict(self, reader: RowReader, ref: str, shop: str, row: Row) -> Judged[OrderRow]:
        look_at_ref(reader, ref)
        look_at_progress(reader)
        recipient = read_recipient(reader)
        place = read_place(reader) or PlaceRead(WrittenAddress(), None)
        times = read_times(reader)
        note = [reader.text("note", longest=MAX_NOTE, keep_lines=True), place.left_over]
        order = OrderRow(
            order_ref=ref,
            shop=shop,
            recipient=recipient,
            address=place.address,
            address_line=place.line,
            position=place.position,
            weight_g=reader.read("weight_kg", WEIGHT_G) or reader.read("weight_g", WEIGHT_G_IN_G),
            volume_ml=reader.read("volume_l", VOLUME_ML),
            temperature=reader.read("temperature", read_temperature) or Temperature.AMBIENT,
            needs=(reader.read("needs", read_needs) or frozenset()) | (reader.read("adult", read_adult) or frozenset()),
            crates=reader.read("crates", read_crates) or 0,
            day=reader.read("date", self._read_day),
            window_start_s=times.start_s,
            window_end_s=times.end_s,
            ready_at_s=times.ready_at_s,
            phone=read_or_note(reader, "phone", self._read_phone, note),
            email=read_or_note(reader, "email", read_email, note),
            note=one_note(reader, note),
            asked=_asked(reader),
        )
        faults = tuple(dict.fromkeys(reader.faults))
        return Judged((row.line,), ref, None if faults else order, tuple(dict.fromkeys(reader.mends)), faults)


def _asked(reader: RowReader) -> ReplyDraft | None:
    """Read what the customer was asked; an answer without its question is nobody's to guess."""
    wording, answer, rotation = (reader.text(name) for name in ("asked_wording", "asked_answer", "asked_rotation"))
    if not any((wording, answer, rotation)):
        return None
    reply, faults = read_asked(GivenAsked(wording, answer, rotation))
    for _, text in faults:
        reader.fault(text.nl, text.en)
    return reply
