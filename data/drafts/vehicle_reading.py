"""What readings are made from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from data.models.states import EnergyKind

__all__ = ["VehicleReadingDraft"]


@dataclass(frozen=True, slots=True)
class VehicleReadingDraft:
    """A reading to be; see `data.models.vehicle_reading.VehicleReading`."""

    vehicle_id: str
    day: date
    driven_m: int | None = None
    odometer_start_m: int | None = None
    odometer_end_m: int | None = None
    energy: EnergyKind | None = None
    taken_wh: int | None = None
    taken_ml: int | None = None
    note: str = ""

    @property
    def row(self) -> Mapping[str, Any]:
        """Write it as it is stored."""
        return asdict(self)
