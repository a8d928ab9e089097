"""Faults by chance: workers are killed, stopped and woken and the broker is emptied, at any moment of any job.

Each run is a job and a fault. `make test-long` makes a thousand; DORPSRONDE_FAULT_RUNS says another number, and
DORPSRONDE_FAULT_SEED another beginning.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.models.job import JobState
from kernel.errors import StorageError
from tests.own_process import OwnProcess
from tests.stores import KINDS
from tests.work_site import WorkSite, children, send, site, until

FEW, MANY = 6, 1_000
WORKERS = 2
AT_ONCE = 3
"""Jobs that are not done yet, so that a fault meets one that waits, one that is begun and one that ends."""
LOOKED_AT = 12
LONG_SLEEP = 2
"""Leases."""


class Mischief:
    """Does harm to workers, and undoes what would last."""

    def __init__(self, here: WorkSite, draw: random.Random) -> None:
        self.here = here
        self.draw = draw
        self.asleep: list[int] = []
        self.slept_s = 0.0

    def happens(self) -> None:
        self.draw.choice([self.kill_child, self.kill_worker, self.sleep, self.wake, self.empty, self.nothing])()

    def kill_child(self) -> None:
        for pid in children(self._one().pid)[:1]:
            send(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        name = self.draw.choice(list(self.here.running))
        self.here.end(name)
        self.here.start()

    def sleep(self) -> None:
        """Stop a child past its lease; the next one wakes it."""
        for pid in children(self._one().pid)[:1]:
            send(pid, signal.SIGSTOP)
            self.asleep.append(pid)
            self.slept_s = time.monotonic()

    def wake(self) -> None:
        while self.asleep:
            send(self.asleep.pop(), signal.SIGCONT)

    def empty(self) -> None:
        with self.here.app.connection_for_write() as connection:
            connection.default_channel.queue_purge(self.here.settings.queue)

    def nothing(self) -> None: ...

    def _one(self) -> OwnProcess:
        return self.here.running[self.draw.choice(list(self.here.running))]


@contextmanager
def workers(kind: str, home: Path) -> Iterator[WorkSite]:
    with site(kind, home) as here:
        here.open_gate()
        for _ in range(WORKERS):
            here.start()
        yield here


def run_faults(here: WorkSite, runs: int, seed: int) -> None:
    """Ask for jobs and do harm, with a few jobs under way at any time; at the end each was done once."""
    draw = random.Random(seed)  # noqa: S311 (a test keeps no secret)
    mischief = Mischief(here, draw)
    jobs: list[str] = []

    def are_few() -> bool:
        """Say whether few are under way; those who sleep are woken where nobody else is left to do them."""
        under_way = sum(here.job(one).state is not JobState.DONE for one in jobs[-LOOKED_AT:])
        if under_way > AT_ONCE and time.monotonic() > mischief.slept_s + LONG_SLEEP * here.settings.lease_s:
            mischief.wake()
        return under_way <= AT_ONCE

    def ask(once: str | None) -> str:
        """Ask for a job, and once more where who sleeps has the turn to write, which is told in a line."""
        try:
            return here.ask(most_attempts=100, once=once)
        except StorageError as fault:
            if "another program is writing to it" not in str(fault):
                raise
            mischief.wake()
            return here.ask(most_attempts=100, once=once)

    for run in range(runs):
        jobs.append(ask(draw.choice([None, f"once {run}"])))
        mischief.happens()
        until(are_few, f"of {len(jobs)} jobs all but a few are done (seed {seed})")
    mischief.wake()
    here.all_done(*jobs)
    assert here.effects() == sorted(jobs)


@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_loses_or_doubles_a_job(kind: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("DORPSRONDE_FAULT_SEED", "1"))
    with workers(kind, tmp_path) as here:
        run_faults(here, int(os.environ.get("DORPSRONDE_FAULT_RUNS", FEW)), seed)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_of_a_thousand_loses_or_doubles_a_job(kind: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("DORPSRONDE_FAULT_SEED", random.SystemRandom().randrange(10**9)))
    with workers(kind, tmp_path) as here:
        run_faults(here, MANY // len(KINDS), seed)
