"""What a server needs to do its work, and whether it is there now; said without a path, an address or a secret."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from data.database import Database
from data.migrate import Schema
from gateways.broker import broker_answers
from kernel.errors import StorageError
from kernel.files import own_folder

__all__ = ["Part", "database_part", "folder_part", "queue_part"]

SAMPLE = b"\0" * 4_096
"""Written to see whether there is room: a file without content finds some on a full disk too. Own choice."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is needed.

    Attributes
    ----------
    fault: what is the matter with it; empty where it is ready.
    """

    name: str
    fault: str = ""


def database_part(database: Database) -> Part:
    """Ask whether the database can be read and has the schema of this code."""
    try:
        schema = database.schema()
    except StorageError:
        return Part("database", "The database cannot be read.")
    if schema is not Schema.CURRENT:
        return Part("database", f"The database's schema is {schema}, not current.")
    return Part("database")


def folder_part(home: Path) -> Part:
    """Ask whether the folder of what stays can be written, by writing."""
    try:
        own_folder(home)
        with TemporaryFile(dir=home, prefix=".ready-", buffering=0) as file:
            file.write(SAMPLE)
    except OSError as fault:
        return Part("folder", f"The data folder cannot be written ({fault.strerror}).")
    return Part("folder")


def queue_part(broker_url: str) -> Part:
    """Ask whether the broker answers."""
    return Part("queue", "" if broker_answers(broker_url) else "The queue does not answer; jobs wait in the database.")
