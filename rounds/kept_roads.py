"""The saved roads of an area: what is missing, stale or damaged is made anew from the extract, and saved again."""

import logging
import shutil
from collections.abc import Callable
from typing import TypeVar

from kernel.errors import OutputError
from kernel.progress import Progress, silent
from rounds.kept_heights import read_kept_network
from rounds.roads_at import RoadsAt
from routing.network.build import road_graph
from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.road_network import RoadNetwork
from routing.network.saved.roads import SavedRoads, UnusableError

__all__ = ["KeptRoads", "drop_roads"]

_log = logging.getLogger(__name__)

Roads = TypeVar("Roads")


class KeptRoads:
    """Roads that processes open and share.

    Where they cannot be saved, as on a disk that is full or only read, they are made for this once.

    Attributes
    ----------
    network: as it was read from the extract.
    """

    def __init__(self, at: RoadsAt, network: RoadNetwork, saved: SavedRoads) -> None:
        self.network = network
        self._at = at
        self._saved = saved

    @classmethod
    def open(cls, at: RoadsAt, progress: Progress = silent) -> "KeptRoads":
        """Open an area's network.

        Raises
        ------
        StorageError
            Neither its saved form nor its extract can be used.
        BadInputError
            The extract has no roads by the rules of today.
        """
        saved = SavedRoads(at.saved, at.name)
        network = _opened("roads", at, saved.open_network)
        if network is None:
            network = read_kept_network(at.extract(), progress)
            _try("roads", at, lambda: saved.save_network(network))
        progress(1.0)
        return cls(at, network, saved)

    @classmethod
    def save(cls, at: RoadsAt, network: RoadNetwork) -> None:
        """Save a network that was just read from the area's extract, unless the same is saved already.

        Raises
        ------
        OutputError
            No space, no permission.
        """
        saved = SavedRoads(at.saved, at.name)
        if _opened("roads", at, saved.open_network) is None:
            saved.save_network(network)

    def hierarchy(self, profile: str) -> Hierarchy:
        """Open a profile's roads.

        Raises
        ------
        BadInputError
            There is no such profile, or it has no roads here.
        """
        saved = self._saved
        hierarchy = _opened(f"roads for {profile}", self._at, lambda: saved.open_hierarchy(profile, self.network))
        if hierarchy is None:
            hierarchy = build_hierarchy(road_graph(self.network, profile))
            made = hierarchy
            if saved.network_digest is not None:
                _try(f"roads for {profile}", self._at, lambda: saved.save_hierarchy(made))
        return hierarchy


def drop_roads(at: RoadsAt) -> None:
    """Take away saved roads whose extract nothing came to refer to."""
    shutil.rmtree(at.saved, ignore_errors=True)


def _opened(what: str, at: RoadsAt, open_them: Callable[[], Roads | None]) -> Roads | None:
    try:
        return open_them()
    except UnusableError as fault:
        _log.warning("saved %s of %s: %s. They are made anew.", what, at.stored_as, fault.what)
        return None


def _try(what: str, at: RoadsAt, save: Callable[[], None]) -> None:
    try:
        save()
    except OutputError as fault:
        _log.warning("%s cannot be saved at %s: %s. They are made for this once.", what, at.saved, fault.what)
