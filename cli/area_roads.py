"""The roads of a stored area, for a problem with bare coordinates."""

from typing import TYPE_CHECKING

from kernel.progress import Progress, silent

if TYPE_CHECKING:
    from rounds.problem_roads import ProblemRoads

__all__ = ["roads_of"]


def roads_of(area: str, progress: Progress = silent) -> "ProblemRoads":
    """Open the roads of an area by its name.

    Raises
    ------
    NotFoundError
        There is no area of this name.
    StorageError
        Neither its saved roads nor its extract can be used.
    """
    from cli.opened import opened
    from kernel.scope import Scope
    from rounds.areas import roads_at
    from rounds.problem_roads import ProblemRoads
    from rounds.roads import Roads

    with opened() as stored, stored.database.read(Scope.system("an area's roads")) as work:
        at = roads_at(work.areas.get(area), stored.home)
    return ProblemRoads(Roads.open(at, progress))
