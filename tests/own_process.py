"""Python in a process of its own, which a test may kill, limit or rob of rights.

It is forked from one that has imported ours already: importing takes longer than most of what it is started for.
"""

import multiprocessing
import os
import resource
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from cli.main import main

__all__ = ["PROCESSES", "OwnProcess", "Setting", "ends_of", "run_command", "run_lines", "start_lines"]

REPOSITORY = Path(__file__).parents[1]
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.imported_ahead"])
LINES = "import sys\nfrom pathlib import Path\nfrom tests.stored_square import *\n"


@dataclass(frozen=True)
class Setting:
    """In what a process runs: without an environment in that of the test.

    Attributes
    ----------
    folder: where it is.
    most_bytes: how large a file may become that it writes.
    """

    folder: Path = REPOSITORY
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    most_bytes: int | None = None

    def enter(self) -> None:
        os.setsid()
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.dont_write_bytecode = True  # a limit would leave half of what is compiled, for others to stumble over
        if self.most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.most_bytes, resource.RLIM_INFINITY))


class OwnProcess:
    """A process that runs a function of a module; what it says is added to a file or goes into pipes."""

    def __init__(self, setting: Setting, log: Path | None, run: Callable[..., object], *arguments: object) -> None:
        ends = [PROCESSES.Pipe(duplex=False) for _ in range(2)] if log is None else []
        self._heard = [here for here, _ in ends]
        told = log or [there for _, there in ends]
        self._process = PROCESSES.Process(target=_begin, args=(setting, told, run, *arguments), daemon=True)
        with chdir(REPOSITORY):  # from where the first of all imports
            self._process.start()
        for _, there in ends:
            there.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def wait(self, timeout_s: float = 120.0) -> int:
        """Give its exit code once it has ended; below 0 the signal that ended it."""
        self._process.join(timeout_s)
        assert self._process.exitcode is not None, "it does not end"
        return self._process.exitcode

    def ended(self) -> CompletedProcess[str]:
        """Give all that it said, once it has ended."""
        with ThreadPoolExecutor(2) as readers:
            out, err = readers.map(_read, self._heard)
        return CompletedProcess([], self.wait(), out, err)


def start_lines(code: str, *arguments: object, setting: Setting | None = None, **known: object) -> OwnProcess:
    """Run a few lines; what they raise ends on stderr, and every warning is raised.

    Parameters
    ----------
    arguments: their `sys.argv`.
    known: what else they know, by its names.
    """
    return OwnProcess(setting or Setting(), None, _lines, code, [str(one) for one in arguments], known)


def ends_of(running: Sequence[OwnProcess]) -> list[tuple[int, str]]:
    """Give the exit code of each with what it said on stderr: why, where it did not end well."""
    return [(one.returncode, one.stderr) for one in (each.ended() for each in running)]


def run_lines(code: str, *arguments: object, **setting: Any) -> CompletedProcess[str]:
    """Do as `start_lines` and wait for the end; the rest is a `Setting`."""
    return start_lines(code, *arguments, setting=Setting(**setting)).ended()


def run_command(*arguments: str | Path, first: Callable[[], object] | None = None, **setting: Any) -> Any:
    """Call `dorpsronde`, and something before it; the rest is a `Setting`."""
    return OwnProcess(Setting(**setting), None, _command, [str(one) for one in arguments], first).ended()


def _begin(setting: Setting, told: Path | list[Connection], run: Callable[..., object], *arguments: object) -> None:
    if isinstance(told, Path):
        with told.open("ab") as log:
            streams = [os.dup(log.fileno()), os.dup(log.fileno())]
    else:
        streams = [one.fileno() for one in told]
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)  # those of the process before may seek
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
    setting.enter()
    sys.exit(run(*arguments))


def _lines(code: str, arguments: list[str], known: dict[str, object]) -> None:
    warnings.simplefilter("error")
    sys.argv = ["-c", *arguments]
    exec(compile(LINES + code, "<lines>", "exec"), {"__name__": "__lines__"} | known)  # noqa: S102 - a test's own


def _command(arguments: list[str], first: Callable[[], object] | None) -> None:
    if first is not None:
        first()
    main(arguments)


def _read(heard: Connection) -> str:
    with open(heard.fileno(), "rb", closefd=False) as pipe:
        return pipe.read().decode()
