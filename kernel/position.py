"""A place on the earth: (lon, lat) in degrees, WGS 84 (SRID 4326), in that order everywhere."""

from dataclasses import dataclass
from math import isfinite

from kernel.errors import BadInputError

__all__ = ["Position"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Longitude first, then latitude, in degrees.

    Raises
    ------
    BadInputError
        A coordinate is not a finite number on the globe.
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lon) and isfinite(self.lat)):
            raise BadInputError(f"{self.lon}, {self.lat} is no position", way_out="Give lon,lat in degrees.")
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise BadInputError(
                f"{self.lon}, {self.lat} is not on the globe",
                way_out="Positions are lon,lat in degrees; are the two swapped, or is this another grid such as RD?",
            )
