"""A reading: what a vehicle's meters say of one day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, choice, key, moment, reference, square_table, text, whole, within_square
from data.models.limits import MAX_DAY_ENERGY, MAX_DAY_M, MAX_ODOMETER_M
from data.models.states import EnergyKind
from kernel.rights import Thing

__all__ = ["VehicleReading"]


class VehicleReading(Base):
    """What one vehicle drove and took on one local day, by its meters. There is one, and saying it again replaces it.

    Attributes
    ----------
    driven_m: metres of the whole day; NULL where nobody read them.
    odometer_start_m, odometer_end_m: what the counter showed, where it was read at both ends; `driven_m` is between.
    energy: what was taken, and where it was measured; NULL where nobody read it.
    taken_wh, taken_ml: how much of it: of electricity, or of a fuel.
    """

    __tablename__ = "vehicle_readings"
    __table_args__ = square_table(
        within_square("vehicle_id", "vehicles"),
        UniqueConstraint("square_id", "vehicle_id", "day"),
        CheckConstraint("driven_m IS NOT NULL OR energy IS NOT NULL", name="tells_something"),
        CheckConstraint(
            "(energy IS NOT NULL AND energy IN ('electricity', 'battery')) = (taken_wh IS NOT NULL)"
            " AND (energy IS NOT NULL AND energy NOT IN ('electricity', 'battery')) = (taken_ml IS NOT NULL)",
            name="energy_whole",
        ),
        CheckConstraint(
            "(odometer_start_m IS NULL) = (odometer_end_m IS NULL)"
            " AND (odometer_end_m IS NULL OR odometer_end_m - odometer_start_m = driven_m)",
            name="odometer_whole",
        ),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.PLANS
    """Of how a day went, as its plan is: who may know the vehicles need not know how far one courier rode."""

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    vehicle_id: Mapped[str] = reference()
    day: Mapped[date] = mapped_column()
    driven_m: Mapped[int | None] = whole(0, MAX_DAY_M)
    odometer_start_m: Mapped[int | None] = whole(0, MAX_ODOMETER_M)
    odometer_end_m: Mapped[int | None] = whole(0, MAX_ODOMETER_M)
    energy: Mapped[EnergyKind | None] = choice(EnergyKind, "energy")
    taken_wh: Mapped[int | None] = whole(0, MAX_DAY_ENERGY)
    taken_ml: Mapped[int | None] = whole(0, MAX_DAY_ENERGY)
    note: Mapped[str] = text(200)
    said_by: Mapped[str] = text(200)
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
