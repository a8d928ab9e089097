"""The worker of the embedded form: a child process of the server, watched, and started again when it ends."""

import os
import subprocess
import sys

from data.settings import DatabaseSettings
from workers.watched_process import WatchedProcess
from workers.worker import new_name, send_again

__all__ = ["EmbeddedWorker"]


class EmbeddedWorker:
    """`start` it once, `stop` it once.

    It is in a session of its own, so that Ctrl-C in a terminal is the server's alone; and Linux kills it when the
    server is killed. What it had when it ended is sent again at once, which counts as an attempt: a job that ends its
    worker each time is dead after so many.
    """

    def __init__(self, stored: DatabaseSettings) -> None:
        self._stored = stored
        self._name = ""
        self._watched = WatchedProcess(
            "worker", self._begin, lambda: send_again(self._stored, self._name, stopped=False)
        )

    def start(self) -> None:
        self._watched.start()

    def stop(self) -> None:
        """End the worker and let others do what it had, or itself the next time.

        Without asking: what it does is whole in the database or not at all, and Celery takes seconds to say farewell.
        """
        if self._watched.stop():
            send_again(self._stored, self._name, stopped=True)

    def _begin(self) -> "subprocess.Popen[bytes]":
        self._name = new_name()
        call = [sys.executable, "-m", "workers.child", self._name, str(os.getpid())]
        return subprocess.Popen(  # noqa: S603 - our own words
            call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
