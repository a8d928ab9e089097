"""Alive and ready: what a watcher is told, part by part, and what it is not told."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.database import connect
from data.turns import reader
from tests.served import served
from tests.stored_square import new_database
from tests.stores import Store


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def test_alive_is_not_ready(client: TestClient, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dorpsronde.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["errors"] == [
        {"detail": "The database's schema is older, not current.", "pointer": "/parts/database"}
    ]


def test_every_part_that_is_not_ready_is_named_without_where_it_is(client: TestClient, tmp_path: Path) -> None:
    client.app.state.database.close()
    for file in tmp_path.glob("dorpsronde.db*"):
        file.unlink()
    (tmp_path / "dorpsronde.db").write_bytes(b"not a database at all" * 500)
    client.app.state.home = tmp_path / "dorpsronde.db"
    answer = client.get("/health/ready")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/parts/database", "/parts/folder"]
    assert str(tmp_path) not in answer.text


def test_a_look_at_the_folder_leaves_nothing_in_it(client: TestClient, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert client.get("/health/ready").status_code == 200
    assert sorted(tmp_path.iterdir()) == before


def test_a_lost_server_of_the_database_is_told_without_its_address(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    app = create_app(ApiSettings(), Store(tmp_path).settings())
    lost = Store(tmp_path, "postgresql://dorp:geheim@127.0.0.1:1/dorp").settings()
    with TestClient(app) as client:
        app.state.database.engine = connect(lost)
        app.state.database._reader = reader(app.state.database.engine)
        answer = client.get("/health/ready")
    assert answer.json()["detail"] == "The database cannot be read."
    assert "geheim" not in answer.text
    assert "127.0.0.1" not in answer.text
