"""Two other tables that fit all that is shown: the proof that a hidden cell cannot be reckoned back."""

# scipy has no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportArgumentType=false

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from impact.disclosure.tables import Cell, Rule, Sum

__all__ = ["Found", "Witnesses"]

Row = dict[int, float]
UNBOUNDED = np.inf


@dataclass(frozen=True, slots=True)
class Found:
    """What has to be hidden besides for one cell's sake, and which cells the same two tables are witnesses of."""

    hidden: frozenset[str]
    witnessed: frozenset[str]


class Witnesses:
    """Looks for witnesses among tables that differ from the true ones by no more than twice `Rule.fewest` in a cell.

    Variables are whole numbers: by cell whether it is hidden, and, in each of the two other tables, by how much its
    people and its amount differ from the true ones.
    """

    def __init__(self, cells: Sequence[Cell], sums: Sequence[Sum], fixed: Collection[str], rule: Rule) -> None:
        self._cells = cells
        self._at = {cell.name: number for number, cell in enumerate(cells)}
        self._sums = sums
        self._fixed = [cell.name in fixed for cell in cells]
        self._rule = rule
        self._reach = 2 * rule.fewest
        rows, self._least, self._most = zip(*self._rows_of_tables(), strict=True)
        self._everywhere = _matrix(rows, 5 * len(cells))

    def of(self, name: str, hidden: Collection[str]) -> Found | None:
        """Find witnesses of a cell at the least people hidden besides; None where nothing that may be hidden does.

        Without hiding more is tried first: that is quick, and mostly enough.
        """
        return self._solved(name, hidden, may_hide=False) or self._solved(name, hidden, may_hide=True)

    def _solved(self, name: str, hidden: Collection[str], *, may_hide: bool) -> Found | None:
        size = len(self._cells)
        taken = [cell.name in hidden for cell in self._cells]
        cost = np.zeros(5 * size)
        cost[:size] = [
            0.0 if is_taken else 1.0 + cell.people for cell, is_taken in zip(self._cells, taken, strict=True)
        ]
        low, high = self._limits(taken, may_hide=may_hide)
        rows, least, most = zip(*self._asked(self._at[name]), strict=True)
        solved = milp(
            cost,
            constraints=LinearConstraint(
                vstack([self._everywhere, _matrix(rows, 5 * size)]), [*self._least, *least], [*self._most, *most]
            ),
            bounds=Bounds(low, high),
            integrality=np.ones(5 * size),
            options={"mip_rel_gap": 0.0},
        )
        if solved.x is None:
            return None
        return self._read(np.rint(solved.x).astype(np.int64))

    def _read(self, found: NDArray[np.int64]) -> Found:
        size = len(self._cells)
        is_hidden, people, amount, other_people, other_amount = found.reshape(5, size)
        names = [cell.name for cell in self._cells]
        true = np.array([cell.people for cell in self._cells])
        wide = np.minimum(np.abs(people - other_people), np.abs(amount - other_amount)) >= self._rule.width
        enough = np.maximum(people, other_people) + true >= self._rule.fewest
        return Found(
            frozenset(name for name, yes in zip(names, is_hidden, strict=True) if yes),
            frozenset(name for name, yes in zip(names, wide & enough, strict=True) if yes),
        )

    def _limits(self, taken: Sequence[bool], *, may_hide: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Bound the variables: what may not be hidden is as it is, what is hidden has at least one."""
        may_differ = [is_taken or (may_hide and not fixed) for is_taken, fixed in zip(taken, self._fixed, strict=True)]
        reach = np.where(may_differ, float(self._reach), 0.0)
        least_people = -np.minimum(reach, [max(cell.people - 1, 0) for cell in self._cells])
        least_amount = -np.minimum(reach, [max(cell.amount - 1, 0) for cell in self._cells])
        low = np.concatenate([np.array(taken, np.float64), *(2 * [least_people, least_amount])])
        high = np.concatenate([np.array(may_differ, np.float64), *(4 * [reach])])
        return low, high

    def _asked(self, target: int) -> list[tuple[Row, float, float]]:
        """Give the rows that a cell of few asks for."""
        size, rule, cell = len(self._cells), self._rule, self._cells[target]
        people, amount, other_people, other_amount = (target + block * size for block in (1, 2, 3, 4))
        return [
            ({people: 1.0}, float(rule.fewest - cell.people), UNBOUNDED),
            ({people: 1.0, other_people: -1.0}, float(rule.width), UNBOUNDED),
            ({amount: 1.0, other_amount: -1.0}, float(rule.width), UNBOUNDED),
        ]

    def _rows_of_tables(self) -> Iterator[tuple[Row, float, float]]:
        size, cells = len(self._cells), self._cells
        for block in (1, 3):
            people, amount = block * size, (block + 1) * size
            for number, cell in enumerate(cells):
                for start in (people, amount):  # only what is hidden differs
                    yield {start + number: 1.0, number: -float(self._reach)}, -UNBOUNDED, 0.0
                    yield {start + number: 1.0, number: float(self._reach)}, 0.0, UNBOUNDED
                yield {amount + number: 1.0, people + number: -1.0}, float(cell.people - cell.amount), UNBOUNDED
            for one in self._sums:
                yield from self._rows_of_sum(one, people, amount)

    def _rows_of_sum(self, one: Sum, people: int, amount: int) -> Iterator[tuple[Row, float, float]]:
        whole, parts = self._at[one.whole], [self._at[name] for name in one.parts]
        yield {amount + whole: -1.0} | {amount + part: 1.0 for part in parts}, 0.0, 0.0
        added = {people + whole: -1.0} | {people + part: 1.0 for part in parts}
        if not one.shared:
            yield added, 0.0, 0.0
            return
        true, of_whole = sum(self._cells[part].people for part in parts), self._cells[whole].people
        yield added, float(of_whole - true), UNBOUNDED
        for part in parts:
            more = float(self._cells[part].people - of_whole)
            yield {people + whole: 1.0, people + part: -1.0}, more, UNBOUNDED


def _matrix(rows: Sequence[Row], width: int) -> Any:
    values = [value for row in rows for value in row.values()]
    columns = [column for row in rows for column in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_array((values, columns, starts), shape=(len(rows), width))
