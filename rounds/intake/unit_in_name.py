"""The unit that a column's name tells: "Volume (ml)", `weight_g`, "Accu kWh"; its bare numbers are in that unit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rounds.intake.vocabulary import Meaning, Vocabulary, name_key

__all__ = ["NamedAmount", "last_unit", "named_amount", "with_unit"]

_WORD = re.compile(r"[^\W_]+")
_BARE = re.compile(r"[-–−+]?\s*(?:[0-9][0-9.,'’ ]*|[.,][0-9]+)")


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """What a name says that begins with an amount's and ends in something else.

    Attributes
    ----------
    base: key of the amount's own name.
    unit: of its bare numbers; None where the end of the name is no unit of it: "Accu (Ah)".
    """

    base: str
    unit: str | None


def named_amount(name: str, vocabulary: Vocabulary) -> NamedAmount | None:
    """Part the name of an amount from its unit; None where it is no amount's name with something behind it."""
    key = name_key(name)
    words = [name_key(word) for word in _WORD.findall(name)]
    if len(words) > 1:
        before = words[:-2] if words[-2] == "in" else words[:-1]
        base = "".join(before)
        if meaning := _amount(base, vocabulary):
            unit = _units(meaning).get(words[-1])
            return NamedAmount(base, unit if unit and not _contradicts(base, unit, meaning) else None)
    for base in vocabulary.by_key:
        if not key.startswith(base) or not (meaning := _amount(base, vocabulary)):
            continue
        unit = _units(meaning).get(key[len(base) :])
        if unit and not _contradicts(base, unit, meaning):
            # "gewichtt" is sooner a typing error than a weight in tons: it is not read
            return NamedAmount(base, unit if len(unit) > 1 else None)
    return None


def last_unit(name: str, vocabulary: Vocabulary) -> str:
    """Give the key of the unit that a name of several words ends in; empty where it ends in none."""
    words = [name_key(word) for word in _WORD.findall(name)]
    known = (_units(meaning) for meaning in vocabulary.meanings)
    return words[-1] if len(words) > 1 and any(words[-1] in units for units in known) else ""


def with_unit(cell: str, unit: str) -> str:
    """Write the unit of a column behind a bare number."""
    return f"{cell} {unit}" if _BARE.fullmatch(cell) else cell


def _amount(key: str, vocabulary: Vocabulary) -> Meaning | None:
    if key not in vocabulary.by_key:
        return None
    meaning = vocabulary.by_name[vocabulary.by_key[key][0]]
    return meaning if meaning.units else None


def _contradicts(base: str, unit: str, meaning: Meaning) -> bool:
    """Whether a name that is a unit itself has another behind it: "Kilo (g)", and "kilogr", which is no gram."""
    own = _units(meaning).get(base)
    return own is not None and meaning.units[own] != meaning.units[unit]


def _units(meaning: Meaning) -> Mapping[str, str]:
    """Key of a unit → the unit as an amount is written with."""
    return {name_key(unit): unit for unit in meaning.units}
