"""Cost sheets from a file: one a row, each from a day on; whole cents, without VAT."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.drafts.cost_sheet import CostSheetDraft
from data.models.cost_sheet import MAX_COST_CENTS
from kernel.errors import BadInputError
from rounds.told_rows import read_rows, told_day

__all__ = ["COLUMNS", "read_costs"]

COLUMNS = [
    "valid_from",
    "courier_hour_cents",
    "vehicle_day_cents",
    "hub_day_cents",
    "platform_month_cents",
    "subsidy_month_cents",
    "order_income_cents",
]
LIMIT_MIB = 1


def read_costs(file: Path) -> list[CostSheetDraft]:
    """Read the sheets; `order_income_cents` may be empty: then only orders with a price are known to bring something.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    found: dict[date, CostSheetDraft] = {}

    def take(row: Sequence[str], _line: int) -> None:
        draft = _draft(row)
        if draft.valid_from in found:
            raise BadInputError(f"another line begins on {draft.valid_from}")
        found[draft.valid_from] = draft

    read_rows(file, COLUMNS, LIMIT_MIB, take)
    if not found:
        raise BadInputError("no costs in it", where=str(file), way_out=f"Write a line under {','.join(COLUMNS)}.")
    return list(found.values())


def _draft(row: Sequence[str]) -> CostSheetDraft:
    if len(row) != len(COLUMNS):
        raise BadInputError(f"{len(row)} values for {len(COLUMNS)} columns")
    given = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    when = given.pop("valid_from")
    valid_from = told_day(when)
    income = given.pop("order_income_cents")
    cents = {name: _cents(text, name) for name, text in given.items()}
    return CostSheetDraft(valid_from, **cents, order_income_cents=_cents(income, COLUMNS[-1]) if income else None)


def _cents(text: str, name: str) -> int:
    is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_COST_CENTS))
    if not is_whole or int(text) > MAX_COST_CENTS:
        raise BadInputError(
            f"{name}: {text!r} is no number of cents", way_out=f"Write a whole number from 0 to {MAX_COST_CENTS}."
        )
    return int(text)
