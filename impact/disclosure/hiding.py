"""Which cells of tables are hidden: those of few people, and enough others that nobody reckons them back.

A cell of 1 to `Rule.fewest` - 1 people is hidden; one of none is shown, as there is nobody in it. Further cells are
hidden until each cell of few has two **witnesses**: other tables that everything shown fits as well, such that

- in one of them the cell has `Rule.fewest` people or more, and
- between the two its people, and its amount, lie `Rule.width` or more apart.

So whoever has all that was shown, whatever they reckon, can say of no hidden cell that it has fewer than five people,
nor bound the people or the amount of a cell of few more narrowly than from one number to four above it. A cell that is
hidden for another's sake has five or more, and no claim of its own. What was shown before stays shown, and what was
hidden stays hidden: a later table is hidden where it would tell of an earlier one.

Cells to hide are chosen for one unwitnessed cell at a time, the fewest people first, by a mixed integer program: the
least people in what is hidden besides. Hiding more makes no witness wrong, so each cell is looked at once.
"""

from collections.abc import Collection, Sequence

from impact.disclosure.tables import Cell, Rule, Sum, refuse_contradictions
from impact.disclosure.witnesses import Witnesses
from kernel.errors import StorageError

__all__ = ["few", "hidden_cells"]


def few(cell: Cell, rule: Rule) -> bool:
    """Say whether a cell is hidden for its own sake."""
    return 0 < cell.people < rule.fewest


def hidden_cells(
    cells: Sequence[Cell],
    sums: Sequence[Sum],
    *,
    shown: Collection[str] = (),
    hidden: Collection[str] = (),
    rule: Rule | None = None,
) -> frozenset[str]:
    """Choose the cells to hide.

    Parameters
    ----------
    cells: of the new tables, and of all earlier ones that any sum connects them with.
    shown, hidden: names of cells that were published, and withheld, before; nobody can take that back.

    Returns
    -------
    Names of all hidden cells, earlier ones included.

    Raises
    ------
    BadInputError
        The numbers contradict one another.
    StorageError
        What was shown before gives somebody away already, whatever is hidden now.
    """
    rule = rule or Rule()
    refuse_contradictions(cells, sums)
    told = set(shown)
    of_few = [cell for cell in cells if few(cell, rule) and cell.name not in told]
    chosen = {cell.name for cell in of_few} | set(hidden)
    fixed = told | {cell.name for cell in cells if cell.people == 0}
    witnesses = Witnesses(cells, sums, fixed, rule)
    witnessed: set[str] = set()
    while waiting := [cell for cell in of_few if cell.name not in witnessed]:
        next_one = min(waiting, key=lambda cell: (cell.people, cell.name))
        found = witnesses.of(next_one.name, chosen)
        if found is None:
            raise StorageError(
                f"what was published before tells of {next_one.name}",
                way_out="Publish nothing further of these months, and ask who looks after privacy here.",
            )
        chosen |= found.hidden
        witnessed |= found.witnessed | {next_one.name}
    return frozenset(chosen)
