"""The question at ordering, and what customers replied to it."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Moment, Sent, Thing, Truth, Whole, Words
from data.drafts.customer_reply import ReplyDraft
from data.models.customer_reply import CustomerReply
from impact.question import ROTATIONS, Answer, Wording, wording
from rounds.asking import counted_reply
from rounds.intake.asked import GivenAsked

__all__ = ["AnswerGiven", "AskedGiven", "Forgotten", "QuestionShown", "RepliesShown"]

Version = Annotated[Words, Field(min_length=1, max_length=20, description="Of the question, as `/question` tells it.")]
Rotation = Annotated[Whole, Field(ge=0, lt=ROTATIONS, description="Which answer stood first, as `/question` tells it.")]


class AskedGiven(Sent):
    """What a customer was asked when ordering. An answer that is null: asked, and none came."""

    wording: Version
    answer: Answer | None = None
    rotation: Rotation | None = None
    after_shown: Truth = Field(False, description="A saving was shown before it was asked: in no headline then.")

    @property
    def given(self) -> GivenAsked:
        return GivenAsked(
            self.wording, self.answer or "", "" if self.rotation is None else str(self.rotation), self.after_shown
        )


class AnswerGiven(Sent):
    """An answer that comes after its order did."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"wording": "2026-1", "answer": "own_car_trip"}]})

    wording: Version
    answer: Answer
    rotation: Rotation | None = None
    after_shown: Truth = Field(False, description="A saving was shown before it was given: in no headline then.")
    correction: Truth = Field(False, description="It corrects an answer that is there; both are kept.")

    @property
    def draft(self) -> ReplyDraft:
        return ReplyDraft(wording(self.wording).version, self.answer, self.rotation, self.after_shown)


class AnswerShown(Thing):
    """One of the answers, in the asked language."""

    answer: Answer
    text: str


class QuestionShown(Thing):
    """The question, with its answers in the order in which they are to be shown."""

    wording: str
    lang: str
    question: str
    rotation: int = Field(description="Which answer stands first; hand it in with the reply.")
    answers: list[AnswerShown]

    @classmethod
    def of(cls, asked: Wording, lang: str, rotation: int) -> "QuestionShown":
        answers = [AnswerShown(answer=answer, text=text.within(lang)) for answer, text in asked.rotated(rotation)]
        return cls(
            wording=asked.version, lang=lang, question=asked.question.within(lang), rotation=rotation, answers=answers
        )


class ReplyShown(Thing):
    """One reply, and who told it for the customer."""

    number: int
    wording: str
    answer: Answer | None = Field(description="null where somebody did not say, or where it was forgotten.")
    rotation: int | None
    after_shown: bool = Field(description="In no headline: what the order saves could be seen before.")
    by: str = Field(description="Who handed it in, as `key:…`.")
    role: str
    said_at: Moment
    forgotten_at: Moment | None


class RepliesShown(Thing):
    """Every reply of an order's customer; none where nobody was asked."""

    order_id: str
    counts: int | None = Field(description="The number of the one that counts in headlines.")
    replies: list[ReplyShown]

    @classmethod
    def of(cls, order_id: str, replies: Sequence[CustomerReply]) -> "RepliesShown":
        counted = counted_reply(replies)
        same = ("number", "wording", "answer", "rotation", "after_shown", "role", "said_at", "forgotten_at")
        rows: list[dict[str, Any]] = [{name: getattr(one, name) for name in same} for one in replies]
        shown = [ReplyShown(**row, by=one.said_by) for row, one in zip(rows, replies, strict=True)]
        return cls(order_id=order_id, counts=counted.number if counted else None, replies=shown)


class Forgotten(Thing):
    """How many answers were taken out."""

    forgotten: int
