"""Orders over HTTP: 16 clients on this machine hand them in as fast as they are answered, on both databases.

Each order has an address that is looked up on the map of Liechtenstein, a key of its own, and its own commit that
waits for the disk: SQLite with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit`.
"""

import asyncio
import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figure import Figure
from bench.pages import serving
from bench.places import bench_data
from data.database import Database, connect_owner
from data.drafts.square import SquareDraft
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope
from people.asker import Asker
from people.keys import create_key
from rounds.areas import import_area, places_of
from rounds.squares import create_square
from tests.private_postgres import Private, programs
from tests.stores import GIVEN, KINDS, Store, begin_run, end_run, stored

__all__ = ["measure"]

CLIENTS, WARM_UP, ORDERS = 16, 200, 3_000
GOALS = {"sqlite": "≥100 a second", "postgresql": "≥200 a second, p99 <200 ms, 0 errors"}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "max_connections": "100"}
BENCH = Asker(Principal(PrincipalKind.SYSTEM, "bench"), Scope.system("bench"))
SLUG = "rheintal"


@dataclass(frozen=True, slots=True)
class Handed:
    """What one order came to."""

    status: int
    waited_s: float


def measure() -> Iterator[Figure]:
    """Hand in 3,000 orders on each database, after 200 that warm up."""
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        yield Figure("orders over HTTP", f"not measured: {extract.name} is not there")
        return
    with durable_server():
        for kind in KINDS:
            with TemporaryDirectory() as folder, stored(kind, Path(folder)) as store:
                yield Figure(f"orders over HTTP on {kind}, {CLIENTS} clients", handed_in(store, extract), GOALS[kind])


@contextmanager
def durable_server() -> Iterator[None]:
    """Let what needs a PostgreSQL find one that waits for the disk, as in production."""
    where = programs()
    if where is None:
        raise SystemExit("no PostgreSQL with PostGIS on this machine")
    server = Private(where, DURABLE)
    os.environ[GIVEN] = server.start()
    alive = begin_run()
    try:
        yield
    finally:
        end_run(alive)
        del os.environ[GIVEN]
        server.stop()


def handed_in(store: Store, extract: Path) -> str:
    key, orders = prepared(store, extract)
    os.environ |= {"DORPSRONDE_DATABASE_URL": store.url}
    with serving(store.home) as address:
        host, port = address.removeprefix("http://").split(":")
        asyncio.run(all_of(host, int(port), key, orders[:WARM_UP]))
        begun_s = time.perf_counter()
        answers = asyncio.run(all_of(host, int(port), key, orders[WARM_UP:]))
        took_s = time.perf_counter() - begun_s
    waited_ms = sorted(1_000 * one.waited_s for one in answers)
    errors = sum(one.status != 201 for one in answers)
    p50, p99 = (waited_ms[int(share * (len(waited_ms) - 1))] for share in (0.5, 0.99))
    load = os.getloadavg()[0]
    return (
        f"{len(answers) / took_s:.0f} a second, p50 {p50:.0f} ms, p99 {p99:.0f} ms, {errors} errors"
        f" (load of the machine {load:.1f}, ours included)"
    )


def prepared(store: Store, extract: Path) -> tuple[str, list[bytes]]:
    """Make a square and a key; give the key and orders for addresses that are on the map."""
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
        json.dumps({
            "shop": drawn.choice(shops),
            "order_ref": f"B-{number}",
            "recipient": "Eva Muster",
            "address": {"street": door.street, "number": str(door.number), "town": door.town},
            "day": "2026-12-01",
            "window_start": "14:00",
            "window_end": "17:00",
            "parcels": [{"weight_g": 2_600, "volume_ml": 5_000}],
            "invented": True,
        }).encode()
        for number, door in enumerate(drawn.choices(doors, k=WARM_UP + ORDERS))
    ]  # fmt: skip
    return key, orders


async def all_of(host: str, port: int, key: str, orders: list[bytes]) -> list[Handed]:
    """Hand in orders, each client the next one when it has its answer."""
    waiting = iter(orders)
    parts = await asyncio.gather(*(one_client(host, port, key, waiting) for _ in range(CLIENTS)))
    return [answer for part in parts for answer in part]


async def one_client(host: str, port: int, key: str, waiting: Iterator[bytes]) -> list[Handed]:
    reader, writer = await asyncio.open_connection(host, port)
    answers: list[Handed] = []
    for order in waiting:
        head = (
            f"POST /api/v1/squares/{SLUG}/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
            f"Idempotency-Key: {random.getrandbits(128):x}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(order)}\r\n\r\n"
        )
        begun_s = time.perf_counter()
        writer.write(head.encode() + order)
        status = await answered(reader)
        answers.append(Handed(status, time.perf_counter() - begun_s))
    writer.close()
    return answers


async def answered(reader: asyncio.StreamReader) -> int:
    """Read an answer to its end; give its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
    return int(head.split()[1])
