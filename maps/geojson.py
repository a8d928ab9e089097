"""The rounds as GeoJSON (RFC 7946): a line for each round, a point for each stop."""

from typing import Any

from maps.day_view import DayView, Line, RoundView, StopView
from maps.formats import Formats

__all__ = ["rounds_geojson"]

_DECIMALS = 6
"""0.1 m."""


def rounds_geojson(view: DayView) -> dict[str, Any]:
    """Write the rounds of a day.

    Returns
    -------
    A FeatureCollection. Lines have `round, vehicle, distance_m, duration_s`; points have `round, number,
    place, address, arrival, leaving, leg_distance_m` and `tasks`. Times are seconds since midnight under `_s` keys,
    and times of day as text.
    """
    features: list[dict[str, Any]] = []
    for round_ in view.rounds:
        features.append(_line(round_))
        features += [_stop(round_, stop) for stop in round_.stops]
    return {"type": "FeatureCollection", "features": features}


def _line(round_: RoundView) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": _coordinates(round_)},
        "properties": {
            "round": round_.id,
            "vehicle": round_.vehicle,
            "distance_m": round_.distance_m,
            "duration_s": round_.duration_s,
            "kg": round_.kg,
            "litres": round_.litres,
        },
    }


def _coordinates(round_: RoundView) -> list[list[float]]:
    """A LineString has two positions or more; a round that goes nowhere stands at its start."""
    line: Line = round_.line
    if len(line) < 2:
        line = [(round_.start.lon, round_.start.lat)] * 2
    return [[round(lon, _DECIMALS), round(lat, _DECIMALS)] for lon, lat in line]


def _stop(round_: RoundView, stop: StopView) -> dict[str, Any]:
    clock = Formats("en").clock
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(stop.position.lon, _DECIMALS), round(stop.position.lat, _DECIMALS)],
        },
        "properties": {
            "round": round_.id,
            "number": stop.number,
            "place": stop.place,
            "address": stop.address,
            "arrival": clock(stop.arrival_s),
            "arrival_s": stop.arrival_s,
            "leaving": clock(stop.leaving_s),
            "leaving_s": stop.leaving_s,
            "leg_distance_m": stop.leg_distance_m,
            "tasks": [
                {
                    "kind": task.kind,
                    "done": task.named,
                    "order": task.order,
                    "who": task.who,
                    "shop": task.shop,
                    "kg": task.kg,
                    "litres": task.litres,
                    "window_s": None if task.window is None else list(task.window),
                    "note": task.note,
                }
                for task in stop.tasks
            ],
        },
    }
