"""The door of HTTP: 401 for who is not known, 403 for what a role may not, and who may look without a key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.asking import to_read, to_write
from api.dependencies import Stored
from kernel.rights import Thing
from kernel.scope import Own, Role, Scope
from people.asker import Asker
from people.keys import create_key, keys_of, revoke_key
from tests.integration.test_keys import MACHINE
from tests.served import JSON, OPTIMIZATION, Here, served, streets
from tests.stored_square import StoredSquare, store_square

UNKNOWN = 'Bearer realm="dorpsronde", error="invalid_token"'


@pytest.fixture
def door(tmp_path: Path) -> Iterator[TestClient]:
    """A server elsewhere than on one's own machine, with two routes that ask who asks."""
    with served(tmp_path, solvers=Here(1), without_key=None) as client:
        add_routes(client.app)
        yield client


def add_routes(app: FastAPI) -> None:
    @app.get("/api/v1/shops")
    def shops(asker: Annotated[Asker, to_read(Thing.SHOPS)], database: Stored) -> list[str]:
        with database.read(asker.scope, asker.principal) as work:
            return [shop.name for square in work.squares.all() for shop in work.shops.all(square.id)]

    @app.post("/api/v1/shops")
    def new_shop(asker: Annotated[Asker, to_write(Thing.SHOPS)]) -> str:
        return str(asker.principal)


@pytest.fixture
def square(door: TestClient) -> StoredSquare:
    return store_square(door.app.state.database)


def key(door: TestClient, role: Role, square: StoredSquare | None, own: Own | None = None) -> dict[str, str]:
    scope = Scope(role, None if square is None else frozenset({square.id}), own)
    return bearer(create_key(door.app.state.database, MACHINE, role, scope).written)


def bearer(written: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {written}"}


def test_a_key_opens_and_shows_what_is_its_own(door: TestClient, square: StoredSquare) -> None:
    mine = key(door, Role.SHOP, square, Own(shops=frozenset({square.shops[1]})))
    assert door.get("/api/v1/shops", headers=mine).json() == ["Het Boek"]
    assert door.get("/api/v1/shops", headers=key(door, Role.HOST, square)).json() == ["Bakker Bart", "Het Boek"]
    assert door.post("/api/v1/shops", headers=key(door, Role.HOST, square)).json().startswith("key:")


def test_who_may_not_is_told_403(door: TestClient, square: StoredSquare) -> None:
    told = door.post("/api/v1/shops", headers=key(door, Role.AUDITOR, square))
    assert told.status_code == 403
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["detail"] == "the role auditor may not change shops. Ask the host of the square."


def test_who_says_nothing_is_told_how_to_ask(door: TestClient) -> None:
    told = door.get("/api/v1/shops")
    assert told.status_code == 401
    assert told.headers["www-authenticate"] == 'Bearer realm="dorpsronde"'
    assert told.json()["detail"].startswith("nobody says who asks. Send the header")


@pytest.mark.parametrize(
    "shown",
    ["Bearer", "Bearer ", "Bearer x", "Basic aGk6aG8=", "dr_0123", "Bearer dr_" + "a" * 30_000, "Bearer dr_é", "\x00"],
)
def test_anything_else_is_401_in_a_line(door: TestClient, shown: str) -> None:
    told = door.get("/api/v1/shops", headers=[(b"Authorization", shown.encode("latin-1"))])
    assert told.status_code == 401
    assert told.headers["www-authenticate"] == UNKNOWN
    assert "\n" not in told.json()["detail"]
    assert "aaaa" not in told.text


def test_two_keys_at_once_are_none(door: TestClient, square: StoredSquare) -> None:
    good = key(door, Role.HOST, square)["Authorization"]
    assert (
        door.get("/api/v1/shops", headers=[("Authorization", good), ("Authorization", "Bearer x")]).status_code == 401
    )


def test_a_revoked_key_is_401_at_once(door: TestClient, square: StoredSquare) -> None:
    made = create_key(door.app.state.database, MACHINE, "weg", Scope(Role.HOST, frozenset({square.id})))
    assert door.get("/api/v1/shops", headers=bearer(made.written)).status_code == 200
    revoke_key(door.app.state.database, MACHINE, made.key.id)
    told = door.get("/api/v1/shops", headers=bearer(made.written))
    assert (told.status_code, told.json()["detail"][:20]) == (401, "this key was revoked")


def test_the_day_of_use_is_noted_after_the_answer(door: TestClient, square: StoredSquare) -> None:
    shown = key(door, Role.HOST, square)
    for _ in range(2):
        assert door.get("/api/v1/shops", headers=shown).status_code == 200
    (stored,) = keys_of(door.app.state.database, MACHINE)
    assert stored.used_on is not None


def test_elsewhere_pages_are_for_who_sees_every_square(door: TestClient, square: StoredSquare) -> None:
    assert door.get("/").status_code == 401
    assert door.get("/squares/proefdorp", headers=key(door, Role.HOST, square)).status_code == 403
    assert door.get("/squares/proefdorp", headers=key(door, Role.PLATFORM, None)).status_code == 200
    page = door.get("/", headers={"Accept": "text/html"})
    assert (page.status_code, "Wie bent u?" in page.text) == (401, True)
    assert door.get("/health").status_code == 200


def test_elsewhere_planning_is_for_who_has_a_key(door: TestClient, square: StoredSquare) -> None:
    asked = streets(3)
    assert door.post(OPTIMIZATION, content=asked, headers=JSON).status_code == 401
    shown = JSON | key(door, Role.SHOP, square, Own(shops=frozenset(square.shops)))
    assert door.post(OPTIMIZATION, content=asked, headers=shown, params={"iterations": 1}).status_code == 200


def test_on_ones_own_machine_pages_and_planning_ask_nobody(tmp_path: Path) -> None:
    with served(tmp_path, solvers=Here(1)) as client:
        assert client.get("/").status_code == 200
        assert client.post(OPTIMIZATION, content=streets(3), headers=JSON, params={"iterations": 1}).status_code == 200
        add_routes(client.app)
        assert client.get("/api/v1/shops").status_code == 401, "what concerns people always asks who asks"
