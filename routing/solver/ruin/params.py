"""How the search behaves: every figure that was tuned, in one place.

`docs/adr/0009-ruin-and-recreate.md` says how, and on what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from routing.solver.engine import Effort

__all__ = ["DEFAULT", "Habits", "RuinParams"]


class Habits(NamedTuple):
    """What the compiled search reads of them.

    Attributes
    ----------
    blink, blinking: how often a request looks at a route with blinks, and the share of better places then
        overlooked; together about the one place in a hundred of Christiaens and Vanden Berghe 2020.
    opening: how often a repair favours unused vehicles, which otherwise are taken only for what fits in no route tried.
    least_chance: of a size of ruin that does not pay, in chances of the one that pays best.
    nearby, wide: a request is tried in unused vehicles, and in routes that changed only where one of so many related
        ones rides, but for the share `wide` of times, and where there is no room.
    forgetting: what a ruin counts for, when sizes are judged, after the next one of its size.
    """

    blink: float = 0.03
    blinking: float = 0.5
    opening: float = 0.2
    least_chance: float = 0.1
    forgetting: float = 0.999
    nearby: int = 50
    wide: float = 0.1


@dataclass(frozen=True, slots=True)
class RuinParams:
    """How the engine behaves.

    Attributes
    ----------
    sizes: requests that a ruin takes out, about.
    hot, cold: temperatures of simulated annealing where a cycle begins and ends, in costs of the average request.
    cycles: lengths of the cycles of cooling where the effort is ample, in shares of it; they make 1.
    ample_s, ample_iterations: of effort asked for, for each request; with less, one cycle takes all of it.
    district, routes_apart: searches change districts of their own where there are so many requests and used routes
        for each.
    chunks_apart: how much longer than usual they search before districts are drawn anew.
    closing: the share of the effort after which no further route is closed.
    insistent: temperature while a closed route's requests are put in, in costs of the average request but for vehicles.
    recombined_at: when routes are recombined, in shares of the effort.
    """

    habits: Habits = field(default_factory=Habits)
    sizes: tuple[int, ...] = (5, 10, 20, 40)
    hot: float = 2.0
    cold: float = 0.02
    cycles: tuple[float, ...] = (0.2, 0.3, 0.5)
    ample_s: float = 0.1
    ample_iterations: int = 500
    district: int = 200
    routes_apart: int = 4
    chunks_apart: int = 6
    closing: float = 0.3
    insistent: float = 1.0
    recombined_at: tuple[float, ...] = (0.4, 0.7, 0.95)

    def cooling(self, effort: Effort, requests: int) -> tuple[float, ...]:
        """Return the lengths of the cycles of cooling for an effort."""
        if effort.iterations is not None:
            return self.cycles if effort.iterations >= self.ample_iterations * requests else (1.0,)
        return self.cycles if (effort.asked_s or 0.0) >= self.ample_s * requests else (1.0,)

    def temperature(self, cycles: Sequence[float], done: float) -> float:
        """Return the temperature when a share of the effort is spent."""
        begun = 0.0
        for length in cycles:
            if done < begun + length:
                return self.hot * (self.cold / self.hot) ** ((done - begun) / length)
            begun += length
        return self.cold


DEFAULT = RuinParams()
