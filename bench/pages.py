"""The pages and the board of a day of 500 orders, asked over HTTP from `dorpsronde serve`, a process of its own."""

import os
import re
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.busy_day import DAY, SLUG, busy_day
from bench.figure import Figure
from bench.places import bench_data
from bench.whole_demo import DORPSRONDE
from data.database import Database
from data.settings import DatabaseSettings
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope
from people.asker import Asker
from people.keys import create_key

__all__ = ["measure"]

BENCH = Asker(Principal(PrincipalKind.SYSTEM, "bench"), Scope.system("bench"))
ORDERS, BIKES, ITERATIONS = 500, 20, 20
ASKED = 30
READY = re.compile(r"http://[^ ]+:\d+")
PAGES = (
    ("board of the day, JSON", f"/api/v1/squares/{SLUG}/board/{DAY}", "<300 ms"),
    ("page of the day", f"/squares/{SLUG}/days/{DAY}", "<300 ms"),
    ("its map", f"/squares/{SLUG}/days/{DAY}/map", ""),
    ("its report", f"/squares/{SLUG}/days/{DAY}/report", ""),
    ("a route sheet", f"/squares/{SLUG}/days/{DAY}/sheets/1", ""),
    ("the square's month", f"/squares/{SLUG}", ""),
)


def measure() -> Iterator[Figure]:
    """Plan 500 invented orders in Liechtenstein, then ask each page thirty times."""
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        yield Figure("pages", f"not measured: {extract.name} is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        busy_day(home, extract, orders=ORDERS, bikes=BIKES, iterations=ITERATIONS)
        key = dispatcher_key(home)
        with serving(home) as address:
            for name, path, goal in PAGES:
                waited_ms, size = asked(address + path, key)
                told = f"{median(waited_ms):.0f} ms, worst {max(waited_ms):.0f} ms, {size / 1024:.0f} KiB"
                yield Figure(f"day of {ORDERS} orders: {name}, median of {ASKED}", told, goal)


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run `dorpsronde serve` on a free port; gives its address."""
    environment = os.environ | {"DORPSRONDE_HOME": str(home)}
    server = subprocess.Popen(
        [DORPSRONDE, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert server.stdout is not None  # noqa: S101 (a pipe was asked for)
        said = READY.search(server.stdout.readline())
        if said is None:
            raise SystemExit("dorpsronde serve did not say where it is")
        yield said[0]
    finally:
        server.terminate()
        server.wait()


def dispatcher_key(home: Path) -> str:
    """Make the key with which a dispatcher's screen asks for the board."""
    database = Database.open(DatabaseSettings(home=home))
    with database.read(BENCH.scope) as work:
        square = work.squares.named(SLUG)
    written = create_key(database, BENCH, "bench", Scope(Role.DISPATCHER, frozenset({square.id}))).written
    database.close()
    return written


def asked(url: str, key: str) -> tuple[list[float], int]:
    """Milliseconds of each answer, read to its end, and its bytes; the first one, which warms up, is left out."""
    waited_ms, size = list[float](), 0
    for _ in range(ASKED + 1):
        start = time.perf_counter()
        asking = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})  # noqa: S310 (our own server)
        with urllib.request.urlopen(asking) as answer:  # noqa: S310 (our own server)
            size = len(answer.read())
        waited_ms.append((time.perf_counter() - start) * 1_000)
    return waited_ms[1:], size
