"""Who asks, how far they see, and the two questions that a door puts to them."""

from dataclasses import dataclass

from kernel.errors import NotAllowedError
from kernel.principal import Principal
from kernel.rights import Reach, Thing, right_of
from kernel.scope import Role, Scope

__all__ = ["Asker"]


@dataclass(frozen=True, slots=True)
class Asker:
    """One asker; both parts go to `Database.begin` and `Database.read` as they are."""

    principal: Principal
    scope: Scope

    @property
    def role(self) -> Role:
        return self.scope.role

    def reads(self, thing: Thing) -> bool:
        return right_of(self.role, thing).reads is not Reach.NOTHING

    def writes(self, thing: Thing) -> bool:
        return right_of(self.role, thing).writes

    def must_read(self, thing: Thing) -> None:
        """Refuse a role that reads nothing of a kind.

        Raises
        ------
        NotAllowedError
            Says which role, and what it may not.
        """
        if not self.reads(thing):
            raise NotAllowedError(f"the role {self.role} may not read {thing}", way_out="Ask the host of the square.")

    def must_write(self, thing: Thing) -> None:
        """Refuse a role that changes nothing of a kind; raises as `must_read`."""
        if not self.writes(thing):
            raise NotAllowedError(f"the role {self.role} may not change {thing}", way_out="Ask the host of the square.")
