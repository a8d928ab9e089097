"""Tables that are published together, or one after another: cells, and which of them add up to which.

A cell has people, whom nobody may find in it, and an amount that goes with them: households and their orders, or
couriers and their rounds. Everything else that a cell tells (metres, grams, hours) is shown or hidden as its amount is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import BadInputError

__all__ = ["Cell", "Rule", "Sum", "refuse_contradictions"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, by a name that no other has.

    Attributes
    ----------
    people: how many are in it. amount: never fewer than they are.

    Raises
    ------
    BadInputError
        There are fewer than none, or less than one for each.
    """

    name: str
    people: int
    amount: int

    def __post_init__(self) -> None:
        if self.people < 0 or self.amount < self.people or (self.amount > 0 and self.people == 0):
            raise BadInputError(f"{self.people} people with {self.amount} together", where=self.name)


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of the parts add up to that of the whole.

    Attributes
    ----------
    shared: whether somebody may be in several parts, as of months, days or shops: then people do not add up, but the
        whole has at least as many as each part, and at most as many as all. Else, as of places, they add up too.
    """

    whole: str
    parts: tuple[str, ...]
    shared: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How well a hidden cell must be hidden: see `impact.disclosure.hiding`.

    Attributes
    ----------
    fewest: people that a cell may be shown of.
    """

    fewest: int = 5

    @property
    def width(self) -> int:
        """How far apart the least and the most must be that anybody can bound a hidden number by."""
        return self.fewest - 1


def refuse_contradictions(cells: Sequence[Cell], sums: Sequence[Sum]) -> None:
    """Refuse tables whose numbers do not add up: nothing that is hidden in them would be safe.

    Raises
    ------
    BadInputError
        Two cells have one name, a sum names none, or its numbers contradict one another.
    """
    by_name = {cell.name: cell for cell in cells}
    if len(by_name) != len(cells):
        raise BadInputError("two cells have the same name", way_out="Give each its own.")
    for one in sums:
        if missing := [name for name in (one.whole, *one.parts) if name not in by_name]:
            raise BadInputError(f"{missing[0]!r} is no cell", where=one.whole)
        whole, parts = by_name[one.whole], [by_name[name] for name in one.parts]
        people = sum(part.people for part in parts)
        fits = whole.amount == sum(part.amount for part in parts) and (
            max((part.people for part in parts), default=0) <= whole.people <= people
            if one.shared
            else whole.people == people
        )
        if not fits:
            raise BadInputError("its parts do not add up to it", where=one.whole)
