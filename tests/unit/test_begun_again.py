"""What is to be there as long as we are begins once it can, though it could not at first."""

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from celery import Celery

from data.settings import DatabaseSettings
from kernel.errors import StorageError
from workers.settings import WorkerSettings
from workers.watched_process import WatchedProcess
from workers.worker import keep_beat

PATIENCE_S = 30


class Child:
    """A process that runs until it is killed."""

    returncode = -9

    def __init__(self) -> None:
        self.killed = threading.Event()

    def wait(self) -> None:
        self.killed.wait(PATIENCE_S)


class NoDatabase:
    """What is opened where nothing is asked of it."""

    def close(self) -> None:
        pass


def failing_once(fault: Exception, then: Callable[[], Any]) -> tuple[Callable[..., Any], list[int]]:
    """Give a function that raises the first time, and its calls."""
    calls: list[int] = []

    def called(*_: object) -> Any:
        calls.append(len(calls))
        if len(calls) == 1:
            raise fault
        return then()

    return called, calls


def test_a_process_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.watched_process.FIRST_PAUSE_S", 0.0)
    child, there, ended = Child(), threading.Event(), list[str]()
    begin, calls = failing_once(OSError("no memory"), lambda: (there.set(), child)[1])
    watched = WatchedProcess("worker", begin, lambda: ended.append("ended"))
    watched.start()
    assert there.wait(PATIENCE_S)
    assert watched.stop(lambda process: cast("Child", process).killed.set())
    assert (calls, ended) == ([0, 1], []), "nothing had begun that could have ended"


def test_a_process_that_never_could_be_started_is_stopped_without_a_fault() -> None:
    tried = threading.Event()

    def begin() -> "subprocess.Popen[bytes]":
        tried.set()
        raise OSError("no memory")

    watched = WatchedProcess("worker", begin)
    watched.start()
    assert tried.wait(PATIENCE_S)
    assert not watched.stop()


def test_the_clock_beside_a_worker_begins_when_the_database_is_there_again(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    opened, calls = failing_once(StorageError("the database does not answer"), NoDatabase)
    monkeypatch.setattr("workers.worker.Database.open", opened)
    monkeypatch.setattr("workers.worker.Beat.run", lambda _: over.set())
    monkeypatch.setattr("workers.worker.AGAIN_S", 0.0)
    keep_beat(WorkerSettings(), DatabaseSettings(home=Path("nowhere")), Celery(), over)
    assert calls == [0, 1]
