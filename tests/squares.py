"""A square on the made-up village, made by the commands a person calls."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from data.database import Database
from data.settings import DatabaseSettings
from tests.made_once import fill_once
from tests.stores import Store

DAY = "2026-12-01"
HEADER = "order_ref,shop,recipient,street,number,postcode,weight_kg"


def orders_file(folder: Path, rows: Sequence[str], name: str = "orders.csv", header: str = HEADER) -> Path:
    file = folder / name
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return file


def written(folder: Path, name: str, text: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def good_rows(count: int, first: int = 1) -> list[str]:
    """Orders of the bakery and the bookshop at doors of the village."""
    shops = ("Bakker Bart", "Het Boek")
    return [
        f"{number},{shops[number % 2]},Klant {number},,{number % 10 + 1},12{number % 6:02} AB,2.5"
        for number in range(first, first + count)
    ]


def make_square(call, village: Path, folder: Path) -> None:
    """Make the square "proefdorp" with the map's shops and two bikes, where nothing is yet."""
    vehicles = folder / "vehicles.csv"
    vehicles.write_text("vehicle,profile,duty\nBike 1,cargo-bike,13:00-18:00\nBike 2,cargo-bike,13:00-18:00\n", "utf-8")

    def by_commands(store: Store) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DORPSRONDE_HOME", str(store.home))
            patch.setenv("DORPSRONDE_DATABASE_URL", store.url)
            patch.setenv("DORPSRONDE_DATABASE_OWNER_URL", store.owner_url)
            for arguments in (
                ("area", "import", "Proefdorp", village),
                ("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map"),
                ("vehicles", "import", "proefdorp", vehicles),
            ):
                said = call(*arguments)
                assert said.code == 0, said.err

    fill_once(store_in(folder), "square", village, by_commands)


def open_home(folder: Path) -> Database:
    """Open what commands called in this folder use."""
    return Database.open(DatabaseSettings.from_environment(os.environ | {"DORPSRONDE_HOME": str(home_in(folder))}))


def contents(folder: Path) -> list[str]:
    """Everything that is stored, a line for each row."""
    open_home(folder).close()
    rows = store_in(folder).rows()
    return [f"{table} {row!r}" for table, found in rows.items() for row in found]


def store_in(folder: Path) -> Store:
    """Give what commands called in this folder use."""
    urls = (os.environ.get(f"DORPSRONDE_DATABASE_{name}", "") for name in ("URL", "OWNER_URL"))
    return Store(home_in(folder), *urls)


def home_in(folder: Path) -> Path:
    return folder / "dorpsronde-data"
