"""A neighbourhood as it is handed in."""

from dataclasses import dataclass

import shapely

__all__ = ["NeighbourhoodDraft"]


@dataclass(frozen=True, slots=True)
class NeighbourhoodDraft:
    """One polygon; fields as of `data.models.neighbourhood.Neighbourhood`."""

    code: str
    name: str
    district_code: str
    district_name: str
    municipality_code: str
    municipality_name: str
    border: shapely.MultiPolygon
