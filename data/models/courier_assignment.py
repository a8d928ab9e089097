"""An assignment: which courier rides a round, and from when until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, relationship

from data.base import Base, Tenancy, key, moment, reference, square_table, within_square
from data.models.courier import Courier
from kernel.rights import Thing

__all__ = ["CourierAssignment"]


class CourierAssignment(Base):
    """One courier on one round for a time. One that was taken back before it began has no length."""

    __tablename__ = "courier_assignments"
    __table_args__ = square_table(
        within_square("courier_id", "couriers"),
        within_square("round_id", "rounds"),
        Index("ix_courier_assignments_courier_id_ends_at", "courier_id", "ends_at"),
        Index("ix_courier_assignments_round_id", "round_id"),
        CheckConstraint("begins_at <= ends_at", name="times_order"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.COURIERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    courier_id: Mapped[str] = reference()
    round_id: Mapped[str] = reference()
    begins_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()
    assigned_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()

    courier: Mapped[Courier] = relationship(
        primaryjoin="foreign(CourierAssignment.courier_id) == Courier.id", lazy="raise", viewonly=True
    )
