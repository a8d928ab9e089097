"""The same order number on several rows: one order told over several rows, the same told twice, or a clash."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kernel.text import Text
from rounds.intake.cell import quoted
from rounds.intake.columns import Columns
from rounds.intake.table_file import Row
from rounds.intake.verdict import Judged

__all__ = ["Repeats"]

Kind = TypeVar("Kind")


@dataclass(slots=True)
class _Seen(Generic[Kind]):
    judged: Judged[Kind]
    cells: tuple[str, ...]
    last_line: int
    lines: list[int] = field(default_factory=list[int])
    again: list[int] = field(default_factory=list[int])
    clashes: list[int] = field(default_factory=list[int])


class Repeats(Generic[Kind]):
    """Collects what was judged, one entry for each key: what tells two orders, shops or vehicles apart.

    Parameters
    ----------
    way_out: ends the sentence about a clash.
    """

    def __init__(self, columns: Columns, way_out: Text | None = None) -> None:
        self._way_out = way_out or Text("", "")
        self._indices = tuple(column.index for column in columns.used)
        self._row_per_item = columns.export is not None and columns.export.row_per_item
        self._seen: list[_Seen[Kind]] = []
        self._by_key: dict[Hashable, _Seen[Kind]] = {}
        self._count = 0

    def is_repeat(self, key: Hashable | None, row: Row) -> bool:
        """Whether a row tells nothing that an earlier one of this key does not; then it is counted with it."""
        self._count += 1
        first = None if key is None else self._by_key.get(key)
        if first is None or not self._same(first.cells, row):
            return False
        first.lines.append(row.line)
        if self._row_per_item and first.last_line == self._count - 1:
            first.last_line = self._count
        else:
            first.again.append(row.line)
        return True

    def add(self, key: Hashable | None, judged: Judged[Kind], row: Row) -> None:
        """Keep a verdict; an earlier one of the same key then fails with it."""
        seen = _Seen(judged, self._used(row), self._count, [row.line])
        first = seen if key is None else self._by_key.setdefault(key, seen)
        if first is seen:
            self._seen.append(seen)
        elif judged.value is not None and judged.value == first.judged.value:  # 1,5 kg and 1.5 kg
            first.lines.append(row.line)
            first.again.append(row.line)
        else:
            self._seen.append(seen)
            first.clashes.append(row.line)
            seen.clashes.append(first.lines[0])

    def verdicts(self) -> list[Judged[Kind]]:
        """Give the final verdicts, in the order of the file."""
        return [_final(seen, self._way_out) for seen in self._seen]

    def _used(self, row: Row) -> tuple[str, ...]:
        return tuple(row.cells[at].strip() if at < len(row.cells) else "" for at in self._indices)

    def _same(self, first: Sequence[str], row: Row) -> bool:
        return all(
            cell == known or (self._row_per_item and not cell)
            for cell, known in zip(self._used(row), first, strict=True)
        )


def _final(seen: _Seen[Kind], way_out: Text) -> Judged[Kind]:
    judged = seen.judged
    mends = list(judged.mends)
    faults = list(judged.faults)
    if seen.again:
        nl, en = _lines(seen.again)
        mends.append(Text(f"staat er nog eens op {nl}; een keer geteld", f"stands there again on {en}; counted once"))
    if seen.clashes:
        nl, en = _lines([seen.lines[0], *seen.clashes])
        ref = quoted(judged.ref)
        faults.append(
            Text(
                f"{ref} staat met verschillende inhoud op {nl}{way_out.nl}",
                f"{ref} stands with different content on {en}{way_out.en}",
            )
        )
    return Judged(tuple(seen.lines), judged.ref, None if faults else judged.value, tuple(mends), tuple(faults))


def _lines(lines: Sequence[int]) -> tuple[str, str]:
    numbers = [str(line) for line in sorted(lines)]
    shown = ", ".join(numbers[:-1])
    if not shown:
        return f"regel {numbers[0]}", f"line {numbers[0]}"
    return f"regel {shown} en {numbers[-1]}", f"lines {shown} and {numbers[-1]}"
