"""A day of invented orders in an extract, stored as the demo stores it and loaded as planning loads it."""

from datetime import date
from pathlib import Path

from data.database import Database
from data.settings import DatabaseSettings
from kernel.scope import Scope
from rounds.delivery_day import DeliveryDay
from rounds.invented_village import InventedVillage, invent_village
from rounds.sample_day import SampleSize
from rounds.stored_day import load_day

DAY = date(2026, 11, 24)


def stored_sample(home: Path, extract: Path, name: str, *, size: SampleSize, seed: int = 1) -> DeliveryDay:
    """Store an invented day in an empty home folder; return all of it."""
    database = Database.open(DatabaseSettings(home=home))
    try:
        invent_village(database, home, InventedVillage(extract, name, DAY, size=size, seed=seed))
        with database.read(Scope.system("a test")) as work:
            return load_day(work, "demo", DAY, seed).whole
    finally:
        database.close()
