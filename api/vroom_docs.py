"""How OpenAPI describes VROOM's JSON: its outline and an example; docs/vroom.md has every field."""

from collections.abc import Mapping
from typing import Any

from routing.solver.bounds import MAX_TIME_S

__all__ = ["EXAMPLE", "INSERTION_BODY", "REQUEST_BODY", "SCHEMAS", "SOLUTION"]

Json = dict[str, Any]
PLACE = "#/components/schemas/"

EXAMPLE: Mapping[str, Any] = {
    "vehicles": [
        {
            "id": 1,
            "description": "Cargo bike of the square",
            "profile": "cargo-bike",
            "start_index": 0,
            "end_index": 0,
            "capacity": [150],
            "time_window": [46800, 64800],
        }
    ],
    "shipments": [
        {
            "pickup": {"id": 1, "description": "Baker", "location_index": 1, "service": 120},
            "delivery": {
                "id": 1,
                "description": "Mrs Jansen",
                "location_index": 2,
                "service": 120,
                "time_windows": [[50400, 57600]],
            },
            "amount": [4],
        },
        {
            "pickup": {"id": 2, "description": "Bookshop", "location_index": 3, "service": 120},
            "delivery": {"id": 2, "description": "Mr De Vries", "location_index": 2, "service": 120},
            "amount": [1],
        },
    ],
    "matrices": {
        "cargo-bike": {
            "durations": [[0, 180, 420, 240], [180, 0, 300, 90], [430, 300, 0, 330], [240, 90, 330, 0]],
            "distances": [[0, 800, 1900, 1050], [800, 0, 1350, 400], [1950, 1350, 0, 1500], [1050, 400, 1500, 0]],
        }
    },
}
"""Metres and seconds are invented."""


def _list_of(what: str) -> Json:
    return {"type": "array", "items": {"type": "object"}, "description": what}


SCHEMAS: Mapping[str, Json] = {
    "Matrix": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}},
        "description": "A row for each place it leaves from; as many columns as rows.",
    },
    "VroomProblem": {
        "type": "object",
        "additionalProperties": False,
        "required": ["vehicles"],
        "properties": {
            "vehicles": _list_of("Who rides: id, profile, start_index, end_index, capacity, costs, time_window."),
            "jobs": _list_of("One visit each: id, location_index, service, delivery, pickup, time_windows, priority."),
            "shipments": _list_of("A pickup and its delivery by the same vehicle, with their amount."),
            "matrices": {
                "type": "object",
                "description": "By profile: durations in whole seconds, distances in whole metres. Not with an area, "
                "over whose roads location, start and end are measured instead of their indices.",
                "properties": {
                    "unreachable": {
                        "type": "array",
                        "description": "As `dorpsronde matrix` writes it beside its profile; passed over.",
                    }
                },
                "additionalProperties": {
                    "type": "object",
                    "required": ["durations"],
                    "properties": {name: {"$ref": f"{PLACE}Matrix"} for name in ("durations", "distances")},
                },
            },
            "options": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"g": {"type": "boolean", "description": "Draw the routes; with an area."}},
            },
            "dorpsronde": {"type": "object", "description": "What VROOM has no field for."},
        },
    },
    "VroomInsertion": {
        "type": "object",
        "additionalProperties": False,
        "required": ["problem", "plan", "now"],
        "properties": {
            "problem": {"$ref": f"{PLACE}VroomProblem"},
            "plan": {"$ref": f"{PLACE}VroomSolution"},
            "now": {
                "type": "integer",
                "minimum": 0,
                "maximum": MAX_TIME_S,
                "description": "On the problem's clock; nothing new is put before it.",
            },
            "begun": {
                "type": "object",
                "propertyNames": {"pattern": "^(0|[1-9][0-9]{0,18})$"},
                "additionalProperties": {"type": "integer", "minimum": 0},
                "description": "By a vehicle's id how many visits it has done or is driving to, where it is not as the "
                "plan and the clock say.",
            },
        },
    },
    "VroomSolution": {
        "type": "object",
        "required": ["code", "summary", "unassigned", "routes"],
        "properties": {
            "code": {"const": 0},
            "summary": {"type": "object"},
            "dorpsronde": {
                "type": "object",
                "description": "Of insertions: which spot each order got, whose moments change.",
            },
            "unassigned": _list_of(
                "What no vehicle serves; dorpsronde says why, and with why=true, or of what comes in, what would help."
            ),
            "routes": _list_of(
                "Each vehicle's stops with arrival, waiting, load, metres and seconds, and their sums; with options.g "
                "its geometry, an encoded polyline of five decimals."
            ),
        },
    },
}

REQUEST_BODY: Json = {
    "required": True,
    "description": "A problem in VROOM's JSON.",
    "content": {"application/json": {"schema": {"$ref": f"{PLACE}VroomProblem"}, "example": EXAMPLE}},
}

INSERTION_BODY: Json = {
    "required": True,
    "description": "A problem with what is new in it, and the plan as it was last answered.",
    "content": {"application/json": {"schema": {"$ref": f"{PLACE}VroomInsertion"}}},
}

SOLUTION: Json = {
    "description": "A plan in VROOM's JSON; its code is 0.",
    "content": {"application/json": {"schema": {"$ref": f"{PLACE}VroomSolution"}}},
}
