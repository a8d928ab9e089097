"""The worker of the embedded form: a child process of the server, watched, and started again when it ends."""

import logging
import os
import subprocess
import sys
import threading
import time

from data.settings import DatabaseSettings
from workers.worker import new_name, send_again

__all__ = ["EmbeddedWorker"]

LOG = logging.getLogger(__name__)
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 60.0
"""Before a worker that ended is started again: doubled each time that one ends soon after it began."""
SOON_S = 60.0


class EmbeddedWorker:
    """`start` it once, `stop` it once.

    It is in a session of its own, so that Ctrl-C in a terminal is the server's alone; and Linux kills it when the
    server is killed. What it had when it ended is sent again at once, which counts as an attempt: a job that ends its
    worker each time is dead after so many.
    """

    def __init__(self, stored: DatabaseSettings) -> None:
        self._stored = stored
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._name = ""
        # This thread starts the worker and lives as long as the server: Linux ends a child with the *thread* it is of.
        self._watcher = threading.Thread(target=self._watch, name="worker", daemon=True)

    def start(self) -> None:
        self._watcher.start()

    def stop(self) -> None:
        """End the worker and let others do what it had, or itself the next time.

        Without asking: what it does is whole in the database or not at all, and Celery takes seconds to say farewell.
        """
        with self._lock:
            self._over.set()
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        send_again(self._stored, self._name, stopped=True)

    def _watch(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._over.is_set():
            began_s = time.monotonic()
            process = self._begin()
            if process is None:
                return
            process.wait()
            if self._over.is_set():
                return
            LOG.warning("the worker ended (%s) and is started again", process.returncode)
            send_again(self._stored, self._name, stopped=False)
            soon = time.monotonic() - began_s < SOON_S
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S) if soon else FIRST_PAUSE_S
            self._over.wait(pause_s)

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:  # or one would be started beside `stop`, and left
            if self._over.is_set():
                return None
            self._name = new_name()
            call = [sys.executable, "-m", "workers.child", self._name, str(os.getpid())]
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
            return self._process
