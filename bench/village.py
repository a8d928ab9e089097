"""A village of one's own, by the commands a person calls, each a process of its own: Liechtenstein taken in, and
10,000 orders at its doors.
"""

import csv
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.places import bench_data
from bench.whole_demo import run
from data.database import Database
from data.place_reader import read_places
from data.places import Address
from data.settings import DatabaseSettings
from kernel.scope import Scope

__all__ = ["measure"]

ORDERS = 10_000
MISSPELT = 0.05
"""Of the rows: one letter left out of the street, which makes the geocoder search."""
DAY = "2026-12-01"


def measure() -> Iterator[Figure]:
    """Import the area twice and the orders twice: again must cost no more."""
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        yield Figure("import of a village, Liechtenstein", f"not measured: {extract.name} is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for turn in ("area import: network, addresses, base map", "area import, again"):
            seconds, mebibytes, _ = run("area", "import", "Liechtenstein", str(extract), home=home)
            yield Figure(f"Liechtenstein, {turn}", f"{seconds:.1f} s, {mebibytes:.0f} MiB", "<10 s")
        run("square", "create", "rheintal", "--area", "Liechtenstein", "--from-map", home=home)
        orders = write_orders(home / "orders.csv", read_places(extract).addresses, shops_of(home))
        for turn in ("geocoded and stored", "the same file again"):
            seconds, mebibytes, _ = run(
                "orders", "import", "rheintal", str(orders), "--date", DAY, "--invented", "--keep-uncertain", home=home
            )
            yield Figure(f"{ORDERS:,} orders, {turn}", f"{seconds:.1f} s, {mebibytes:.0f} MiB", "<30 s, <500 MiB")
        accepted, waiting = counted(home)
        yield Figure("- of these found, and waiting for a better address", f"{accepted:,}, {waiting:,}")


def shops_of(home: Path) -> list[str]:
    database = Database.open(DatabaseSettings(home=home))
    with database.read(Scope.system("a bench")) as work:
        names = [shop.name for shop in work.shops.all(work.squares.get("rheintal").id)]
    database.close()
    return names


def counted(home: Path) -> tuple[int, int]:
    """Stored orders with a place, and without."""
    database = Database.open(DatabaseSettings(home=home))
    with database.read(Scope.system("a bench")) as work:
        square = work.squares.get("rheintal")
        waiting = len(work.orders.waiting(square.id))
        stored = sum(work.squares.counts(square.id).orders.values())
    database.close()
    return stored - waiting, waiting


def write_orders(path: Path, doors: tuple[Address, ...], shops: list[str], seed: int = 1) -> Path:
    """Invent orders at doors of the map that a person could write down: with street, number and town."""
    draw = random.Random(seed)  # noqa: S311 (an invented day keeps no secret)
    written = [door for door in doors if door.street and door.town]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["order_ref", "shop", "recipient", "street", "number", "postcode", "town", "weight_kg", "note"])
        for number in range(1, ORDERS + 1):
            door = draw.choice(written)
            street = door.street
            if draw.random() < MISSPELT:
                at = draw.randrange(1, len(street))
                street = street[:at] + street[at + 1 :]
            kg = f"{draw.lognormvariate(1, 0.7):.1f}"
            rows.writerow(
                [number, draw.choice(shops), f"Klant {number}", street, door.house, door.postcode, door.town, kg, ""]
            )
    return path
