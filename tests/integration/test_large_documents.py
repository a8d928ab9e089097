"""Files of hundreds of megabytes in place of a problem: one line, and no more memory than reading them takes."""

import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.documents import MAX_DOCUMENT_MIB, read_document
from kernel.errors import BadInputError
from kernel.files import read_within

MB = 1_000_000


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Hold what Python takes meanwhile to so many bytes."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size


def sparse(folder: Path, size: int) -> Path:
    """Make a file of noughts that takes no room."""
    path = folder / "in.json"
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("size", "most", "what"),
    [
        (200 * MB, 2 * 200 * MB, "is no JSON: Expecting value at line 1, column 1"),  # as bytes and as text
        ((MAX_DOCUMENT_MIB << 20) + 1, 0, f"is larger than {MAX_DOCUMENT_MIB} MiB"),
    ],
)
def test_a_large_file_is_refused_within_bounds(tmp_path: Path, size: int, most: int, what: str) -> None:
    path = sparse(tmp_path, size)
    with at_most(most + MB), pytest.raises(BadInputError) as refused:
        read_document(str(path))
    assert str(refused.value) == f"{path}: {what}"


def test_a_pipe_takes_the_room_of_what_comes_out_of_it() -> None:
    reads, writes = os.pipe()
    os.write(writes, b"{}")
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe, at_most(4 << 20):
        assert read_within(pipe, MAX_DOCUMENT_MIB, "stdin") == b"{}"


def test_a_file_that_grows_while_it_is_read_is_held_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sparse(tmp_path, 200 * MB)
    monkeypatch.setattr("kernel.files._size", lambda _file: 2)
    with at_most(4 << 20), path.open("rb") as file, pytest.raises(BadInputError, match="is larger than 1 MiB"):
        read_within(file, 1, "in.json")


@pytest.mark.parametrize("command", ["solve", "check"])
def test_a_command_says_so_in_one_line(call, tmp_path: Path, command: str) -> None:
    path = sparse(tmp_path, 200 * MB)
    said = call(command, path)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"Error: {path}: is no JSON")
