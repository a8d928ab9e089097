"""The two ends of a leg in the words of planning: a shop's or a hub's counter, or the household's door, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.position import Position
from rounds.delivery_day import Order, Shop, Span
from routing.solver.problem import TaskKind

__all__ = ["End", "end_of", "ends_of", "spans_at"]


@dataclass(frozen=True, slots=True)
class End:
    """Where a leg begins or ends.

    Attributes
    ----------
    counter: the shop or hub that stands there; None is the household's door.
    name: what it is called: the counter's name, or the household's address.
    spans: when work may begin there; none where it may not.
    """

    counter: Shop | None
    name: str
    position: Position
    spans: Sequence[Span]


def ends_of(order: Order, counters: Mapping[str, Shop]) -> tuple[End, End]:
    """Give both ends of an order's leg: where it is collected, where it is brought.

    Parameters
    ----------
    counters: shops and hubs by id.

    Raises
    ------
    KeyError
        A shop or hub of it is not among them.
    """
    return end_of(order, TaskKind.PICKUP, counters), end_of(order, TaskKind.DELIVERY, counters)


def end_of(order: Order, kind: TaskKind, counters: Mapping[str, Shop]) -> End:
    """Give the end at which a task of this kind is done; see `ends_of`."""
    counter_id = order.counter_at(kind)
    counter = counters[counter_id] if counter_id else None
    if counter is None:
        return End(None, order.address, order.position, spans_at(order, kind, None))
    return End(counter, counter.name, counter.position, spans_at(order, kind, counter))


def spans_at(order: Order, kind: TaskKind, counter: Shop | None) -> Sequence[Span]:
    """Say when work on an order may begin at a counter, or at its household's door where there is none.

    A counter gives from when the order is packed, or has come to the hub. What goes to a household by a hub has to be
    at the hub before its window ends.
    """
    if counter is None:
        return [order.window]
    if kind is TaskKind.PICKUP:
        since_s = order.at_hub_s if order.pickup_hub else max(order.ready_at_s, order.at_hub_s)
        return [(max(start, since_s), end) for start, end in counter.hours if end >= since_s]
    if order.to_shop:
        return counter.hours
    return [(start, min(end, order.window[1])) for start, end in counter.hours if start <= order.window[1]]
