"""A publication: the tables of a square's month or year, or a month's public bundle, as made public for good."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text
from kernel.rights import Thing

__all__ = ["Publication"]


class Publication(Base):
    """What was published of a period; never changed: another number for the same cell would tell what is hidden.

    Attributes
    ----------
    period: "2026-11" or "2026"; "b202611" of that month's bundle.
    document: with the hidden cells left out, in words of no language (`rounds.published_places`); or the bundle's
        bytes and seal (`rounds.bundles.published`).
    """

    __tablename__ = "publications"
    __table_args__ = square_table(UniqueConstraint("square_id", "period"))
    tenancy = Tenancy.SQUARE
    thing = Thing.REPORTS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    period: Mapped[str] = text(7, empty=False)
    document: Mapped[dict[str, Any]] = document()
    published_at: Mapped[datetime] = moment()
