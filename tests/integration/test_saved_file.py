"""Files of arrays: whole or not at all, shared, and trusted only as they were written."""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import OutputError
from routing.network.saved import file as saved_file
from routing.network.saved.file import UnusableError, open_parts, write_parts
from routing.network.saved.parts import Parts

STAMP = {"made by other rules": "rules", "made from another extract": "extract"}


def small(seed: int = 1) -> Parts:
    chance = np.random.default_rng(seed)
    arrays = {
        "turns.arc": chance.integers(0, 99, 7).astype(np.int32),
        "empty": np.empty(0, np.float64),
        "table": chance.random((2, 3)),
        "marks": chance.random(5) < 0.5,
        "none at the end": np.empty((0, 2), np.int64),
    }
    return Parts(arrays, {"profile": "cargo-bike", "skipped": seed, "closed": None})


def holds(path: Path, parts: Parts) -> bool:
    """Say whether a file opens as these parts; it is not trusted where it does not open."""
    opened = open_parts(path, STAMP)
    assert opened is not None
    return opened.parts.plain == parts.plain and all(
        np.array_equal(opened.parts.arrays[name], array) and opened.parts.arrays[name].dtype == array.dtype
        for name, array in parts.arrays.items()
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "small.roads"


def test_a_file_opens_as_it_was_written_and_says_so_by_its_digest(path: Path) -> None:
    assert open_parts(path, STAMP) is None
    digest = write_parts(path, STAMP, small())
    opened = open_parts(path, STAMP)
    assert opened is not None
    assert opened.digest == digest
    assert holds(path, small())
    assert write_parts(path, STAMP, small()) == digest
    assert write_parts(path, STAMP, small(2)) != digest


def test_a_flip_of_any_byte_is_found_or_changes_nothing(path: Path) -> None:
    write_parts(path, STAMP, small())
    content = bytearray(path.read_bytes())
    harmless = 0
    for at in range(len(content)):
        content[at] ^= 1 << at % 8
        path.write_bytes(content)
        content[at] ^= 1 << at % 8
        try:
            assert holds(path, small())
            harmless += 1  # between two arrays
        except UnusableError:
            pass
    assert harmless < len(content) // 3


def test_a_file_of_any_other_length_is_not_trusted(path: Path) -> None:
    write_parts(path, STAMP, small())
    content = path.read_bytes()
    for length in (*range(len(content)), len(content) + 1, len(content) + 64):
        path.write_bytes((content + bytes(64))[:length])
        with pytest.raises(UnusableError):
            open_parts(path, STAMP)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_are_trusted_but_those_that_were_written(path: Path, content: bytes, titled: bool) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(saved_file._TITLE + content if titled else content)
    with pytest.raises(UnusableError):
        open_parts(path, STAMP)


@pytest.mark.parametrize("fault", STAMP)
def test_a_file_of_another_stamp_says_what_is_other(path: Path, fault: str) -> None:
    write_parts(path, STAMP | {fault: "another"}, small())
    with pytest.raises(UnusableError, match=fault):
        open_parts(path, STAMP)


def test_a_file_of_another_format_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_parts(path, STAMP, small())
    monkeypatch.setattr(saved_file, "_TITLE", b"dorpsronde saved roads 9\n")
    with pytest.raises(UnusableError, match="another version"):
        open_parts(path, STAMP)


def test_a_folder_of_this_name_is_not_read(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(UnusableError, match="not readable"):
        open_parts(path, STAMP)


def test_what_is_written_to_an_opened_array_stays_in_this_process(path: Path) -> None:
    write_parts(path, STAMP, small())
    opened = open_parts(path, STAMP)
    assert opened is not None
    opened.parts.arrays["table"][:] = -1.0
    assert holds(path, small())


def test_who_has_a_file_open_keeps_it_while_it_is_replaced(path: Path) -> None:
    write_parts(path, STAMP, small())
    opened = open_parts(path, STAMP)
    assert opened is not None
    write_parts(path, STAMP, small(2))
    assert np.array_equal(opened.parts.arrays["table"], small().arrays["table"])
    assert holds(path, small(2))


def test_arrays_lie_in_the_file_and_are_not_copied(path: Path) -> None:
    write_parts(path, STAMP, small())
    opened = open_parts(path, STAMP)
    assert opened is not None
    assert {type(array.base) for array in opened.parts.arrays.values()} == {mmap.mmap}
    assert all(array.ctypes.data % 64 == 0 for array in opened.parts.arrays.values())


def test_writers_at_once_leave_one_whole_file_to_each_who_reads_meanwhile(path: Path) -> None:
    write_parts(path, STAMP, small(0))
    seeds = {seed: small(seed) for seed in range(4)}
    faults: list[BaseException] = []

    def write(seed: int) -> None:
        for _ in range(20):
            write_parts(path, STAMP, seeds[seed])

    def read() -> None:
        try:
            for _ in range(200):
                opened = open_parts(path, STAMP)
                assert opened is not None
                table = seeds[int(str(opened.parts.plain["skipped"]))].arrays["table"]
                assert np.array_equal(opened.parts.arrays["table"], table)
        except BaseException as fault:  # noqa: BLE001 (told by the test's own thread)
            faults.append(fault)

    threads = [*(Thread(target=write, args=(seed,)) for seed in seeds), Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert [left.name for left in path.parent.iterdir()] == [path.name]


def test_what_stops_half_way_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_parts(path, STAMP, small())
    whole = saved_file._pieces

    def full_disk(*given: object) -> Iterator[bytes | memoryview]:
        yield from list(whole(*given))[:3]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saved_file, "_pieces", full_disk)
    with pytest.raises(OutputError, match="No space left on device"):
        write_parts(path, STAMP, small(2))
    assert holds(path, small())
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208 (names)
