"""What a geocoder answers: a place with how sure it is and why, or a reason that helps."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod

from data.places import Address
from kernel.position import Position

__all__ = ["CONFIDENCE", "Doubt", "Found", "How", "NotFound", "NotFoundKind", "found", "with_doubt"]


class How(StrEnum):
    """What an answer rests on; where several doubts meet, the gravest."""

    EXACT = "exact"
    TOWN_DIFFERS = "town differs"
    POSTCODE_DIFFERS = "postcode differs"
    ADDITION_DIFFERS = "addition differs"
    TOWN_RESEMBLES = "town resembles"
    STREET_RESEMBLES = "street resembles"
    NUMBER_INTERPOLATED = "number interpolated"
    STREET_ONLY = "street only"


CONFIDENCE = {
    How.EXACT: 0.94,
    How.STREET_RESEMBLES: 0.9,
    How.TOWN_RESEMBLES: 0.9,
    How.ADDITION_DIFFERS: 0.85,
    How.TOWN_DIFFERS: 0.85,
    How.POSTCODE_DIFFERS: 0.75,
    How.NUMBER_INTERPOLATED: 0.4,
    How.STREET_ONLY: 0.3,
}
"""The chance that the door is within 50 m of the position: the worst of three extracts, rounded down; the two
about town and postcode are judgement, as no extract at hand can tell. Figures: docs/adr/0006-geocoder.md."""


class NotFoundKind(StrEnum):
    """Why there is no answer."""

    UNREADABLE = "unreadable"
    NO_NUMBER = "no number"
    UNKNOWN_POSTCODE = "unknown postcode"
    UNKNOWN_TOWN = "unknown town"
    UNKNOWN_STREET = "unknown street"
    UNKNOWN_NUMBER = "unknown number"
    AMBIGUOUS = "ambiguous"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One way in which an answer is not what was written."""

    how: How
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place for a written address.

    Attributes
    ----------
    address: the known door; None where the position lies between doors or stands for a street.
    confidence: the chance, 0 to 1, that the door is within 50 m of the position.
    note: what differs from what was written, in words; empty where nothing does.
    """

    position: Position
    address: Address | None
    confidence: float
    how: How
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """No place, and why.

    Attributes
    ----------
    reason: one line for the person who typed the address.
    suggestions: addresses, streets or towns that may have been meant, the likeliest first.
    """

    reason: str
    kind: NotFoundKind
    suggestions: tuple[str, ...] = ()


def found(position: Position, address: Address | None, doubts: list[Doubt]) -> Found:
    """Answer with a place; doubts are independent, so their confidences multiply."""
    confidence = prod(CONFIDENCE[doubt.how] for doubt in doubts) if doubts else CONFIDENCE[How.EXACT]
    gravest = min((doubt.how for doubt in doubts), key=CONFIDENCE.__getitem__, default=How.EXACT)
    return Found(position, address, round(confidence, 3), gravest, "; ".join(doubt.note for doubt in doubts))


def with_doubt(answer: Found, doubt: Doubt) -> Found:
    """Add a doubt to an answer."""
    gravest = min(answer.how, doubt.how, key=CONFIDENCE.__getitem__)
    before = 1.0 if answer.how is How.EXACT else answer.confidence
    confidence = round(before * CONFIDENCE[doubt.how], 3)
    note = "; ".join(part for part in (answer.note, doubt.note) if part)
    return replace(answer, confidence=confidence, how=gravest, note=note)
