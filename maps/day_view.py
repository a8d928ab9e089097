"""One day as the maps and papers show it: rounds with their stops and lines, baselines, the frame.

`rounds` fills these; everything in this room only reads them. The figures of the report travel
beside it as the document of `rounds/report.schema.json`, so that page and file cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kernel.position import Position
from maps.ground import Ground

__all__ = ["ALWAYS", "BaselineView", "ClosureView", "DayView", "RoundView", "StopView", "TaskView"]

Line = Sequence[tuple[float, float]]
"""(lon, lat) pairs along the roads."""
ALWAYS = (0, 2 * 86_400)
"""Hours of a closure that holds as long as any round of the day rides."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One pickup or delivery at a stop.

    Attributes
    ----------
    kind: "pickup" or "delivery".
    who: the shop or hub, or the customer at whose door it is done.
    shop: whose order it is.
    window: (start_s, end_s) since midnight, or None for any time.
    note: what the courier must know (cool, two people, ...); empty when nothing.
    done: what it is in words, by its key in `maps.words`: handing in at a shop, say; empty is as its kind.
    off: why it is no longer to be done, by its key there; empty where it is.
    """

    kind: str
    order: str
    who: str
    kg: float
    litres: float
    shop: str
    window: tuple[int, int] | None = None
    note: str = ""
    done: str = ""
    off: str = ""

    @property
    def named(self) -> str:
        """The key of its words."""
        return self.done or self.kind


@dataclass(frozen=True, slots=True)
class StopView:
    """One arrival at one place; times are seconds since midnight.

    Attributes
    ----------
    number: counts from 1 along the round.
    place: the name of the shop or hub, or the customer's address.
    line: the roads ridden from the stop before (or the start) to this one.
    address: where that shop or hub is, if its name is the place and it is known; else empty.
    note: what the shop or hub says about handing over there.
    """

    number: int
    position: Position
    place: str
    arrival_s: int
    leaving_s: int
    tasks: Sequence[TaskView]
    line: Line
    leg_distance_m: int
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoundView:
    """One vehicle's work; `line` runs from start to return and is the lines of the stops in a row.

    `number` is what people call it; a round that was released keeps it when the day is planned again.
    """

    id: str
    number: int
    vehicle: str
    start: Position
    start_place: str
    leaving_s: int
    return_s: int
    stops: Sequence[StopView]
    line: Line
    distance_m: int
    duration_s: int
    kg: float
    litres: float
    """`duration_s` is the whole duty: from leaving to returning."""
    note: str = ""
    """What is to be known of the vehicle."""
    energy_wh: int | None = None
    battery_wh: int | None = None
    """What it takes from its battery, and what that gives; None where it is not known."""
    profile: str = ""
    """What it rides as: closures may be for some vehicles only."""
    unreached: Sequence[int] = ()
    """Numbers of the stops that a closure keeps it from, 0 being the return: it rides past them, at no time."""
    is_cut_off: bool = False
    """A closure keeps it from every stop: it stays as it was, and `unreached` is empty."""
    ground: Ground | None = None
    """What its sheet is drawn on where that is not what the day is drawn on: the map of before was refreshed."""


@dataclass(frozen=True, slots=True)
class BaselineView:
    """A counterfactual that has metres of its own, as lines to lay over the map.

    Attributes
    ----------
    id: the key in the report's `metres` and `co2_g`.
    lines: each as `maps.packing.pack_line` writes it from 0, 0: kept and carried as text.
    """

    id: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class ClosureView:
    """Roads that are closed or slow on the day.

    Attributes
    ----------
    name, told: what it is called, and what it does when, in words of the page's language.
    slowed: whether one may ride there all the same.
    areas: rings of the polygons that were drawn; none where ways were named.
    streets: the roads that are meant.
    profiles: of the vehicles it is for; None is all.
    hours: (begin_s, end_s) since midnight.
    """

    name: str
    told: str
    slowed: bool
    areas: Sequence[Sequence[Line]]
    streets: Sequence[Line]
    profiles: frozenset[str] | None = None
    hours: tuple[int, int] = ALWAYS

    def concerns(self, round_: RoundView) -> bool:
        """Whether it is for the round's vehicle, at any time while the round is under way."""
        begin_s, end_s = self.hours
        is_for = self.profiles is None or round_.profile in self.profiles
        return is_for and begin_s < round_.return_s and end_s > round_.leaving_s


@dataclass(frozen=True, slots=True)
class DayView:
    """One planned day of one area."""

    area: str
    day: date
    extract: Path
    """The OSM extract the base map is drawn from."""
    rounds: Sequence[RoundView]
    baselines: Sequence[BaselineView]
    invented_demand: bool
    closures: Sequence[ClosureView] = ()
