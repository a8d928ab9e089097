"""What an asker may see: squares, a role, and, for most roles, only what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["EVERYWHERE_ROLES", "OWN_ROLES", "Own", "Role", "Scope"]


class Role(StrEnum):
    """Who asks. `SYSTEM` is our own work: a command on the machine itself, a job, the clock."""

    SYSTEM = "system"
    PLATFORM = "platform"
    REGION = "region"
    HOST = "host"
    HUB_KEEPER = "hub keeper"
    DISPATCHER = "dispatcher"
    SHOP = "shop"
    COURIER = "courier"
    HELPER = "helper"
    MUNICIPALITY = "municipality"
    AUDITOR = "auditor"
    CUSTOMER = "customer"


EVERYWHERE_ROLES = frozenset({Role.SYSTEM, Role.PLATFORM})
"""May be given every square there is; any other role has its squares named."""

OWN_ROLES = frozenset({Role.HUB_KEEPER, Role.SHOP, Role.COURIER, Role.HELPER, Role.CUSTOMER})
"""See only what is theirs within their squares, so they must say what that is."""


@dataclass(frozen=True, slots=True)
class Own:
    """Ids of what is an asker's own; with none of them nothing is seen but the square itself."""

    shops: frozenset[str] = frozenset()
    hubs: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    orders: frozenset[str] = frozenset()
    couriers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """The limit of one request or job; a repository cannot be built without one and filters by all of it.

    Attributes
    ----------
    squares: ids; None is every square, for the roles of `EVERYWHERE_ROLES` only.
    own: None is everything of these squares, for roles that are not of `OWN_ROLES` only.
    work: the name of system work, written to the audit trail with everything it changes.

    Raises
    ------
    ValueError
        The parts do not fit together: a defect of the caller, never a way to see more.
    """

    role: Role
    squares: frozenset[str] | None
    own: Own | None = None
    work: str = ""

    def __post_init__(self) -> None:
        if self.squares is None and self.role not in EVERYWHERE_ROLES:
            raise ValueError(f"a scope of role {self.role} names its squares")
        if (self.own is None) == (self.role in OWN_ROLES):
            raise ValueError(f"the own part of a scope of role {self.role} is missing or one too many")
        if bool(self.work) != (self.role is Role.SYSTEM):
            raise ValueError("system work, and nothing else, has a name")

    @classmethod
    def system(cls, work: str, squares: Iterable[str] | None = None) -> "Scope":
        """Give our own work its scope, under a name that the audit trail keeps: "orders import"."""
        return cls(Role.SYSTEM, None if squares is None else frozenset(squares), work=work)
