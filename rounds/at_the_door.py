"""How long a stop takes: park and find the door once, then each order.

Our own choice, until couriers' times are measured.
"""

from collections.abc import Sequence

from rounds.delivery_day import Order, Shop, Span
from routing.solver.problem import TaskKind

__all__ = ["COOL_ON_BOARD_S", "collecting_spans", "service_s", "setup_s"]

_SHOP_SETUP_S, _PICKUP_S = 90, 20
_DOOR_SETUP_S, _HANDOVER_S = 60, 60
COOL_ON_BOARD_S = 90 * 60
"""A cool box holds its temperature for two hours; the rest is for the doorstep. Our own choice."""


def setup_s(kind: TaskKind) -> int:
    """Seconds once a stop, if it begins with a task of this kind."""
    return _SHOP_SETUP_S if kind is TaskKind.PICKUP else _DOOR_SETUP_S


def service_s(kind: TaskKind) -> int:
    """Seconds an order."""
    return _PICKUP_S if kind is TaskKind.PICKUP else _HANDOVER_S


def collecting_spans(order: Order, shop: Shop) -> Sequence[Span]:
    """When the shop is open and the order is packed."""
    return [(max(start, order.ready_at_s), end) for start, end in shop.hours if end >= order.ready_at_s]
