"""House numbers as people write them: the number, its letter, its addition.

The parts are those of the Dutch register of addresses (BAG): huisnummer, a whole number of at most five
digits; huisletter, one letter; huisnummertoevoeging, up to four characters. Source: Catalogus BAG 2018,
attributes Huisnummer, Huisletter, Huisnummertoevoeging. Words for a floor become its number, "hs" and "huis"
the H that Amsterdam registers; whatever else is written stays, in capitals.
"""

import re
from dataclasses import dataclass
from re import Match, Pattern

__all__ = ["HouseNumber", "house_number_at_start", "letter_told_once", "only_house_number"]

MAX_NUMBER = 99_999
"""Catalogus BAG 2018, Huisnummer: N5."""

FLOOR_WORDS = {"een": "1", "één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6"}
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8"}

_NUMBER = re.compile(r"(\d{1,5})(?!\d)")
_END = r"(?![^\W_])"
"""No letter or digit follows."""

_FLOOR = r"(?:hoog|etage|etg?\.?|verdieping|verd\.?|krs\.?|kerros|og\.?)"
_FORMS: tuple[tuple[Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (rf"(\d{{1,2}}|[ivx]{{1,4}}|{'|'.join(FLOOR_WORDS)})[\s-]*(?:e|de|ste|\.)?[\s-]*{_FLOOR}{_END}", ""),
        (rf"(?:hs|huis){_END}\.?", "H"),
        (rf"(?:begane[\s-]grond|bg|bgg){_END}\.?", "BG"),
        (rf"(?:souterrain|sous|sout){_END}\.?", "SOUS"),
        (rf"(?:bel[\s-]?etage|bel){_END}\.?", "BEL"),
        (rf"(?:beneden|ben){_END}\.?", "BEN"),
        (rf"(?:boven|bov){_END}\.?", "BOV"),
        (rf"(?:rood|rd){_END}\.?", "RD"),
        (rf"(?:zwart|zw){_END}\.?", "ZW"),
        (rf"(?:woonschip|ws){_END}\.?", "WS"),
        (rf"(?:woonboot|wb){_END}\.?", "WB"),
        (rf"bis(?=[a-z]?{_END})\.?", "BIS"),
        (rf"ter{_END}\.?", "TER"),
        (
            rf"(?:appartement|app|apt|ap|kamer|kmr|unit|flat|woning|toev\.?)\.?[\s:]*([a-z]?\d{{1,4}}[a-z]?|[a-z]){_END}",
            "",
        ),
        (rf"([ivx]{{2,4}}){_END}", ""),
    )
)
_LETTER = re.compile(r"[A-Za-z]")
_LETTER_ENDS = re.compile(rf"(?:{_END}(?!['’.]|-[^\W\d_]{{4}}|/m{_END})|(?=\d{{1,4}}{_END}))")
_SHORT = re.compile(rf"[A-Za-z0-9]{{1,4}}{_END}(?!['’])")
_DIGITS = re.compile(rf"\d{{1,4}}[A-Za-z]?{_END}")
_SEPARATOR = re.compile(r"\s*(?:[-–—/.+&]\s*|(?:t/m|tot|en)\s+(?=\d))|\s+")


@dataclass(frozen=True, slots=True, order=True)
class HouseNumber:
    """A number with what follows it; letter and addition in capitals, empty where there is none."""

    number: int
    letter: str = ""
    addition: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letter}" + (f"-{self.addition}" if self.addition else "")

    @property
    def suffix_key(self) -> str:
        """What follows the number, so that every spelling of one dwelling gives one key: 25-II is 25-2."""
        parts: list[str] = re.findall(r"\d+|[^\W\d_]+", f"{self.letter} {self.addition}")
        return "-".join(ROMAN.get(part) or part for part in parts)


def house_number_at_start(text: str) -> tuple[HouseNumber, str] | None:
    """Read the house number a text begins with.

    Returns
    -------
    The house number and the text behind it, or None where no number from 1 to 99999 begins the text.
    """
    found = _NUMBER.match(text)
    if not found or int(found[1]) == 0:
        return None
    letter, end = _letter(text, found.end())
    parts: list[str] = []
    while part := _addition(text, end):
        word, end = part
        parts.append(word)
    return HouseNumber(int(found[1]), letter, " ".join(parts)), text[end:]


def only_house_number(text: str) -> HouseNumber | None:
    """Read a text that is a house number and nothing else."""
    read = house_number_at_start(text.strip())
    return read[0] if read and not read[1].strip(" .-/") else None


def letter_told_once(letter: str, addition: str) -> str:
    """Give a letter told beside an addition; nothing where that tells it again, as A2 tells A, and bis no B."""
    told = addition.lstrip(" -/").casefold()
    behind = told.removeprefix(letter.casefold())
    return letter if behind == told or behind[:1].isalpha() else ""


def _letter(text: str, start: int) -> tuple[str, int]:
    """Return the letter right behind the number; a lone I after a space is a floor, not a letter."""
    at = start + len(text[start:]) - len(text[start:].lstrip(" ")) if text[start : start + 1] == " " else start
    found = _LETTER.match(text, at)
    if not found or not _LETTER_ENDS.match(text, found.end()):
        return "", start
    if at > start and found[0] in "Ii":
        return "", start
    return found[0].upper(), found.end()


def _addition(text: str, start: int) -> tuple[str, int] | None:
    """Return the next part of the addition and where it ends; None where something else begins."""
    separator = _SEPARATOR.match(text, start)
    at = separator.end() if separator else start
    if at == start and at > 0 and text[at - 1].isspace():
        return None
    for form, meaning in _FORMS:
        if found := form.match(text, at):
            return meaning or _said(found), found.end()
    loose = not separator or separator[0][-1].isspace()
    allowed = _DIGITS if loose and at > start else _SHORT
    found = allowed.match(text, at) or _lone_letter(text, at)
    return (found[0].upper(), found.end()) if found else None


def _lone_letter(text: str, at: int) -> Match[str] | None:
    found = _LETTER.match(text, at)
    return found if found and _LETTER_ENDS.match(text, found.end()) else None


def _said(found: Match[str]) -> str:
    word = found[1].lower()
    return FLOOR_WORDS.get(word, word.upper())
