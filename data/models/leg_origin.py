"""Where a leg comes from that nobody ordered: a retry, a return, a detour, a parcel that parted."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, reference, within_square
from data.models.states import LegCause
from kernel.rights import Thing

__all__ = ["LegOrigin"]


class LegOrigin(Base):
    """The leg that another one was made from; legs that were ordered have no row here.

    Attributes
    ----------
    event_id: of the attempt that it follows from; NULL for a parcel that parted and for a return.
    """

    __tablename__ = "leg_origins"
    __table_args__ = (
        within_square("leg_id", "legs"),
        within_square("from_leg_id", "legs"),
        Index("ix_leg_origins_from_leg_id", "from_leg_id"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.LEGS

    leg_id: Mapped[str] = reference(primary_key=True)
    square_id: Mapped[str] = reference()
    from_leg_id: Mapped[str] = reference()
    cause: Mapped[LegCause] = choice(LegCause, "cause")
    event_id: Mapped[str | None] = reference()
