"""Rounds of a square by the map of the made-up village, as they are stored, and roads of theirs to close."""

from datetime import date
from pathlib import Path

import shapely

from kernel.scope import Scope
from tests.closed_village import SATURDAY
from tests.squares import good_rows, open_home, orders_file

TEST = Scope.system("a test")
DATE = date.fromisoformat(SATURDAY)
AT = ("--date", SATURDAY)
ALL_DAY = ("--from", f"{SATURDAY} 07:00", "--until", f"{SATURDAY} 19:00")


def plan_orders(call, folder: Path) -> None:
    """Take in twelve orders and plan their day."""
    rows = [row.replace("Klant", f"Klant {number} x") for number, row in enumerate(good_rows(12))]
    assert call("orders", "import", "proefdorp", orders_file(folder, rows), *AT).code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0


def rounds(folder: Path):
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        found = work.rounds.of_day(square.id, DATE, lines=True), work.plans.of_day(square.id, DATE)
    database.close()
    return found


def alerts(folder: Path):
    database = open_home(folder)
    with database.read(TEST) as work:
        found = [one for one in work.events.of(work.squares.get("proefdorp").id) if one.kind == "round.rerouted"]
    database.close()
    return found


def around(lon: float, lat: float, degrees: float = 3e-4) -> dict:
    return shapely.geometry.mapping(shapely.box(lon - degrees, lat - degrees, lon + degrees, lat + degrees))


def crossing_of(folder: Path) -> dict:
    """A box of some 40 m around the middle of the longest stretch."""
    (first, *_), _ = rounds(folder)
    lines = [stop.path_line for stop in first.stops if stop.path_line is not None]
    point = max(lines, key=lambda line: line.length).interpolate(0.5, normalized=True)
    return around(point.x, point.y, 2e-4)
