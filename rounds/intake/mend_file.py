"""The file of rows to mend: what failed or waits, as it stood, with the reason in the last column.

It opens well in a Dutch Excel (UTF-8 with its mark, semicolons) and can be handed in again as it is: the column
with the reason is then passed over. No cell in it begins with a formula.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from kernel.text import Text
from rounds.intake.formula import harmless
from rounds.intake.table_file import Table
from rounds.intake.verdict import Judgement

__all__ = ["REASON_COLUMN", "csv_text", "mend_file"]


REASON_COLUMN = Text("wat er mis is", "what is wrong")
"""The last column's name; both are known again when the file comes back."""

MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""


def csv_text(rows: Iterable[Sequence[str | int | float]]) -> str:
    """Write rows as the CSV that a Dutch Excel opens by a double click; every text in it is made harmless.

    Numbers have a decimal comma: a Dutch Excel takes 14.372 for fourteen thousand.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return MARK + out.getvalue()


def _written(cell: str | float) -> str:
    return harmless(cell) if isinstance(cell, str) else str(cell).replace(".", ",")


def mend_file(table: Table, judgement: Judgement[Any], *, lang: str = "nl") -> str:
    """Give the file of rows to mend: the table's own columns in their order, then the reason.

    The table is read again, so that only these rows are ever held.

    Raises
    ------
    BadInputError
        We do not speak that language.
    UnreadableTableError
        The file changed under way.
    """
    reasons = {
        line: "; ".join(reason.within(lang) for reason in one.faults or one.waits)
        for one in judgement.to_mend
        for line in one.lines
    }
    rows = [row for row in table.rows() if row.line in reasons]
    old = judgement.columns.reason_index
    header = _without(table.header, old)
    cells = [_without(row.cells, old) for row in rows]
    width = max((len(one) for one in (header, *cells)), default=0)
    return csv_text(
        [
            [*_padded(header, width), REASON_COLUMN.within(lang)],
            *([*_padded(one, width), reasons[row.line]] for row, one in zip(rows, cells, strict=True)),
        ]
    )


def _without(cells: Sequence[str], at: int | None) -> list[str]:
    return [cell for index, cell in enumerate(cells) if index != at]


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *([""] * (width - len(cells)))]
