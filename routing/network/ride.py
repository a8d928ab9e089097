"""What a set of tags asks of one profile: the pace on a road, the price of a barrier."""

from dataclasses import dataclass

__all__ = ["Pace", "Passage", "Ride"]


@dataclass(frozen=True, slots=True)
class Pace:
    """One direction of a road: how it is used, and what that takes.

    Attributes
    ----------
    penalty: cost of a metre.
    pushing: one walks beside the vehicle.
    entry_m, entry_s: paid once, on coming from a road that asks another entry.
    whole_way_s: seconds from one end of the way to the other, where a timetable says so; else `speed_kmh` counts.
    most_kmh: at most downhill, by law and ground; where it is less than `speed_kmh`, that.
    rolling: coefficient of rolling resistance; None aboard a ferry, or where nobody asks.
    """

    speed_kmh: float
    penalty: float
    pushing: bool = False
    entry_m: float = 0
    entry_s: float = 0
    whole_way_s: float | None = None
    most_kmh: float = 0
    rolling: float | None = None


@dataclass(frozen=True, slots=True)
class Ride:
    """A road for one profile; a direction that may not be used is None."""

    forward: Pace | None = None
    backward: Pace | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A barrier that lets the vehicle through, and what that costs."""

    metres: float
    seconds: float
