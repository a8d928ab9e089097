"""An independent check of a plan: reads VROOM's JSON, shares no code with the solver.

Routes made by hand have a module of their own, `plan_mode`: it needs scipy, which a plan's check does not.
"""

from routing.solver.checker.check import check
from routing.solver.checker.violation import Violation

__all__ = ["Violation", "check"]
