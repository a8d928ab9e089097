"""The WGS 84 ellipsoid, on which every length is measured."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

__all__ = ["ELLIPSOID", "metres_per_degree"]

Floats = NDArray[np.float64]

EQUATOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
"""Source: NGA.STND.0036, "Department of Defense World Geodetic System 1984", table 3.1."""

ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)

ELLIPSOID = Geod(a=EQUATOR_M, f=FLATTENING)


def metres_per_degree(lat: Floats) -> tuple[Floats, Floats]:
    """Measure a degree of longitude and of latitude at a latitude.

    Source: radii of curvature in the parallel and the meridian; Snyder, Map Projections (1987), eq. 4-18 and 4-20.
    """
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(np.radians(lat)) ** 2
    lon_m = np.radians(EQUATOR_M * np.cos(np.radians(lat)) / np.sqrt(bend))
    lat_m = np.radians(EQUATOR_M * (1 - ECCENTRICITY_SQUARED) / bend**1.5)
    return np.maximum(lon_m, 1e-9), lat_m  # not zero at the poles
