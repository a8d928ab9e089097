"""The rows of a profile's own file, and that file without one of them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from routing.network.profile_table import own_rows

NOT_HELD = frozenset({"extends", "vehicle", "costs", "reference_kmh", "source", "left_out", "turn", "effort"})
"""What is no fact about tags: the profile's name and its unit of cost, where a row comes from; and turns and effort,
which are held in `tests/unit/test_network_turn_rows.py` and `test_effort_rows.py`."""


class Row(NamedTuple):
    """Where a row, a field of a row or an entry of a list stands: `tag.surface.sand`, `oneway.keys[0]`."""

    path: tuple[str, ...]
    entry: int | None = None

    def __str__(self) -> str:
        return ".".join(self.path) + ("" if self.entry is None else f"[{self.entry}]")


def rows_of(profile: str) -> list[Row]:
    """List every row that has a source, and each field and each entry of a list in it."""
    return list(_rows(own_rows(profile), ()))


def effort_rows_of(profile: str) -> list[Row]:
    """List the same of the section `[effort]`."""
    return list(_rows(own_rows(profile).get("effort", {}), ("effort",)))


def _rows(table: dict[str, Any], path: tuple[str, ...]) -> Iterator[Row]:
    if "source" in table:
        yield Row(path)
    for name, value in table.items():
        if name in NOT_HELD:
            continue
        if isinstance(value, dict):
            yield from _rows(value, (*path, name))
            continue
        yield Row((*path, name))
        if isinstance(value, list):
            yield from (Row((*path, name), entry) for entry in range(len(value)))


def without(profile: str, row: Row) -> dict[str, Any]:
    """Give the rows of a profile's file without one of them."""
    rows = deepcopy(own_rows(profile))
    *groups, last = row.path
    place = rows
    for group in groups:
        place = place[group]
    if row.entry is None:
        del place[last]
    else:
        del place[last][row.entry]
    return rows
