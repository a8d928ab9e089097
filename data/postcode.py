"""Postcodes within a written line: Dutch ones in every spelling, other countries' where a town follows."""

import re
from dataclasses import dataclass

from kernel.errors import BadInputError

__all__ = ["NO_POSTCODE", "Postcode", "dutch_postcode", "find_postcode", "is_within", "postcode_to_compare"]

NEVER_ISSUED = frozenset({"SA", "SD", "SS"})
"""Letters no Dutch postcode has. Source: PostNL, structure of the postcode (1977)."""

_DUTCH = re.compile(
    r"(?<![^\W_])(?:NL[\s-]{0,2})?([1-9][0-9O]{3})[\s.\-_]{0,3}((?=.?[A-Z])[A-Z0]{2})(?![^\W\d_])", re.IGNORECASE
)
_LEADING_ZERO = re.compile(r"(?<![^\W_])0\d{3}[\s.]?(?:[A-Z]{2}|[a-z]{2})(?![^\W_])")
_TOWN_ARTICLE = re.compile(r"(?:de|la|le|st|el|op|in)$", re.IGNORECASE)
_FOREIGN = re.compile(r"(?<![^\W_])(?:([A-Z]{1,3})[\s-])?(\d{4,5})\s+(?=[^\W\d_'’][^\d,]+(?:,|$))")
_COUNTRY_SIGNS = {
    "A": "AT", "AT": "AT", "B": "BE", "BE": "BE", "CH": "CH", "D": "DE", "DE": "DE", "F": "FR", "FI": "FI",
    "FIN": "FI", "FL": "LI", "FR": "FR", "LI": "LI", "MC": "MC", "NL": "NL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode without spaces, in capitals; the country only where it was written or is the Netherlands."""

    text: str = ""
    country: str = ""


NO_POSTCODE = Postcode()


def dutch_postcode(text: str) -> str:
    """Return "1097EZ" for a text that is a Dutch postcode in any spelling, else an empty text."""
    found = _DUTCH.fullmatch(text.strip())
    code = _spelled(found) if found else ""
    return "" if code[4:] in NEVER_ISSUED else code


def is_within(code: str, written: str) -> bool:
    """Whether a postcode is the one that was written, or one of those that begin with its four digits."""
    return bool(written) and code.startswith(written)


def postcode_to_compare(text: str) -> str:
    """Give a postcode, or how one begins, as both are compared: "NL-1234 ab" is 1234AB, "12" stays."""
    return dutch_postcode(text) or "".join(text.split()).upper()


def find_postcode(line: str) -> tuple[Postcode, str, str]:
    """Find the postcode of a line.

    Returns
    -------
    The postcode (NO_POSTCODE where there is none), the text before it, the text behind it.

    Raises
    ------
    BadInputError
        Something has the form of a Dutch postcode and cannot be one.
    """
    if wrong := _LEADING_ZERO.search(line):
        raise BadInputError(
            f'"{wrong[0]}" is no postcode: Dutch postcodes begin with 1 to 9', way_out="Look the postcode up again."
        )
    dutch = [found for found in _DUTCH.finditer(line) if not (_begins_a_town(found) or _ends_in_a_number(found))]
    if dutch:
        found = max(dutch, key=_likelihood)
        code = _spelled(found)
        if code[4:] in NEVER_ISSUED:
            raise BadInputError(
                f'"{found[0]}" is no postcode: no Dutch postcode ends in {code[4:]}',
                way_out="Look the postcode up again.",
            )
        return Postcode(code, ""), line[: found.start()], line[found.end() :]
    for found in _FOREIGN.finditer(line):
        before = line[: found.start()]
        if not before.strip() or before.rstrip().endswith(",") or re.search(r"\d", before):
            return Postcode(found[2], _COUNTRY_SIGNS.get(found[1] or "", "")), before, line[found.end() :]
    return NO_POSTCODE, line, ""


def _spelled(found: re.Match[str]) -> str:
    """Mend the letter O among the digits and the digit 0 among the letters."""
    return found[1].upper().replace("O", "0") + found[2].upper().replace("0", "O")


def _begins_a_town(found: re.Match[str]) -> bool:
    """Tell "3732 De Bilt" (four digits and a town) from "3732 DE Bilt"."""
    articled = _TOWN_ARTICLE.match(found[2]) is not None and not found[2].isupper()
    spaced = found.end(1) < found.start(2)
    return spaced and articled and re.match(r"\s+[^\W\d_]", found.string[found.end() :]) is not None


def _ends_in_a_number(found: re.Match[str]) -> bool:
    """Whether a 0 that would stand for the letter O belongs to a number: 45670A, 1097 E05."""
    attached = found.end(1) == found.start(2) and found[2].startswith("0")
    return attached or ("0" in found[2] and found.string[found.end() : found.end() + 1].isdigit())


def _likelihood(found: re.Match[str]) -> tuple[bool, bool, int]:
    """Rank what may be the postcode where a house number looks like one too ("1000-II, 1097 EZ").

    One without a hyphen comes first, then one that begins a part of the line, of these the first; else the last.
    """
    before = found.string[: found.start()].rstrip()
    apart = not before or before.endswith(",")
    plain = not found.string[found.end(1) : found.start(2)].strip()
    return plain, apart, -found.start() if apart else found.start()
