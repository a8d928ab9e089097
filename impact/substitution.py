"""What customers would have done otherwise, by their own answer to one neutral question.

It is asked when they order, before any saving is shown. Wordings are kept by their version and never edited; who was
asked and did not answer is kept too, and counts as one who was not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kernel.errors import BadInputError
from kernel.text import Text

__all__ = ["NOBODY_ASKED", "QUESTIONS", "Answer", "Reply", "Substitution", "substitution_of"]

QUESTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "2026-1": Text(
            "Stel dat deze bezorging er niet was. Wat had u dan gedaan?",
            "Suppose this delivery did not exist. What would you have done?",
        )
    }
)
"""The question by the version of its wording."""


class Answer(StrEnum):
    """What may be answered to it."""

    OWN_CAR_TRIP = "own_car_trip"
    CAR_ON_THE_WAY = "car_on_the_way"
    NO_CAR = "no_car"
    SHOP_BRINGS = "shop_brings"
    WEB_SHOP = "web_shop"
    NOT_BOUGHT = "not_bought"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reply:
    """One customer who was asked; `answer` is None where none came.

    Raises
    ------
    BadInputError
        The wording is not one that was ever asked.
    """

    order: str
    wording: str
    answer: Answer | None

    def __post_init__(self) -> None:
        if self.wording not in QUESTIONS:
            raise BadInputError(
                f"{self.wording!r} is no wording of the question",
                where=self.order,
                way_out=f"There is: {', '.join(QUESTIONS)}.",
            )


@dataclass(frozen=True, slots=True)
class Substitution:
    """Answers of some orders, as far as grams hang on them.

    Attributes
    ----------
    asked: orders whose customer was asked.
    unanswered: of these, without an answer, or with "I do not know": they count as not asked.
    own_car_m: metres from home to shop and back, of those who would have driven for this alone.
    shop_brings, web_shop: orders.
    The others that were answered would have caused no metre of their own: fetched on the way, on foot, by bicycle or
    bus, or not bought. Each of them is an increase.
    """

    asked: int
    unanswered: int
    own_car_m: int
    shop_brings: int
    web_shop: int

    @property
    def answered(self) -> int:
        return self.asked - self.unanswered


NOBODY_ASKED = Substitution(0, 0, 0, 0, 0)


def substitution_of(replies: Iterable[Reply], orders: Sequence[str], collect_m: Sequence[int]) -> Substitution:
    """Count the replies of a day's orders.

    Parameters
    ----------
    orders: ids of the orders served; replies of others are left out.
    collect_m: each one's way from home to shop and back by car, in metres.

    Raises
    ------
    BadInputError
        An order has two replies.
    """
    metres = dict(zip(orders, collect_m, strict=True))
    answers: dict[str, Answer | None] = {}
    for reply in replies:
        if reply.order in answers:
            raise BadInputError(f"order {reply.order} has two replies", way_out="Keep the first.")
        if reply.order in metres:
            answers[reply.order] = reply.answer
    given = list(answers.values())
    own = [order for order, answer in answers.items() if answer is Answer.OWN_CAR_TRIP]
    return Substitution(
        asked=len(given),
        unanswered=sum(answer in {None, Answer.UNKNOWN} for answer in given),
        own_car_m=sum(metres[order] for order in own),
        shop_brings=given.count(Answer.SHOP_BRINGS),
        web_shop=given.count(Answer.WEB_SHOP),
    )
