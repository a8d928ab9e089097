"""A square with one busy day: invented orders on real places, stored and planned as a person would have them."""

from datetime import date
from pathlib import Path

from data.database import Database
from data.settings import DatabaseSettings
from rounds.day_planning import plan_stored_day
from rounds.invented_village import InventedVillage, invent_village
from rounds.sample_day import SampleSize
from routing.solver.engine import Effort

__all__ = ["DAY", "SLUG", "busy_day"]

SLUG = "druk"
DAY = date(2026, 12, 1)


def busy_day(home: Path, extract: Path, *, orders: int, bikes: int, iterations: int) -> None:
    """Import an extract into a home, invent a day of orders on it and plan it."""
    database = Database.open(DatabaseSettings(home=home))
    size = SampleSize(shops=40, orders=orders, bikes=bikes)
    village = InventedVillage(extract, extract.name.split(".")[0].split("-")[0].capitalize(), DAY, slug=SLUG, size=size)
    try:
        invent_village(database, home, village)
        plan_stored_day(database, home, SLUG, DAY, effort=Effort(None, iterations, 1))
    finally:
        database.close()
