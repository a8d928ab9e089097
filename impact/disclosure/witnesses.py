"""Two other tables that fit all that is shown: the proof that a hidden cell cannot be reckoned back."""

# scipy has no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportArgumentType=false

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

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

    Only cells that may differ are in the program, and of those only what sums connect with the cell asked about,
    directly or by others: no other cell says anything of it.
    """

    def __init__(self, cells: Sequence[Cell], sums: Sequence[Sum], fixed: Collection[str], rule: Rule) -> None:
        self._cells = {cell.name: cell for cell in cells}
        self._sums_of = defaultdict[str, list[Sum]](list)
        for one in sums:
            for name in (one.whole, *one.parts):
                self._sums_of[name].append(one)
        self._fixed = frozenset(fixed)
        self._rule = rule

    def of(self, name: str, hidden: Collection[str]) -> Found | None:
        """Find witnesses of a cell at the least people hidden besides; None where nothing that may be hidden does.

        Without hiding more is tried first: that is quick, and mostly enough.
        """
        return self._solved(name, hidden, may_hide=False) or self._solved(name, hidden, may_hide=True)

    def _solved(self, name: str, hidden: Collection[str], *, may_hide: bool) -> Found | None:
        around = self._around(name, hidden, may_hide=may_hide)
        program = _Program([self._cells[each] for each in around], hidden, self._rule)
        rows, least, most = zip(*program.rows(self._sums_of, self._cells), *program.asked(name), strict=True)
        solved = milp(
            program.cost(),
            constraints=LinearConstraint(_matrix(rows, 5 * len(around)), least, most),
            bounds=Bounds(*program.limits()),
            integrality=np.ones(5 * len(around)),
            options={"mip_rel_gap": 0.0},
        )
        return None if solved.x is None else program.read(np.rint(solved.x).astype(np.int64))

    def _around(self, name: str, hidden: Collection[str], *, may_hide: bool) -> list[str]:
        """Name the cells that may differ and hang together with one, in an order that is always the same."""
        found, waiting = {name: None}, [name]
        while waiting:
            for one in self._sums_of[waiting.pop()]:
                for each in (one.whole, *one.parts):
                    may_differ = each in hidden or (may_hide and each not in self._fixed)
                    if may_differ and each not in found:
                        found[each] = None
                        waiting.append(each)
        return list(found)


class _Program:
    """One program, of whole numbers: by cell whether it is hidden, and in each of the two other tables by how much its
    people and its amount differ from the true ones.
    """

    def __init__(self, cells: Sequence[Cell], hidden: Collection[str], rule: Rule) -> None:
        self._cells = cells
        self._at = {cell.name: number for number, cell in enumerate(cells)}
        self._taken = np.array([cell.name in hidden for cell in cells])
        self._rule = rule
        self._reach = 2 * rule.fewest

    def cost(self) -> NDArray[np.float64]:
        people = np.array([cell.people for cell in self._cells])
        return np.concatenate([np.where(self._taken, 0.0, 1.0 + people), np.zeros(4 * len(self._cells))])

    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Bound the variables: what is hidden has at least one."""
        size = len(self._cells)
        least_people = [-float(min(self._reach, max(cell.people - 1, 0))) for cell in self._cells]
        least_amount = [-float(min(self._reach, max(cell.amount - 1, 0))) for cell in self._cells]
        low = np.concatenate([self._taken.astype(np.float64), *(2 * [least_people, least_amount])])
        return low, np.concatenate([np.ones(size), np.full(4 * size, float(self._reach))])

    def asked(self, name: str) -> list[tuple[Row, float, float]]:
        """Give the rows that a cell of few asks for."""
        number, size, rule = self._at[name], len(self._cells), self._rule
        people, amount, other_people, other_amount = (number + block * size for block in (1, 2, 3, 4))
        return [
            ({people: 1.0}, float(rule.fewest - self._cells[number].people), UNBOUNDED),
            ({people: 1.0, other_people: -1.0}, float(rule.width), UNBOUNDED),
            ({amount: 1.0, other_amount: -1.0}, float(rule.width), UNBOUNDED),
        ]

    def rows(
        self, sums_of: Mapping[str, Sequence[Sum]], every: Mapping[str, Cell]
    ) -> Iterator[tuple[Row, float, float]]:
        """Give the rows of both tables: only what is hidden differs, nobody is without an amount, and sums hold."""
        size = len(self._cells)
        touching = {id(one): one for cell in self._cells for one in sums_of[cell.name]}
        for block in (1, 3):
            people, amount = block * size, (block + 1) * size
            for number, cell in enumerate(self._cells):
                for start in () if self._taken[number] else (people, amount):
                    yield {start + number: 1.0, number: -float(self._reach)}, -UNBOUNDED, 0.0
                    yield {start + number: 1.0, number: float(self._reach)}, 0.0, UNBOUNDED
                yield {amount + number: 1.0, people + number: -1.0}, float(cell.people - cell.amount), UNBOUNDED
            for one in touching.values():
                yield from self._rows_of_sum(one, every, people, amount)

    def _rows_of_sum(
        self, one: Sum, every: Mapping[str, Cell], people: int, amount: int
    ) -> Iterator[tuple[Row, float, float]]:
        yield self._added(one, amount), 0.0, 0.0
        if not one.shared:
            yield self._added(one, people), 0.0, 0.0
            return
        true, of_whole = sum(every[part].people for part in one.parts), every[one.whole].people
        yield self._added(one, people), float(of_whole - true), UNBOUNDED
        whole: Row = {people + self._at[one.whole]: 1.0} if one.whole in self._at else {}
        for part in one.parts:
            row = whole | ({people + self._at[part]: -1.0} if part in self._at else {})
            if row:
                yield row, float(every[part].people - of_whole), UNBOUNDED

    def _added(self, one: Sum, start: int) -> Row:
        whole: Row = {start + self._at[one.whole]: -1.0} if one.whole in self._at else {}
        return whole | {start + self._at[part]: 1.0 for part in one.parts if part in self._at}

    def read(self, found: NDArray[np.int64]) -> Found:
        is_hidden, people, amount, other_people, other_amount = found.reshape(5, len(self._cells))
        true = np.array([cell.people for cell in self._cells])
        wide = np.minimum(np.abs(people - other_people), np.abs(amount - other_amount)) >= self._rule.width
        enough = np.maximum(people, other_people) + true >= self._rule.fewest
        return Found(self._where(is_hidden > 0), self._where(wide & enough))

    def _where(self, yes: NDArray[np.bool_]) -> frozenset[str]:
        return frozenset(cell.name for cell, is_so in zip(self._cells, yes, strict=True) if is_so)


def _matrix(rows: Sequence[Row], width: int) -> Any:
    values = [value for row in rows for value in row.values()]
    columns = [column for row in rows for column in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_array((values, columns, starts), shape=(len(rows), width))
