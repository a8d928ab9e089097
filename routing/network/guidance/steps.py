"""A path as steps: depart, maneuvers, arrive."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from routing.network.guidance.bearings import STRAIGHT_DEG, bearing, turn_angle
from routing.network.guidance.course import Stretch, course_of
from routing.network.guidance.junction import Crossing
from routing.network.guidance.labels import smoothed
from routing.network.guidance.pushed_turns import with_walks
from routing.network.guidance.roads import Road
from routing.network.guidance.step import Maneuver, Step
from routing.network.guidance.surroundings import Surroundings
from routing.network.guidance.turns import Turn, turns_of
from routing.network.paths import RoadPath
from routing.network.road_graph import SnappedPlace

__all__ = ["steps_along"]

ON_THE_ROAD_M = 3.0
"""So near the road's middle a place lies on it, and on no side. Own choice."""

Point = tuple[float, float]


def steps_along(around: Surroundings, path: RoadPath, destination: SnappedPlace) -> list[Step]:
    """Tell a path in steps; the last is the arrival, of 0 m and 0 s.

    Metres and seconds are those of the path, shared out by the arcs' own and rounded along the way, so that their
    sums are the path's. What turns take is in the path's seconds only, and is spread over all of it.
    """
    course = smoothed(with_walks(course_of(around, path)))
    if not course:
        here: Point = tuple(path.line[0].tolist())
        depart = Maneuver("depart", "", here, 0, 0)
        return [
            Step(depart, Road(), "cycling", path.distance_m, path.duration_s, [here, here]),
            _arrival(here, 0, "", "cycling"),
        ]
    turns = turns_of(course, around)
    begins = [0, *(turn.at for turn in turns)]
    parts = [course[begin:end] for begin, end in pairwise([*begins, len(course)])]
    metres = _shared([sum(stretch.mm for stretch in part) for part in parts], path.distance_m)
    seconds = _shared([sum(stretch.ms for stretch in part) for part in parts], path.duration_s)
    steps: list[Step] = []
    for i, part in enumerate(parts):
        turn = turns[i - 1] if i else None
        maneuver, crossing = _maneuver(course, begins[i], turn, around)
        road = _followed(part, course, turns[i] if i < len(turns) else None)
        branches, came, leaves = (crossing.branches, crossing.came_by, crossing.leaves_by) if crossing else ((), -1, -1)
        steps.append(Step(maneuver, road, part[0].mode, metres[i], seconds[i], _line(part), branches, came, leaves))
    return [*steps, _arrival_at(course[-1], destination)]


def _maneuver(
    course: Sequence[Stretch], at: int, turn: Turn | None, around: Surroundings
) -> tuple[Maneuver, Crossing | None]:
    after = course[at]
    ahead = round(after.bearing_in) % 360
    if turn is None:
        ahead = round(bearing(after.points[0], _next_point(course))) % 360
        return Maneuver("depart", "", after.points[0], 0, ahead), None
    before = course[at - 1]
    crossing = Crossing(before, after, around.branches(before.head))
    back = round(before.bearing_out) % 360
    on_foot = after.pushed and before.mode != "pushing bike"
    maneuver = Maneuver(turn.type, turn.modifier, after.points[0], back, ahead, turn.exit, turn.rotary_name, on_foot)
    return maneuver, crossing


def _next_point(course: Sequence[Stretch]) -> Point:
    """Give the first point that is not the very first: a path may begin at a bend."""
    start = course[0].points[0]
    return next((point for stretch in course for point in stretch.points if point != start), start)


def _followed(part: Sequence[Stretch], course: Sequence[Stretch], left_by: Turn | None) -> Road:
    """Give the road that a step tells: on a roundabout the one it is left by, else the one of its label."""
    if part[0].road.is_ring and left_by is not None and left_by.type.startswith("exit"):
        return course[left_by.at].road
    label = part[0].label
    if part[0].road.label != label or not label:  # a short gap, or an unnamed bit before the turn into the street
        named = (stretch.road for stretch in part if stretch.road.label == (label or part[-1].label))
        return next(named, part[0].road)
    return part[0].road


def _shared(parts: Sequence[float], whole: int) -> list[int]:
    """Share a whole number out in proportion; the sums along the way are rounded, so that nothing is lost."""
    total = sum(parts)
    sums = [round(whole * gone / total) if total else 0 for gone in accumulate(parts)]
    return [end - begin for begin, end in pairwise([0, *sums])]


def _line(part: Sequence[Stretch]) -> list[Point]:
    line: list[Point] = []
    for stretch in part:
        points = stretch.points
        line.extend(points[1:] if line and points[0] == line[-1] else points)
    return line if len(line) > 1 else [*line, *line]


def _arrival_at(last: Stretch, destination: SnappedPlace) -> Step:
    here = last.points[-1]
    moved = next((point for point in reversed(last.points) if point != here), here)
    heading = bearing(moved, here)
    place = destination.position
    angle = turn_angle(heading, bearing(here, (place.lon, place.lat)))
    side = ""
    if destination.snap_distance_m > ON_THE_ROAD_M and abs(angle) >= STRAIGHT_DEG:
        side = "right" if angle > 0 else "left"
    return _arrival(here, round(heading) % 360, side, last.mode)


def _arrival(here: Point, heading: int, side: str, mode: str) -> Step:
    return Step(Maneuver("arrive", side, here, heading, 0), Road(), mode, 0, 0, [here, here])
