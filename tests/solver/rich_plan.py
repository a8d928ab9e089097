"""A problem with every field of the format, and a plan for it, both written by hand for the tests of the checker.

Places lie on a line at 0, 10, 20 and 30 metres and seconds; vehicle 1 takes 1/0.8 of that, rounded up on each arc:
13 s for 10 m, 25 s for 20 m, 38 s for 30 m.
"""

from typing import Any

Document = dict[str, Any]
AT = (0, 10, 20, 30)
LINE = [[abs(a - b) for b in AT] for a in AT]
FREE = [[0] * 4 for _ in AT]
TOLL = [[0, 100, 0, 0], [50, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def rich_problem() -> Document:
    """Return a new copy."""
    return {
        "vehicles": [
            {
                "id": 1,
                "profile": "bike",
                "type": "cargo",
                "start_index": 0,
                "end_index": 0,
                "capacity": [4],
                "skills": [1],
                "time_window": [0, 1_000],
                "speed_factor": 0.8,
                "max_tasks": 7,
                "max_travel_time": 178,
                "max_distance": 140,
                "costs": {"fixed": 5, "per_hour": 3_600, "per_km": 1_000, "per_task_hour": 1_800},
                "breaks": [
                    {"id": 2, "time_windows": [[100, 900]], "service": 5},
                    {"id": 1, "time_windows": [[30, 40]], "service": 10, "max_load": [1]},
                ],
                "steps": [{"type": "start"}, {"type": "job", "id": 1}, {"type": "break", "id": 1}],
                "dorpsronde": {
                    "costs": {"per_duty_hour": 360},
                    "reload": {"location_index": 0, "service": 6, "max": 1},
                    "loading": "lifo",
                    "frozen": 2,
                    "max_energy_wh": 280,
                },
            },
            {"id": 2, "profile": "van", "start_index": 0, "end_index": 0},
        ],
        "jobs": [
            {
                "id": 1,
                "location_index": 1,
                "delivery": [2],
                "setup": 3,
                "setup_per_type": {"cargo": 7},
                "service": 4,
                "service_per_type": {"cargo": 9, "van": 1},
                "skills": [1],
                "dorpsronde": {
                    "soft_time_window": {"start": 0, "end": 10, "cost_per_hour": 7_200},
                    "latest_finish": 29,
                },
            },
            {"id": 2, "location_index": 2, "delivery": [1], "pickup": [1], "service": 5, "time_windows": [[60, 70]]},
            {"id": 3, "location_index": 3, "delivery": [2], "service": 5, "priority": 3},
            {"id": 4, "location_index": 1},
            {"id": 5, "location_index": 1, "skills": [9]},
        ],
        "shipments": [
            {
                "pickup": {"id": 1, "location_index": 1},
                "delivery": {"id": 1, "location_index": 2},
                "amount": [1],
            },
            {
                "pickup": {"id": 2, "location_index": 2},
                "delivery": {"id": 2, "location_index": 1},
                "amount": [1],
                "dorpsronde": {"max_time_on_board": 13},
            },
        ],
        "matrices": {
            "bike": {"durations": LINE, "distances": LINE, "energy_wh": [[2 * wh for wh in row] for row in LINE]},
            "van": {"durations": LINE, "distances": LINE, "costs": TOLL},
        },
        "dorpsronde": {"costs": {"per_longest_duty_hour": 1_800}},
    }


def step(kind: str, one: int | None, place: int | None, *figures: int, load: int) -> Document:
    """Write a step: arrival, seconds and metres travelled so far, setup, waiting, service."""
    names = ("arrival", "duration", "distance", "setup", "waiting_time", "service")
    return {
        "type": kind,
        **({} if one is None else {"id": one}),
        **({} if place is None else {"location_index": place}),
        **dict(zip(names, figures, strict=True)),
        "load": [load],
        "violations": [],
    }


def rich_plan() -> Document:
    """Return a new copy of a plan that keeps every rule, most of them just so."""
    return {
        "code": 0,
        "summary": {
            "cost": 365 + 150 + 117,
            "routes": 2,
            "unassigned": 1,
            "duration": 198,
            "distance": 160,
            "setup": 7,
            "service": 40,
            "waiting_time": 8,
            "priority": 3,
            "delivery": [7],
            "pickup": [3],
            "violations": [],
            "dorpsronde": {"duty": 253, "balance_cost": 117},
        },
        "unassigned": [{"id": 5, "type": "job", "location_index": 1, "dorpsronde": {"reason": "skills"}}],
        "routes": [
            {
                "vehicle": 1,
                # 5 + 178 travelled + 140 m + 26 s of work at 1800 + 233 s of duty at 360 + 3 s late at 7200 an hour
                "cost": 365,
                "duration": 178,
                "distance": 140,
                "setup": 7,
                "service": 40,
                "waiting_time": 8,
                "priority": 3,
                "steps": [
                    step("start", None, 0, 0, 0, 0, 0, 0, 0, load=3),
                    step("job", 1, 1, 13, 13, 10, 7, 0, 9, load=1),
                    step("break", 1, None, 35, 19, 10, 0, 0, 10, load=1),  # 6 of the 13 s to place 2 are driven
                    step("job", 2, 2, 52, 26, 20, 0, 8, 5, load=1),
                    step("reload", None, 0, 90, 51, 40, 0, 0, 6, load=2),
                    step("break", 2, None, 100, 55, 40, 0, 0, 5, load=2),  # 4 of the 38 s to place 3 are driven
                    step("job", 3, 3, 139, 89, 70, 0, 0, 5, load=0),
                    step("pickup", 1, 1, 169, 114, 90, 0, 0, 0, load=1),
                    step("pickup", 2, 2, 182, 127, 100, 0, 0, 0, load=2),
                    step("delivery", 2, 1, 195, 140, 110, 0, 0, 0, load=1),
                    step("delivery", 1, 2, 208, 153, 120, 0, 0, 0, load=0),
                    step("end", None, 0, 233, 178, 140, 0, 0, 0, load=0),
                ],
                "violations": [],
                "dorpsronde": {"duty": 233},
            },
            {
                "vehicle": 2,
                "cost": 150,
                "duration": 20,
                "distance": 20,
                "setup": 0,
                "service": 0,
                "waiting_time": 0,
                "priority": 0,
                "steps": [
                    step("start", None, 0, 0, 0, 0, 0, 0, 0, load=0),
                    step("job", 4, 1, 10, 10, 10, 0, 0, 0, load=0),
                    step("end", None, 0, 20, 20, 20, 0, 0, 0, load=0),
                ],
                "violations": [],
                "dorpsronde": {"duty": 20},
            },
        ],
    }
