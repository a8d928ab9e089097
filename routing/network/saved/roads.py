"""The saved roads of one extract: a file of the network, and one a profile of its graph with the hierarchy over it."""

from dataclasses import dataclass
from pathlib import Path

from routing.network.hierarchy import Hierarchy
from routing.network.profile import load_profile
from routing.network.road_network import RoadNetwork
from routing.network.saved.file import Stamp, UnusableError, open_parts, write_parts
from routing.network.saved.parts import joined, parts_of
from routing.network.saved.rules import rules_digest

__all__ = ["SavedRoads", "UnusableError"]

NETWORK_FILE = "network.roads"


@dataclass(slots=True)
class SavedRoads:
    """Where an extract's roads are saved; a graph is of use only with the very network that it was made from.

    Attributes
    ----------
    folder: of this extract alone.
    extract: a name that no other extract has, as the digest of its bytes.
    network_digest: of the network that was opened or saved last; none before.
    """

    folder: Path
    extract: str
    network_digest: str | None = None

    def open_network(self) -> RoadNetwork | None:
        """Open the network; None where none is saved.

        Raises
        ------
        UnusableError
            It is damaged, or was made by other rules or from another extract.
        """
        opened = open_parts(self.folder / NETWORK_FILE, self._stamp())
        if opened is None:
            return None
        self.network_digest = opened.digest
        return joined(RoadNetwork, opened.parts)

    def save_network(self, network: RoadNetwork) -> None:
        """Save the network that was read from the extract.

        Raises
        ------
        OutputError
            No space, no permission.
        """
        self.network_digest = None
        self.network_digest = write_parts(self.folder / NETWORK_FILE, self._stamp(), parts_of(network))

    def open_hierarchy(self, profile: str, network: RoadNetwork) -> Hierarchy | None:
        """Open a profile's graph and hierarchy over the network that was opened or saved; None where none is saved.

        Raises
        ------
        BadInputError
            There is no such profile.
        UnusableError
            It is damaged, or was made by other rules or from another network.
        """
        opened = open_parts(self._file_of(profile), self._stamp_of(profile))
        return None if opened is None else joined(Hierarchy, opened.parts, {"graph.network": network})

    def save_hierarchy(self, hierarchy: Hierarchy) -> None:
        """Save a profile's graph and hierarchy, made from the network that was opened or saved.

        Raises
        ------
        OutputError
            No space, no permission.
        """
        profile = hierarchy.graph.profile
        write_parts(self._file_of(profile), self._stamp_of(profile), parts_of(hierarchy, {"graph.network"}))

    def _file_of(self, profile: str) -> Path:
        return self.folder / f"{load_profile(profile).name}.roads"

    def _stamp(self) -> Stamp:
        return {"made by other rules": rules_digest(), "made from another extract": self.extract}

    def _stamp_of(self, profile: str) -> Stamp:
        network = {"made from another network": self.network_digest or "none"}
        return {**self._stamp(), **network, "made for another profile": profile}
