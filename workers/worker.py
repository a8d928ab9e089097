"""One worker: Celery's main process with its children, and the clock in a thread beside it."""

import logging
import os
import threading
import warnings
from typing import Any

from celery import Celery, signals
from celery.exceptions import SecurityWarning

from data.database import Database
from data.settings import DatabaseSettings
from gateways.traces import NoTraces, Traces, traces_from_environment
from kernel.errors import DorpsrondeError
from kernel.ids import new_id
from workers.app import RING, make_app
from workers.beat import Beat
from workers.consumer import do_next
from workers.forking import kept_from_forks
from workers.parent_death import end_with_parent
from workers.settings import WorkerSettings

__all__ = ["keep_beat", "new_name", "run_beat", "run_worker", "send_again"]

LOG = logging.getLogger(__name__)
FAREWELL_S = 10.0
"""For the clock to end what it is doing."""
AGAIN_S = 10.0
"""Before a database that the clock cannot open is tried again."""


def new_name() -> str:
    """Give a worker's name, by which its jobs are known in the database."""
    return f"worker-{new_id()}"


def run_worker(settings: WorkerSettings, stored: DatabaseSettings, name: str, *, beat: bool = True) -> int:
    """Do jobs until SIGTERM or SIGINT; returns an exit code.

    When it is asked to stop, what it is doing is sent again at once and not finished: a plan may take long.

    Parameters
    ----------
    beat: whether the relay and the clock run here too.

    Raises
    ------
    StorageError, BadInputError
        The database or a setting cannot be used.
    """
    Database.open(stored).close()  # refused at once; opened anew below, as no connection may be there when it forks
    app = make_app(settings, stored.home)
    bells = _Bells(settings, stored, name)
    app.task(name=RING, ignore_result=True)(bells.answer)
    beside = threading.Thread(target=keep_beat, args=(settings, stored, app, bells.over), name="beat", daemon=True)

    def begin(**_of_celery: Any) -> None:
        if beat:
            beside.start()

    def end(**_of_celery: Any) -> None:
        # In a thread, as Celery says this within a handler of the signal.
        threading.Thread(target=send_again, args=(stored, name), kwargs={"stopped": True}).start()

    signals.setup_logging.connect(_as_it_is, weak=False)
    signals.worker_process_init.connect(bells.begin, weak=False)
    signals.worker_process_shutdown.connect(bells.end, weak=False)
    signals.worker_ready.connect(begin, weak=False)
    signals.worker_shutting_down.connect(end, weak=False)
    with warnings.catch_warnings():
        # Celery warns root of pickled messages from strangers; here all messages are JSON, which it does not ask.
        warnings.simplefilter("ignore", SecurityWarning)
        worker = app.Worker(
            hostname=name,
            pool_cls="prefork",
            concurrency=settings.processes,
            without_gossip=True,
            without_heartbeat=True,
            without_mingle=True,
            quiet=True,
        )
    worker.start()
    bells.over.set()
    if beside.is_alive():
        beside.join(FAREWELL_S)
    return int(worker.exitcode or 0)


def run_beat(
    settings: WorkerSettings, stored: DatabaseSettings, app: Celery | None = None, over: threading.Event | None = None
) -> None:
    """Let the relay and the clock run until `over`.

    Raises
    ------
    StorageError, BadInputError
        The database or a setting cannot be used.
    """
    database = Database.open(stored)
    try:
        with kept_from_forks(database.close) as at_work:
            Beat(database, stored.home, app or make_app(settings, stored.home), settings, over, at_work=at_work).run()
    finally:
        database.close()


def keep_beat(settings: WorkerSettings, stored: DatabaseSettings, app: Celery, over: threading.Event) -> None:
    """Let the relay and the clock run until `over`, though the database be away when they begin."""
    while not over.is_set():
        try:
            run_beat(settings, stored, app, over)
        except DorpsrondeError as fault:
            LOG.warning("the clock cannot begin, and tries again: %s", fault)
            over.wait(AGAIN_S)


def send_again(stored: DatabaseSettings, name: str, *, stopped: bool) -> None:
    """Let others do what a worker has; where it was asked to stop, nothing of it counts as an attempt."""
    try:
        database = Database.open(stored)
        try:
            with database.queue() as queue:
                queue.release(name, stopped=stopped)
        finally:
            database.close()
    except DorpsrondeError as fault:
        LOG.warning("what %s had is sent again when its lease is over: %s", name, fault)


class _Bells:
    """What a child of the worker does when it is rung for; each child has a database of its own."""

    def __init__(self, settings: WorkerSettings, stored: DatabaseSettings, name: str) -> None:
        self._settings = settings
        self._stored = stored
        self._name = name
        self._main = os.getpid()
        self._database: Database | None = None
        self._traces: Traces = NoTraces()
        self.over = threading.Event()

    def begin(self, **_of_celery: Any) -> None:
        """Begin a child: it ends with the main process, however that ends; its traces have a thread of its own."""
        end_with_parent(self._main)
        self._traces = traces_from_environment()

    def end(self, **_of_celery: Any) -> None:
        """End a child that was asked to stop."""
        self._traces.close()

    def answer(self, job_id: str) -> None:
        """Do the job that goes first; the id is of the one that was rung for, and may be done already."""
        try:
            self._database = self._database or Database.open(self._stored)
            owner = f"{self._name}:{os.getpid()}"
            do_next(self._database, self._stored.home, self._settings, owner, traces=self._traces)
        except DorpsrondeError as fault:
            LOG.warning("rung for job %s: %s", job_id, fault)


def _as_it_is(**_of_celery: Any) -> None:
    """Leave logging as who started this process has set it up."""
