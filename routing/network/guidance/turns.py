"""Every maneuver of a course, in order; two that a rider makes as one become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.network.guidance.bearings import (
    SLIGHT_DEG,
    STRAIGHT_DEG,
    U_TURN_DEG,
    modifier,
    onto_another_road,
    turn_angle,
)
from routing.network.guidance.course import Stretch
from routing.network.guidance.junction import Crossing, decide
from routing.network.guidance.labels import GAP_M
from routing.network.guidance.roundabouts import Ring, mini_exit, rings_of
from routing.network.guidance.surroundings import Surroundings

__all__ = ["Turn", "turns_of"]

JOG_M = 12.0
"""Right and at once left again over so little is going straight on, as over a crossing that lies askew. Own choice."""

BETWEEN_CARRIAGEWAYS_M = 20.0
"""Two turns to one side so near each other are one, as onto the far carriageway of a main road. Own choice."""

TOLD_FOR_M = 30.0
"""A new name that is gone sooner is not told. Own choice."""

_JOINED = {"turn", "continue", "end of road", "fork", "new name"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A maneuver before stretch `at` of the course; see `Maneuver` for its words."""

    at: int
    type: str
    modifier: str
    exit: int = 0
    rotary_name: str = ""


def turns_of(course: Sequence[Stretch], around: Surroundings) -> list[Turn]:
    """Find the maneuvers between the first and the last metre of a course."""
    rings = rings_of(course, around)
    inside = {at for ring in rings for at in range(max(ring.first, 1), ring.last + 1)}
    between = inside - {end for ring in rings for end in (ring.first, ring.last)}
    turns = [turn for ring in rings for turn in _round(ring, course, around)]
    told = course[0].label
    for at in range(1, len(course)):
        if at in between and course[at - 1].mode != course[at].mode:
            turns.append(Turn(at, "notification", modifier(_angle(at, course))))
        turn = None if at in inside else _turn(at, course, around, told)
        if turn:
            turns.append(turn)
        if at in inside or turn or not told:
            goes_round = at in inside and course[at].road.is_ring
            told = course[at].label or told if goes_round else course[at].label
    return _worth_telling(_joined(sorted(turns, key=lambda turn: turn.at), course), course)


def _round(ring: Ring, course: Sequence[Stretch], around: Surroundings) -> list[Turn]:
    """Tell a roundabout when it is entered, and again when it is left."""
    road = course[ring.first].road
    word, name = ("rotary", road.name) if road.name and not around.is_street(road.name) else ("roundabout", "")
    turns: list[Turn] = []
    if ring.first > 0:
        leaves = course[min(ring.last, len(course) - 1)]
        angle = turn_angle(course[ring.first - 1].bearing_out, leaves.bearing_in)
        turns.append(Turn(ring.first, word, modifier(angle), ring.exit, name))
    if ring.last < len(course):
        turns.append(Turn(ring.last, f"exit {word}", modifier(_angle(ring.last, course)), ring.exit, name))
    return turns


def _angle(at: int, course: Sequence[Stretch]) -> float:
    return turn_angle(course[at - 1].bearing_out, course[at].bearing_in)


def _turn(at: int, course: Sequence[Stretch], around: Surroundings, told: str) -> Turn | None:
    before, after = course[at - 1], course[at]
    crossing = Crossing(before, after, around.branches(before.head))
    if around.is_mini_roundabout(before.head) and not crossing.is_u_turn and len(crossing.branches) > 2:
        return Turn(at, "roundabout", modifier(crossing.angle), mini_exit(crossing))
    decided = decide(crossing)
    if decided:
        return Turn(at, *decided)
    if before.mode != after.mode:
        return Turn(at, "notification", modifier(crossing.angle))
    if after.label and after.label != told:
        return Turn(at, "new name", onto_another_road(crossing.angle))
    return None


def _worth_telling(turns: Sequence[Turn], course: Sequence[Stretch]) -> list[Turn]:
    """Leave out new names that are gone before they are read, and those that a turn just before them can tell."""
    told: list[Turn] = []
    for turn, end in zip(turns, [*(turn.at for turn in turns[1:]), len(course)], strict=False):
        since = told[-1].at if told else 0
        told_before = not course[since].label and _metres(course[since : turn.at]) < GAP_M
        if turn.type != "new name" or (_metres(course[turn.at : end]) >= TOLD_FOR_M and not told_before):
            told.append(turn)
    return told


def _metres(course: Sequence[Stretch]) -> float:
    return sum(stretch.mm for stretch in course) / 1000


def _joined(turns: Sequence[Turn], course: Sequence[Stretch]) -> list[Turn]:
    """Make one of two maneuvers that a rider makes in one go."""
    done: list[Turn] = []
    for turn in turns:
        if done and {turn.type, done[-1].type} <= _JOINED and "uturn" not in {turn.modifier, done[-1].modifier}:
            one = _as_one(done[-1], turn, course)
            if one is not None:
                done[-1:] = one
                continue
        done.append(turn)
    return done


def _as_one(first: Turn, second: Turn, course: Sequence[Stretch]) -> list[Turn] | None:
    """Give the one turn that two make, or no turn where they lead straight on; None where they stay two."""
    metres = _metres(course[first.at : second.at])
    before, after = course[first.at - 1], course[second.at]
    if metres > BETWEEN_CARRIAGEWAYS_M or len({stretch.mode for stretch in course[first.at - 1 : second.at + 1]}) > 1:
        return None
    angle = turn_angle(before.bearing_out, after.bearing_in)
    sides = [_angle(turn.at, course) for turn in (first, second)]
    same_road = bool(before.label) and before.label == after.label
    same_name = same_road and before.label != before.road.kind
    if sides[0] * sides[1] < 0 or min(map(abs, sides)) < STRAIGHT_DEG:
        if metres > JOG_M or abs(angle) > SLIGHT_DEG:
            return None
        straight = replace(first, type="new name" if after.label else "turn", modifier="straight")
        return [] if same_road else [straight]
    if abs(sum(sides)) > U_TURN_DEG - SLIGHT_DEG:
        return [replace(first, type="continue", modifier="uturn")] if same_name else None
    return [replace(first, type="continue" if same_name else "turn", modifier=modifier(angle))]
