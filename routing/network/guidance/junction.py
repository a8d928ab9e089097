"""What to do at one junction: nothing, where the way on is plain; else a turn, a fork, the end of a road."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.network.guidance.bearings import SLIGHT_DEG, STRAIGHT_DEG, modifier, onto_another_road, turn_angle
from routing.network.guidance.course import Stretch
from routing.network.guidance.surroundings import Branch

__all__ = ["Crossing", "decide"]

CLEARLY_DEG = 25.0
"""By so much straighter than another way, a way is the plain one. Own choice."""

BEND_DEG = 35.0
"""A road that bends more than this leaves a side way that goes straight on in doubt. Own choice."""

ALWAYS_TOLD_DEG = 60.0
"""A turn like this is told wherever another road of its kind begins. Own choice."""

MINOR_BY = 2
"""So many ranks below ours a way is a side way; a driveway beside a street, a path beside a main road."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two stretches and what else begins where they meet."""

    before: Stretch
    after: Stretch
    branches: Sequence[Branch]

    @property
    def angle(self) -> float:
        return turn_angle(self.before.bearing_out, self.after.bearing_in)

    @property
    def is_u_turn(self) -> bool:
        return self.before.edge == self.after.edge and self.before.forward != self.after.forward

    @property
    def others(self) -> list[Branch]:
        """The ways that are not ridden here, open or closed."""
        came, leaves = self.came_by, self.leaves_by
        return [branch for i, branch in enumerate(self.branches) if i not in {came, leaves}]

    @property
    def came_by(self) -> int:
        return self._index(self.before.edge, from_first=not self.before.forward)

    @property
    def leaves_by(self) -> int:
        return self._index(self.after.edge, from_first=self.after.forward)

    def _index(self, edge: int, *, from_first: bool) -> int:
        for i, branch in enumerate(self.branches):
            if branch.edge == edge and branch.from_first == from_first:
                return i
        return -1

    def angle_to(self, branch: Branch) -> float:
        return turn_angle(self.before.bearing_out, branch.bearing)

    @property
    def keeps_its_name(self) -> bool:
        return bool(self.before.road.name) and self.before.label == self.after.label


def decide(crossing: Crossing) -> tuple[str, str] | None:
    """Give the type and modifier of a maneuver; None where the way on is plain."""
    before, after = crossing.before.road, crossing.after.road
    if crossing.is_u_turn:
        return "continue", "uturn"
    if after.is_fast and before.is_link != after.is_link:
        return _slip_road(crossing)
    others = crossing.others if len(crossing.branches) > 2 else []
    rivals = [branch for branch in others if _is_choice(branch, crossing) and _is_rival(branch, crossing)]
    return _turn(crossing, rivals) if rivals else None


def _turn(crossing: Crossing, rivals: Sequence[Branch]) -> tuple[str, str]:
    angle = crossing.angle
    if abs(angle) > SLIGHT_DEG and _road_ends(crossing):
        return "end of road", onto_another_road(angle)
    fork = _fork(crossing, rivals)
    if fork:
        return "fork", fork
    return ("continue" if crossing.keeps_its_name else "turn"), onto_another_road(angle)


def _is_choice(branch: Branch, crossing: Crossing) -> bool:
    """Whether one could go there in the way one goes now: who rides does not weigh footways."""
    if not branch.mode:
        return False
    on_foot = "pushing bike" in {crossing.before.mode, crossing.after.mode}
    return branch.mode != "pushing bike" or on_foot


def _is_rival(branch: Branch, crossing: Crossing) -> bool:
    """Whether someone who is told nothing might take this way instead of ours."""
    ours, theirs = abs(crossing.angle), abs(crossing.angle_to(branch))
    steps_down = branch.road.rank - crossing.after.road.rank
    if steps_down >= MINOR_BY and branch.road.rank > crossing.before.road.rank:
        beside = abs(crossing.angle_to(branch) - crossing.angle) < CLEARLY_DEG + STRAIGHT_DEG
        return ours > BEND_DEG and (theirs < STRAIGHT_DEG or beside) and not crossing.keeps_its_name
    same_name = bool(branch.road.name) and branch.road.name == crossing.before.label
    if crossing.keeps_its_name and not same_name:
        if ours < BEND_DEG:
            return theirs < ours and branch.road.rank < crossing.after.road.rank
        return theirs < ours + CLEARLY_DEG or ours > ALWAYS_TOLD_DEG
    if same_name and not crossing.keeps_its_name and ours > STRAIGHT_DEG:
        return True
    return theirs < ours + CLEARLY_DEG or ours > ALWAYS_TOLD_DEG


def _road_ends(crossing: Crossing) -> bool:
    """Whether nothing, open or closed, goes straight on, and one may also turn to the other side."""
    angles = [(crossing.angle_to(branch), branch) for branch in crossing.others]
    if any(abs(angle) <= SLIGHT_DEG for angle, branch in angles if branch.road.rank <= crossing.after.road.rank + 1):
        return False
    return any(angle * crossing.angle < 0 and abs(angle) > SLIGHT_DEG for angle, branch in angles if branch.mode)


def _fork(crossing: Crossing, rivals: Sequence[Branch]) -> str:
    """Say which side to keep where a road parts into two that both lead on; empty where it does not."""
    ours = crossing.angle
    ahead = [angle for angle in map(crossing.angle_to, rivals) if abs(angle) < SLIGHT_DEG]
    if abs(ours) >= SLIGHT_DEG or not ahead:
        return ""
    if any(angle < ours for angle in ahead) and any(angle > ours for angle in ahead):
        return "straight"
    return "slight left" if ahead[0] > ours else "slight right"


def _slip_road(crossing: Crossing) -> tuple[str, str]:
    """Name what is done at a motorway's edge; only car and van come there."""
    word = modifier(crossing.angle)
    side = "left" if crossing.angle < 0 else "right"
    keep = f"slight {side}" if word == "straight" else word
    if crossing.before.road.is_link:
        return "merge", keep
    return ("off ramp" if crossing.before.road.is_fast else "on ramp"), keep
