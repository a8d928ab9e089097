"""What kind of day an instance of the contest is."""

from dataclasses import dataclass

from routing.solver.problem import TimeWindow

__all__ = ["HOUR_S", "DayShape"]

HOUR_S = 3_600


@dataclass(frozen=True, slots=True)
class DayShape:
    """What kind of day; the seed draws one of them.

    Attributes
    ----------
    spread: "dense" is the three tenths of the doors nearest one of them, "sparse" all of them.
    windows: "tight" is one hour, "loose" four.
    bound: what fills a bike first: "weight" (two dimensions) or "volume" (three, the last one cooled).
    hours: when the bikes are out.
    orders_a_bike: how large the fleet is, with three bikes more.
    """

    place: str
    orders: int
    shops: int
    spread: str
    windows: str
    bound: str
    hours: tuple[int, int] = (13, 18)
    orders_a_bike: int = 12

    @property
    def name(self) -> str:
        return f"{self.place}-{self.orders}-{self.spread}-{self.windows}-{self.bound}"

    @property
    def shift(self) -> TimeWindow:
        return TimeWindow(*(hour * HOUR_S for hour in self.hours))

    @property
    def window_s(self) -> int:
        return HOUR_S if self.windows == "tight" else 4 * HOUR_S

    @property
    def capacity(self) -> tuple[int, ...]:
        return (60_000, 800_000) if self.bound == "weight" else (250_000, 240_000, 60_000)
