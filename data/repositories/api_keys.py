"""Keys: stored by what they hash to, found by their prefix. Seen by system work and the platform only."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from data.drafts.api_key import ApiKeyDraft
from data.models.api_key import ApiKey
from data.repositories.base import Repository, table_of
from data.visibility import KEPT, visible
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing
from kernel.scope import Own, Scope

__all__ = ["ApiKeys", "own_of"]


class ApiKeys(Repository):
    """Every key there is. Who may see or revoke which one is decided in `people.keys`."""

    thing = Thing.KEYS

    def add(self, draft: ApiKeyDraft) -> ApiKey:
        """Store a key.

        Raises
        ------
        BadInputError
            Its name is empty or too long.
        """
        self._may_write_everywhere()
        scope = draft.scope
        row = {
            "id": new_id(),
            "name": draft.name,
            "role": scope.role,
            "squares": None if scope.squares is None else sorted(scope.squares),
            "own": None if scope.own is None else {name: sorted(getattr(scope.own, name)) for name in Own.__slots__},
            "prefix": draft.prefix,
            "secret_sha256": draft.secret_sha256,
            "made_by": str(self._asker.principal),
            "created_at": self._now,
            "expires_at": draft.expires_at,
            "revoked_at": None,
            "used_on": None,
        }
        self._insert(ApiKey, [row])
        return self.get(row["id"])

    def get(self, key_id: str) -> ApiKey:
        """Find a key by its id.

        Raises
        ------
        NotFoundError
            There is none.
        """
        return self._one(self._select(ApiKey).where(ApiKey.id == key_id), f"key {key_id}")

    def by_prefix(self, prefix: str) -> ApiKey | None:
        """Find a key by the part of it that everyone may know: what every request begins with."""
        found = self._session.connection().execute(_of_prefix(self._asker.scope), {"prefix": prefix}).first()
        return None if found is None else ApiKey(**found._mapping)  # noqa: SLF001 (SQLAlchemy's name for it)

    def all(self) -> list[ApiKey]:
        """List the keys as they were made, those that are over too."""
        return self._all(self._select(ApiKey).order_by(ApiKey.created_at, ApiKey.id))

    def revoke(self, key_id: str) -> ApiKey:
        """Let a key open nothing from now on.

        Raises
        ------
        ConflictError
            It was revoked before.
        """
        self._may_write_everywhere()
        seen = (self._seen(ApiKey), ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        changed = self._session.scalars(update(ApiKey).where(*seen).values(revoked_at=self._now).returning(ApiKey.id))
        if not changed.all():
            raise ConflictError(f"key {self.get(key_id).prefix} was revoked before")
        return self.get(key_id)

    def used(self, key_id: str, day: date) -> None:
        """Say on which day a key was shown last."""
        self._may_write_everywhere()
        self._session.execute(update(ApiKey).where(self._seen(ApiKey), ApiKey.id == key_id).values(used_on=day))


@lru_cache(maxsize=KEPT)
def _of_prefix(scope: Scope) -> Select[Any]:
    """Build once for a scope what every request asks; `prefix` is which key."""
    table = table_of(ApiKey)
    return select(*table.c).where(visible(ApiKey, scope), table.c.prefix == bindparam("prefix"))


def own_of(key: ApiKey) -> Own | None:
    """Give what is a key's own, as a scope says it."""
    return None if key.own is None else Own(**{name: frozenset(ids) for name, ids in key.own.items()})
