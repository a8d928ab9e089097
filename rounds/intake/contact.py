"""How to reach a customer: telephone numbers in international form, and mail addresses.

A number nobody can read does not stop a delivery: whoever calls these goes on without it and keeps the words.
"""

import re

from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = ["phone_reader", "read_email"]

_SIGNS = re.compile(r"[\s().\-/–—\u2011]+")
_SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*e\+?[0-9]+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,63}")
MAX_EMAIL = 254
"""RFC 3696, erratum 1690."""

_DUTCH = re.compile(r"[1-9][0-9]{8}")
"""A Dutch subscriber number without its 0: nine digits. Source: Nummerplan telefoon- en ISDN-diensten."""

_INTERNATIONAL = re.compile(r"[1-9][0-9]{6,14}")
"""E.164: at most fifteen digits with the country's code; fewer than seven is a part of one (judgement)."""


class phone_reader:  # noqa: N801 - used as a function; a class keeps the country with it
    """A parser of telephone numbers; numbers without a country's code are of `calling_code`."""

    def __init__(self, calling_code: str = "31") -> None:
        self._code = calling_code

    def __call__(self, cell: str) -> Reading[str]:
        """Read a number as E.164: "06 12 34 56 78" is +31612345678."""
        if _SCIENTIFIC.fullmatch(cell):
            raise UnreadableCellError(
                f"telefoonnummer {quoted(cell)} is door Excel afgekort; maak de kolom op als tekst",
                f"phone number {quoted(cell)} was shortened by Excel; format the column as text",
            )
        digits = _SIGNS.sub("", cell.replace("(0)", ""))
        if digits.startswith("00"):
            digits = f"+{digits[2:]}"
        if digits.startswith("+"):
            return self._international(cell, digits[1:])
        return self._national(cell, digits)

    def _international(self, cell: str, digits: str) -> Reading[str]:
        if digits.startswith(f"{self._code}0") and self._code == "31":
            digits = self._code + digits[3:]
        whole = _DUTCH.fullmatch(digits[2:]) if digits.startswith("31") else _INTERNATIONAL.fullmatch(digits)
        if not whole:
            raise _no_number(cell)
        return Reading(f"+{digits}")

    def _national(self, cell: str, digits: str) -> Reading[str]:
        if self._code != "31":
            if not re.fullmatch(r"[0-9]{6,12}", digits):
                raise _no_number(cell)
            return Reading(f"+{self._code}{digits.lstrip('0')}")
        if digits.startswith("0") and _DUTCH.fullmatch(digits[1:]):
            return Reading(f"+31{digits[1:]}")
        bare = digits[2:] if digits.startswith("31") and len(digits) == 11 else digits
        if _DUTCH.fullmatch(bare):
            number = f"+31{bare}"
            return Reading(
                number,
                Text(
                    f"telefoonnummer {quoted(cell)} gelezen als {number}",
                    f"phone number {quoted(cell)} read as {number}",
                ),
            )
        raise _no_number(cell)


def read_email(cell: str) -> Reading[str]:
    """Read a mail address; what stands around it ("Jan <jan@…>") goes."""
    bare = re.sub(r"^mailto:", "", cell, flags=re.IGNORECASE)
    inner = re.fullmatch(r"[^<>]*<([^<>]+)>", bare)
    address = inner[1].strip() if inner else bare
    if len(address) > MAX_EMAIL or not _EMAIL.fullmatch(address):
        raise UnreadableCellError(f"{quoted(cell)} is geen e-mailadres", f"{quoted(cell)} is no email address")
    return Reading(address)


def _no_number(cell: str) -> UnreadableCellError:
    return UnreadableCellError(f"{quoted(cell)} is geen telefoonnummer", f"{quoted(cell)} is no phone number")
