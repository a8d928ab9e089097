"""Files of hundreds of megabytes in place of a problem: one line, and no more memory than reading them takes."""

import tracemalloc
from pathlib import Path

import pytest

from cli.documents import MAX_DOCUMENT_MIB, read_document
from kernel.errors import BadInputError

MB = 1_000_000


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
    tracemalloc.start()
    try:
        with pytest.raises(BadInputError) as refused:
            read_document(str(path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(refused.value) == f"{path}: {what}"
    assert peak < most + MB


@pytest.mark.parametrize("command", ["solve", "check"])
def test_a_command_says_so_in_one_line(call, tmp_path: Path, command: str) -> None:
    path = sparse(tmp_path, 200 * MB)
    said = call(command, path)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"Error: {path}: is no JSON")
