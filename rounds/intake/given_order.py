"""One order as a program hands it in, read by the rules that spreadsheets are read by: the same words, the same limits.

Each fault names the field it is about. Nothing is looked up here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeVar

from data.drafts.customer_reply import ReplyDraft
from data.dutch_address import WrittenAddress
from data.models.states import OrderKind
from kernel.position import Position
from kernel.text import Text
from rounds.day_clock import DAY_S
from rounds.delivery_day import Need, Temperature
from rounds.intake.amount import MAX_ORDER_KG, MAX_ORDER_L
from rounds.intake.asked import GivenAsked, read_asked
from rounds.intake.columns import Columns, match_columns
from rounds.intake.contact import phone_reader, read_email
from rounds.intake.day import far_day
from rounds.intake.order_cells import MAX_REF, look_at_ref, one_note, read_or_note, read_recipient
from rounds.intake.order_columns import ORDER_COLUMNS
from rounds.intake.place_cells import read_place
from rounds.intake.row_reader import MAX_NOTE, RowReader
from rounds.intake.table_file import Row

__all__ = ["FieldFault", "GivenAddress", "GivenOrder", "GivenParcel", "ReadOrder", "read_given_order"]

MOST_PARCELS = 50
"""Pieces of one order: more than a cargo bike holds. Our own choice."""
MAX_BARCODE = 80

Value = TypeVar("Value")

NAMES = (
    "order_ref", "recipient", "street", "address", "address_2", "number", "addition", "postcode", "town", "lon", "lat",
    "phone", "email", "note",
)  # fmt: skip
"""Our own names of columns, each read as in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """An address as it was typed: in parts, or with street and number (and more) in `line`."""

    street: str = ""
    number: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    line: str = ""
    second_line: str = ""


@dataclass(frozen=True, slots=True)
class GivenParcel:
    """One piece; what is None is not known, and the shop's usual size is taken. A crate is one with a deposit."""

    weight_g: int | None = None
    volume_ml: int | None = None
    temperature: Temperature = Temperature.AMBIENT
    needs: frozenset[Need] = frozenset()
    barcode: str | None = None
    crate: bool = False


@dataclass(frozen=True, slots=True)
class GivenOrder:
    """One order as it was handed in.

    Attributes
    ----------
    shop: its id, or its name.
    order_ref: the shop's own number; the same one again is the same order, changed.
    position: of the door, where the asker knows it better than any map.
    day: of delivery; None is the next day on which the shop is open.
    window_start_s, window_end_s, ready_at_s: on the square's clock, since midnight of the day; None is open.
    parcels: none is one of the shop's usual size.
    slot: id or name of a slot of the square, in the place of a window.
    kind: a return or crates go from the household to the shop.
    invented: nobody ordered it; reports say so.
    asked: what its customer was asked when ordering; None where nobody was.
    """

    shop: str
    order_ref: str
    recipient: str
    address: GivenAddress = GivenAddress()
    position: Position | None = None
    day: date | None = None
    window_start_s: int | None = None
    window_end_s: int | None = None
    ready_at_s: int | None = None
    parcels: Sequence[GivenParcel] = ()
    phone: str = ""
    email: str = ""
    note: str = ""
    kind: OrderKind = OrderKind.DELIVERY
    invented: bool = False
    slot: str = ""
    asked: GivenAsked | None = None


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with which field: "recipient", "address", "parcels/0/weight_g"."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order as it was understood; worth nothing where it has faults.

    Attributes
    ----------
    given: as it was handed in, for the fields that need no reading.
    phone: E.164; empty where unknown. A number nobody can read stands in the note.
    """

    given: GivenOrder
    order_ref: str
    recipient: str
    address: WrittenAddress
    position: Position | None
    phone: str
    email: str
    note: str
    asked: ReplyDraft | None = None
    mends: Sequence[Text] = ()
    faults: Sequence[FieldFault] = ()


@dataclass(slots=True)
class _Faults:
    """Collects faults, those of a row's reader under the field that was being read."""

    reader: RowReader
    found: list[FieldFault] = field(default_factory=list[FieldFault])

    def of(self, name: str, read: Callable[[], Value]) -> Value:
        before = len(self.reader.faults)
        value = read()
        self.found.extend(FieldFault(name, text) for text in self.reader.faults[before:])
        return value

    def add(self, name: str, nl: str, en: str) -> None:
        self.found.append(FieldFault(name, Text(nl, en)))


