"""What a file is by its first bytes, when it is no table of text; and that it is a file at all."""

from pathlib import Path

from kernel.text import Text
from rounds.intake.unreadable import UnreadableTableError

__all__ = ["AS_CSV", "refuse_what_is_no_file", "refuse_what_is_no_text"]

MAX_BYTES = 100 * 1024 * 1024
"""A hundred thousand rows of a web shop's widest export (about 1 kB a row)."""

AS_CSV = Text(
    "Open het bestand in Excel, kies Opslaan als en dan CSV UTF-8 (gescheiden door lijstscheidingsteken).",
    "Open it in Excel, choose Save as and then CSV UTF-8 (delimited).",
)

_KINDS: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", Text("dit is een Excel-werkmap of zip, geen CSV", "this is an Excel workbook or zip, not a CSV")),
    (b"\xd0\xcf\x11\xe0", Text("dit is een oude Excel-werkmap, geen CSV", "this is an old Excel workbook, not a CSV")),
    (b"%PDF", Text("dit is een PDF, geen CSV", "this is a PDF, not a CSV")),
    (b"\x1f\x8b", Text("dit is een ingepakt bestand, geen CSV", "this is a compressed file, not a CSV")),
    (b"\x89PNG", Text("dit is een plaatje, geen CSV", "this is a picture, not a CSV")),
    (b"\xff\xd8\xff", Text("dit is een foto, geen CSV", "this is a photo, not a CSV")),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")


def refuse_what_is_no_file(path: Path) -> None:
    """Raise where there is nothing to read.

    Raises
    ------
    UnreadableTableError
        Missing, a folder, a device, empty, or larger than 100 MiB.
    """
    where = str(path)
    if path.is_dir():
        raise UnreadableTableError(
            Text("dit is een map", "this is a folder"),
            where=where,
            way_out=Text("Noem het CSV-bestand.", "Name the CSV file."),
        )
    if not path.exists():
        raise UnreadableTableError(
            Text("dit bestand is er niet", "there is no such file"),
            where=where,
            way_out=Text("Kijk de naam en de map na.", "Check its name and folder."),
        )
    if not path.is_file():
        raise UnreadableTableError(
            Text("dit is geen gewoon bestand", "this is no ordinary file"),
            where=where,
            way_out=Text("Noem een CSV-bestand.", "Name a CSV file."),
        )
    refuse_size(path.stat().st_size, where)


def refuse_size(size: int, where: str) -> None:
    """Raise for a file that is empty or too large."""
    if size == 0:
        raise UnreadableTableError(Text("het bestand is leeg", "the file is empty"), where=where, way_out=AS_CSV)
    if size > MAX_BYTES:
        mib, most = size // 2**20, MAX_BYTES // 2**20
        raise UnreadableTableError(
            Text(f"het bestand is {mib} MiB, meer dan {most} MiB", f"the file is {mib} MiB, more than {most} MiB"),
            where=where,
            way_out=Text("Splits het in kleinere bestanden.", "Split it into smaller files."),
        )


def refuse_what_is_no_text(head: bytes, where: str) -> None:
    """Raise for a workbook, a picture, a page: whatever its name says."""
    kind = next((kind for magic, kind in _KINDS if head.startswith(magic)), None)
    if kind is None and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        kind = Text("dit is een webpagina of XML, geen CSV", "this is a web page or XML, not a CSV")
    if kind is not None:
        raise UnreadableTableError(kind, where=where, way_out=AS_CSV)
