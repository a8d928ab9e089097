"""A vehicle: what it can carry, and when it is on duty."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import Base, Tenancy, key, moment, reference, square_table, text, whole, within_square
from data.models.hub import Hub
from data.models.limits import MAX_BATTERY_WH, MAX_CLOCK_S, MAX_CREW, MAX_VOLUME_ML, MAX_WEIGHT_G
from kernel.rights import Thing

__all__ = ["Vehicle"]


class Vehicle(Base):
    """One vehicle of a square.

    Attributes
    ----------
    profile: whose roads it rides: "cargo-bike", "bike", "van"; known to `routing/`.
    duty_start_s, duty_end_s: seconds since local midnight; it leaves and is back within them.
    cool_volume_ml: part of `volume_ml` that is kept cool.
    hub_id: where it begins and ends, whatever hours that hub has; None is the square's depot.
    note: what its courier must know.
    crew: how many people ride; a parcel for two people needs two.
    battery_wh: what its battery gives between leaving and returning; None limits no round.
    """

    __tablename__ = "vehicles"
    __table_args__ = square_table(
        UniqueConstraint("square_id", "name_key"),
        within_square("hub_id", "hubs"),
        CheckConstraint("duty_start_s < duty_end_s", name="duty_order"),
        CheckConstraint("cool_volume_ml <= volume_ml", name="cool_within"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.VEHICLES

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    profile: Mapped[str] = text(40, empty=False)
    electric: Mapped[bool] = mapped_column()
    weight_g: Mapped[int] = whole(0, MAX_WEIGHT_G)
    volume_ml: Mapped[int] = whole(0, MAX_VOLUME_ML)
    cool_volume_ml: Mapped[int] = whole(0, MAX_VOLUME_ML)
    duty_start_s: Mapped[int] = whole(0, MAX_CLOCK_S)
    duty_end_s: Mapped[int] = whole(0, MAX_CLOCK_S)
    hub_id: Mapped[str | None] = reference()
    note: Mapped[str] = text(1000, server_default="")
    crew: Mapped[int] = whole(1, MAX_CREW, server_default="1")
    battery_wh: Mapped[int | None] = whole(1, MAX_BATTERY_WH)
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()

    hub: Mapped[Hub | None] = relationship(primaryjoin="foreign(Vehicle.hub_id) == Hub.id", lazy="raise", viewonly=True)
