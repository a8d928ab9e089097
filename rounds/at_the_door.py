"""How long a stop takes: park and find the door once, then each order.

Our own choice, until couriers' times are measured.
"""

__all__ = ["COOL_ON_BOARD_S", "service_s", "setup_s"]

_COUNTER_SETUP_S, _OVER_THE_COUNTER_S = 90, 20
_DOOR_SETUP_S, _AT_THE_DOOR_S = 60, 60
COOL_ON_BOARD_S = 90 * 60
"""A cool box holds its temperature for two hours; the rest is for the doorstep. Our own choice."""


def setup_s(*, at_home: bool) -> int:
    """Seconds once a stop, by where its first task is: at a household's door, or at a shop's or hub's counter."""
    return _DOOR_SETUP_S if at_home else _COUNTER_SETUP_S


def service_s(*, at_home: bool) -> int:
    """Seconds an order, whichever way it goes."""
    return _AT_THE_DOOR_S if at_home else _OVER_THE_COUNTER_S
