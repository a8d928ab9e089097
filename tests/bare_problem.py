"""A problem in VROOM's JSON with bare coordinates in the made-up village."""

import copy
from typing import Any

from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M


def at(east: float, north: float) -> list[float]:
    """Give [lon, lat] of a place so many metres from the village's south-west corner."""
    return [LON + east / LON_DEGREE_M, LAT + north / LAT_DEGREE_M]


PROBLEM: dict[str, Any] = {
    "vehicles": [
        {"id": 1, "profile": "cargo-bike", "start": at(0, 0), "end": at(0, 0), "capacity": [9]},
        {"id": 2, "profile": "van", "start": at(500, 500), "capacity": [9]},
    ],
    "jobs": [{"id": 1, "location": at(300, 100), "delivery": [1]}],
    "shipments": [
        {"pickup": {"id": 1, "location": at(90, 205)}, "delivery": {"id": 1, "location": at(300, 100)}, "amount": [2]}
    ],
}


def changed(**parts: object) -> dict[str, Any]:
    return copy.deepcopy(PROBLEM) | parts
