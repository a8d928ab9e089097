"""The ledger of deposit crates: what stands at which household of which shop, and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, key, moment, reference, square_table, text, whole, within_square
from data.models.states import CrateEntryKind
from kernel.rights import Thing

__all__ = ["MOST_CRATES", "CrateEntry"]

MOST_CRATES = 10_000
"""In one entry: more is a typing error. Our own choice."""


class CrateEntry(Base):
    """One entry; only ever added. What stands at a household of a shop is the sum of its entries.

    Attributes
    ----------
    household_id: of a door, drawn when its first crates came, so that nothing of its address follows from it; see
        `rounds.crate_households`.
    place: its address, as on an envelope.
    crates: that came to the household; below 0, that went from it.
    order_id: that brought or took them; of a correction, where one was named.
    event_id: after which it was found; NULL of a correction.
    said_by, reason: of a correction, else empty.
    """

    __tablename__ = "crate_entries"
    __table_args__ = square_table(
        within_square("shop_id", "shops"),
        within_square("order_id", "orders"),
        Index("ix_crate_entries_square_id_shop_id_household_id", "square_id", "shop_id", "household_id"),
        Index("ix_crate_entries_order_id", "order_id"),
        CheckConstraint("crates <> 0", name="some"),
        CheckConstraint("(kind = 'correction') = (reason <> '')", name="reason_of_correction"),
        CheckConstraint("kind = 'correction' OR order_id IS NOT NULL", name="of_an_order"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ORDERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    shop_id: Mapped[str] = reference()
    household_id: Mapped[str] = reference()
    place: Mapped[str] = text(300)
    kind: Mapped[CrateEntryKind] = choice(CrateEntryKind, "kind")
    crates: Mapped[int] = whole(-MOST_CRATES, MOST_CRATES)
    order_id: Mapped[str | None] = reference()
    event_id: Mapped[str | None] = reference()
    said_by: Mapped[str] = text(200)
    reason: Mapped[str] = text(500)
    entered_at: Mapped[datetime] = moment()
