"""How many orders of a day no round brings whole: one count for every page, table and statement."""

from collections.abc import Mapping
from typing import Any

__all__ = ["orders_left"]


def orders_left(day: Mapping[str, Any]) -> int:
    """Count the orders of a day's report of which a leg is in no round, each once, however many legs wait.

    Of a report of before it was counted: the orders of which no leg that counts is in a round.
    """
    orders = day["orders"]
    return orders["left"] if "left" in orders else max(0, orders["given"] - orders["planned"])
