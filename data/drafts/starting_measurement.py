"""What a starting measurement is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["StartingMeasurementDraft"]


@dataclass(frozen=True, slots=True)
class StartingMeasurementDraft:
    """A measurement to be; see `data.models.starting_measurement.StartingMeasurement`."""

    name: str
    first_day: date
    last_day: date
    measured_by: str
    method: str
    source: str
    orders: int
    flows: Sequence[Mapping[str, Any]]
