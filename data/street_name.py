"""Street and town names as keys: two spellings of one name give one key.

Case, accents, spaces, hyphens and points do not count; the usual abbreviations are written out. Digits do
count, and so do words that tell neighbouring streets apart. Source of the Dutch abbreviations: the shortened
spellings of NEN 5825 as the register of addresses (BAG) publishes them, and what people write on parcels.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["name_key", "street_keys", "telling_words"]

_WORDS = {
    "v": "van", "vd": "van der", "vdr": "van der", "vden": "van den", "d": "de", "v.d": "van der",
    "burg": "burgemeester", "burgem": "burgemeester", "bgm": "burgemeester",
    "prof": "professor", "dokter": "dr", "doctor": "dr", "ds": "dominee", "mr": "meester", "ir": "ingenieur",
    "ing": "ingenieur", "past": "pastoor", "kard": "kardinaal", "mgr": "monseigneur", "pr": "prins", "prs": "prinses",
    "kon": "koningin", "kon.": "koningin", "min": "minister", "pres": "president", "gen": "generaal", "adm": "admiraal",
    "gebr": "gebroeders", "st": "sint", "sankt": "sint", "saint": "sint", "ste": "sint", "sainte": "sint",
    "gr": "grote", "kl": "kleine", "nw": "nieuwe", "nwe": "nieuwe", "mej": "mejuffrouw", "wed": "weduwe",
    "eerste": "1e", "1ste": "1e", "tweede": "2e", "2de": "2e", "derde": "3e", "3de": "3e", "vierde": "4e", "4de": "4e",
    "vijfde": "5e", "5de": "5e", "zesde": "6e", "6de": "6e", "zevende": "7e", "7de": "7e", "achtste": "8e",
    "8ste": "8e",
    "av": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "ch": "chemin", "imp": "impasse",
}  # fmt: skip
"""Whole words, written out; the shorter of two spellings that nobody mixes up is kept ("dr")."""

_ENDINGS = {
    "str": ("straat", "strasse"), "pln": ("plein",), "ln": ("laan",), "wg": ("weg",), "kd": ("kade",),
    "plnts": ("plantsoen",), "plants": ("plantsoen",), "grt": ("gracht",), "sngl": ("singel",),
}  # fmt: skip
"""Abbreviated ends of words and what they may stand for."""

_TELLING = re.compile(r"\b(?:oost|west|hoge|lage|hoog|laag|prins(?:es)?|koning(?:in)?|[ivx]+\b|\w\b)|\d+")
_ALSO_CALLED = {"sgravenhage": "denhaag", "shertogenbosch": "denbosch", "adam": "amsterdam", "rdam": "rotterdam"}
"""Towns with two names in daily use, on signs and on parcels."""

_SPLIT = re.compile(r"[^\w]+|_+")
_STRASSE = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def plain_words(name: str) -> list[str]:
    """Split a name into words of plain small letters and digits."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_STRASSE))
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark))
    bare = re.sub(r"\bv\s*[./]?\s*d[./]?(?=\s|$)", "vd", bare)
    return [word for word in _SPLIT.split(bare) if word]


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Give a town's or a street's key, abbreviated words written out."""
    key = "".join(_WORDS.get(word, word) for word in plain_words(name)).replace(" ", "")
    return _ALSO_CALLED.get(key, key)


@lru_cache(maxsize=1 << 16)
def street_keys(name: str) -> tuple[str, ...]:
    """Give the keys a street may be known by: one, or more where an abbreviation has two meanings."""
    key = name_key(name)
    for ending, meanings in _ENDINGS.items():
        if key.endswith(ending) and len(key) > len(ending):
            return (*(key.removesuffix(ending) + meaning for meaning in meanings), key)
    return (key,)


@lru_cache(maxsize=1 << 16)
def telling_words(name: str) -> tuple[str, ...]:
    """Give what two names must share before one may be read as a misspelling of the other.

    Numbers, lone letters, and the pairs that differ by two letters or fewer (east and west, high and low,
    prince and princess): they tell real neighbours apart.
    """
    text = " ".join(_WORDS.get(word, word) for word in plain_words(name))
    return tuple(sorted(_TELLING.findall(text)))
