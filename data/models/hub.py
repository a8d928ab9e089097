"""A hub: where goods are handed over between people or squares."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, key, latitude, longitude, moment, reference, square_table, text
from data.postgis import ground_index
from kernel.rights import Thing

__all__ = ["Hub"]


class Hub(Base):
    """One hub of a square.

    Attributes
    ----------
    attended: someone is there who can check an age; an 18+ parcel is never left in a hub without.
    """

    __tablename__ = "hubs"
    __table_args__ = square_table(UniqueConstraint("square_id", "name_key"), ground_index("hubs"))
    tenancy = Tenancy.SQUARE
    thing = Thing.HUBS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    address: Mapped[str] = text(300)
    lon: Mapped[float] = longitude()
    lat: Mapped[float] = latitude()
    opening_hours: Mapped[str] = text(500)
    attended: Mapped[bool] = mapped_column()
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
