"""The clock and the relay: what was asked for becomes jobs, what vanished is sent again, and workers are called.

Any number of these may run: each step is one that the database grants to one of them. The clock asks the database what
is due, so that what was missed while nothing ran is caught up.
"""

import logging
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from celery import Celery

from data.database import Database
from kernel.errors import DorpsrondeError
from rounds.cutoffs import ask_for_due_plans
from rounds.old_answers import forget_old_answers
from rounds.old_uploads import forget_old_uploads
from rounds.proof_keeping import erase_old_proofs
from rounds.recurring_orders import ask_for_recurring_orders
from rounds.webhook_keeping import forget_old_deliveries
from workers.app import ring
from workers.settings import WorkerSettings

__all__ = ["Beat"]

LOG = logging.getLogger(__name__)
AFTER_FAULT_S = 1.0
"""Before a database or a broker that does not answer is asked again."""
STRAYS_EACH = 60
"""Ticks: to find pictures that belong to no proof, each one there is is looked at."""


class Beat:
    """One loop, until `over`; `at_work` is held while it does anything."""

    def __init__(
        self,
        database: Database,
        home: Path,
        app: Celery,
        settings: WorkerSettings,
        over: threading.Event | None = None,
        *,
        at_work: AbstractContextManager[object] | None = None,
    ) -> None:
        self._database = database
        self._home = home
        self._app = app
        self._settings = settings
        self._over = over or threading.Event()
        self._at_work = at_work or nullcontext()
        self._fault = ""
        self._ticks = 0

    def run(self) -> None:
        """Look into the outbox every moment, and at the clock every minute."""
        next_tick_s = time.monotonic()
        pause_s = 0.0
        while not self._over.wait(pause_s):
            pause_s = self._settings.poll_s
            try:
                with self._at_work:
                    if time.monotonic() >= next_tick_s:
                        next_tick_s = time.monotonic() + self._settings.tick_s
                        self.tick()
                    self.look()
            except DorpsrondeError as fault:
                self._tell_once(str(fault))
                pause_s = max(pause_s, AFTER_FAULT_S)
            except Exception:
                LOG.exception("the clock missed a beat")
                pause_s = max(pause_s, AFTER_FAULT_S)
            else:
                self._tell_once("")

    def tick(self) -> None:
        """Do what the clock asks for, each by itself: what fails keeps nothing else from being done.

        Raises
        ------
        DorpsrondeError
            Some of it failed; the first of these.
        """
        faults: list[DorpsrondeError] = []
        for chore in (
            lambda: ask_for_recurring_orders(self._database),
            lambda: ask_for_due_plans(self._database),
            lambda: forget_old_answers(self._database),
            lambda: forget_old_uploads(self._database, self._home),
            lambda: forget_old_deliveries(self._database),
            lambda: erase_old_proofs(self._database, self._home, strays=self._ticks % STRAYS_EACH == 0),
        ):
            try:
                chore()
            except DorpsrondeError as fault:
                faults.append(fault)
            except Exception:
                LOG.exception("the clock could not do all that it is to do")
        self._ticks += 1
        for fault in faults:
            raise fault

    def look(self) -> None:
        """Relay, send again what nobody renewed, and call workers for what is due.

        Raises
        ------
        StorageError, UnavailableError
            Database or broker do not answer; what was not done is done the next time.
        """
        again_after = self._settings.again_after
        with self._database.look_at_queue() as queue:
            if not queue.has_news(again_after):
                return
        with self._database.queue() as queue:
            queue.relay()
            queue.expire()
            due = queue.to_ring(again_after)
        heard: list[str] = []
        try:
            for job_id in due:
                ring(self._app, job_id)
                heard.append(job_id)
        finally:
            if heard:
                with self._database.queue() as queue:
                    queue.rung(heard)

    def _tell_once(self, fault: str) -> None:
        """Log a fault when it begins and when it is over, not every time that it is met."""
        if fault != self._fault:
            LOG.warning(fault or "the clock works again")
        self._fault = fault
