"""The made-up village with its map in a real database, asked over HTTP by keys of every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from data.database import Database, connect_owner
from data.drafts.square import SquareDraft
from data.models.square import Square
from kernel.principal import Principal, PrincipalKind
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.asker import Asker
from people.keys import create_key
from rounds.areas import import_area
from rounds.squares import create_square
from tests.made_once import fill_once
from tests.served import Here, app_on
from tests.stored_square import StoredSquare, bike, plan_of
from tests.stores import Store

__all__ = ["DAY", "TEST", "THE_DAY_BEFORE", "AskedVillage", "asked_village", "planned_day"]

DAY = date(2026, 12, 1)
THE_DAY_BEFORE = datetime(2026, 11, 30, 11, tzinfo=UTC)
"""What every clock says while the village is asked."""
TEST = Asker(Principal(PrincipalKind.SYSTEM, "a test"), Scope.system("a test"))


@dataclass
class AskedVillage:
    """A square "proefdorp" with four shops and three bikes, and "verderop", of which no bounded key sees anything.

    Attributes
    ----------
    shops: ids by name.
    """

    client: TestClient
    database: Database
    square: Square
    other: Square
    shops: dict[str, str]
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, role: Role, *squares: Square, own: Own | None = None) -> dict[str, str]:
        """Give the header of a key; made when it is first asked for."""
        name = f"{role} {[one.slug for one in squares]} {own}"
        if name not in self.keys:
            reached = None if role is Role.PLATFORM else frozenset(one.id for one in squares or (self.square,))
            scope = Scope(role, reached, own or Own() if role in OWN_ROLES else None)
            self.keys[name] = create_key(self.database, TEST, "a test's", scope).written
        return {"Authorization": f"Bearer {self.keys[name]}"}

    def ask(
        self, method: str, path: str, body: Any = None, *, as_: dict[str, str] | None = None, **headers: str
    ) -> Response:
        """Ask on the square, as its host where nobody else is named; headers with _ for -."""
        address = path if path.startswith("/api") else f"/api/v1/squares/{self.square.slug}{path}"
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = (self.key(Role.HOST) if as_ is None else as_) | given
        return (
            self.client.request(method, address, json=body, headers=sent)
            if body is not None
            else (self.client.request(method, address, headers=sent))
        )

    def get(self, path: str, **headers: Any) -> Response:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Response:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: Any) -> Response:
        return self.ask("PUT", path, body, **headers)

    def order(self, ref: str, door: int = 1, **changed: Any) -> dict[str, Any]:
        """Make an order of the bakery for a door of Dwarsstraat 1."""
        return {
            "shop": "Bakker Bart",
            "order_ref": ref,
            "recipient": "Klant Proef",
            "address": {"street": "Dwarsstraat 1", "number": str(door), "town": "Proefdorp"},
            "day": DAY.isoformat(),
            "window_start": "14:00",
            "window_end": "16:00",
            **changed,
        }


@contextmanager
def asked_village(store: Store, extract: Path, **given: object) -> Iterator[AskedVillage]:
    """Serve the village; what is given are settings of the API."""
    fill_once(store, "asked", extract, partial(make_squares, extract=extract))
    app = app_on(store, **given)
    app.state.solvers = Here(1)
    with TestClient(app, raise_server_exceptions=False) as client:
        database = app.state.database
        with database.read(TEST.scope) as work:
            square, other = work.squares.get("proefdorp"), work.squares.get("verderop")
            shops = {shop.name: shop.id for shop in work.shops.all(square.id)}
        database._clock = lambda: THE_DAY_BEFORE
        yield AskedVillage(client, database, square, other, shops)


def make_squares(store: Store, extract: Path) -> None:
    owner = Database(connect_owner(store.settings())[0]) if store.postgresql else Database.open(store.settings())
    import_area(owner, store.home, "Proefdorp", extract)
    square = create_square(owner, store.home, SquareDraft("proefdorp", "Proefdorp"), "Proefdorp", from_map=True).square
    create_square(owner, store.home, SquareDraft("verderop", "Verderop"), "Proefdorp", from_map=True)
    with owner.begin(TEST.scope) as work:
        work.vehicles.put(square.id, [bike("Bakfiets 1"), bike("Bakfiets 2")])
    owner.close()


def planned_day(asked: AskedVillage) -> dict[str, str]:
    """Plan a day of two orders, one in a round; ids by what they are."""
    day = DAY + timedelta(days=7)
    orders = [
        asked.post("/orders", asked.order(f"R-{number}", number, day=day.isoformat())).json() for number in (1, 2)
    ]
    vehicles = [one["id"] for one in asked.get("/vehicles").json()["items"]]
    legs = [order["legs"][0]["id"] for order in orders]
    with asked.database.begin(TEST.scope) as work:
        network = work.squares.get(asked.square.slug).areas[0].road_network_id
        square = StoredSquare(asked.square.id, asked.square.slug, network, [], "", vehicles)
        plan = work.plans.save(asked.square.id, day, plan_of(square, [[legs[0]]], [legs[1]]))
    return {"day": day.isoformat(), "order": orders[0]["id"], "left": orders[1]["id"], "round": plan.rounds[0].id}
