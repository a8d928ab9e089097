"""What every command on stored squares begins with: where everything stays, opened and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from data.database import Database
from data.settings import DatabaseSettings
from kernel.errors import BadInputError
from kernel.position import Position

__all__ = ["Opened", "opened", "position_of"]


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database, and the folder of the extracts that belong to it."""

    database: Database
    home: Path


@contextmanager
def opened() -> Iterator[Opened]:
    """Open what `DORPSRONDE_HOME` and `DORPSRONDE_DATABASE_URL` name."""
    settings = DatabaseSettings.from_environment()
    database = Database.open(settings)
    try:
        yield Opened(database, settings.home)
    finally:
        database.close()


def position_of(context: click.Context, parameter: click.Parameter, value: str | None) -> Position | None:  # noqa: ARG001 (click's signature)
    """Read an option LON,LAT.

    Raises
    ------
    BadInputError
        It is not two numbers between which stands a comma, or no place on the globe.
    """
    if value is None:
        return None
    try:
        lon, lat = (float(part) for part in value.split(","))
    except ValueError as fault:
        raise BadInputError(
            f"{value!r} is no position", where=parameter.name or "", way_out="Write LON,LAT in degrees, as 9.52,47.14."
        ) from fault
    return Position(lon, lat)
