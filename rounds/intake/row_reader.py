"""One row, asked for what it means; every fault and mend met on the way is kept."""

from collections.abc import Sequence
from typing import TypeVar

from kernel.text import Text
from rounds.intake.cell import Parser, UnreadableCellError, clean, quoted
from rounds.intake.columns import Columns
from rounds.intake.table_file import Row
from rounds.intake.unit_in_name import with_unit
from rounds.intake.used_column import UsedColumn

__all__ = ["MAX_NOTE", "MAX_TEXT", "RowReader"]

MAX_TEXT = 120
MAX_NOTE = 1_000
"""Characters that are stored; longer text is a mistake, or meant to do harm."""

Value = TypeVar("Value")


class RowReader:
    """Reads the cells of a row by their meaning.

    Attributes
    ----------
    mends, faults: what was changed or guessed, and what is wrong, in the order met.
    """

    def __init__(self, columns: Columns, row: Row) -> None:
        self._columns = columns
        self._cells = row.cells
        self.mends: list[Text] = []
        self.faults: list[Text] = []
        self._look_at_width(row.cells)

    def text(
        self, meaning: str, *, longest: int = MAX_TEXT, keep_lines: bool = False, but_tier: int | None = None
    ) -> str:
        """Give the text of a meaning, its best column first; empty where none has any, or only `but_tier`'s."""
        for columns in self._columns.by_meaning.get(meaning, ()):
            if columns[0].tier != but_tier and (value := self._agreed(columns, longest, keep_lines=keep_lines)):
                return value
        return ""

    def text_of_tier(self, meaning: str, tier: int, *, longest: int = MAX_TEXT) -> str:
        """Give the text of a meaning from the columns of one tier only."""
        tiers = self._columns.by_meaning.get(meaning, ())
        return self._agreed(next((same for same in tiers if same[0].tier == tier), ()), longest, keep_lines=False)

    def read(self, meaning: str, parse: Parser[Value], *, longest: int = MAX_TEXT) -> Value | None:
        """Give what a meaning's cell stands for; None where it is empty or unreadable (then with a fault)."""
        cell = self.text(meaning, longest=longest)
        return self.parsed(cell, parse) if cell else None

    def parsed(self, cell: str, parse: Parser[Value]) -> Value | None:
        """Read a text with a parser; a fault or mend is kept."""
        try:
            reading = parse(cell)
        except UnreadableCellError as fault:
            self.faults.append(fault.text)
            return None
        if reading.mend is not None:
            self.mends.append(reading.mend)
        return reading.value

    def fault(self, nl: str, en: str) -> None:
        self.faults.append(Text(nl, en))

    def mend(self, nl: str, en: str) -> None:
        self.mends.append(Text(nl, en))

    def _agreed(self, columns: Sequence[UsedColumn], longest: int, *, keep_lines: bool) -> str:
        """Give what columns of one tier say; where they contradict each other the row fails."""
        told = [
            (column.header, with_unit(value, column.unit) if column.unit else value)
            for column in columns
            if (value := self._cell(column.index, column.header, longest, keep_lines=keep_lines))
        ]
        if len({value for _, value in told}) > 1:
            self._fault_of_difference(told)
        return told[0][1] if told else ""

    def _cell(self, index: int, header: str, longest: int, *, keep_lines: bool) -> str:
        raw = self._cells[index] if index < len(self._cells) else ""
        if not raw:
            return ""
        value, hidden = clean(raw)
        if hidden:
            self.mend(
                f'onzichtbare tekens uit kolom "{header}" gehaald',
                f'invisible characters taken out of column "{header}"',
            )
        if not keep_lines and "\n" in value:
            value = ", ".join(line.strip() for line in value.split("\n") if line.strip())
        if len(value) > longest:
            self.fault(
                f'kolom "{header}" is {len(value)} tekens lang, meer dan {longest}',
                f'column "{header}" is {len(value)} characters long, more than {longest}',
            )
        return value[:longest]

    def _look_at_width(self, cells: Sequence[str]) -> None:
        width = self._columns.width
        reason = self._columns.reason_index
        beyond = [cell for at, cell in enumerate(cells[width:], width) if cell.strip() and at != reason]
        if beyond:
            self.fault(
                f"{quoted(beyond[0])} staat voorbij de laatste kolom; staat er een scheidingsteken in een tekst?",
                f"{quoted(beyond[0])} stands beyond the last column; is there a separator within a text?",
            )
        missing = width - len(cells)
        if missing > 0:
            self.mend(
                f"de rij is {missing} {'cel' if missing == 1 else 'cellen'} korter dan de kop; gelezen als leeg",
                f"the row is {missing} {'cell' if missing == 1 else 'cells'} shorter than the header; read as empty",
            )

    def _fault_of_difference(self, told: Sequence[tuple[str, str]]) -> None:
        nl = " en ".join(f'"{header}" zegt {quoted(value)}' for header, value in told)
        en = " and ".join(f'"{header}" says {quoted(value)}' for header, value in told)
        self.fault(f"twee kolommen spreken elkaar tegen: {nl}", f"two columns contradict each other: {en}")
