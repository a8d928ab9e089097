"""A closure: roads of a square that are closed or slower for a time, once or every week."""

from datetime import datetime

from shapely import MultiLineString, MultiPolygon
from sqlalchemy import CheckConstraint, Float, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, whole
from data.geometry import GeometryType
from data.models.limits import MAX_CLOCK_S
from kernel.rights import Thing

__all__ = ["Closure"]


class Closure(Base):
    """What is closed, for whom and when. It is ended, never deleted: a day that was planned with it can be explained.

    Attributes
    ----------
    name: as people call it; one name stands for one closure at a time. name_key: the name as it is compared.
    shape: in degrees lon, lat; NULL where only ways are meant.
    ways: OSM ids; NULL where only a shape is meant.
    streets: the roads that were meant when it was made, to be drawn.
    slowed: how many times the time of riding; NULL is closed.
    profiles: names of those it is for; NULL is all.
    begins_at: from when on; NULL, of a weekly one, is the day it was made.
    ends_at: until when; NULL, of a weekly one, is until it is ended.
    weekdays: "wed sat", of a weekly one, which is in force from start_s to end_s, seconds since local midnight; past
        86,400 is the next day.
    sha256: of all that was handed in; of one that stands there is no second.
    ended_at: when somebody ended it, before its time or at all.
    """

    __tablename__ = "closures"
    __table_args__ = square_table(
        Index(
            "uq_closures_square_id_sha256", "square_id", "sha256", unique=True,
            sqlite_where=sql("ended_at IS NULL"), postgresql_where=sql("ended_at IS NULL"),
        ),
        CheckConstraint("begins_at < ends_at", name="times_order"),
        CheckConstraint("start_s < end_s", name="clock_order"),
        CheckConstraint(
            "(weekdays IS NULL) = (start_s IS NULL) AND (weekdays IS NULL) = (end_s IS NULL)", name="weekly_whole"
        ),
        CheckConstraint(
            "weekdays IS NOT NULL OR (begins_at IS NOT NULL AND ends_at IS NOT NULL)", name="once_whole"
        ),
        CheckConstraint("shape IS NOT NULL OR ways IS NOT NULL", name="somewhere"),
        CheckConstraint("slowed > 1 AND slowed <= 100", name="slowed_factor"),
    )  # fmt: skip
    tenancy = Tenancy.SQUARE
    thing = Thing.CLOSURES

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    shape: Mapped[MultiPolygon | None] = mapped_column(GeometryType("MULTIPOLYGON"))
    ways: Mapped[list[int] | None] = document()
    streets: Mapped[MultiLineString] = mapped_column(GeometryType("MULTILINESTRING"))
    slowed: Mapped[float | None] = mapped_column(Float(53))
    profiles: Mapped[list[str] | None] = document()
    begins_at: Mapped[datetime | None] = moment()
    ends_at: Mapped[datetime | None] = moment()
    weekdays: Mapped[str | None] = text(40, empty=False)
    start_s: Mapped[int | None] = whole(0, MAX_CLOCK_S)
    end_s: Mapped[int | None] = whole(0, MAX_CLOCK_S)
    sha256: Mapped[str] = text(64)
    created_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
