"""Answers to POSTs that were kept long enough are forgotten: they hold names and addresses."""

from data.database import Database
from kernel.scope import Scope

__all__ = ["forget_old_answers"]

SCOPE = Scope.system("old answers forgotten")
IN_ONE_TURN = 500
"""They are of no square, so whoever removes some has everybody else wait: a few milliseconds for so many."""


def forget_old_answers(database: Database) -> int:
    """Remove them, some at a time, and give how many there were; where there are none, nothing is written."""
    forgotten = 0
    while _are_old(database):
        with database.begin(SCOPE) as work:
            forgotten += work.idempotency_keys.forget(IN_ONE_TURN)
    return forgotten


def _are_old(database: Database) -> bool:
    with database.read(SCOPE) as work:
        return work.idempotency_keys.are_old()
