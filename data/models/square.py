"""A square: a tenant with its own shops, vehicles, rules and clock; and the areas it serves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, relationship

from data.base import Base, Tenancy, key, latitude, longitude, moment, reference, text, whole
from data.models.area import Area
from data.models.limits import DAY_S
from kernel.rights import Thing

__all__ = ["Square", "SquareArea"]


class SquareArea(Base):
    """An area that a square serves. All areas of a square lie in one road network; the repositories hold it."""

    __tablename__ = "square_areas"
    __table_args__ = (
        PrimaryKeyConstraint("square_id", "area_id"),
        ForeignKeyConstraint(["square_id"], ["squares.id"]),
        ForeignKeyConstraint(["area_id"], ["areas.id"]),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.SQUARES

    square_id: Mapped[str] = reference()
    area_id: Mapped[str] = reference(index=True)


class Square(Base):
    """One village square.

    Attributes
    ----------
    slug: its name in addresses and commands.
    timezone: IANA; moments are stored in UTC, this is the clock on the wall.
    currency: ISO 4217, of every amount in `_cents`.
    depot_name, depot_lon, depot_lat: where rounds begin and end, unless the vehicle has a hub of its own.
    cutoff_s: seconds since local midnight at which the next day is planned.
    proofs_kept_days: how long pictures of proofs are kept after they came.
    told_since: since when some webhook is told of what happens here; NULL where none is.
    """

    __tablename__ = "squares"
    __table_args__ = (
        CheckConstraint("slug = lower(slug)", name="slug_lower"),
        CheckConstraint(
            "(depot_lon IS NULL) = (depot_lat IS NULL) AND (depot_lon IS NULL) = (depot_name IS NULL)",
            name="depot_whole",
        ),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.SQUARES

    id: Mapped[str] = key()
    slug: Mapped[str] = text(63, empty=False, unique=True)
    name: Mapped[str] = text(120, empty=False)
    timezone: Mapped[str] = text(64, empty=False)
    currency: Mapped[str] = text(3, empty=False)
    depot_name: Mapped[str | None] = text(200)
    depot_lon: Mapped[float | None] = longitude()
    depot_lat: Mapped[float | None] = latitude()
    cutoff_s: Mapped[int] = whole(0, DAY_S - 1, server_default="79200")
    created_at: Mapped[datetime] = moment()
    proofs_kept_days: Mapped[int] = whole(1, 365, server_default="30")
    told_since: Mapped[datetime | None] = moment()

    areas: Mapped[list[Area]] = relationship(secondary="square_areas", order_by=Area.name, lazy="raise", viewonly=True)
