"""What POSTs answered, each under the key that its asker gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.fitting import refuse_unfit
from data.models.idempotency_key import IdempotencyKey
from data.repositories.base import Repository, table_of
from kernel.errors import BadInputError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["KEPT_FOR", "AskedOnce", "IdempotencyKeys", "KeptAnswer"]

KEPT_FOR = timedelta(days=8)
"""A courier's phone may be without a network for days; the contract says seven at least."""


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """A request that is to have its effect once.

    Attributes
    ----------
    route: method and path.
    """

    route: str
    key: str
    body_sha256: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered the first time."""

    status: int
    headers: Mapping[str, str]
    body: Any


class IdempotencyKeys(Repository):
    """An asker's own keys: nobody else's are seen, whatever the scope."""

    thing = Thing.KEYS

    def claim(self, asked: AskedOnce) -> KeptAnswer | None:
        """Take a key for what this unit of work will answer; give the answer where the key was used before.

        A unit of work that has just taken it is waited for: where that one fails, the key is free again.

        Raises
        ------
        BadInputError
            The key was used for something else.
        """
        row = {
            "id": new_id(),
            "principal": str(self._asker.principal),
            "route": asked.route,
            "key": asked.key,
            "body_sha256": asked.body_sha256,
            "created_at": self._now,
        }
        refuse_unfit(IdempotencyKey, row)
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        claimed = dialect.insert(table_of(IdempotencyKey)).values(row).on_conflict_do_nothing().returning(_ID)
        return None if self._session.execute(claimed).first() else self.kept(asked)

    def kept(self, asked: AskedOnce) -> KeptAnswer | None:
        """Find what was answered under a key.

        Raises
        ------
        BadInputError
            The key was used for something else.
        """
        found = self._first(select(IdempotencyKey).where(*self._same(asked)))
        if found is None or found.status is None:
            return None
        if found.body_sha256 != asked.body_sha256:
            raise BadInputError(
                "this key was used for another request", where="Idempotency-Key", way_out="Give each request its own."
            )
        return KeptAnswer(found.status, found.headers or {}, found.answer)

    def keep(self, asked: AskedOnce, answer: KeptAnswer) -> None:
        """Keep what is answered under a key that this unit of work has claimed."""
        values = {"status": answer.status, "headers": dict(answer.headers), "answer": answer.body}
        self._session.connection().execute(update(table_of(IdempotencyKey)).where(*self._same(asked)).values(values))

    def are_old(self) -> bool:
        """Say whether there is anything to forget."""
        old = IdempotencyKey.created_at < self._now - KEPT_FOR
        return (
            self._session.scalar(select(IdempotencyKey.id).where(self._seen(IdempotencyKey), old).limit(1)) is not None
        )

    def forget(self) -> int:
        """Remove what was kept long enough, whoever asked it; give how much that was.

        Raises
        ------
        NotAllowedError
            The scope is bounded.
        """
        self._may_write_everywhere()
        old = IdempotencyKey.created_at < self._now - KEPT_FOR
        return len(self._session.scalars(delete(IdempotencyKey).where(old).returning(IdempotencyKey.id)).all())

    def _same(self, asked: AskedOnce) -> tuple[Any, ...]:
        return (
            IdempotencyKey.principal == str(self._asker.principal),
            IdempotencyKey.route == asked.route,
            IdempotencyKey.key == asked.key,
        )


_ID = table_of(IdempotencyKey).c.id
