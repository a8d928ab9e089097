"""The file of a backup: a zip of the database, of everything the home folder keeps, and of a list with their digests.

It is read by this module and, in need, by any program that opens a zip: `dorpsronde.db` in it is a database of SQLite.
"""

import os
import re
import zipfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from itertools import chain
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from pydantic import BaseModel, ConfigDict

from data.backup_faults import faults_of_home, faults_of_zip, not_whole
from kernel.errors import BadInputError, ConflictError, OutputError, StorageError

__all__ = ["DATABASE", "HOME", "BackupFile", "Contents", "Member", "write_backup"]

LIST = "backup.json"
DATABASE = "dorpsronde.db"
HOME = "home/"
"""Before the path of what was in the home folder."""
KIND = "dorpsronde-backup/1"
PIECE_BYTES = 1 << 20
PACKED_ALREADY = (".pbf", ".bz2", ".gz", ".zip", ".jpg", ".png", ".webp")
PACKING = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
UNFIT = re.compile(r'[\\:"\0\ud800-\udfff]')
"""Signs that mean something in a path elsewhere, and bytes of a name that are no UTF-8, as Python reads them."""
LIST_BYTES = 100_000_000
"""More than any list has; a file that claims more is none of ours."""


class Member(BaseModel):
    """One file in a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size_bytes: int
    sha256: str


class Contents(BaseModel):
    """The list of a backup.

    Attributes
    ----------
    made_at: UTC, ISO 8601.
    version: of Dorpsronde. schema_version: of the database.
    files: by name in the zip.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    made_at: str
    version: str
    schema_version: str
    files: Mapping[str, Member]


def write_backup(
    file: Path, sources: Iterable[tuple[str, Path]], *, made_at: str, version: str, schema_version: str
) -> Contents:
    """Write files into a backup, read it back, and only then give it its name.

    A backup of this name is replaced. A file of the home folder that goes away meanwhile is left out.

    Parameters
    ----------
    sources: names in the zip, each with where it is read.

    Raises
    ------
    ConflictError
        Something else has this name.
    OutputError
        No space, no permission; a backup that stood there still stands.
    StorageError
        A source cannot be read, or has a name that is none of a backup.
    """
    _refuse_strange(file)
    with _beside(file) as temporary:
        members: dict[str, Member] = {}
        with zipfile.ZipFile(temporary, "w", allowZip64=True) as packed:
            for name, source in sources:
                with suppress(FileNotFoundError):
                    members[name] = _packed(packed, name, source)
            contents = Contents(
                kind=KIND, made_at=made_at, version=version, schema_version=schema_version, files=members
            )
            packed.writestr(LIST, contents.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)
        with BackupFile.open(temporary) as written:
            written.verify()
    return contents


class BackupFile:
    """A backup that is read."""

    def __init__(self, file: Path, packed: zipfile.ZipFile, contents: Contents) -> None:
        self._file = file
        self._packed = packed
        self.contents = contents

    @classmethod
    @contextmanager
    def open(cls, file: Path) -> Generator["BackupFile"]:
        """Open a backup and read its list.

        Raises
        ------
        BadInputError
            It cannot be read, or is no whole backup of ours.
        """
        with faults_of_zip(file):
            if file.exists() and not file.is_file():
                raise BadInputError("is no file", where=str(file), way_out="Give the file of a backup.")
            packed = zipfile.ZipFile(file)
        with packed:  # what goes wrong with anything else in here is no fault of the file
            with faults_of_zip(file):
                contents = _contents(file, packed)
            yield cls(file, packed, contents)

    def verify(self) -> None:
        """Read everything and compare it with the list.

        Raises
        ------
        BadInputError
            A file is missing, one too many, or not as it was.
        """
        there = {info.filename for info in self._packed.infolist()}
        if there != {*self.contents.files, LIST}:
            raise not_whole(self._file)
        for name in self.contents.files:
            for _ in self._pieces(name):
                pass

    def names(self) -> list[str]:
        """List what belongs into the home folder, by its path there."""
        return [name.removeprefix(HOME) for name in self.contents.files if name.startswith(HOME)]

    def is_same(self, name: str, path: Path) -> bool:
        """Say whether a file is what the backup has under this name.

        Raises
        ------
        StorageError
            It is there and cannot be read.
        """
        listed = self.contents.files[name]
        with suppress(FileNotFoundError), faults_of_home(path):
            if path.is_file() and path.stat().st_size == listed.size_bytes:
                with path.open("rb") as there:
                    return file_digest(there, "sha256").hexdigest() == listed.sha256
        return False

    def unpack(self, name: str, target: Path) -> None:
        """Write a file whole or not at all.

        Raises
        ------
        OutputError
            No space, no permission.
        BadInputError
            It is not as it was when the backup was made.
        """
        with _beside(target) as temporary, temporary.open("wb") as copy:
            for piece in self._pieces(name):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())

    def _pieces(self, name: str) -> Generator[bytes]:
        listed = self.contents.files[name]
        digest, size = sha256(), 0
        with faults_of_zip(self._file), self._packed.open(name) as packed:
            while piece := packed.read(PIECE_BYTES):
                digest.update(piece)
                size += len(piece)
                if size > listed.size_bytes:
                    break
                yield piece
        if size != listed.size_bytes or digest.hexdigest() != listed.sha256:
            raise not_whole(self._file)


