"""Where an area's roads are in the home folder: the kept extract, and beside it what was made of it."""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from data.kept_extracts import KeptExtracts
from kernel.errors import StorageError

__all__ = ["RoadsAt"]

FOLDER = "roads"


@dataclass(frozen=True, slots=True)
class RoadsAt:
    """The roads of one extract; plain words, so that another process can be told.

    Attributes
    ----------
    home: the home folder.
    stored_as: path of the kept extract, relative to it.
    sha256: of the extract.
    """

    home: str
    stored_as: str
    sha256: str

    @property
    def name(self) -> str:
        """Return what the kept extract is called without its suffix: its digest, and whatever else tells it apart."""
        return Path(self.stored_as).name.partition(".")[0]

    @property
    def saved(self) -> Path:
        """Return the folder of the saved roads: named as the kept extract, of which other heights make another."""
        return Path(self.home) / FOLDER / self.name

    def extract(self) -> Path:
        """Find the extract, as it was when it was taken in.

        Raises
        ------
        StorageError
            It is no longer there, or no longer the same.
        """
        path = KeptExtracts(Path(self.home)).path(self.stored_as)
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != self.sha256:
                raise StorageError(
                    "the extract of this area is damaged", where=str(path), way_out="Import the area again."
                )
        return path
