"""Tidying the home folder: what was kept of earlier extracts and nothing needs any more is taken away.

Rows stay: a network is a line in the database, its files are megabytes. So what cannot be removed today is found again
next time, and the same extract can be taken in again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from shutil import rmtree

from data.database import Database
from data.kept_extracts import is_kept_there
from data.models.road_network import RoadNetwork
from data.work import Work
from kernel.scope import Scope
from rounds.grounds import ground_file
from rounds.kept_heights import heights_beside
from rounds.roads_at import RoadsAt

__all__ = ["Kind", "Leftover", "Tidied", "tidy_areas"]

SCOPE = Scope.system("area tidy")
NOT_OVER = timedelta(days=1)
"""A day that is over in UTC may still be ridden further west."""


class Kind(StrEnum):
    EXTRACT = "extract"
    HEIGHTS = "heights"
    ROADS = "roads"
    GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file, or a folder of saved roads, that nothing needs; `of` is the extract as it was called."""

    of: str
    kind: Kind
    path: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was taken away, and what is still there, each with why."""

    gone: tuple[Leftover, ...]
    stuck: tuple[tuple[Leftover, str], ...]

    @property
    def freed_bytes(self) -> int:
        return sum(one.size_bytes for one in self.gone)


def tidy_areas(database: Database, home: Path, *, is_trial: bool = False) -> Tidied:
    """Remove what nothing needs of earlier extracts.

    An extract is needed by areas, by rounds that were ever released, and by plans of days that are not over: these may
    be released yet. Saved roads, which are made anew from it, by areas and by days that are not over. The base map by
    every plan and round: their pages draw it.

    Parameters
    ----------
    is_trial: whether to tell only what would go.

    Raises
    ------
    StorageError
        The database cannot be written. Files that cannot be removed are told instead.
    """
    with database.begin(SCOPE) as work:  # until it ends nobody takes an extract in, plans or releases
        found = list(_leftovers(work, home))
        faults = {one.path: "" if is_trial else _take_away(one.path) for one in found}
    gone = tuple(one for one in found if not faults[one.path])
    return Tidied(gone, tuple((one, fault) for one in found if (fault := faults[one.path])))


def _leftovers(work: Work, home: Path) -> Iterator[Leftover]:
    """Find what is there and not needed; several networks may be of one file, read by different versions."""
    networks = [one for one in work.areas.networks() if is_kept_there(one.stored_as)]
    uses = work.areas.uses((work.now - NOT_OVER).date())
    measured = {one.stored_as for one in networks if one.id in uses.measured}
    ridden = {one.stored_as for one in networks if one.id in uses.ridden}
    drawn = {one.sha256 for one in networks if one.id in uses.drawn}
    for stored_as, network in {one.stored_as: one for one in networks}.items():
        if stored_as not in measured:
            yield from _there(network, Kind.EXTRACT, home / stored_as)
            yield from _there(network, Kind.HEIGHTS, heights_beside(home / stored_as))
        if stored_as not in ridden:
            yield from _there(network, Kind.ROADS, RoadsAt(str(home), stored_as, network.sha256).saved)
    for sha256, network in {one.sha256: one for one in networks}.items():
        if sha256 not in drawn:
            yield from _there(network, Kind.GROUND, ground_file(home, sha256))


def _there(network: RoadNetwork, kind: Kind, path: Path) -> Iterator[Leftover]:
    if path.exists():
        yield Leftover(network.extract_name, kind, path, _size(path))


def _size(path: Path) -> int:
    """Add up what can be read of a file or folder."""
    try:
        return sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())
    except OSError:
        return 0


def _take_away(path: Path) -> str:
    """Remove a file or a folder; return why it is still there, or nothing."""
    try:
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except FileNotFoundError:  # somebody was quicker
        return ""
    except OSError as fault:
        return fault.strerror or str(fault)
    return ""