def read_given_order(given: GivenOrder, today: date, calling_code: str = "31") -> ReadOrder:
    """Read an order field by field; whatever is in it, the answer is an order or faults in words."""
    reader = RowReader(_columns(), Row(1, _cells(given)))
    faults = _Faults(reader)
    ref = faults.of("order_ref", lambda: reader.text("order_ref", longest=MAX_REF))
    faults.of("order_ref", lambda: look_at_ref(reader, ref))
    recipient = faults.of("recipient", lambda: read_recipient(reader))
    if given.address.street and given.address.line:
        faults.add("address", "geef straat of regel, niet beide", "give street or line, not both")
    place = faults.of("address", lambda: read_place(reader))
    note = [faults.of("note", lambda: reader.text("note", longest=MAX_NOTE, keep_lines=True))]
    if place is not None:
        note.append(place.left_over)
    phone = faults.of("phone", lambda: read_or_note(reader, "phone", phone_reader(calling_code), note))
    email = faults.of("email", lambda: read_or_note(reader, "email", read_email, note))
    whole_note = faults.of("note", lambda: one_note(reader, note))
    _look_at_day(given, today, faults)
    _look_at_times(given, faults)
    _look_at_parcels(given.parcels, faults)
    asked, asked_faults = read_asked(given.asked) if given.asked else (None, [])
    faults.found.extend(FieldFault(name, text) for name, text in asked_faults)
    return ReadOrder(
        given=given,
        order_ref=ref,
        recipient=recipient,
        address=place.address if place else WrittenAddress(),
        position=place.position if place else None,
        phone=phone,
        email=email,
        note=whole_note,
        asked=asked,
        mends=tuple(dict.fromkeys(reader.mends)),
        faults=tuple(dict.fromkeys(faults.found)),
    )


@cache
def _columns() -> Columns:
    return match_columns(NAMES, ORDER_COLUMNS, "order")


def _cells(given: GivenOrder) -> tuple[str, ...]:
    address, at = given.address, given.position
    lon, lat = (_degrees(at.lon), _degrees(at.lat)) if at else ("", "")
    return (
        given.order_ref, given.recipient, address.street, address.line, address.second_line, address.number,
        address.addition, address.postcode, address.town, lon, lat, given.phone, given.email, given.note,
    )  # fmt: skip


def _degrees(value: float) -> str:
    """Write a number without an exponent and without losing a digit."""
    return f"{Decimal(repr(value)):f}"


def _look_at_day(given: GivenOrder, today: date, faults: _Faults) -> None:
    if given.day is not None and (far := far_day(given.day, today)):
        faults.add("day", far.nl, far.en)


def _look_at_times(given: GivenOrder, faults: _Faults) -> None:
    for name in ("window_start_s", "window_end_s", "ready_at_s"):
        value = getattr(given, name)
        if value is not None and not 0 <= value <= 2 * DAY_S:
            faults.add(name, "is geen tijdstip van deze dag of de volgende", "is no time of this day or the next")
    start_s, end_s, ready_s = given.window_start_s, given.window_end_s, given.ready_at_s
    if start_s is not None and end_s is not None and start_s >= end_s:
        faults.add("window_end_s", "het tijdvak eindigt niet na zijn begin", "the window does not end after it starts")
    if ready_s is not None and end_s is not None and ready_s > end_s:
        faults.add(
            "ready_at_s",
            "de bestelling is pas klaar na het einde van het bezorgmoment",
            "the order is packed only after its window ends",
        )


def _look_at_parcels(parcels: Sequence[GivenParcel], faults: _Faults) -> None:
    if len(parcels) > MOST_PARCELS:
        faults.add(
            "parcels",
            f"{len(parcels)} pakketten zijn meer dan {MOST_PARCELS}; maak er meer bestellingen van",
            f"{len(parcels)} parcels are more than {MOST_PARCELS}; make several orders of them",
        )
    met: set[str] = set()
    for at, parcel in enumerate(parcels[:MOST_PARCELS]):
        _look_at_size(f"parcels/{at}/weight_g", parcel.weight_g, 1_000 * MAX_ORDER_KG, faults)
        _look_at_size(f"parcels/{at}/volume_ml", parcel.volume_ml, 1_000 * MAX_ORDER_L, faults)
        if parcel.barcode is not None and not 0 < len(parcel.barcode) <= MAX_BARCODE:
            faults.add(
                f"parcels/{at}/barcode",
                f"een streepjescode heeft 1 tot {MAX_BARCODE} tekens",
                f"a barcode has 1 to {MAX_BARCODE} characters",
            )
        if parcel.barcode is not None and parcel.barcode in met:
            faults.add(
                f"parcels/{at}/barcode",
                "deze streepjescode staat al op een ander pakket",
                "another parcel has this barcode already",
            )
        if parcel.barcode is not None:
            met.add(parcel.barcode)


def _look_at_size(name: str, value: int | None, most: int, faults: _Faults) -> None:
    if value is not None and not 0 < value <= most:
        faults.add(name, f"{value} ligt niet tussen 1 en {most}", f"{value} is not between 1 and {most}")
