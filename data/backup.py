"""Everything in one file, and back: the database, the extracts, the roads, and whatever else the home folder keeps."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from data.backup_faults import faults_of_home, unreadable
from data.backup_file import DATABASE, HOME, BackupFile, Contents, write_backup
from data.database import connect_owner
from data.settings import DatabaseSettings
from data.snapshot import put_back, refuse_filled, take_snapshot
from kernel.errors import ConflictError, OutputError, StorageError

__all__ = ["Kept", "make_backup", "restore_backup"]

BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")
NOT_KEPT = frozenset({"broker", "lost+found"})
"""Folders of the home that hold nothing to keep: doorbells for jobs that are in the database; and, where the home is a
file system of its own, what that keeps of broken files, into which only root may look."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds.

    Attributes
    ----------
    size_bytes: of what is in it, before packing.
    """

    files: int
    size_bytes: int
    made_at: str
    version: str


def make_backup(settings: DatabaseSettings, file: Path, now: datetime) -> Kept:
    """Write everything that stays into one file, read it back, and only then give it its name.

    Whoever works goes on meanwhile: the database is as it was at one moment, and files are only ever added to a home.

    Raises
    ------
    ConflictError
        Another thing has the file's name, or it would lie in the folder it is to save.
    OutputError, StorageError
        It cannot be written, or the database or something of the home cannot be read or has a name that is none of a
        backup; a backup that stood there still stands.
    """
    folders = settings.home, *(folder for folder, _ in _folders(settings.home))
    if any((_real(file.parent) / file.name).is_relative_to(_real(folder)) for folder in folders):
        raise ConflictError(
            "lies in the folder that it is to save, and is lost with it",
            where=str(file),
            way_out="Name a place elsewhere, best on another disk.",
        )
    engine, _ = connect_owner(settings)
    try:
        with _room_beside(file.absolute()) as room:
            snapshot = room / DATABASE
            schema_version = take_snapshot(engine, snapshot)
            contents = write_backup(
                file,
                [(DATABASE, snapshot), *_files(settings)],
                made_at=now.isoformat(timespec="seconds"),
                version=version("dorpsronde"),
                schema_version=schema_version,
            )
    finally:
        engine.dispose()
    return _told(contents)


def restore_backup(settings: DatabaseSettings, file: Path, *, replacing: bool = False) -> Kept:
    """Put back what a backup holds: first its files, then, in one step, its database.

    Everything is read and compared before anything is written. Until the last step the database is as it was; a file
    that the home has already stays, and one that the backup does not have stays too.

    Parameters
    ----------
    replacing: whether what is there may be lost.

    Raises
    ------
    BadInputError
        It is no whole backup, or a newer version's.
    ConflictError
        There is something already, and it is not to be replaced.
    OutputError, StorageError
        Something of the home cannot be written or read, or another program uses the database.
    """
    with BackupFile.open(file) as backup:
        backup.verify()
        engine, login = connect_owner(settings)
        try:
            if not replacing:
                refuse_filled(engine)
                _refuse_filled_home(settings)
            with _room_beside(settings.home.absolute() / DATABASE) as room:
                backup.unpack(DATABASE, room / DATABASE)
                database = _database_files(settings)
                for name in backup.names():
                    path = settings.home / name
                    if _real(path) not in database and not backup.is_same(HOME + name, path):
                        backup.unpack(HOME + name, path)
                put_back(room / DATABASE, engine, login, replacing=replacing)
        finally:
            engine.dispose()
        return _told(backup.contents)


def _files(settings: DatabaseSettings) -> Iterator[tuple[str, Path]]:
    """Go through what the home folder keeps, the database aside; hidden files are somebody's unfinished work."""
    database = _database_files(settings)
    for folder, names in _folders(settings.home):
        for path in (folder / name for name in sorted(names) if not name.startswith(".")):
            if _real(path) not in database and _is_file(path):
                yield HOME + path.relative_to(settings.home).as_posix(), path


def _is_file(path: Path) -> bool:
    """Say whether there is a file to keep; a link to what is not there is told: its disk may be missing."""
    with suppress(FileNotFoundError), faults_of_home(path):
        if path.is_symlink() and not path.exists():
            raise StorageError(
                "is a link that leads nowhere", where=str(path), way_out="Is its disk there? Else take the link away."
            )
        return path.is_file()
    return False


def _folders(home: Path) -> Iterator[tuple[Path, list[str]]]:
    """Go through the folders of the home, linked ones too, each with its names; a link back up ends there."""
    above = {str(home): frozenset({_real(home)})}
    for folder, folders, names in os.walk(home, onerror=_refuse_unreadable, followlinks=True):
        yield Path(folder), names
        met = above.pop(folder)
        real = {name: _real(Path(folder, name)) for name in folders}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in NOT_KEPT
            and not any(one.is_relative_to(real[name]) for one in met)
        )
        above |= {os.path.join(folder, name): met | {real[name]} for name in folders}  # noqa: PTH118 - as it walks


def _database_files(settings: DatabaseSettings) -> set[Path]:
    """Give where the database's own files are or may be, whatever links lead there; none on a server."""
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return set()
    path = _real(Path(url.database))
    return {path.with_name(path.name + end) for end in BESIDE_DATABASE}


def _real(path: Path) -> Path:
    """Follow links as far as they lead; `Path.resolve` stops at a circle of them."""
    return Path(os.path.realpath(path))


def _refuse_unreadable(fault: OSError) -> None:
    """Leave out no folder in silence, but one that is gone, or a home that was never made."""
    if not isinstance(fault, FileNotFoundError):
        raise unreadable(fault, Path(fault.filename)) from fault


def _refuse_filled_home(settings: DatabaseSettings) -> None:
    if any(True for _ in _files(settings)):
        raise ConflictError(
            "the folder is not empty",
            where=str(settings.home),
            way_out="Name another folder in DORPSRONDE_HOME, or add --replace.",
        )


@contextmanager
def _room_beside(file: Path) -> Generator[Path]:
    """Give a hidden folder on the same disk, gone when the block ends."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        room = TemporaryDirectory(dir=file.parent, prefix=".dorpsronde-", ignore_cleanup_errors=True)
    except OSError as fault:
        raise OutputError(
            f"could not be written ({fault.strerror})", where=str(file.parent), way_out="May this user write there?"
        ) from fault
    with room as folder:
        yield Path(folder)


def _told(contents: Contents) -> Kept:
    sizes = [member.size_bytes for member in contents.files.values()]
    return Kept(len(sizes), sum(sizes), contents.made_at, contents.version)
