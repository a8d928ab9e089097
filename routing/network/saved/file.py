"""A file of named arrays that is opened where it lies, and trusted only where every byte is as it was written.

A line that says what it is; length and sha256 of a header; the header, which is JSON and has the stamp of its maker and
of each array type, shape, place and crc32; then the arrays, each at a multiple of 64 bytes.
"""

import json
import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kernel.errors import StorageError
from kernel.files import write_bytes_whole
from routing.network.saved.parts import Parts

__all__ = ["Opened", "Stamp", "UnusableError", "open_parts", "write_parts"]

Stamp = Mapping[str, str]
"""What a file has to say of itself to be of use, in words for a person: {"made by another version": the version}."""

FORMAT = 1
"""Raise it when this module lays files out differently."""

_TITLE = b"dorpsronde saved roads %d\n" % FORMAT
_LENGTH_BYTES = 8
_DIGEST_BYTES = 32
_HEADER_AT = len(_TITLE) + _LENGTH_BYTES + _DIGEST_BYTES
_ALIGNED = 64
"""Bytes of a line of a processor's cache."""

Array = NDArray[Any]


class UnusableError(StorageError):
    """A saved file is damaged or stale; what is wrong completes the sentence "it is …"."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, and a digest that tells it from files of other content."""

    parts: Parts
    digest: str


def write_parts(path: Path, stamp: Stamp, parts: Parts) -> str:
    """Write a file under a temporary name, then rename it: whoever opens it finds the old one or the new one whole.

    Returns
    -------
    The digest that `open_parts` gives for it.

    Raises
    ------
    OutputError
        No space, no permission.
    """
    arrays = {name: np.asarray(array, order="C") for name, array in parts.arrays.items()}
    rows: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
    end = 0
    for name, array in arrays.items():
        begin = _aligned(end)
        rows[name] = (array.dtype.str, array.shape, begin, crc32(array.data))
        end = begin + array.nbytes
    told = {"stamp": dict(stamp), "plain": parts.plain, "arrays": rows, "bytes": end}
    header = json.dumps(told, separators=(",", ":")).encode()
    digest = sha256(header)
    write_bytes_whole(path, _pieces(header, digest.digest(), arrays))
    return digest.hexdigest()


def open_parts(path: Path, stamp: Stamp) -> Opened | None:
    """Open a file that `write_parts` wrote with the same stamp; None where there is none.

    Its arrays lie in the file, which processes share. In the parts they can be written to, but never change the file.

    Raises
    ------
    UnusableError
        It is damaged, or of another stamp.
    """
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:  # ValueError: it is empty
        raise UnusableError(f"not readable ({fault})", where=str(path)) from fault
    header, body = _header(content, path)
    try:
        told = json.loads(header)
        _compare(told["stamp"], stamp, path)
        if len(content) != body + told["bytes"]:
            raise _damaged(path)
        arrays = {name: _array(content, body, row, path) for name, row in told["arrays"].items()}
        return Opened(Parts(arrays, told["plain"]), sha256(header).hexdigest())
    except (KeyError, TypeError, ValueError) as fault:  # what its own digest vouches for, in a form we do not write
        raise _damaged(path) from fault


def _pieces(header: bytes, digest: bytes, arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    """Give a file's bytes from the first to the last."""
    yield _TITLE + len(header).to_bytes(_LENGTH_BYTES, "little") + digest + header
    yield bytes(_aligned(_HEADER_AT + len(header)) - _HEADER_AT - len(header))
    end = 0
    for array in arrays.values():
        yield bytes(_aligned(end) - end)
        if array.nbytes:
            yield array.data.cast("B")
        end = _aligned(end) + array.nbytes


def _header(content: mmap.mmap, path: Path) -> tuple[bytes, int]:
    """Give the header, and where what is behind it begins."""
    if content[: len(_TITLE)] != _TITLE:
        raise UnusableError("damaged, or of another version", where=str(path))
    length = int.from_bytes(content[len(_TITLE) : len(_TITLE) + _LENGTH_BYTES], "little")
    header = content[_HEADER_AT : _HEADER_AT + length] if length <= len(content) else b""
    if sha256(header).digest() != content[_HEADER_AT - _DIGEST_BYTES : _HEADER_AT]:
        raise _damaged(path)
    return header, _aligned(_HEADER_AT + length)


def _compare(found: Stamp, wanted: Stamp, path: Path) -> None:
    for fault, value in wanted.items():
        if found.get(fault) != value:
            raise UnusableError(fault, where=str(path))


def _array(content: mmap.mmap, body: int, row: tuple[str, list[int], int, int], path: Path) -> Array:
    kind, shape, begin, checksum = row
    array = np.ndarray(tuple(shape), np.dtype(kind), buffer=content, offset=body + begin)
    if crc32(array.data) != checksum:
        raise _damaged(path)
    return array


def _aligned(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


def _damaged(path: Path) -> UnusableError:
    return UnusableError("damaged", where=str(path))
