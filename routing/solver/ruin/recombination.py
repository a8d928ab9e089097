"""Routes that searches came by, recombined into the cheapest plan by OR-Tools' CP-SAT: a set partitioning.

Source: Foster, Ryan, "An integer programming approach to the vehicle scheduling problem", Operational
Research Quarterly 27 (1976); as the last step of a heuristic, Rochat, Taillard, J. of Heuristics 1 (1995).
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from routing.solver.cp_sat import repeatable_solver

__all__ = ["Column", "Effort", "Pool", "cheapest_cover"]

_Sums: Any = cp_model.LinearExpr  # it has no types for these
MOST_COLUMNS = 20_000
"""More are no longer solved in the seconds there are; the oldest go first."""
MOST_VISITS = 1_000_000
"""Of all routes together, which take about 100 MB; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Column:
    """One route.

    Attributes
    ----------
    kind: of its vehicle.
    nodes: in order, without start and end.
    requests: all of them.
    """

    kind: int
    nodes: tuple[int, ...]
    requests: frozenset[int]
    cost: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try.

    Attributes
    ----------
    work: in CP-SAT's own measure, about seconds, which ends at the same point each time.
    limit_s: seconds on the clock, writing the model down included; None where the answer must repeat.
    """

    seed: int
    work: float
    limit_s: float | None


class Pool:
    """The cheapest route known of each kind of vehicle for each set of requests."""

    def __init__(self) -> None:
        self._cheapest: dict[tuple[int, frozenset[int]], Column] = {}
        self._visits = 0

    def add(self, columns: Iterable[Column]) -> None:
        for column in columns:
            key = column.kind, column.requests
            known = self._cheapest.pop(key, None)
            self._cheapest[key] = column if known is None or column.cost < known.cost else known
            self._visits += len(column.nodes) if known is None else 0
        while len(self._cheapest) > MOST_COLUMNS or self._visits > MOST_VISITS:
            self._visits -= len(self._cheapest.pop(next(iter(self._cheapest))).nodes)

    def of(self, requests: frozenset[int]) -> list[Column]:
        """List the routes that serve only such requests."""
        return [column for column in self._cheapest.values() if column.requests <= requests]


def cheapest_cover(
    columns: Sequence[Column], vehicles: Sequence[int], dearest: int, effort: Effort
) -> list[Column] | None:
    """Choose routes that serve each request once, of all that any of them serves.

    Parameters
    ----------
    vehicles: how many there are of each kind.
    dearest: what the plan must cost less than.

    Returns
    -------
    The cheapest plan found, or None.
    """
    began_s = time.monotonic()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in columns]
    serving: dict[int, list[cp_model.IntVar]] = {}
    of_kind: list[list[cp_model.IntVar]] = [[] for _ in vehicles]
    for variable, column in zip(taken, columns, strict=True):
        of_kind[column.kind].append(variable)
        for request in column.requests:
            serving.setdefault(request, []).append(variable)
    for variables in serving.values():
        model.add_exactly_one(variables)
    for variables, most in zip(of_kind, vehicles, strict=True):
        model.add(_Sums.sum(variables) <= most)
    cost = _Sums.weighted_sum(taken, [column.cost for column in columns])
    model.minimize(cost)
    model.add(cost < dearest)
    limit_s = None if effort.limit_s is None else effort.limit_s - (time.monotonic() - began_s)
    if limit_s is not None and limit_s <= 0.0:
        return None
    solver = repeatable_solver(effort.seed, effort.work, limit_s)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [column for variable, column in zip(taken, columns, strict=True) if solver.boolean_value(variable)]
