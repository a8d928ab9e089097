"""What a customer answered to the question of what they would have done without this delivery; or that none came."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, choice, key, moment, reference, square_table, text, whole, within_square
from impact.question import Answer
from kernel.rights import Thing

__all__ = ["MOST_REPLIES", "CustomerReply"]

MOST_REPLIES = 10
"""Of one order: who corrects more often has no answer. Our own choice."""


class CustomerReply(Base):
    """One reply of an order's customer. Only ever added: a correction is another, and both are kept.

    Attributes
    ----------
    number: 1, 2, … of an order.
    wording: the version of the question (`impact.question`).
    answer: NULL where somebody was asked and did not say, or where it was forgotten.
    rotation: which answer stood first; NULL where nobody told.
    after_shown: a saving could be seen before it was given: it is no part of any headline.
    said_by, role: who told it, for whom that may be worth something; a principal, never a person's name.
    forgotten_at: when the answer was taken out; that there was one is still counted.
    """

    __tablename__ = "customer_replies"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        UniqueConstraint("order_id", "number"),
        CheckConstraint("forgotten_at IS NULL OR answer IS NULL", name="forgotten_whole"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ANSWERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    order_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1, MOST_REPLIES)
    wording: Mapped[str] = text(20, empty=False)
    answer: Mapped[Answer | None] = choice(Answer, "answer")
    rotation: Mapped[int | None] = whole(0, 99)
    after_shown: Mapped[bool] = mapped_column()
    said_by: Mapped[str] = text(200, empty=False)
    role: Mapped[str] = text(20, empty=False)
    said_at: Mapped[datetime] = moment()
    forgotten_at: Mapped[datetime | None] = moment()
