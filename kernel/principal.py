"""Who asks: a person, a key, a device, or our own work; every event says it."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Principal", "PrincipalKind"]


class PrincipalKind(StrEnum):
    """What stands behind a request."""

    SYSTEM = "system"
    PERSON = "person"
    KEY = "key"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Principal:
    """One asker; `id` is an account's, a key's or a device's, or the name of system work. Never a person's name."""

    kind: PrincipalKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"
