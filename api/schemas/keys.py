"""Keys of programs: what each sees and may do. The secret is told once, when it is made."""

from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from api.schemas.thing import Id, Moment, Name, Sent, Thing
from data.models.api_key import ApiKey
from kernel.scope import Role
from people.wished_reach import KEY_ROLES

__all__ = ["KeyMade", "KeyShown", "KeyWished"]

MOST_OWN = 1_000
EXAMPLE: dict[str, Any] = {
    "name": "Webwinkel Bakkerij Van Vliet",
    "role": "shop",
    "shops": ["018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"],
    "expires_at": "2027-12-31T23:00:00Z",
}


class KeyWished(Sent):
    """A key to be, for this square. Nobody makes a key that sees or does more than they do."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name = Field(description="What it is for.")
    role: Role = Field(description=f"One of: {', '.join(KEY_ROLES)}.")
    shops: list[Id] = Field([], max_length=MOST_OWN, description="Its own, of a role that sees its own only.")
    hubs: list[Id] = Field([], max_length=MOST_OWN)
    rounds: list[Id] = Field([], max_length=MOST_OWN)
    orders: list[Id] = Field([], max_length=MOST_OWN)
    couriers: list[Id] = Field([], max_length=MOST_OWN, description="It sees the rounds they are assigned to.")
    expires_at: Moment | None = None


class KeyShown(Thing):
    """A key, without its secret."""

    id: str
    name: str
    role: Role
    prefix: str = Field(description="The part of it that everyone may know.")
    squares: list[str] | None = Field(description="Ids; null is every square.")
    own: dict[str, list[str]] | None
    made_by: str
    created_at: Moment
    expires_at: Moment | None
    revoked_at: Moment | None

    @classmethod
    def of(cls, key: ApiKey) -> "KeyShown":
        return cls(**_plain(key))


class KeyMade(KeyShown):
    """A new key."""

    told_once: ClassVar[frozenset[str]] = frozenset({"secret"})

    secret: str | None = Field(
        None, description="The key as it is sent: `Bearer dr_…`. Here and never again, not in a repeated answer either."
    )

    @classmethod
    def with_secret(cls, key: ApiKey, secret: str) -> "KeyMade":
        return cls(**_plain(key), secret=secret)


def _plain(key: ApiKey) -> dict[str, Any]:
    return {name: getattr(key, name) for name in KeyShown.model_fields}
