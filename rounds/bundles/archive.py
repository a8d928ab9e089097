"""The ZIP of a bundle: written so that the same files are the same bytes, read as if whoever sent it meant harm."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from kernel.errors import BadInputError, DorpsrondeError
from kernel.files import MIB
from rounds.bundles.canonical import MATRICES

__all__ = ["Archive", "BundleError", "opened_archive", "zipped"]

LIMIT_FILE_MIB = 256
LIMIT_MATRIX_MIB = 128
LIMIT_OTHER_MIB = 32
"""Of one file: 2,000 places, or as many orders; read, a document takes many times as much memory."""
LIMIT_TOTAL_MIB = 1_024
MOST_MEMBERS = 4_000
MOST_DIRECTORY_MIB = 4
NAME = re.compile(r"[a-z0-9][\w.+-]*(/[a-z0-9][\w.+-]*)*", re.ASCII)
"""No folder above, no root, no dot first."""
LONGEST_NAME = 200
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can say: when it was made is no part of what it says."""
READABLE = 0o100644 << 16
UNIX = 3
END = struct.Struct("<4s4H2LH")
END_SIGNATURE, LARGE_SIGNATURE, LARGE_SIZE = b"PK\x05\x06", b"PK\x06\x07", 20
CHUNK = MIB
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, NotImplementedError, ValueError,
)  # fmt: skip
"""What reading a ZIP raises that is none, or no longer."""


class BundleError(DorpsrondeError):
    """A bundle cannot be read, or a file of it."""


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Write files in the order that they are given in.

    Raises
    ------
    BundleError
        A file is larger than one that is read.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            if len(content) > _limit_mib(name) * MIB:
                raise BundleError(f"is larger than the {_limit_mib(name)} MiB that anybody would check", where=name)
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr, info.create_system = READABLE, UNIX
            archive.writestr(info, content, compresslevel=6)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class Archive:
    """A bundle that is open for reading; nothing of it is ever unpacked to a disk.

    Attributes
    ----------
    where: its file, for people.
    members: by name, in the order that they stand in.
    """

    where: str
    members: Mapping[str, zipfile.ZipInfo]
    source: zipfile.ZipFile

    def digest(self, name: str) -> tuple[int, str]:
        """Give the length and the SHA-256 of a file, without holding it in memory; raises as `read`."""
        length, digest = 0, sha256()
        for piece in self._pieces(name):
            length += len(piece)
            digest.update(piece)
        return length, digest.hexdigest()

    def read(self, name: str) -> bytes:
        """Read a file.

        Raises
        ------
        BundleError
            It is missing, damaged, or larger than it says.
        """
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        if name not in self.members:
            raise BundleError("is missing", where=name)
        limit_mib = _limit_mib(name)
        left = limit_mib * MIB
        try:
            with self.source.open(self.members[name]) as file:
                while piece := file.read(CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise BundleError(f"is larger than {limit_mib} MiB", where=name)
                    yield piece
        except DAMAGED as fault:
            raise BundleError("is damaged", where=name, way_out="Fetch the bundle again.") from fault


@contextmanager
def opened_archive(path: Path) -> Generator[Archive]:
    """Open a bundle.

    Raises
    ------
    BadInputError
        There is no such file, or it cannot be read.
    BundleError
        It is no ZIP as a bundle is, larger than any bundle, or a name in it leads elsewhere or occurs twice.
    """
    where = str(path)
    try:
        with path.open("rb") as file:
            _refuse_strange_end(file, where)
            try:
                source = zipfile.ZipFile(file)
            except DAMAGED as fault:
                raise _no_bundle(where) from fault
            with source:
                yield Archive(where, _members(source, where), source)
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=where) from fault


def _refuse_strange_end(file: BinaryIO, where: str) -> None:
    """Look at the end of the file before anybody believes its list of contents, which may fill the memory."""
    size = file.seek(0, io.SEEK_END)
    if size > LIMIT_FILE_MIB * MIB:
        raise BundleError(f"is larger than {LIMIT_FILE_MIB} MiB", where=where)
    if size < END.size:
        raise _no_bundle(where)
    tail = min(size, END.size + LARGE_SIZE)
    file.seek(-tail, io.SEEK_END)
    last = file.read(tail)
    signature, disk, first_disk, here, count, length, begin, comment = END.unpack(last[-END.size :])
    strange = signature != END_SIGNATURE or disk or first_disk or comment or here != count
    if strange or begin + length + END.size != size or last.startswith(LARGE_SIGNATURE):
        raise _no_bundle(where)
    if count > MOST_MEMBERS or length > MOST_DIRECTORY_MIB * MIB:
        raise BundleError(f"holds more than {MOST_MEMBERS} files", where=where)
    file.seek(0)


def _members(source: zipfile.ZipFile, where: str) -> Mapping[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for info in source.infolist():
        name = info.orig_filename
        if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
            raise BundleError(f"{name[:80]!r} is no name of a file in a bundle", where=where)
        if name in found:
            raise BundleError("is there twice", where=f"{where}: {name}")
        if info.flag_bits & 1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BundleError("is packed in a way that bundles are not", where=f"{where}: {name}")
        if info.file_size > _limit_mib(name) * MIB:
            raise BundleError(f"is larger than {_limit_mib(name)} MiB", where=f"{where}: {name}")
        found[name] = info
    if sum(info.file_size for info in found.values()) > LIMIT_TOTAL_MIB * MIB:
        raise BundleError(f"holds more than {LIMIT_TOTAL_MIB} MiB", where=where)
    return found


def _limit_mib(name: str) -> int:
    return LIMIT_MATRIX_MIB if MATRICES in name else LIMIT_OTHER_MIB


def _no_bundle(where: str) -> BundleError:
    return BundleError(
        "is no bundle, or only a part of one",
        where=where,
        way_out="It is the ZIP that `dorpsronde report bundle` writes; fetch it again.",
    )
