"""Which letters a file's bytes stand for: UTF-8 where it is valid throughout, UTF-16, else Windows-1252.

UTF-8 is recognised by validity: text with accents in any other encoding is practically never valid UTF-8.
What is not is taken for Windows-1252, the encoding of a Dutch Excel's plain "CSV", unless it bears marks of a
mixture or of Excel's MS-DOS and Macintosh variants: then it is refused, since names would be spoilt in silence.
"""

import codecs
import re
from typing import BinaryIO

from kernel.text import Text
from rounds.intake.unreadable import UnreadableTableError

__all__ = ["recognise_encoding"]

CHUNK_BYTES = 1 << 20

_UTF8_ACCENT = re.compile(rb"\xc3[\x80-\xbf]")
"""é, ë, ü as UTF-8. In Windows-1252 it would be Ã followed by a sign: in no word of any language."""

_OTHER_ACCENT = re.compile(rb"[a-z][\x82\x84\x87-\x8b\x8e]")
"""é, ä, ç, ê, ë, è, ï in MS-DOS (code page 850) or é in Macintosh, behind a small letter; in Windows-1252
these bytes are low quotes, daggers, ‰ and capitals, which do not stand there."""

_WAY_OUT = Text("Bewaar het bestand opnieuw als CSV UTF-8.", "Save the file again as CSV UTF-8.")


def recognise_encoding(file: BinaryIO, where: str) -> str:
    """Read the bytes once and say how to decode them; the file is left at its end.

    Returns
    -------
    A name that `codecs` knows: utf-8-sig, utf-8, utf-16, utf-16-le, utf-16-be or cp1252.

    Raises
    ------
    UnreadableTableError
        A mixture of encodings, or one that cannot be told from Windows-1252 with certainty.
    """
    head = file.read(4096)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if bare := _bare_utf16(head):
        return bare
    file.seek(0)
    if _is_utf8(file):
        return "utf-8"
    file.seek(0)
    _refuse_other_than_1252(file, where)
    return "cp1252"


def _bare_utf16(head: bytes) -> str:
    """Tell UTF-16 without its mark by the zero in every other byte; empty where it is not."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2
    if odd > 0.8 * most and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * most and odd == 0 else ""


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_than_1252(file: BinaryIO, where: str) -> None:
    lines_before, overlap = 0, b""
    while chunk := file.read(CHUNK_BYTES):
        seen = overlap + chunk
        if found := _UTF8_ACCENT.search(seen):
            line = lines_before + 1 + seen.count(b"\n", 0, found.start())
            raise UnreadableTableError(
                Text(
                    f"regel {line} is UTF-8 en andere regels zijn dat niet",
                    f"line {line} is UTF-8 and other lines are not",
                ),
                where=where,
                way_out=_WAY_OUT,
            )
        if found := _OTHER_ACCENT.search(seen):
            line = lines_before + 1 + seen.count(b"\n", 0, found.start())
            raise UnreadableTableError(
                Text(
                    f"de letters met accenten van regel {line} zijn van MS-DOS of Macintosh",
                    f"the accented letters of line {line} are those of MS-DOS or Macintosh",
                ),
                where=where,
                way_out=_WAY_OUT,
            )
        overlap = seen[-1:]
        lines_before += seen.count(b"\n") - overlap.count(b"\n")
