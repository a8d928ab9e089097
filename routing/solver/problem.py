"""What is to be planned: jobs and shipments, vehicles, and the matrices between their places.

The words are the field's and VROOM's. Places are indices into the matrices; amounts are whole
numbers in the caller's own units, one entry a dimension (the planner uses grams, millilitres and
cool millilitres). Times are whole seconds on one clock, usually since midnight of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from routing.matrix import TravelMatrix
from routing.solver.task import MAX_PRIORITY, Amount, Job, Shipment, SoftWindow, Task, TaskKind, TimeWindow
from routing.solver.vehicle import Break, Costs, EndKind, GivenStep, PauseKind, Reload, StepKind, Vehicle

__all__ = [
    "MAX_PRIORITY",
    "Amount",
    "Break",
    "Costs",
    "EndKind",
    "GivenStep",
    "Job",
    "PauseKind",
    "Problem",
    "Reload",
    "Shipment",
    "SoftWindow",
    "StepKind",
    "Task",
    "TaskKind",
    "TimeWindow",
    "Vehicle",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a solver needs, and nothing it must look up.

    Attributes
    ----------
    per_longest_duty_hour: price of the longest duty of all routes, which balances them.
    with_geometry: whether the caller wants the ways themselves, where roads are known.
    with_metres: whether the matrices' metres are known; otherwise they are all 0, and none are reported.
    """

    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, TravelMatrix]
    jobs: tuple[Job, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    per_longest_duty_hour: int = 0
    with_geometry: bool = False
    with_metres: bool = True
