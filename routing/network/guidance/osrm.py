"""Steps as OSRM's route service writes them, for any client that reads those.

Source: github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md, "RouteStep object".
"""

from typing import Any

import numpy as np

from routing.network.guidance.step import Step
from routing.network.polyline import encoded_polyline

__all__ = ["as_osrm"]


def as_osrm(step: Step) -> dict[str, Any]:
    """Write a step with its geometry as a polyline of five decimals."""
    maneuver, road = step.maneuver, step.road
    told: dict[str, Any] = {
        "type": maneuver.type,
        "location": list(maneuver.location),
        "bearing_before": maneuver.bearing_before,
        "bearing_after": maneuver.bearing_after,
    }
    if maneuver.modifier:
        told["modifier"] = maneuver.modifier
    if maneuver.exit:
        told["exit"] = maneuver.exit
    document: dict[str, Any] = {
        "maneuver": told,
        "name": road.name,
        "mode": step.mode,
        "driving_side": "right",
        "distance": step.distance_m,
        "duration": step.duration_s,
        "geometry": encoded_polyline(np.array(step.line)),
        "intersections": [_intersection(step)],
    }
    optional = {"ref": road.ref, "destinations": road.destinations, "rotary_name": maneuver.rotary_name}
    return document | {key: value for key, value in optional.items() if value}


def _intersection(step: Step) -> dict[str, Any]:
    """Write the ways at a step's first junction, clockwise from north."""
    maneuver = step.maneuver
    here: dict[str, Any] = {"location": list(maneuver.location)}
    if step.branches:
        order = sorted(range(len(step.branches)), key=lambda i: step.branches[i].bearing)
        here["bearings"] = [round(step.branches[i].bearing) % 360 for i in order]
        here["entry"] = [bool(step.branches[i].mode) for i in order]
        here |= {name: order.index(i) for name, i in (("in", step.came_by), ("out", step.leaves_by)) if i >= 0}
        return here
    if maneuver.type == "arrive":
        return here | {"bearings": [(maneuver.bearing_before + 180) % 360], "entry": [True], "in": 0}
    return here | {"bearings": [maneuver.bearing_after], "entry": [True], "out": 0}
