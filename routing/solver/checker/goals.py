"""A small linear program with several goals, one after the other; scipy's untyped solver stays in here."""

# scipy has no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportArgumentType=false

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from math import inf

from scipy.optimize import linprog
from scipy.sparse import csr_array

__all__ = ["Found", "GoalProgram", "InfeasibleError", "Span"]

Terms = Mapping[int, int]
Span = tuple[float, float]
Spans = Sequence[Sequence[Span]]
"""Of each variable, those that are still open to it."""
Found = tuple[list[int], list[int]]
"""Goals reached, and the value of each variable."""
NODE_LIMIT = 500
"""Choices between spans tried; then the best so far is taken, the same on every machine."""


class InfeasibleError(Exception):
    """No values keep every row."""


class GoalProgram:
    """Variables in spans, rows "sum of terms ≥ least", and goals made as small as can be in their order.

    Each row should hold at most two variables with factors 1 and -1, besides some of its own: then the corners
    of the program are whole where its bounds are, and rounding loses nothing.
    """

    def __init__(self, goals: int) -> None:
        self.spans: list[list[Span]] = []
        self.rows: list[tuple[Terms, int]] = []
        self.goals: list[dict[int, int]] = [{} for _ in range(goals)]

    def variable(self, *spans: Span) -> int:
        """Add a variable that lies in one of the spans, sorted and apart, and return its number."""
        self.spans.append(list(spans) or [(0, inf)])
        return len(self.spans) - 1

    def row(self, terms: Terms, least: int) -> None:
        """Ask that the sum of the terms, each a factor by its variable's number, is at least this."""
        self.rows.append((terms, least))

    def solve(self) -> Found:
        """Make the first goal smallest, then the second among what is left, and so on.

        What promises most is looked at first, and of equals the newest; once the limit is spent and nothing lies
        in its spans yet, only the newest, which gets there soonest.

        Raises
        ------
        InfeasibleError
            No values keep every row.
        """
        best: Found | None = None
        nothing: list[int] = []
        waiting: list[tuple[list[int], int, Spans]] = [(nothing, 0, self.spans)]  # what it may reach, minus its age
        tried = made = 0
        while waiting and (tried < NODE_LIMIT or best is None):
            _, _, spans = heappop(waiting) if tried < NODE_LIMIT else waiting.pop(_newest(waiting))
            tried += 1
            found = self._smallest(spans)
            if found is None or (best is not None and found[0] >= best[0]):
                continue
            split = _split(spans, found[1])
            if split is None:
                best = found
            for part in split or ():
                made += 1
                heappush(waiting, (found[0], -made, part))
        if best is None:
            raise InfeasibleError
        return best

    def _weights(self) -> list[int]:
        """Weigh every variable so that one step down in a goal is worth more than all that later goals can gain.

        The program's edges have no other entries than -1, 0 and 1 (its rows are differences), so that along an edge
        a goal changes by at most the sum of its factors. A row for each goal reached would be exact no more where
        sums are large.
        """
        weights, worth = [0] * len(self.spans), 1
        for goal in reversed(self.goals):
            for number, factor in goal.items():
                weights[number] += worth * factor
            worth += worth * sum(map(abs, goal.values()))
        return weights

    def _smallest(self, spans: Spans) -> Found | None:
        """Return goals reached and values, where each variable may lie anywhere from its first span to its last."""
        entries = [
            (row, number, -factor) for row, (terms, _) in enumerate(self.rows) for number, factor in terms.items()
        ]
        at, numbers, factors = zip(*entries, strict=True) if entries else ((), (), ())
        found = linprog(
            self._weights(),
            A_ub=csr_array((factors, (at, numbers)), shape=(len(self.rows), len(spans)), dtype=float),
            b_ub=[-least for _, least in self.rows],
            bounds=[(those[0][0], those[-1][1]) for those in spans],
            method="highs-ds",
        )
        if found.x is None:
            return None
        values = [round(value) for value in found.x]
        return [sum(factor * values[number] for number, factor in goal.items()) for goal in self.goals], values


def _newest(waiting: Sequence[tuple[list[int], int, Spans]]) -> int:
    return min(range(len(waiting)), key=lambda number: waiting[number][1])


def _split(spans: Spans, values: Sequence[int]) -> list[Spans] | None:
    """Part the spans of a variable that lies in none of its own, the nearer part last; None where all lie well."""
    for number, (those, value) in enumerate(zip(spans, values, strict=True)):
        if any(low <= value <= high for low, high in those):
            continue
        before = [span for span in those if span[1] < value]
        after = [span for span in those if span[0] > value]
        parts = sorted((before, after), key=lambda part: -min(abs(edge - value) for span in part for edge in span))
        return [[*spans[:number], part, *spans[number + 1 :]] for part in parts]
    return None
