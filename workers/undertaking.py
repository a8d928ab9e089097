"""A job while it is done: its lease is renewed beside the work, and what is told of it goes along."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from data.database import Database
from data.drafts.job import Lease
from data.work import Work
from kernel.errors import DorpsrondeError
from kernel.progress import Progress
from kernel.scope import Scope
from kernel.text import Text
from workers.settings import WorkerSettings

__all__ = ["StoppedEarlyError", "Undertaking", "kept_alive"]

LOG = logging.getLogger(__name__)
RENEWALS = 3
"""In one lease: two may fail before the job is another's."""
TELL_S = 2.0
"""At most so often is written how far a job is."""


class StoppedEarlyError(Exception):
    """The job is another's by now: no error of anybody, and raised past all that mends errors of ours."""


class Undertaking:
    """What a handler has of its job."""

    def __init__(self, lease: Lease, database: Database, home: Path, settings: WorkerSettings) -> None:
        self.lease = lease
        self.database = database
        self.home = home
        self.settings = settings
        self.closed = False
        self._lost = threading.Event()
        self._percent = 0
        self._told: dict[str, Any] = {}

    @property
    def scope(self) -> Scope:
        """The worker's own scope, no wider than the job's square."""
        square = self.lease.square_id
        return Scope.system(f"job: {self.lease.kind}", None if square is None else [square])

    def argument(self, name: str) -> Any:
        """Give an argument that the job cannot do without.

        Raises
        ------
        DorpsrondeError
            Whoever asked did not say.
        """
        value = self.lease.arguments.get(name)
        if value is None:
            raise DorpsrondeError(f"the job does not say its {name}", way_out="Ask for it again.")
        return value

    def close(self, work: Work, result: Mapping[str, Any] | None = None) -> None:
        """Close the job in the unit of work of its effect; where that raises, neither is written.

        Raises
        ------
        LeaseLostError
            The job is another's by now.
        """
        work.jobs.close(self.lease, result)
        self.closed = True

    def told(self, percent: float, **details: Any) -> None:
        """Say how far the job is; written by the renewal.

        Raises
        ------
        StoppedEarlyError
            Going on is no use.
        """
        self._percent = max(0, min(99, int(percent)))
        self.tell(**details)
        if self._lost.is_set():
            raise StoppedEarlyError

    def tell(self, **details: Any) -> None:
        """Say what there is to know of it."""
        self._told = self._told | details  # a new one: the renewal reads beside

    def within(self, begin: float, end: float, title: Text | None = None) -> Progress:
        """Make a part of the work tell its share as percents of the whole, from `begin` to `end`.

        Parameters
        ----------
        title: of a step that begins, which is written at once; and where the job is another's, it does not begin.

        Raises
        ------
        StoppedEarlyError
            Going on is no use.
        """
        if title is not None:
            self.told(begin, step_nl=title.nl, step_en=title.en)
            self.keep()
            self.told(begin)
        return lambda share: self.told(begin + (end - begin) * share)

    def renew(self) -> bool:
        """Keep the job; false where it is another's."""
        with self.database.queue() as queue:
            kept = queue.renew(self.lease, self.settings.lease, self._percent, self._told or None)
        if not kept:
            self._lost.set()
        return kept

    def keep(self) -> bool:
        """Renew, where the database can be asked: it may be back before the lease is over."""
        try:
            return self.renew()
        except DorpsrondeError as fault:
            LOG.warning("job %s could not be renewed: %s", self.lease.job_id, fault)
            return True

    @property
    def news(self) -> tuple[int, dict[str, Any]]:
        return self._percent, dict(self._told)


@contextmanager
def kept_alive(undertaking: Undertaking) -> Iterator[None]:
    """Renew the lease in a thread beside the work, for as long as the block lasts."""
    over = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(undertaking, over), name="renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew_until(undertaking: Undertaking, over: threading.Event) -> None:
    """Renew every third of a lease, and sooner where there is something to tell."""
    third_s = undertaking.settings.lease_s / RENEWALS
    told, silent_s = undertaking.news, 0.0
    pause_s = min(TELL_S, third_s)
    while not over.wait(pause_s):
        silent_s += pause_s
        if undertaking.news == told and silent_s < third_s:
            continue
        told, silent_s = undertaking.news, 0.0
        if not undertaking.keep():
            return


def backoff(attempt: int) -> timedelta:
    """Give how long to wait after a failed attempt: 5 s, then twice as long each time, a quarter of an hour at most."""
    return timedelta(seconds=min(5 * 2 ** (attempt - 1), 900))
