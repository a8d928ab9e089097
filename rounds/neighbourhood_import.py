"""Taking in the neighbourhoods of a year's division from a file."""

from dataclasses import dataclass
from pathlib import Path

from data.database import Database
from data.neighbourhood_file import CodeNames, read_neighbourhoods
from kernel.errors import BadInputError
from kernel.scope import Scope

__all__ = ["TakenIn", "import_neighbourhoods"]

SCOPE = Scope.system("report places import")
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file held; `replaced` of them were known before."""

    year: int
    neighbourhoods: int
    municipalities: int
    replaced: int


def import_neighbourhoods(database: Database, path: Path, named: CodeNames, year: int | None) -> TakenIn:
    """Read a file and store its neighbourhoods in one step.

    Raises
    ------
    BadInputError
        The file cannot be used, or the year is none of the calendar's.
    """
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInputError(f"{year} is no year of a division", way_out="Give the year of the codes, as 2025.")
    told, drafts = read_neighbourhoods(path, named, year)
    with database.begin(SCOPE) as work:
        replaced = work.neighbourhoods.put(told, drafts)
    towns = {draft.municipality_code for draft in drafts if draft.municipality_code}
    return TakenIn(told, len(drafts), len(towns), replaced)
