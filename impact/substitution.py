"""What customers would have done otherwise, by their own answer to one neutral question.

It is asked when they order, before any saving is shown (`impact.question`). Who was asked and did not answer is kept
too, and counts as one who was not asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impact.question import Answer, wording
from kernel.errors import BadInputError

__all__ = ["NOBODY_ASKED", "Answer", "Reply", "Substitution", "substitution_of"]


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
        try:
            wording(self.wording)
        except BadInputError as fault:
            raise BadInputError(fault.what, where=self.order, way_out=fault.way_out) from None


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
