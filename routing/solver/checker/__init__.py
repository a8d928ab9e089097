"""An independent check of a plan: reads VROOM's JSON, shares no code with the solver."""

from routing.solver.checker.check import Violation, check

__all__ = ["Violation", "check"]
