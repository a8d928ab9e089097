"""What a list of events or proofs is about: an order, a leg, a round, or all of a square."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from api.schemas.thing import Id

__all__ = ["About"]


@dataclass(frozen=True, slots=True)
class _About:
    """Each narrows the list; None does not. Named as the repositories take them."""

    order_id: str | None
    leg_id: str | None
    round_id: str | None


async def _about(
    order: Id | None = None,
    leg: Id | None = None,
    of_round: Annotated[Id | None, Query(alias="round")] = None,
) -> _About:
    return _About(order, leg, of_round)


About = Annotated[_About, Depends(_about)]
