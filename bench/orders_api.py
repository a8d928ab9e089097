"""Orders over HTTP: 16 clients on this machine hand them in as fast as they are answered, on both databases.

Each order has an address that is looked up on the map of Liechtenstein, a key of its own, and its own commit that
waits for the disk: SQLite with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit`. Each answer is
looked at, and in the end each order is looked for in the database. `--only postgresql-2` measures one of the rows.
"""

import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figure import Figure
from bench.limits import Limits
from bench.order_clients import Handed, hand_in
from bench.pages import serving
from bench.places import bench_data
from bench.used_cpu import used_below_s
from data.database import Database, connect_owner
from data.drafts.square import SquareDraft
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope
from people.asker import Asker
from people.keys import create_key
from rounds.areas import import_area, places_of
from rounds.squares import create_square
from tests.private_postgres import Private, programs
from tests.stores import GIVEN, Store, begin_run, end_run, stored

__all__ = ["measure"]

OTHERS_START_S = 10.0
"""The first process says that it answers when it does; those beside it load as much again."""
CLIENTS, WARM_UP, ORDERS = 16, 300, 3_000
ROWS = {"sqlite-1": "≥100 a second", "postgresql-1": "", "postgresql-2": "≥200 a second, p99 <200 ms, 0 errors"}
"""Database and number of server processes, with the goal."""
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "max_connections": "100"}
BENCH = Asker(Principal(PrincipalKind.SYSTEM, "bench"), Scope.system("bench"))
SLUG = "rheintal"
ORDERS_PATH = f"/api/v1/squares/{SLUG}/orders"
DAY = date.today() + timedelta(days=1)  # noqa: DTZ011 - any day that is not past


def measure(limits: Limits) -> Iterator[Figure]:
    """Hand in 3,000 orders on each database, or `--seeds`, after 300 that warm up."""
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        yield Figure("orders over HTTP", f"not measured: {extract.name} is not there")
        return
    with durable_server() as postgresql:
        for row, goal in ROWS.items():
            if not limits.wants(row):
                continue
            kind, processes = row.split("-")
            with TemporaryDirectory() as folder, stored(kind, Path(folder)) as store:
                told = handed_in(store, extract, int(processes), limits.seeds or ORDERS, postgresql)
            yield Figure(f"orders over HTTP, {CLIENTS} clients: {kind}, {processes} server process(es)", told, goal)


@contextmanager
def durable_server() -> Iterator[int]:
    """Let what needs a PostgreSQL find one that waits for the disk, as in production; gives its first process."""
    where = programs()
    if where is None:
        raise SystemExit("no PostgreSQL with PostGIS on this machine")
    server = Private(where, DURABLE, on_disk=True)
    os.environ[GIVEN] = server.start()
    alive = begin_run()
    try:
        yield int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    finally:
        end_run(alive)
        del os.environ[GIVEN]
        server.stop()


def handed_in(store: Store, extract: Path, processes: int, count: int, postgresql: int) -> str:
    """Hand in so many orders and tell how that went.

    Parameters
    ----------
    postgresql: the server's first process.
    """
    key, orders = prepared(store, extract, WARM_UP + count)
    os.environ |= {"DORPSRONDE_DATABASE_URL": store.url, "DORPSRONDE_PROCESSES": str(processes)}
    watched = (os.getpid(), postgresql)
    with serving(store.home) as address:
        time.sleep(OTHERS_START_S if processes > 1 else 0)
        hand_in(address, ORDERS_PATH, key, orders[:WARM_UP], CLIENTS)
        begun_s, ours_s, used_s = time.perf_counter(), time.process_time(), [used_below_s(one) for one in watched]
        answers = hand_in(address, ORDERS_PATH, key, orders[WARM_UP:], CLIENTS)
        took_s = time.perf_counter() - begun_s
        ours_ms = 1_000 * (time.process_time() - ours_s) / count
        server_ms, database_ms = (
            1_000 * (used_below_s(one) - before_s) / count for one, before_s in zip(watched, used_s, strict=True)
        )
    missing = {ref for ref, _ in orders} - stored_refs(store)
    return (
        f"{count / took_s:.0f} a second, {waits(answers)}, {sum(not one.kept for one in answers)} errors, "
        f"{len(missing)} not stored; processor per order: server {server_ms:.1f} ms, database {database_ms:.1f} ms,"
        f" clients {ours_ms:.1f} ms (load {os.getloadavg()[0]:.1f}, ours included)"
    )


def waits(answers: Sequence[Handed]) -> str:
    waited_ms = sorted(1_000 * one.waited_s for one in answers)
    p50, p99 = (waited_ms[int(share * (len(waited_ms) - 1))] for share in (0.5, 0.99))
    return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"


def stored_refs(store: Store) -> set[str]:
    """Read the numbers of the orders that are there, each once."""
    database = Database.open(store.settings())
    with database.read(BENCH.scope) as work:
        square = work.squares.named(SLUG)
        refs = [order.order_ref for order in work.orders.of_day(square.id, DAY)]
    database.close()
    if len(refs) != len(set(refs)):
        raise SystemExit("an order is stored twice")
    return set(refs)


def prepared(store: Store, extract: Path, count: int) -> tuple[str, list[tuple[str, bytes]]]:
    """Make a square and a key; give the key and orders, by their numbers, for addresses that are on the map."""
    owner = Database(connect_owner(store.settings())[0]) if store.postgresql else Database.open(store.settings())
    area = import_area(owner, store.home, "Liechtenstein", extract).area
    square = create_square(owner, store.home, SquareDraft(SLUG, "Rheintal"), "Liechtenstein", from_map=True).square
    with owner.begin(BENCH.scope) as work:
        shops = [shop.id for shop in work.shops.all(square.id)]
    key = create_key(owner, BENCH, "bench", Scope(Role.HOST, frozenset({square.id}))).written
    owner.close()
    drawn = random.Random(1)  # noqa: S311 - the same orders each time
    doors = [door for door in places_of(area, store.home).addresses if door.street and door.town]
    orders = [
        (f"B-{number}", json.dumps({
            "shop": drawn.choice(shops),
            "order_ref": f"B-{number}",
            "recipient": "Eva Muster",
            "address": {"street": door.street, "number": str(door.number), "town": door.town},
            "day": DAY.isoformat(),
            "window_start": "14:00",
            "window_end": "17:00",
            "parcels": [{"weight_g": 2_600, "volume_ml": 5_000}],
            "invented": True,
        }).encode())
        for number, door in enumerate(drawn.choices(doors, k=count))
    ]  # fmt: skip
    return key, orders
