"""Cancelling an order, whenever: before it is planned, in a round, on its way; what is on its way goes back."""

from data.drafts.event import EventKind
from data.models.order import Order
from data.models.states import OrderState
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotAllowedError
from rounds.lifecycles.said import MAY_SAY, Outcome, Said
from rounds.riding import take_in

__all__ = ["cancel_order"]


def cancel_order(work: Work, order_id: str, reason: str = "") -> Order:
    """Cancel an order, in the transaction of `work`; whoever plans it just now notices before saving.

    Parcels that were not collected stay where they are. Those in a round or at a hub get a leg back.

    Raises
    ------
    NotFoundError
        There is no such order in the scope.
    NotAllowedError
        Cancelling is not for this role.
    BadInputError
        The reason cannot be kept.
    ConflictError
        It has ended already.
    """
    if work.role not in MAY_SAY[EventKind.ORDER_CANCELLED]:
        raise NotAllowedError(f"the role {work.role} may not cancel orders", way_out="Ask the host of the square.")
    order = work.orders.get(order_id)
    if order.state is OrderState.ENDED:
        raise ConflictError(
            f"order {order.order_ref} has ended already: nothing is left to cancel",
            way_out="Was it delivered? Then book a return.",
        )
    said = Said(EventKind.ORDER_CANCELLED, order_id=order_id, reason=reason)
    (answer,) = take_in(work, order.square_id, [said])
    if answer.outcome is Outcome.REFUSED:
        raise BadInputError(answer.told.en, where=f"order {order.order_ref}", field="reason")
    return work.orders.get(order_id)
