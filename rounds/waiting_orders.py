"""Orders that wait for a person: their address is to be mended before they are planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.database import Database
from kernel.scope import Scope
from kernel.text import Text

__all__ = ["WaitingOrder", "waiting_orders"]

SCOPE = Scope.system("orders waiting")


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """One order, as a person needs it who looks for the address."""

    order_ref: str
    shop: str
    day: date
    recipient: str
    address: str
    phone: str
    reason: Text


def waiting_orders(database: Database, slug: str) -> Sequence[WaitingOrder]:
    """List the orders of a square whose address waits to be mended, the longest waiting first.

    Raises
    ------
    NotFoundError
        There is no such square.
    """
    with database.read(SCOPE) as work:
        stored = work.orders.waiting(work.squares.get(slug).id)
    return [
        WaitingOrder(
            one.order_ref,
            one.shop.name,
            one.planned_for,
            one.recipient,
            one.address,
            one.phone,
            Text(one.position_note_nl or one.position_note, one.position_note),
        )
        for one in stored
    ]
