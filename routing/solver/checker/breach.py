"""One rule broken on one route, before it is said where in the plan that route stands."""

from typing import NamedTuple

from routing.solver.checker.violation import Violation

__all__ = ["Breach"]


class Breach(NamedTuple):
    """A rule broken at a step, or by the route as a whole where `step` is None."""

    step: int | None
    name: str
    text: str
    duration_s: int | None = None

    def at(self, route: str) -> Violation:
        """Say it of a route of a plan."""
        where = route if self.step is None else f"{route}.steps[{self.step}]"
        return Violation(self.name, where, self.text, self.duration_s)
