"""A village whose demand is invented: a real extract taken in as anyone's, then bikes and orders that nobody made.

It goes the way of a village of one's own, with one difference: each order is marked as invented, so that whatever
shows it says so.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from data.database import Database
from data.drafts.order import OrderDraft
from data.drafts.shop import VehicleDraft
from data.drafts.square import SquareDraft
from data.kept_homes import filled_anew
from data.models.square import Square
from data.place_reader import read_places
from data.places import require_addresses, require_shops
from data.settings import DatabaseSettings
from kernel.scope import Scope
from kernel.text import Text
from rounds.areas import import_area
from rounds.day_clock import DayClock
from rounds.sample_day import DUTY, SampleSize, invent_orders
from rounds.squares import create_square
from rounds.whole_day import Step, unwatched

__all__ = ["HOME", "InventedVillage", "invent_village", "own_home"]

HOME = "demo-data"
"""The folder within the output folder; another name than `DORPSRONDE_HOME` has, so that the two are never one."""
NOTICE = """\
Made by `dorpsronde demo`: a real map, and orders that nobody made.
The next demo into the same folder replaces this one whole, with all that was added to it.
"""
SCOPE = Scope.system("demo")
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class InventedVillage:
    """What to make.

    Attributes
    ----------
    name: of the area and of the square.
    seed: another one, other orders.
    day_count: so many days are delivered on, from `day` on.
    """

    extract: Path
    name: str
    day: date
    slug: str = "demo"
    timezone: str = "Europe/Amsterdam"
    size: SampleSize = field(default_factory=SampleSize)
    seed: int = 1
    day_count: int = 1

    @property
    def days(self) -> Sequence[date]:
        """The days that are delivered on: the first, and the next ones that are no Sundays."""
        days = [self.day]
        while len(days) < self.day_count:
            days.append(days[-1] + timedelta(2 if days[-1].isoweekday() == SATURDAY else 1))
        return days


@contextmanager
def own_home(folder: Path) -> Generator[tuple[Database, Path]]:
    """Give a database and home of their own within a folder, empty; at the end they replace those that were there.

    Raises
    ------
    OutputError
        They cannot be written.
    ConflictError
        What is there was not made by a demo.
    """
    with filled_anew(folder / HOME, NOTICE) as home:
        database = Database.open(DatabaseSettings(home=home))
        try:
            yield database, home
        finally:
            database.close()


def invent_village(database: Database, home: Path, village: InventedVillage, step: Step = unwatched) -> Square:
    """Take in an extract, make a square of its shops, give it bikes and days of invented orders.

    Raises
    ------
    BadInputError
        The extract cannot be used, or has no addresses or shops, or no shop is open on one of the days.
    ConflictError
        There is a square of this slug.
    StorageError
        It cannot be stored.
    """
    places = read_places(village.extract, step(Text("Adressen en winkels lezen", "Reading addresses and shops")))
    require_addresses(places)
    require_shops(places)
    taking = step(Text("Uitsnede opnemen", "Taking in the extract"))
    area = import_area(database, home, village.name, village.extract, progress=taking).area
    making = step(Text("Dorpsplein en bestellingen maken", "Making square and orders"))
    draft = SquareDraft(village.slug, area.name, village.timezone)
    square = create_square(database, home, draft, area.name, from_map=True, progress=making).square
    with database.read(SCOPE) as work:
        shops = work.shops.all(square.id)
    orders: list[OrderDraft] = []
    for number, day in enumerate(village.days):
        clock = DayClock(day, square.timezone)
        drawn = invent_orders(shops, places, clock, size=village.size, seed=village.seed + number)
        orders += [replace(one, order_ref=f"{day:%m%d}-{one.order_ref}") for one in drawn] if number else drawn
    with database.begin(SCOPE) as work:
        work.vehicles.put(square.id, [_cargo_bike(number) for number in range(1, village.size.bikes + 1)])
        work.orders.add(square.id, orders)
    return square


def _cargo_bike(number: int) -> VehicleDraft:
    """Make one of the demo's bikes: 150 kg, 800 l of which 60 l cooled, five hours."""
    return VehicleDraft(f"bike-{number}", "cargo-bike", 150_000, 800_000, *DUTY, cool_volume_ml=60_000)
