"""What a customer's reply is made from."""

from dataclasses import dataclass

from impact.question import Answer

__all__ = ["ReplyDraft"]


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A reply to be; see `data.models.customer_reply.CustomerReply`.

    Attributes
    ----------
    after_shown: whether who hands it in says that a saving was shown before.
    """

    wording: str
    answer: Answer | None
    rotation: int | None = None
    after_shown: bool = False
