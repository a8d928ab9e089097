"""A square asked over HTTP by the keys of some roles, each of that square alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from fastapi.testclient import TestClient
from httpx2 import Response

from data.database import Database
from kernel.scope import Role, Scope
from people.keys import create_key
from tests.asked_village import TEST

__all__ = ["AskedByRole", "keys_of"]


@dataclass
class AskedByRole:
    """Who asks as one of the roles that have a key.

    Attributes
    ----------
    USUAL: the role that asks where no other is named.
    keys: the header of each.
    """

    USUAL: ClassVar[Role] = Role.HOST

    client: TestClient
    slug: str
    keys: dict[Role, dict[str, str]]

    def ask(self, method: str, path: str, body: Any = None, *, as_: Role | None = None, **headers: str) -> Response:
        """Ask on the square; headers with _ for -."""
        sent = self.keys[as_ or self.USUAL] | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, f"/api/v1/squares/{self.slug}{path}", json=body, headers=sent)


def keys_of(database: Database, square_id: str, roles: Iterable[Role]) -> dict[Role, dict[str, str]]:
    """Make a key of each role for a square; give their headers."""
    scopes = {role: Scope(role, frozenset({square_id})) for role in roles}
    written = {role: create_key(database, TEST, role, scope).written for role, scope in scopes.items()}
    return {role: {"Authorization": f"Bearer {each}"} for role, each in written.items()}
