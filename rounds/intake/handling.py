"""How a parcel must be kept and handled, from the words people use; a word nobody knows is never passed over."""

import re

from kernel.text import Text
from rounds.delivery_day import Need, Temperature
from rounds.intake.cell import Reading, UnreadableCellError, quoted
from rounds.intake.given_order import MOST_PARCELS

__all__ = ["Need", "read_adult", "read_crates", "read_needs", "read_temperature"]


_TEMPERATURES = {
    word: temperature
    for temperature, words in {
        Temperature.AMBIENT: "ambient|normaal|normal|gewoon|kamertemperatuur|ongekoeld|niet gekoeld|droog|houdbaar|"
        "room temperature|dry",
        Temperature.COOL: "cool|koel|gekoeld|koelen|koeling|koelvers|koud|vers|cold|chilled|fresh|refrigerated|"
        "koelkast",
        Temperature.FROZEN: "frozen|vries|diepvries|bevroren|ingevroren|vriezer|vriesvers|freezer|deepfreeze",
        Temperature.HOT: "hot|warm|heet|warme maaltijd|warmhouden|warm houden",
    }.items()
    for word in words.split("|")
}
_YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "waar", "v"})
_NO = frozenset(
    {"", "-", "geen", "nee", "n", "none", "no", "n.v.t", "nvt", "0", "niets", "false", "onwaar", "niet nodig"}
)

_NEEDS = {
    word: need
    for need, words in {
        Need.UPRIGHT: "upright|rechtop|rechtopstaand|staand|rechtop houden|rechtop vervoeren|niet kantelen|"
        "this side up|deze kant boven|keep upright",
        Need.ADULT: "18+|18 +|18plus|18 plus|18 jaar|18 jaar en ouder|vanaf 18|adult|alcohol|leeftijdscontrole|"
        "leeftijd|id controle|id check|legitimatie|age check|boven 18|min 18",
        Need.TWO_PEOPLE: "two people|twee personen|2 personen|2 pers|2p|twee mensen|2 people|2 man|twee man|met twee|"
        "met z'n tweeën|met 2|two persons|2 persons|zwaar: 2 personen",
    }.items()
    for word in words.split("|")
}
_COUNT = re.compile(r"[0-9]{1,3}")
_BETWEEN = re.compile(r"[,;/|&\n]|\s\+\s|\sen\s(?!ouder)|\sand\s", re.IGNORECASE)


def read_temperature(cell: str) -> Reading[Temperature]:
    """Read how warm a parcel must be kept; "ja" under a column about cooling means cool, and is told."""
    word = " ".join(cell.lower().split()).rstrip(".")
    if word in _YES:
        return Reading(
            Temperature.COOL,
            Text(f"temperatuur {quoted(cell)} gelezen als koel", f"temperature {quoted(cell)} read as cool"),
        )
    if word in _NO:
        return Reading(Temperature.AMBIENT)
    if word in _TEMPERATURES:
        return Reading(_TEMPERATURES[word])
    raise UnreadableCellError(
        f"temperatuur {quoted(cell)} kennen wij niet; schrijf koel, vries, warm of niets",
        f"temperature {quoted(cell)} is not known; write cool, frozen, hot or nothing",
    )


def read_needs(cell: str) -> Reading[frozenset[Need]]:
    """Read one or more needs, between commas or "en"."""
    needs: set[Need] = set()
    for part in _BETWEEN.split(cell):
        word = " ".join(part.lower().split()).strip(" .")
        if word in _NO:
            continue
        if word not in _NEEDS:
            raise UnreadableCellError(
                f"{quoted(part.strip())} kennen wij niet; schrijf rechtop, 18+ of twee personen",
                f"{quoted(part.strip())} is not known; write upright, 18+ or two people",
            )
        needs.add(_NEEDS[word])
    return Reading(frozenset(needs))


def read_adult(cell: str) -> Reading[frozenset[Need]]:
    """Read whether it is for adults only, from a column that asks just that: ja or nee, or a word for it."""
    word = " ".join(cell.lower().split()).strip(" .")
    if word in _YES:
        return Reading(frozenset({Need.ADULT}))
    if word in _NO or _NEEDS.get(word) is Need.ADULT:
        return Reading(frozenset({Need.ADULT} if word in _NEEDS else ()))
    raise UnreadableCellError(f"18+ {quoted(cell)} is geen ja of nee", f"18+ {quoted(cell)} is neither yes nor no")


def read_crates(cell: str) -> Reading[int]:
    """Read in how many deposit crates an order is; "ja" is one, and is told."""
    word = cell.strip().lower()
    if word in _NO:
        return Reading(0)
    if word in _YES - {"1"}:
        return Reading(1, Text(f"kratten {quoted(cell)} gelezen als 1", f"crates {quoted(cell)} read as 1"))
    if not _COUNT.fullmatch(word):
        raise UnreadableCellError(
            f"{quoted(cell)} is geen aantal kratten; schrijf bijvoorbeeld 2",
            f"{quoted(cell)} is no number of crates; write for example 2",
        )
    if int(word) > MOST_PARCELS:
        raise UnreadableCellError(
            f"{word} kratten zijn meer dan {MOST_PARCELS}; maak er meer bestellingen van",
            f"{word} crates are more than {MOST_PARCELS}; make several orders of them",
        )
    return Reading(int(word))
