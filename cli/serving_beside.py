"""More processes that answer at the door of `dorpsronde serve`: Python uses one core in each."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from workers.watched_process import WatchedProcess

__all__ = ["ServersBeside"]


class ServersBeside:
    """`start` them once, `stop` them once. One that ends is started again; all end with whoever started them."""

    def __init__(self, count: int, door: socket.socket) -> None:
        self._door = door.fileno()
        self._watched = [WatchedProcess("server beside", self._begin) for _ in range(count)]

    def start(self) -> None:
        for one in self._watched:
            one.start()

    def stop(self) -> None:
        """Ask them to end, and wait until they have answered what is under way."""
        if self._watched:
            with ThreadPoolExecutor(len(self._watched)) as pool:
                list(pool.map(lambda one: one.stop(subprocess.Popen.terminate), self._watched))

    def _begin(self) -> "subprocess.Popen[bytes]":
        beside = ["--beside", str(os.getpid()), str(self._door)]
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", "from cli.main import main; main()", "serve", "--no-worker", *beside],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[self._door], start_new_session=True,
        )  # fmt: skip
