"""An order as a web shop tells it, in our words, whatever platform the shop is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rounds.intake.given_order import GivenOrder

__all__ = ["WebOrder", "Wish"]


class Wish(StrEnum):
    """What the shop wants of us."""

    DELIVER = "deliver"
    CANCEL = "cancel"
    """Cancelled, refunded whole, or thrown away."""
    NOT_YET = "not yet"
    """Not paid: the shop tells it again when it is."""
    OTHERWISE = "otherwise"
    """Collected in the shop, or nothing that can be brought: not ours."""
    NOTHING = "nothing"
    """Handed over already, or only a trial."""


@dataclass(frozen=True, slots=True)
class WebOrder:
    """What one delivery of a webhook says of one order.

    Attributes
    ----------
    external_id: the platform's own id, which stays when the shop renumbers.
    changed_at: when the shop changed it last; None where the delivery does not tell.
    wish, why: what is wanted, and the word of the platform that says so: "refunded".
    methods: the names and codes of how it is to be sent.
    postcode: of the household, as it was typed.
    given: what is to be delivered; None where the delivery holds no order (it was thrown away).
    """

    external_id: str
    changed_at: datetime | None
    wish: Wish
    why: str
    methods: Sequence[str] = ()
    postcode: str = ""
    given: GivenOrder | None = None
