"""One order among those that are stored: new, the same, or changed. In whose hands it is, its shop need not see."""

from data.drafts.order import OrderDraft, PositionDraft
from data.models.order import Order
from data.repositories.receipts import Receipt
from data.work import Work
from kernel.errors import NotAllowedError
from kernel.rights import Thing, right_of

__all__ = ["mend_place", "take_order"]


def take_order(work: Work, square_id: str, draft: OrderDraft) -> Receipt:
    """Store an order, or make the one of this shop and number what is handed in now.

    Whoever hands it in sees the shop and the order; whether that may still be changed is looked up as our own work.

    Raises
    ------
    NotFoundError, BadInputError
        As `OrderChanges.take`.
    """
    receipt = work.order_changes.take(square_id, draft)
    if receipt is not None:
        return receipt
    with work.as_system("order changed", square_id) as system:
        return system.order_changes.change(square_id, draft)


def mend_place(work: Work, order_id: str, place: PositionDraft) -> Order:
    """Give an order the position it waited for: its new leg has the number after all others, seen or not.

    Raises
    ------
    NotAllowedError
        The role may not change orders.
    NotFoundError, ConflictError
        As `Orders.mend`.
    """
    if not right_of(work.role, Thing.ORDERS).writes:
        raise NotAllowedError(f"the role {work.role} may not change orders", way_out="Ask the host of the square.")
    order = work.orders.get(order_id)
    with work.as_system("order mended", order.square_id) as system:
        system.orders.mend(order_id, place)
    return work.orders.get(order_id)
