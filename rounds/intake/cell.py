"""One cell as it stands in a file, made ready to be understood: no signs nobody can see, no spreadsheet's tricks."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kernel.text import Text
from rounds.intake.formula import GUARDED_AFTER_COMMA

__all__ = ["Parser", "Reading", "UnreadableCellError", "clean", "quoted"]

Value = TypeVar("Value")

_PLAIN = re.compile(r"[ -~À-ɏ]*")
"""What nearly all cells hold: nothing in it needs a look."""

_TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""How a spreadsheet is kept from turning a telephone number into a number."""

_GUARD = re.compile(r"^'(?=[0-9]|[ \u00a0\ufeff]*[=+\-@\t\r\n＝＋－＠])")
"""The apostrophe with which Shopify and our own files keep a cell from being read as a number or formula."""


class UnreadableCellError(Exception):
    """A cell that means nothing; `text` says why and is told with the row, never raised to a caller of ours."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(nl, en)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """What a cell means, and what was changed or guessed to read it so."""

    value: Value
    mend: Text | None = None


Parser = Callable[[str], Reading[Value]]


def clean(cell: str) -> tuple[str, bool]:
    """Strip a cell and take out what does not show.

    Returns
    -------
    The text, in Unicode's composed form, its line breaks as one sign; and whether control signs were taken out.
    """
    text = cell.strip(" ")
    if text[:1] in {"'", "="}:
        text = _unguarded(text)
    if "," in text and "'" in text:
        text = GUARDED_AFTER_COMMA.sub(r"\1", text)
    if _PLAIN.fullmatch(text):
        return text, False
    return _without_hidden(text)


def _unguarded(text: str) -> str:
    formula = _TEXT_FORMULA.fullmatch(text)
    return formula[1] if formula else _GUARD.sub("", text, count=1)


def _without_hidden(text: str) -> tuple[str, bool]:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    hidden = False
    for sign in composed:
        category = unicodedata.category(sign)
        if category == "Zs" or sign in "\t\v\f":
            kept.append(" ")
        elif sign == "\n" or category[0] != "C":
            kept.append(sign)
        else:
            hidden = hidden or sign != "\ufeff"
    return "".join(kept).strip(), hidden


def quoted(text: str) -> str:
    """Show a cell within a sentence, on one line and not too long."""
    line = " ".join(text.split())
    return f'"{line[:40]}…"' if len(line) > 40 else f'"{line}"'
