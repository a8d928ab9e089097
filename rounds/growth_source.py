"""What a growth curve is drawn from: days of a square, or of a village that is invented for it and forgotten again."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data.database import Database
from kernel.errors import OutputError
from kernel.scope import Scope
from kernel.text import Text
from rounds.areas import places_of, roads_at
from rounds.invented_village import InventedVillage, invent_village, own_home
from rounds.more_orders import Doors
from rounds.roads import Roads
from rounds.stored_day import StoredDay, load_day
from rounds.whole_day import Step, unwatched

__all__ = ["GrowthSource", "invented_source", "stored_source"]

SCOPE = Scope.system("growth")


@dataclass(frozen=True, slots=True)
class GrowthSource:
    """Days whose orders are drawn anew, the doors they may come from, and the roads.

    Attributes
    ----------
    slug: of the square; "" where there is none.
    """

    name: str
    slug: str
    days: Sequence[StoredDay]
    doors: Doors
    roads: Roads

    @property
    def is_invented(self) -> bool:
        return any(one.whole.invented for one in self.days)


def stored_source(
    database: Database, home: Path, slug: str, days: Sequence[date], *, seed: int, step: Step = unwatched
) -> GrowthSource:
    """Take the orders of stored days, planned or not; nothing is written.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        It has no depot, one of the days has no orders, or the map has no addresses.
    """
    with database.read(SCOPE) as work:
        loaded = [load_day(work, slug, day, seed, over=True) for day in sorted(set(days))]
    square = loaded[0].square
    area = square.areas[0]
    places = places_of(area, home, step(Text("Adressen lezen", "Reading addresses")))
    doors = Doors.of(places, square.areas)
    roads = Roads.open(roads_at(area, home), step(Text("Wegen openen", "Opening the roads")))
    return GrowthSource(square.name, square.slug, loaded, doors, roads)


@contextmanager
def invented_source(village: InventedVillage, step: Step = unwatched) -> Generator[GrowthSource]:
    """Invent a village on an extract for as long as a curve is drawn; no square, no day and no database are needed.

    Raises
    ------
    BadInputError
        The extract cannot be used, or has no addresses or shops, or no shop is open that day.
    OutputError
        There is no room for it.
    """
    with _folder() as folder, own_home(folder) as (database, home):
        square = invent_village(database, home, village, step)
        source = stored_source(database, home, square.slug, [village.day], seed=village.seed, step=step)
        yield GrowthSource(village.name, "", source.days, source.doors, source.roads)


@contextmanager
def _folder() -> Generator[Path]:
    try:
        made = TemporaryDirectory(prefix="dorpsronde-growth-")
    except OSError as fault:
        raise OutputError(
            f"no temporary folder can be made ({fault.strerror or fault})", way_out="Free some space, or set TMPDIR."
        ) from fault
    with made as folder:
        yield Path(folder)
