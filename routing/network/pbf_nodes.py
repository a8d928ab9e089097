"""The ids and positions of all nodes in a PBF file, block by block, in whole arrays and without their tags.

libosmium keeps the positions of every node or none, or filters by sets that take 1.5 GB for ids from all over the
world; node by node, Python is a hundred times slower. Only what libosmium has read without a fault comes here.
Source: wiki.openstreetmap.org/wiki/PBF_Format.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["UnreadFormError", "pbf_nodes"]

Ints = NDArray[np.int64]
Block = tuple[Ints, Ints, Ints]
"""Ids, and x and y in 10⁻⁷ degrees."""

MOST_BYTES = 32 << 20
"""Of a block, unpacked; the format's own limit."""
NANODEGREES = 100
"""In 10⁻⁷ degrees."""
_LENGTH_BYTES = 4
_SORTED = b"Sort.Type_then_ID"
_HISTORY = b"HistoricalInformation"


class UnreadFormError(Exception):
    """A file is packed, or its nodes are laid out, in a way that is not read here; others can read it."""


def pbf_nodes(path: Path) -> Iterator[Block]:
    """Deliver the nodes of a file in its order.

    Raises
    ------
    UnreadFormError
        It is packed otherwise than with zlib, or is a history; perhaps after some blocks.
    ValueError
        It is damaged.
    """
    nodes_first = False
    with path.open("rb") as file:
        while blob := _next_blob(file):
            kind, content = blob
            if kind == b"OSMHeader":
                header = content.tobytes()  # a memoryview is searched by single numbers
                if _HISTORY in header:
                    raise UnreadFormError
                nodes_first = _SORTED in header
            elif kind == b"OSMData":
                block = _NodesOfBlock.read(content)
                yield from block.groups
                if nodes_first and block.has_others:
                    return


@dataclass(frozen=True, slots=True)
class _NodesOfBlock:
    """Groups of nodes of one block, and whether it holds ways or relations as well."""

    groups: list[Block]
    has_others: bool

    @classmethod
    def read(cls, content: memoryview) -> "_NodesOfBlock":
        fields = list(_fields(content))
        plain = {number: value for number, value in fields if isinstance(value, int)}
        granularity, lat_0, lon_0 = plain.get(17, NANODEGREES), _signed(plain.get(19, 0)), _signed(plain.get(20, 0))
        groups: list[Block] = []
        has_others = False
        for number, value in fields:
            if number == 2 and isinstance(value, memoryview):
                first, group = next(_fields(value), (0, 0))
                if first == 1:  # nodes one by one
                    raise UnreadFormError
                if first == 2 and isinstance(group, memoryview):
                    ids, lat, lon = _dense(group)
                    groups.append((ids, _units(lon, granularity, lon_0), _units(lat, granularity, lat_0)))
                has_others = has_others or first in (3, 4)
        return cls(groups, has_others)


def _dense(group: memoryview) -> tuple[Ints, Ints, Ints]:
    packed: dict[int, list[memoryview]] = {1: [], 8: [], 9: []}
    for number, value in _fields(group):
        if number in packed and isinstance(value, memoryview):
            packed[number].append(value)
    ids, lat, lon = (np.cumsum(_zigzag(_varints(b"".join(packed[number])))) for number in (1, 8, 9))
    if not len(ids) == len(lat) == len(lon):
        raise ValueError("a block has not as many positions as nodes")
    return ids, lat, lon


def _units(degrees: Ints, granularity: int, offset: int) -> Ints:
    """Give 10⁻⁷ degrees; what is finer is cut off, as libosmium does."""
    nano = degrees * granularity + offset
    return np.sign(nano) * (np.abs(nano) // NANODEGREES)


def _next_blob(file: BinaryIO) -> tuple[bytes, memoryview] | None:
    """Read what the next piece of a file is, and its content, unpacked; None at the end."""
    begin = file.read(_LENGTH_BYTES)
    if not begin:
        return None
    header = dict(_fields(memoryview(_exactly(file, int.from_bytes(begin, "big")))))
    kind, size = header.get(1), header.get(3)
    if not isinstance(kind, memoryview) or not isinstance(size, int):
        raise ValueError("a block does not say what it is")  # noqa: TRY004 (it is damaged)
    blob = dict(_fields(memoryview(_exactly(file, size))))
    raw, packed = blob.get(1), blob.get(3)
    if isinstance(raw, memoryview):
        return kind.tobytes(), raw
    if not isinstance(packed, memoryview):
        raise UnreadFormError
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_BYTES)
    except zlib.error as fault:
        raise ValueError(f"a block cannot be unpacked ({fault})") from fault
    if not unpacking.eof:
        raise ValueError("a block is larger than may be")
    return kind.tobytes(), memoryview(content)


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size) if size <= MOST_BYTES else b""
    if len(content) != size:
        raise ValueError("the file ends in the middle of a block")
    return content


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Deliver number and value of each field of a protobuf message: numbers, and texts or messages within it.

    Source: protobuf.dev/programming-guides/encoding.
    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield number, value
        else:
            length, at = _varint(message, at) if kind == 2 else ({1: 8, 5: 4}.get(kind, len(message)), at)
            if at + length > len(message):
                raise ValueError("a field is longer than its block")
            if kind == 2:
                yield number, message[at : at + length]
            at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Read a number whose bytes carry seven bits each, the low ones first."""
    value = 0
    for place in range(10):
        if at + place >= len(message):
            break
        byte = message[at + place]
        value |= (byte & 127) << 7 * place
        if byte < 128:
            return value, at + place + 1
    raise ValueError("a number has no end")


def _varints(packed: bytes) -> NDArray[np.uint64]:
    """Read many such numbers that follow each other."""
    content = np.frombuffer(packed, np.uint8)
    end = np.flatnonzero(content < 128)
    begin = np.concatenate([[0], end[:-1] + 1]) if len(end) else end
    length = end - begin + 1
    if len(content) and (not len(end) or end[-1] != len(content) - 1 or length.max() > 10):
        raise ValueError("a number has no end")
    values = np.zeros(len(begin), np.uint64)
    for place in range(int(length.max(initial=0))):
        longer = np.flatnonzero(length > place)
        values[longer] |= (content[begin[longer] + place] & np.uint64(127)) << np.uint64(7 * place)
    return values


def _zigzag(values: NDArray[np.uint64]) -> Ints:
    """Read signed numbers as protobuf's sint64 has them: 0, -1, 1, -2, …"""
    return (values >> np.uint64(1)).astype(np.int64) ^ -(values & np.uint64(1)).astype(np.int64)


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value
