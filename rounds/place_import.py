"""An area by the name of its place: downloaded as an extract, then taken in as any other."""

from pathlib import Path
from tempfile import TemporaryDirectory

from data.database import Database
from data.place_reader import KEYS as KEYS_OF_PLACES
from gateways.place_download import Tags, download_place
from gateways.settings import MapServers
from kernel.progress import Progress, silent
from maps.map_kinds import KEYS as KEYS_OF_MAPS
from rounds.areas import ImportedArea, import_area
from rounds.later import Within, nothing_more
from routing.network.reader import KEYS as KEYS_OF_ROADS

__all__ = ["import_place"]

MUNICIPALITIES = ("8", "9", "10")
"""Levels of borders that may tell a door's town (data/town_finder.py). With the larger ones whole countries came."""
_ASKED_OTHERWISE = {"boundary", "restriction", "route"}
TAGS: Tags = {
    **dict.fromkeys(sorted({*KEYS_OF_ROADS, *KEYS_OF_PLACES, *KEYS_OF_MAPS} - _ASKED_OTHERWISE), True),
    "route": ("ferry",),
    "type": ("restriction",),
    "admin_level": MUNICIPALITIES,
}
"""What is asked for: all that some reader of an extract looks at. With all of `route` came every bus line. Restrictions
of turns are asked for by their type: many have no key `restriction`, but `restriction:bicycle` or one of its like."""


def import_place(
    database: Database,
    home: Path,
    name: str,
    place: str,
    servers: MapServers,
    *,
    border_file: Path | None = None,
    elevation: Path | None = None,
    progress: Progress = silent,
    within: Within[ImportedArea] = nothing_more,
) -> ImportedArea:
    """Download a place by its name, and make or replace the area; its border is the place's, unless a file draws one.

    Raises
    ------
    NotFoundError, BadInputError, UnavailableError, StorageError
        As `download_place`, and as `import_area`; nothing was changed.
    ConflictError
        A square would be left with areas in two networks.
    """
    with TemporaryDirectory(prefix="dorpsronde-") as folder:
        found = download_place(place, TAGS, Path(folder), servers, lambda share: progress(share / 2))
        return import_area(
            database,
            home,
            name,
            found.extract,
            border_file=border_file,
            elevation=elevation,
            usual_border=found.border,
            progress=lambda share: progress((1 + share) / 2),
            within=within,
        )
