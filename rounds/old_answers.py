"""Answers to POSTs that were kept long enough are forgotten: they hold names and addresses."""

from data.database import Database
from kernel.scope import Scope

__all__ = ["forget_old_answers"]

SCOPE = Scope.system("old answers forgotten")


def forget_old_answers(database: Database) -> int:
    """Remove them, and give how many there were; where there are none, nothing is written."""
    with database.read(SCOPE) as work:
        if not work.idempotency_keys.are_old():
            return 0
    with database.begin(SCOPE) as work:
        return work.idempotency_keys.forget()
