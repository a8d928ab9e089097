"""How much a proof may take: steps and CP-SAT's work, which end at the same point each time, and a clock."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from routing.solver.interruption import Interruption
from routing.solver.schedule import EndedError, Looks

__all__ = ["MOST_STEPS", "MOST_WORK", "Spent", "SpentError"]

MOST_STEPS = 150_000
"""Labels made and orders looked at; 2 to 5 s. Which problems that is enough for: docs/adr/0014-proof.md."""
STEPS_A_LOOK = 500
"""So many steps, a few milliseconds, pass between looks at the clock."""
MOST_WORK = 3.0
"""CP-SAT's own measure, about seconds, over all its calls."""


class SpentError(Exception):
    """What there was to spend is spent; caught where the proof began."""


@dataclass
class Spent:
    """What one proof has taken.

    Attributes
    ----------
    until_s: on the monotonic clock; None where the answer must repeat.
    interruption: once pressed, there may be no more.
    """

    seed: int
    until_s: float | None = None
    interruption: Interruption | None = None
    steps: int = 0
    work: float = 0.0

    def step(self, number: int = 1) -> None:
        """Count steps.

        Raises
        ------
        SpentError
            There may be no more.
        """
        looks = self.steps // STEPS_A_LOOK
        self.steps += number
        late = self.steps // STEPS_A_LOOK > looks and self.left_s() == 0.0
        if self.steps > MOST_STEPS or late or self.interruption:
            raise SpentError

    @contextmanager
    def looking(self) -> Generator[Looks]:
        """Count as a step each timetable that layouts look at, and end within one, by the clock too.

        Raises
        ------
        SpentError
            There may be no more.
        """
        looks = Looks()
        looks.ended = lambda: self.steps + looks.chains > MOST_STEPS or self.left_s() == 0.0
        try:
            yield looks
        except EndedError as ended:
            raise SpentError from ended
        self.step(looks.chains)

    def left_s(self) -> float | None:
        """Return the seconds left; None is no limit."""
        if self.interruption:
            return 0.0
        return None if self.until_s is None else max(0.0, self.until_s - time.monotonic())
