"""How the search behaves: every figure that was tuned, in one place.

`docs/adr/0009-ruin-and-recreate.md` says how, and on what.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["DEFAULT", "Habits", "RuinParams"]


class Habits(NamedTuple):
    """What the compiled search reads of them.

    Attributes
    ----------
    blink, blinking: how often a request looks at a route with blinks, and the share of better places then
        overlooked; together about the one place in a hundred of Christiaens and Vanden Berghe 2020.
    opening: how often a repair favours unused vehicles, which otherwise are taken only for what fits nowhere else.
    least_chance: of a size of ruin that does not pay, in chances of the one that pays best.
    forgetting: what a ruin counts for, when sizes are judged, after the next one of its size.
    """

    blink: float = 0.03
    blinking: float = 0.5
    opening: float = 0.1
    least_chance: float = 0.2
    forgetting: float = 0.999


@dataclass(frozen=True, slots=True)
class RuinParams:
    """How the engine behaves.

    Attributes
    ----------
    sizes: requests that a ruin takes out, about.
    hot, cold: temperatures of simulated annealing where a cycle begins and ends, in costs of the average request.
    cycles: lengths of the cycles of cooling, in shares of the effort; they make 1.
    recombined_at: when routes are recombined, in shares of the effort.
    """

    habits: Habits = field(default_factory=Habits)
    sizes: tuple[int, ...] = (5, 10, 20, 40)
    hot: float = 0.5
    cold: float = 0.005
    cycles: tuple[float, ...] = (0.2, 0.3, 0.5)
    recombined_at: tuple[float, ...] = (0.4, 0.7, 0.95)

    def temperature(self, done: float) -> float:
        """Return the temperature when a share of the effort is spent."""
        begun = 0.0
        for length in self.cycles:
            if done < begun + length:
                return self.hot * (self.cold / self.hot) ** ((done - begun) / length)
            begun += length
        return self.cold


DEFAULT = RuinParams()
