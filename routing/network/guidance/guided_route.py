"""A route from one place to another, ready to be said, drawn or handed on."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.network.guidance.step import Step
from routing.network.guidance.steps import steps_along
from routing.network.guidance.surroundings import Surroundings
from routing.network.guidance.text import distance_in_words, texts_of
from routing.network.hierarchy import Hierarchy
from routing.network.path_effort import PathEffort, path_effort
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import SnappedPlace
from routing.network.track import Track, track_of

__all__ = ["GuidedRoute", "guided_route"]


@dataclass(frozen=True, slots=True)
class GuidedRoute:
    """A path with its steps and what is said at each of them.

    Attributes
    ----------
    texts: one a step, in `lang`.
    effort: what the path climbs, and takes from the battery.
    track: its line with heights, where they are known.
    """

    profile: str
    lang: str
    path: RoadPath
    steps: Sequence[Step]
    texts: Sequence[str]
    effort: PathEffort
    track: Track

    def lines(self) -> list[str]:
        """Give each step as a line of print: its text, and how far one then goes."""
        lines: list[str] = []
        for number, (step, text) in enumerate(zip(self.steps, self.texts, strict=True), 1):
            far = "" if step.maneuver.type == "arrive" else f" ({distance_in_words(step.distance_m, self.lang)})"
            lines.append(f"{number:>3}. {text}{far}")
        return lines


def guided_route(
    hierarchy: Hierarchy, around: Surroundings, origin: SnappedPlace, destination: SnappedPlace, lang: str
) -> GuidedRoute:
    """Find the path between two places and tell it.

    Raises
    ------
    UnreachablePlaceError
        There is no path.
    BadInputError
        There are no phrases in this language, or the path is too long to be measured.
    """
    path = shortest_path(hierarchy, origin, destination)
    steps = steps_along(around, path, destination)
    effort = path_effort(around.efforts, path, origin, destination)
    track = track_of(around.graph, path, origin, destination)
    return GuidedRoute(hierarchy.graph.profile, lang, path, steps, texts_of(steps, lang), effort, track)
