"""`dorpsronde solve` where a stream is closed, full or left: a plan that was searched for is never lost by it."""

import json
import os
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from routing.solver.checker import check
from tests.served import streets

DORPSRONDE = Path(sys.executable).with_name("dorpsronde")
BRIEFLY = ("solve", "--iterations", "5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.json").write_bytes(streets(3))
    return tmp_path


def typed(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Have a shell run a line in which solve stands for our command with few iterations."""
    line = line.replace("solve", shlex.join([str(DORPSRONDE), *BRIEFLY]))
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "line",
    [
        "solve in.json -o out.json 2>/dev/full; echo $? >code",
        "{ solve in.json -o out.json 2>&1; echo $? >code; } | true",  # who listens has left before a word is said
    ],
)
def test_progress_that_nobody_hears_loses_no_plan(folder: Path, line: str) -> None:
    done = typed(folder, line)
    assert ((folder / "code").read_text(), done.stderr) == ("0\n", "")
    assert check(json.loads(streets(3)), json.loads((folder / "out.json").read_text())) == []


def test_a_full_pipe_that_must_not_block_loses_no_plan(folder: Path) -> None:
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    with suppress(BlockingIOError):
        while os.write(writes, bytes(65_536)):
            pass
    try:
        done = subprocess.run(
            [DORPSRONDE, *BRIEFLY, "in.json", "-o", "out.json"], cwd=folder, stderr=writes, check=False
        )
    finally:
        os.close(reads)
        os.close(writes)
    assert done.returncode == 0
    assert check(json.loads(streets(3)), json.loads((folder / "out.json").read_text())) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("solve - <&-", (2, "stdin: is closed. Give the name of a file.")),
        ("solve in.json >&-", (1, "stdout: is closed. Give the name of a file to write to.")),
        ("solve - -o in.json <in.json", (2, "in.json: is the file that is read. Give --output another name.")),
    ],
)
def test_a_stream_that_cannot_be_is_said_in_one_line(folder: Path, line: str, said: tuple[int, str]) -> None:
    done = typed(folder, line)
    assert (done.returncode, done.stdout, done.stderr) == (said[0], "", f"Error: {said[1]}\n")
    assert (folder / "in.json").read_bytes() == streets(3)
