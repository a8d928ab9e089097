"""The one neutral question that a customer is asked when ordering: its wordings, and the order of their answers.

Wordings stand in `wordings.csv`. One that was released is never edited: what was answered to it would mean something
else. A better one is a new version. No answer stands first for everybody: they are turned round like a wheel, the same
way for the same order, and "I do not know" stays last.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kernel.errors import BadInputError
from kernel.text import Text

__all__ = ["LATEST", "ROTATIONS", "Answer", "Wording", "rotation_of", "wording", "wordings"]

LATEST = "2026-1"
QUESTION = "question"


class Answer(StrEnum):
    """What may be answered."""

    OWN_CAR_TRIP = "own_car_trip"
    CAR_ON_THE_WAY = "car_on_the_way"
    NO_CAR = "no_car"
    SHOP_BRINGS = "shop_brings"
    WEB_SHOP = "web_shop"
    NOT_BOUGHT = "not_bought"
    UNKNOWN = "unknown"


ROTATIONS = len(Answer) - 1
"""So many answers may stand first; "I do not know" never does."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the question, with its answers in the order of the file."""

    version: str
    question: Text
    answers: Mapping[Answer, Text]

    def rotated(self, rotation: int) -> Sequence[tuple[Answer, Text]]:
        """Give the answers with that of this number, from 0, first.

        Raises
        ------
        BadInputError
            There is no such rotation.
        """
        if not 0 <= rotation < ROTATIONS:
            raise BadInputError(f"rotation {rotation} is not from 0 to {ROTATIONS - 1}", field="rotation")
        turned = [one for one in self.answers.items() if one[0] is not Answer.UNKNOWN]
        return (
            *turned[rotation:],
            *turned[:rotation],
            *(one for one in self.answers.items() if one[0] is Answer.UNKNOWN),
        )


def wording(version: str) -> Wording:
    """Find a version of the question.

    Raises
    ------
    BadInputError
        It was never asked.
    """
    try:
        return wordings()[version]
    except KeyError:
        known = ", ".join(wordings())
        raise BadInputError(
            f"{version!r} is no wording of the question", way_out=f"There is: {known}.", field="wording"
        ) from None


@cache
def wordings() -> Mapping[str, Wording]:
    """Read every version there is.

    Raises
    ------
    ValueError
        A version lacks a part, or has one twice: our defect.
    """
    text = files("impact").joinpath("wordings.csv").read_text(encoding="utf-8")
    parts: dict[str, list[tuple[str, Text]]] = {}
    for row in csv.DictReader(text.splitlines()):
        parts.setdefault(row["version"], []).append((row["part"], Text(row["nl"], row["en"])))
    found: dict[str, Wording] = {}
    for version, rows in parts.items():
        if sorted(name for name, _ in rows) != sorted([QUESTION, *Answer]):
            raise ValueError(f"wording {version} needs the question and each answer once")
        told = dict(rows)
        answers = {Answer(name): said for name, said in rows if name != QUESTION}
        found[version] = Wording(version, told[QUESTION], MappingProxyType(answers))
    return MappingProxyType(found)


def rotation_of(reference: str) -> int:
    """Say which answer stands first for an order: always the same, and each as often as any other.

    Parameters
    ----------
    reference: what tells the order from others: its number, a basket's id.
    """
    digest = hashlib.sha256(reference.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % ROTATIONS
