"""What a key is made from."""

from dataclasses import dataclass
from datetime import datetime

from kernel.scope import Scope

__all__ = ["ApiKeyDraft"]


@dataclass(frozen=True, slots=True)
class ApiKeyDraft:
    """A key to be; see `data.models.api_key.ApiKey`."""

    name: str
    scope: Scope
    prefix: str
    secret_sha256: str
    expires_at: datetime | None = None
