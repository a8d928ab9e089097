"""A database, a broker and real worker processes, for tests that end them at the worst moment."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from celery import Celery

from data.database import Database
from data.drafts.job import JobDraft
from data.models.job import Job, JobState
from kernel.scope import Scope
from tests import gated_worker
from tests.gated_worker import GATE, GATED
from tests.own_process import OwnProcess, Setting
from tests.stored_square import StoredSquare, store_square
from tests.stores import Store, redis_address, stored
from workers.app import make_app
from workers.settings import WorkerSettings

__all__ = ["BROKERS", "WorkSite", "site", "until"]

BROKERS = {"sqlite": "folder", "postgresql": "redis"}
"""Each database with one of the brokers: what they share is nothing."""
PATIENCE_S = 40.0
TEST = Scope.system("a test")
QUICK = {"LEASE_S": "1.5", "RING_AGAIN_S": "0.5", "POLL_S": "0.05", "WORKER_PROCESSES": "1"}


def until(condition: Callable[[], object], what: str) -> None:
    """Look at the database until it is so; a test that waits in vain fails with a sentence."""
    over_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not condition():
        assert time.monotonic() < over_s, f"in vain: {what}"
        pause.wait(0.02)


@dataclass
class WorkSite:
    """What one test has; everything ends with it."""

    store: Store
    database: Database
    square: StoredSquare
    environment: dict[str, str]
    running: dict[str, OwnProcess] = field(default_factory=dict)

    @property
    def gate(self) -> Path:
        return self.store.home / GATE

    @property
    def settings(self) -> WorkerSettings:
        given = {name: self.environment[f"DORPSRONDE_{name}"] for name in ("BROKER_URL", "QUEUE", *QUICK)}
        return WorkerSettings.model_validate({name.lower(): value for name, value in given.items() if value})

    @property
    def app(self) -> Celery:
        return make_app(self.settings, self.store.home)

    def ask(self, **changed: object) -> str:
        """Ask for a job at the gate."""
        draft = JobDraft(GATED, self.square.id, {"gate": str(self.gate)}, **changed)
        with self.database.begin(TEST) as work:
            return work.outbox.add(draft)

    def job(self, job_id: str) -> Job:
        with self.database.read(TEST) as work:
            return work.jobs.get(job_id)

    def pid_of(self, job_id: str) -> int:
        """Wait until a job is at the gate; give the process that has it."""
        until(lambda: (self.job(job_id).progress or {}).get("pid"), f"job {job_id} is begun")
        return int((self.job(job_id).progress or {})["pid"])

    def all_done(self, *job_ids: str) -> None:
        until(lambda: all(self.job(one).state is JobState.DONE for one in job_ids), f"jobs {job_ids} are done")

    def effects(self) -> list[str]:
        """List the jobs whose effect was written, each as often as it was."""
        with self.database.read(TEST) as work:
            details = [event.details for event in work.events.of(self.square.id)]
        return sorted(one["job_id"] for one in details if "job_id" in one)

    def start(self, name: str = "") -> str:
        """Start a worker."""
        name = name or f"worker-{uuid4().hex[:8]}"
        setting = Setting(environment=self.environment)
        self.running[name] = OwnProcess(setting, self.store.home / "log", gated_worker.main, name)
        return name

    def end(self, name: str) -> None:
        """End a worker as a power cut does."""
        process = self.running.pop(name)
        for pid in (process.pid, *children(process.pid)):
            send(pid, signal.SIGKILL)
        process.wait()

    def open_gate(self) -> None:
        self.gate.touch()

    def said(self) -> str:
        """What the workers logged."""
        return (self.store.home / "log").read_text()


def children(pid: int) -> list[int]:
    """List the children of a process."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(one) for one in told.stdout.split()]


def send(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)


@contextmanager
def site(kind: str, home: Path, *, broker: str | None = None) -> Iterator[WorkSite]:
    """Make a site on a kind of database, with its broker or with another one."""
    with stored(kind, home) as store:
        address = broker if broker is not None else redis_address() if BROKERS[kind] == "redis" else ""
        environment = os.environ | {
            "DORPSRONDE_HOME": str(home),
            "DORPSRONDE_DATABASE_URL": store.url,
            "DORPSRONDE_BROKER_URL": address,
            "DORPSRONDE_QUEUE": f"test-{uuid4().hex}",
            **{f"DORPSRONDE_{name}": value for name, value in QUICK.items()},
        }
        database = Database.open(store.settings())
        here = WorkSite(store, database, store_square(database), environment)
        try:
            yield here
        finally:
            for name in list(here.running):
                here.end(name)
            database.close()
