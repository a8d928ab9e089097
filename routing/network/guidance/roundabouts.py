"""Roundabouts along a course: where one is entered and left, and by which exit."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.network.guidance.bearings import turn_angle
from routing.network.guidance.course import Stretch
from routing.network.guidance.junction import Crossing
from routing.network.guidance.surroundings import Branch, Surroundings

__all__ = ["Ring", "mini_exit", "rings_of"]


@dataclass(frozen=True, slots=True)
class Ring:
    """A ride round a roundabout: stretches first to last (not included) of the course.

    Attributes
    ----------
    exit: counted from 1, over every way by which the vehicle may leave; 0 where the path begins or ends on the ring.
    """

    first: int
    last: int
    exit: int


def rings_of(course: Sequence[Stretch], around: Surroundings) -> list[Ring]:
    """Find each ride round a roundabout.

    Only with its traffic: whoever goes round the other way, on foot or on a two-way ring, meets the exits in another
    order than a sign counts them.
    """
    rings: list[Ring] = []
    at = 0
    while at < len(course):
        if not _goes_round(course[at]):
            at += 1
            continue
        first = at
        while at < len(course) and _goes_round(course[at]):
            at += 1
        whole = first > 0 and at < len(course)
        rings.append(Ring(first, at, _exit(course[first:at], course[at], around) if whole else 0))
    return rings


def _goes_round(stretch: Stretch) -> bool:
    return stretch.road.is_ring and stretch.forward


def _exit(ring: Sequence[Stretch], leaves: Stretch, around: Surroundings) -> int:
    """Count the ways off the ring from the first junction after the entry up to the one that is taken."""
    count = 0
    for stretch in ring[:-1]:
        count += sum(_is_exit(branch) for branch in around.branches(stretch.head))
    last = around.branches(ring[-1].head)
    before = [branch for branch in last if _is_exit(branch) and branch.edge != leaves.edge]
    ours = next((branch.bearing for branch in last if branch.edge == leaves.edge), leaves.bearing_in)
    back = (ring[-1].bearing_out + 180) % 360
    # of several ways at one junction those that lie nearer to the outside come first
    return count + 1 + sum(_counts_before(branch, ours, back) for branch in before)


def _is_exit(branch: Branch) -> bool:
    return not branch.road.is_ring and branch.usual_mode not in {"", "pushing bike"}


def _counts_before(branch: Branch, ours: float, back: float) -> bool:
    """Whether it comes before ours to who looks round from where he came; traffic keeps right."""
    return (back - branch.bearing) % 360 < (back - ours) % 360


def mini_exit(crossing: Crossing) -> int:
    """Count the exits of a mini-roundabout from the right, as traffic goes round where it keeps right."""
    back = (crossing.before.bearing_out + 180) % 360

    def order(bearing: float) -> float:
        return -turn_angle(back, bearing) % 360 or 360.0

    ours = order(crossing.after.bearing_in)
    return 1 + sum(_is_exit(branch) and order(branch.bearing) < ours for branch in crossing.others)
