"""A stop: one arrival at one place; and the tasks done there."""

from datetime import datetime

from shapely import LineString
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import (
    Base,
    Tenancy,
    choice,
    key,
    latitude,
    longitude,
    moment,
    reference,
    square_table,
    text,
    whole,
    within_square,
)
from data.geometry import GeometryType
from data.models.leg import Leg
from data.models.limits import MAX_DISTANCE_M, MAX_DURATION_S
from data.models.states import TaskKind
from data.postgis import point_index
from kernel.rights import Thing

__all__ = ["Stop", "Task"]


class Task(Base):
    """One pickup or delivery of a leg, at a stop of the round the leg is in.

    Attributes
    ----------
    number: 1, 2, … within the stop: the order in which it is done.
    """

    __tablename__ = "tasks"
    __table_args__ = square_table(
        ForeignKeyConstraint(["round_id", "stop_id"], ["stops.round_id", "stops.id"]),
        ForeignKeyConstraint(["round_id", "leg_id"], ["plan_legs.round_id", "plan_legs.leg_id"]),
        within_square("leg_id", "legs"),
        UniqueConstraint("leg_id", "kind"),
        UniqueConstraint("stop_id", "number"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ROUNDS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    round_id: Mapped[str] = reference(index=True)
    stop_id: Mapped[str] = reference()
    leg_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1)
    kind: Mapped[TaskKind] = choice(TaskKind, "kind")

    leg: Mapped[Leg] = relationship(primaryjoin="foreign(Task.leg_id) == Leg.id", lazy="raise", viewonly=True)


class Stop(Base):
    """One arrival.

    Attributes
    ----------
    number: 1, 2, … within its round: the order of riding.
    place: what stands there, in words.
    path_m, path_s, path_line: from the stop before, or the depot; the line NULL where it is one point.
    """

    __tablename__ = "stops"
    __table_args__ = square_table(
        within_square("round_id", "rounds"),
        UniqueConstraint("round_id", "id"),
        UniqueConstraint("round_id", "number"),
        CheckConstraint("arrival_at <= leaving_at", name="times_order"),
        point_index("stops"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ROUNDS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    round_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1)
    place: Mapped[str] = text(300)
    lon: Mapped[float] = longitude()
    lat: Mapped[float] = latitude()
    arrival_at: Mapped[datetime] = moment()
    leaving_at: Mapped[datetime] = moment()
    path_m: Mapped[int] = whole(0, MAX_DISTANCE_M)
    path_s: Mapped[int] = whole(0, MAX_DURATION_S)
    path_line: Mapped[LineString | None] = mapped_column(
        GeometryType("LINESTRING"), deferred=True, deferred_raiseload=True, deferred_group="lines"
    )

    tasks: Mapped[list[Task]] = relationship(
        primaryjoin="Stop.id == foreign(Task.stop_id)", order_by=Task.number, lazy="raise", viewonly=True
    )
