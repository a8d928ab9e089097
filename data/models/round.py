"""A round: one vehicle's work between leaving and finally returning."""

from datetime import datetime

from shapely import LineString
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import (
    Base,
    Tenancy,
    choice,
    document,
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
from data.models.limits import MAX_DISTANCE_M, MAX_DURATION_S
from data.models.states import RoundState
from data.models.stop import Stop
from data.models.vehicle import Vehicle
from kernel.rights import Thing

__all__ = ["Round"]


class Round(Base):
    """One round of a plan. From its release on, planning leaves it as it is.

    Attributes
    ----------
    number: 1, 2, … within its plan; a released round keeps its number.
    profile: of the vehicle when planned; it decides the roads.
    road_network_id: on whose arcs the metres were measured; a later import changes nothing here.
    depot_name, depot_lon, depot_lat: where it begins and ends.
    distance_m: planned, the way back included. duration_s: from leaving to return.
    way_back_m, way_back_s, way_back_line: from the last stop to the depot; the line NULL where it is one point.
    energy_wh: what it takes from its battery, as planned; NULL where the battery is not known.
    unreached: numbers of the stops that a closure keeps it from since its release, 0 being the return; NULL is none.
    hindrance_nl, hindrance_en: why it cannot be released as it was planned; NULL where nothing is in the way.
    """

    __tablename__ = "rounds"
    __table_args__ = square_table(
        within_square("plan_id", "plans"),
        within_square("vehicle_id", "vehicles"),
        ForeignKeyConstraint(["road_network_id"], ["road_networks.id"]),
        UniqueConstraint("plan_id", "id"),
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("leaving_at <= return_at", name="times_order"),
        CheckConstraint("way_back_m <= distance_m", name="way_back_within"),
        CheckConstraint("(state = 'proposed') = (released_at IS NULL)", name="released_when"),
        CheckConstraint("(hindrance_nl IS NULL) = (hindrance_en IS NULL)", name="hindrance_whole"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ROUNDS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    plan_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1)
    state: Mapped[RoundState] = choice(RoundState, "state")
    vehicle_id: Mapped[str] = reference(index=True)
    profile: Mapped[str] = text(40, empty=False)
    road_network_id: Mapped[str] = reference(index=True)
    depot_name: Mapped[str] = text(200)
    depot_lon: Mapped[float] = longitude()
    depot_lat: Mapped[float] = latitude()
    leaving_at: Mapped[datetime] = moment()
    return_at: Mapped[datetime] = moment()
    distance_m: Mapped[int] = whole(0, MAX_DISTANCE_M)
    duration_s: Mapped[int] = whole(0, MAX_DURATION_S)
    way_back_m: Mapped[int] = whole(0, MAX_DISTANCE_M)
    way_back_s: Mapped[int] = whole(0, MAX_DURATION_S)
    way_back_line: Mapped[LineString | None] = mapped_column(
        GeometryType("LINESTRING"), deferred=True, deferred_raiseload=True, deferred_group="lines"
    )
    released_at: Mapped[datetime | None] = moment()
    energy_wh: Mapped[int | None] = whole(0)
    unreached: Mapped[list[int] | None] = document()
    hindrance_nl: Mapped[str | None] = text(500, empty=False)
    hindrance_en: Mapped[str | None] = text(500, empty=False)

    vehicle: Mapped[Vehicle] = relationship(
        primaryjoin="foreign(Round.vehicle_id) == Vehicle.id", lazy="raise", viewonly=True
    )
    stops: Mapped[list[Stop]] = relationship(
        primaryjoin="Round.id == foreign(Stop.round_id)", order_by=Stop.number, lazy="raise", viewonly=True
    )
