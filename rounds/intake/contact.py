"""How to reach a customer: telephone numbers in international form, and mail addresses.

A number nobody can read does not stop a delivery: whoever calls these goes on without it and keeps the words.
"""

import re

import phonenumbers

from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = ["phone_reader", "read_email"]

_SIGNS = re.compile(r"[\s().\-/–—\u2011]+")
_SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*e\+?[0-9]+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]{5,18}")
_EMAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,63}")
MAX_EMAIL = 254
"""RFC 3696, erratum 1690."""

_DUTCH = re.compile(r"[1-9][0-9]{8}")
"""A Dutch subscriber number without its 0: nine digits. Source: Nummerplan telefoon- en ISDN-diensten."""


class phone_reader:  # noqa: N801 - used as a function; a class keeps the country with it
    """A parser of telephone numbers; numbers without a country's code are of `calling_code`.

    The numbering plans of all countries come with the library `phonenumbers`. A number of a believable length that no
    plan has is kept and told: plans grow, and a wrong digit is for a person to find.
    """

    def __init__(self, calling_code: str = "31") -> None:
        self._code = int(calling_code)
        self._region = phonenumbers.region_code_for_country_code(self._code)

    def __call__(self, cell: str) -> Reading[str]:
        """Read a number as E.164: "06 12 34 56 78" is +31612345678."""
        if _SCIENTIFIC.fullmatch(cell):
            raise UnreadableCellError(
                f"telefoonnummer {quoted(cell)} is door Excel afgekort; maak de kolom op als tekst",
                f"phone number {quoted(cell)} was shortened by Excel; format the column as text",
            )
        digits = re.sub(r"^00", "+", _SIGNS.sub("", cell.replace("(0)", "")))
        if not _NUMBER.fullmatch(digits):
            raise _no_number(cell)
        number = self._parsed(cell, digits)
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if not phonenumbers.is_valid_number(number):
            _refuse_unbelievable(cell, number)
            return Reading(written, _told(cell, written, Text("; bestaat het?", "; does it exist?")))
        whole = digits.startswith(("+", "0")) or self._code != 31  # the rest of Europe has numbers without a 0
        return Reading(written, None if whole else _told(cell, written))

    def _parsed(self, cell: str, digits: str) -> phonenumbers.PhoneNumber:
        try:
            return phonenumbers.parse(digits, self._region)
        except phonenumbers.NumberParseException as fault:
            raise _no_number(cell) from fault


def _refuse_unbelievable(cell: str, number: phonenumbers.PhoneNumber) -> None:
    dutch = number.country_code == 31
    national = phonenumbers.national_significant_number(number)
    if not phonenumbers.is_possible_number(number) or (dutch and not _DUTCH.fullmatch(national)):
        raise _no_number(cell)


def read_email(cell: str) -> Reading[str]:
    """Read a mail address; what stands around it ("Jan <jan@…>") goes."""
    bare = re.sub(r"^mailto:", "", cell, flags=re.IGNORECASE)
    inner = re.fullmatch(r"[^<>]*<([^<>]+)>", bare)
    address = inner[1].strip() if inner else bare
    if len(address) > MAX_EMAIL or not _EMAIL.fullmatch(address):
        raise UnreadableCellError(f"{quoted(cell)} is geen e-mailadres", f"{quoted(cell)} is no email address")
    return Reading(address)


def _told(cell: str, number: str, doubt: Text = Text("", "")) -> Text:  # noqa: B008 - a frozen value
    return Text(
        f"telefoonnummer {quoted(cell)} gelezen als {number}{doubt.nl}",
        f"phone number {quoted(cell)} read as {number}{doubt.en}",
    )


def _no_number(cell: str) -> UnreadableCellError:
    return UnreadableCellError(f"{quoted(cell)} is geen telefoonnummer", f"{quoted(cell)} is no phone number")
