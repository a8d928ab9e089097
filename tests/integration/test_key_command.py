"""`dorpsronde key` as a person calls it."""

from pathlib import Path

import pytest

from data.database import Database
from data.settings import DatabaseSettings
from kernel.scope import Role
from people.keys import recognise
from people.secrets import KEY_LENGTH
from tests.stored_square import store_square


@pytest.fixture
def database(working_folder: Path) -> Database:
    return Database.open(DatabaseSettings.from_environment())


def test_the_first_key_is_made_listed_used_and_revoked(call, database: Database) -> None:
    assert call("key", "list").out == "There are no keys yet.\n"
    made = call("key", "create", "Beheer", "--role", "platform")
    assert (made.code, len(made.out)) == (0, KEY_LENGTH + 1), "the key, and nothing else"
    prefix = made.out[:15]
    assert prefix in f"dr_{made.err.split()[-1]}"
    asker = recognise(database, made.out.strip()).asker
    assert (asker.role, asker.scope.squares) == (Role.PLATFORM, None)
    assert call("key", "list").out == f"{prefix}  platform  every square  Beheer  used -\n"
    assert call("key", "revoke", prefix).out == "Beheer is revoked.\n"
    assert " revoked 20" in call("key", "list").out
    again = call("key", "revoke", prefix)
    assert (again.code, again.err) == (1, f"Error: key {prefix[3:]} was revoked before\n")
    database.close()


def test_a_shops_key_is_made_by_names_in_dutch(call, database: Database) -> None:
    square = store_square(database)
    asked = ["--role", "shop", "--square", "proefdorp", "--shop", "bakker bart", "--days", "30", "--lang", "nl"]
    made = call("key", "create", "Webwinkel", *asked)
    assert made.err.startswith("Bewaar deze sleutel nu")
    scope = recognise(database, made.out.strip()).asker.scope
    assert scope.own is not None
    assert (scope.squares, scope.own.shops) == ({square.id}, {square.shops[0]})
    assert "  shop  proefdorp (1 shops)  Webwinkel  gebruikt -  tot 20" in call("key", "list", "--lang", "nl").out
    keeper = call("key", "create", "Hal", "--role", "hub-keeper", "--square", "proefdorp", "--hub", "Dorpshuis")
    assert keeper.code == 0
    database.close()


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["--role", "koning"], "there is no role 'koning'. Choose of: platform, region, host, hub keeper, dispatcher,"),
        (["--role", "host"], "a key of a host needs a square. Name one or more."),
        (["--role", "host", "--square", "nergens"], "there is no square 'nergens'. Squares here: none yet."),
        (["--role", "platform", "--order", "x"], "a platform has nothing of its own."),
    ],
)
def test_a_key_that_cannot_be_is_one_line(call, database: Database, asked: list[str], line: str) -> None:
    said = call("key", "create", "Kassa", *asked)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"Error: {line}")
    assert len(said.err.splitlines()) == 1
    for name in ("", "x" * 121):
        assert call("key", "create", name, "--role", "platform").err.startswith("Error: api_keys.name: ")
    assert call("key", "revoke", "dr_0123").err.startswith("Error: there is no such key.")
    database.close()
