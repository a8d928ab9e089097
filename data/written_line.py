"""A written address as one clean line, and that line in parts; what surely has no door is refused here."""

import re
import unicodedata

from data.house_number import only_house_number
from kernel.errors import BadInputError

__all__ = ["MAX_LENGTH", "WAY_OUT", "YEAR", "one_line", "segments", "without_country"]

MAX_LENGTH = 500
"""Characters; an address label of seven full lines fits."""

WAY_OUT = "Write a postcode and a house number, or a street, a house number and a town."

_NO_DOOR = re.compile(
    r"\b(postbus|antwoordn(?:umme)?r|p\.?\s?o\.?\s?box|postfach|postilokero|bo[iî]te postale)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(?:(?:bezorg|aflever|post)?adres|straat(?:naam)?|postcode|woonplaats|plaats(?:naam)?|stad|gemeente|land)\s*:"
    r"|\b(?:postcode|pc)\s+(?=\d)",
    re.IGNORECASE,
)
_NUMBER_SIGN = re.compile(
    r"(?<![^\W\d_])(?:huis\s?n(?:umme)?r|hnr|nummer|num|nr|no|n°|nº|№|#)[.:\s]*(?=\d)", re.IGNORECASE
)
_ADDITION_SIGN = re.compile(r"\b(?:huis)?(?:letter|toevoeging|toev)[.:\s]+(?=\w)", re.IGNORECASE)
_OPPOSITE = re.compile(
    r"(?<![^\W_])(?:(t/o|t\.o\.|to|tegenover)|(b/|bij))\s*(\d{1,5})([a-z](?![^\W_]))?", re.IGNORECASE
)
"""Houseboats and sites: opposite or beside a number. Source: GBA, Aanduiding bij huisnummer ("to", "by")."""

_COUNTRIES = {
    "NL": ("nederland", "the netherlands", "netherlands", "holland", "niederlande"),
    "LI": ("fl", "liechtenstein"),
    "FI": ("fin", "finland", "suomi"),
    "BE": ("belgie", "belgië", "belgique", "belgium"),
    "DE": ("deutschland", "germany", "duitsland"),
    "AT": ("österreich", "austria", "oostenrijk"),
    "CH": ("schweiz", "suisse", "switzerland", "zwitserland"),
    "FR": ("france", "frankrijk"),
    "MC": (),
}
_COUNTRY = {name: code for code, names in _COUNTRIES.items() for name in (code.casefold(), *names)}
_PROVINCES = frozenset({
    "drenthe", "flevoland", "friesland", "fryslân", "gelderland", "limburg", "noord-brabant", "noord-holland",
    "overijssel", "zeeland", "zuid-holland",
})  # fmt: skip
"""Provinces people write behind a town; Groningen and Utrecht are towns as well and stay."""

_FOUR_DIGITS = re.compile(r"(?<![^\W_])(?:NL[\s-]?)?[1-9]\d{3}[\s.\-_]{0,3}$", re.IGNORECASE)
_REMARK = re.compile(r"\(([^()]*)\)")
_LAST_PART = re.compile(r"^(.+),\s*([^\W\d_][^\d,]{1,15})$")
_LAST_WORD = re.compile(r"^(.+)\s((?:the )?[^\W\d_]{5,15}|NL)\.?$", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"^(?:tel|telefoon|mob(?:iel)?|t|e|e-?mail)?[.:\s]*(?:[+(]?[\d\-\s()]{9,}|\S+@\S+)$", re.IGNORECASE
)
YEAR = re.compile(r"(?:1[5-9]\d\d|20\d\d|['’]?40\s?-\s?['’]?45)(?!\d)")
"""Years that streets are called after: Plein 1940, Laan van 1813, Laan '40-'45."""
_ENDS_IN_YEAR = re.compile(rf"[^\W\d_].*\s{YEAR.pattern}$")


def one_line(text: str) -> str:
    """Bring a text to one line with commas between its parts, or refuse it."""
    if len(text) > MAX_LENGTH:
        raise BadInputError(f"an address of {len(text)} characters is too long", way_out=WAY_OUT)
    line = "".join(f"-{mark}" if unicodedata.category(mark) == "No" else mark for mark in text)
    line = re.sub(r"[\r\n;|•·]+|\s\s+-\s\s+", ", ", unicodedata.normalize("NFKC", line).replace("⁄", "/"))
    line = "".join(" " if unicodedata.category(mark)[0] in "ZC" else mark for mark in line)
    if boxed := _NO_DOOR.search(line):
        raise BadInputError(
            f'"{boxed[0]}" is a box at a post office and has no door to deliver to',
            way_out="Ask the customer for the street and house number.",
        )
    line = _REMARK.sub(_addition_kept, line)
    line = _ADDITION_SIGN.sub("-", _LABEL.sub(",", line))
    line = _OPPOSITE.sub(_opposite_behind, _NUMBER_SIGN.sub(_sign_dropped, line))
    if not re.search(r"[^\W_]", line):
        raise BadInputError("no address was written", way_out=WAY_OUT)
    return ", ".join(segments(" ".join(line.split())))


def _addition_kept(found: re.Match[str]) -> str:
    """Drop a remark in brackets, unless it is the floor or the flat."""
    return f", {found[1]}, " if only_house_number(f"1 {found[1].strip()}") else " "


def _sign_dropped(found: re.Match[str]) -> str:
    return found[0] if _ends_a_postcode(found) else " "


def _ends_a_postcode(found: re.Match[str]) -> bool:
    """Whether NO, NR or TO are the letters of a postcode: 1234 NO 5, but not Plein 1940 no 5."""
    before = found.string[: found.start()]
    word = found[0].rstrip("0123456789 ")
    year = word.islower() and re.search(rf"[^\W\d_]\s{YEAR.pattern}\s$", before)
    return word.lower() in {"no", "nr", "to"} and _FOUR_DIGITS.search(before) is not None and not year


def _opposite_behind(found: re.Match[str]) -> str:
    """Put "opposite" and "beside" behind the number, where additions stand."""
    if _ends_a_postcode(found):
        return found[0]
    return f"{found[3]}{found[4] or ''}-{'TO' if found[1] else 'BY'}"


def without_country(line: str) -> tuple[str, str]:
    """Take the country off the end: any sign or name behind a comma, full names also without one; and a province."""
    country = ""
    found = _LAST_PART.match(line) or _LAST_WORD.match(line)
    if found and (country := _COUNTRY.get(found[2].strip(" .").casefold(), "")):
        line = found[1].rstrip(" ,")
    if (found := _LAST_PART.match(line)) and found[2].strip().casefold() in _PROVINCES:
        line = found[1].rstrip(" ,")
    return line, country


def segments(text: str) -> list[str]:
    """Split at commas; telephone numbers and mail addresses go, "Plein 1940, 3" stays together."""
    parts: list[str] = []
    for piece in text.split(","):
        part = piece.strip(" .-–—:/")
        if parts and _ENDS_IN_YEAR.search(parts[-1]) and only_house_number(part):
            parts[-1] = f"{parts[-1]} {part}"
        elif part and not _NO_PLACE.match(part):
            parts.append(part)
    return parts
