"""A guided route as GeoJSON (RFC 7946): the line with OSRM's steps, and a point for each maneuver."""

import json
from typing import Any

from routing.network.guidance.guided_route import GuidedRoute
from routing.network.guidance.osrm import as_osrm

__all__ = ["as_geojson"]

DECIMALS = 7
"""As OSM stores degrees: a centimetre."""


def as_geojson(route: GuidedRoute) -> str:
    """Write a FeatureCollection: first the LineString, then the maneuvers in order."""
    steps = [{**as_osrm(step), "text": text} for step, text in zip(route.steps, route.texts, strict=True)]
    effort = route.effort
    line = {
        "profile": route.profile,
        "lang": route.lang,
        "distance_m": route.path.distance_m,
        "duration_s": route.path.duration_s,
        "climb_m": effort.climb_m,
        "descent_m": effort.descent_m,
        "energy_wh": effort.energy_wh,
        "mass_kg": effort.mass_kg,
        "heights": effort.relief.told().within(route.lang),
        "steps": steps,
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
    }
    features = [_feature("LineString", [_rounded(point) for point in route.path.line.tolist()], line)]
    for number, (step, text) in enumerate(zip(route.steps, route.texts, strict=True), 1):
        told = {
            "step": number,
            "text": text,
            "type": step.maneuver.type,
            "modifier": step.maneuver.modifier or None,
            "name": step.road.name,
            "mode": step.mode,
            "distance_m": step.distance_m,
            "duration_s": step.duration_s,
        }
        features.append(_feature("Point", _rounded(list(step.maneuver.location)), told))
    rows = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _rounded(point: list[float]) -> list[float]:
    return [round(degrees, DECIMALS) for degrees in point]
