"""Cells that an order alone has: its number, who receives it, and how to reach them."""

import re

from rounds.intake.cell import Parser, Reading, UnreadableCellError, quoted
from rounds.intake.row_reader import MAX_NOTE, RowReader

__all__ = ["MAX_REF", "look_at_ref", "one_note", "read_or_note", "read_recipient"]

MAX_REF = 80

_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
"""What Excel makes of a long number: 1,23E+12. The digits are gone."""


def look_at_ref(reader: RowReader, ref: str) -> None:
    """Refuse an order without a number, or with one whose digits are gone."""
    if not ref:
        reader.fault("er staat geen bestelnummer", "there is no order number")
    elif _SHORTENED.fullmatch(ref):
        reader.fault(
            f"bestelnummer {quoted(ref)} is door Excel afgekort; maak de kolom op als tekst",
            f"order number {quoted(ref)} was shortened by Excel; format the column as text",
        )


def read_recipient(reader: RowReader) -> str:
    """Read who receives it; first and last name are those of one person, so of one tier."""
    for tier in range(3):
        parts = [reader.text_of_tier(part, tier) for part in ("first_name", "middle_name", "last_name")]
        if name := reader.text_of_tier("recipient", tier) or " ".join(part for part in parts if part):
            return name
    reader.fault("er staat geen ontvanger", "there is no recipient")
    return ""


def read_or_note(reader: RowReader, meaning: str, parse: Parser[str], note: list[str]) -> str:
    """Read how to reach somebody; what cannot be read goes to the note, for it stops no delivery."""
    cell = reader.text(meaning)
    try:
        reading = parse(cell) if cell else Reading("")
    except UnreadableCellError as fault:
        reader.mend(f"{fault.text.nl}; in de opmerking gezet", f"{fault.text.en}; put in the note")
        note.append(cell)
        return ""
    if reading.mend is not None:
        reader.mends.append(reading.mend)
    return reading.value


def one_note(reader: RowReader, parts: list[str]) -> str:
    """Join what is to be known at the door."""
    note = "\n".join(part for part in parts if part)
    if len(note) > MAX_NOTE:
        reader.fault(
            f"de opmerking is {len(note)} tekens lang, meer dan {MAX_NOTE}",
            f"the note is {len(note)} characters long, more than {MAX_NOTE}",
        )
    return note
