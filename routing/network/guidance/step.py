"""A step of guidance: what to do at a place, and the road that is followed after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.network.guidance.roads import Road
from routing.network.guidance.surroundings import Branch

__all__ = ["Maneuver", "Step"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Maneuver:
    """What to do, in OSRM's words.

    Attributes
    ----------
    type: depart, turn, continue, new name, end of road, fork, merge, on ramp, off ramp, roundabout, rotary,
        exit roundabout, exit rotary, notification, arrive.
    modifier: uturn, sharp right, right, slight right, straight, slight left, left, sharp left; empty at a departure.
        At an arrival the side on which the destination lies, or empty.
    exit: of a roundabout, counted from 1; 0 where there is none to count.
    rotary_name: of the roundabout itself, where it has one.
    on_foot: one gets off before it: who rides may not turn like this.

    Source: github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md, "StepManeuver object".
    """

    type: str
    modifier: str
    location: Point
    bearing_before: int
    bearing_after: int
    exit: int = 0
    rotary_name: str = ""
    on_foot: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A maneuver and what follows, up to the next one.

    Attributes
    ----------
    road: the road one comes onto; of the same label along the step, small gaps aside.
    mode: cycling, pushing bike, walking, driving, ferry.
    distance_m, duration_s: whole; the sums over all steps are those of the path.
    line: lon, lat; at least two points, at an arrival twice the same.
    branches: the ways at the maneuver. came_by, leaves_by: which of them are ridden; -1 where none is.
    """

    maneuver: Maneuver
    road: Road
    mode: str
    distance_m: int
    duration_s: int
    line: Sequence[Point]
    branches: Sequence[Branch] = ()
    came_by: int = -1
    leaves_by: int = -1