def _contents(file: Path, packed: zipfile.ZipFile) -> Contents:
    if any(info.compress_type not in PACKING for info in packed.infolist()):
        raise not_whole(file)
    if packed.getinfo(LIST).file_size > LIST_BYTES:
        raise not_whole(file)
    contents = Contents.model_validate_json(packed.read(LIST))
    if contents.kind != KIND or DATABASE not in contents.files:
        raise BadInputError("is a backup of another kind", where=str(file), way_out="Use the version that made it.")
    if any(name != DATABASE and not _is_plain(name) for name in contents.files):
        raise not_whole(file)
    return contents


def _is_plain(name: str) -> bool:
    """Say whether a name is a path within the home folder that stays there: a backup may come from anywhere."""
    parts = PurePosixPath(name.removeprefix(HOME)).parts
    unfit = not parts or any(part.startswith((".", "/")) for part in parts) or UNFIT.search(name)
    return name.startswith(HOME) and not unfit


def _packed(packed: zipfile.ZipFile, name: str, source: Path) -> Member:
    if name != DATABASE and not _is_plain(name):
        raise StorageError(
            "has a name that a backup cannot hold",
            where=str(source).encode(errors="backslashreplace").decode(),
            way_out='Give it another one: without \\ : and ", in UTF-8.',
        )
    how = zipfile.ZIP_STORED if name.endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    digest, size = sha256(), 0
    pieces = _pieces_of(source)
    first = next(pieces, b"")  # before anything of it is written: it may be gone
    info = zipfile.ZipInfo(name)  # of the first day of zips: when a file was written says nothing
    info.compress_type = how
    info.external_attr = 0o600 << 16
    with packed.open(info, "w", force_zip64=True) as out:
        for piece in chain([first], pieces):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    return Member(size_bytes=size, sha256=digest.hexdigest())


def _pieces_of(source: Path) -> Generator[bytes]:
    with faults_of_home(source), source.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


@contextmanager
def _beside(file: Path) -> Generator[Path]:
    """Give a name beside a file to write to, which takes its place where the block ends; for its owner's eyes only."""
    temporary: Path | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as made:
            temporary = Path(made.name)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(file)
    except OSError as fault:
        raise OutputError(
            f"could not be written ({fault.strerror or fault})",
            where=str(file),
            way_out="Free some space or give another place to write to.",
        ) from fault
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _refuse_strange(file: Path) -> None:
    if not file.exists():
        return
    if not file.is_file():  # of a pipe or a device, reading may never end
        raise ConflictError("is no file", where=str(file), way_out="Give another name. Nothing was changed.")
    try:
        with BackupFile.open(file):
            return
    except BadInputError as fault:
        raise ConflictError(
            "is there already and is no backup", where=str(file), way_out="Give another name. Nothing was changed."
        ) from fault
