"""An attack on published tables by linear programming, by somebody who has all that was ever published.

It knows what adds up to what, and that a cell is hidden where somebody is in it: at least one household, and for each
at least one order. It shares no code with what hides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

__all__ = ["Bounds", "attacked"]


@dataclass(frozen=True)
class Bounds:
    """Between what an attacker knows a hidden cell's numbers to lie."""

    people: tuple[float, float]
    amount: tuple[float, float]


def attacked(
    published: Mapping[str, tuple[int, int] | None], sums: Sequence[tuple[str, Sequence[str], bool]]
) -> dict[str, Bounds]:
    """Bound every hidden cell as narrowly as can be.

    Parameters
    ----------
    published: people and amount by cell; None is hidden.
    sums: (whole, parts, whether people may be in several parts).
    """
    names = list(published)
    people = {name: 2 * number for number, name in enumerate(names)}
    amount = {name: 2 * number + 1 for number, name in enumerate(names)}
    limits: list[tuple[float, float | None]] = []
    for told in published.values():
        limits += [(1, None), (1, None)] if told is None else [(told[0], told[0]), (told[1], told[1])]
    equal: list[dict[int, float]] = []
    below: list[dict[int, float]] = [{people[name]: 1.0, amount[name]: -1.0} for name in names]
    for whole, parts, shared in sums:
        equal.append({amount[whole]: -1.0, **{amount[part]: 1.0 for part in parts}})
        if shared:
            below += [{people[part]: 1.0, people[whole]: -1.0} for part in parts]
            below.append({people[whole]: 1.0, **{people[part]: -1.0 for part in parts}})
        else:
            equal.append({people[whole]: -1.0, **{people[part]: 1.0 for part in parts}})

    def table(rows: Sequence[Mapping[int, float]]) -> np.ndarray:
        made = np.zeros((len(rows), 2 * len(names)))
        for number, row in enumerate(rows):
            made[number, list(row)] = list(row.values())
        return made

    left, smaller = table(equal) if equal else None, table(below)

    def end(variable: int, sign: float) -> float:
        wanted = np.zeros(2 * len(names))
        wanted[variable] = sign
        found = linprog(
            wanted, A_ub=smaller, b_ub=np.zeros(len(below)), A_eq=left,
            b_eq=None if left is None else np.zeros(len(equal)), bounds=limits,
        )  # fmt: skip
        if found.status == 3:  # nothing bounds it
            return -sign * np.inf
        assert found.status == 0, found.message
        return float(found.fun * sign)

    return {
        name: Bounds(
            (end(people[name], 1.0), end(people[name], -1.0)), (end(amount[name], 1.0), end(amount[name], -1.0))
        )
        for name, told in published.items()
        if told is None
    }
