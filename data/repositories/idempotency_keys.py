"""What POSTs answered, each under the key that its asker gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
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

    def kept(self, asked: AskedOnce) -> KeptAnswer | None:
        """Find what was answered under a key.

        Raises
        ------
        BadInputError
            The key was used for something else.
        """
        found = self._session.connection().execute(_KEPT, self._same(asked)).first()
        if found is None:
            return None
        if found.body_sha256 != asked.body_sha256:
            raise BadInputError(
                "this key was used for another request", where="Idempotency-Key", way_out="Give each request its own."
            )
        return KeptAnswer(found.status, found.headers or {}, found.answer)

    def keep(self, asked: AskedOnce, answer: KeptAnswer) -> bool:
        """Keep what this unit of work answers under a key; False where the key has an answer by now.

        A unit of work that has just kept one under this key is waited for: where that one fails, the key is free.
        """
        row = {
            "id": new_id(),
            **self._same(asked),
            "body_sha256": asked.body_sha256,
            "status": answer.status,
            "headers": dict(answer.headers),
            "answer": answer.body,
            "created_at": self._now,
        }
        refuse_unfit(IdempotencyKey, row)
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        kept = dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id)
        return self._session.connection().execute(kept, row).first() is not None

    def are_old(self) -> bool:
        """Say whether there is anything to forget."""
        old = IdempotencyKey.created_at < self._now - KEPT_FOR
        return (
            self._session.scalar(select(IdempotencyKey.id).where(self._seen(IdempotencyKey), old).limit(1)) is not None
        )

    def forget(self, most: int) -> int:
        """Remove what was kept long enough, whoever asked it, so many at most; give how many that were.

        Raises
        ------
        NotAllowedError
            The scope is bounded.
        """
        self._may_write_everywhere()
        old = IdempotencyKey.created_at < self._now - KEPT_FOR
        part = select(IdempotencyKey.id).where(old).limit(most)
        gone = delete(IdempotencyKey).where(IdempotencyKey.id.in_(part)).returning(IdempotencyKey.id)
        return len(self._session.scalars(gone).all())

    def _same(self, asked: AskedOnce) -> dict[str, str]:
        return {"principal": str(self._asker.principal), "route": asked.route, "key": asked.key}


_TABLE = table_of(IdempotencyKey)
_KEPT = select(_TABLE).where(*(_TABLE.c[name] == bindparam(name) for name in ("principal", "route", "key")))
