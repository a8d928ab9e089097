"""A child process that is to be there as long as we are: watched, and started again when it ends."""

import logging
import subprocess
import threading
import time
from collections.abc import Callable

__all__ = ["WatchedProcess"]

LOG = logging.getLogger(__name__)
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 60.0
"""Before a process that ended is started again: doubled each time that one ends soon after it began."""
SOON_S = 60.0


class WatchedProcess:
    """`start` it once, `stop` it once.

    Parameters
    ----------
    kind: what it is, for the log.
    begin: starts the process.
    ended: called where it ended by itself, before it is started again.
    """

    def __init__(
        self, kind: str, begin: "Callable[[], subprocess.Popen[bytes]]", ended: Callable[[], None] = lambda: None
    ) -> None:
        self._kind = kind
        self._start = begin
        self._ended = ended
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        # This thread starts the process and lives as long as we do: Linux ends a child with the *thread* it is of.
        self._watcher = threading.Thread(target=self._watch, name=kind, daemon=True)

    def start(self) -> None:
        self._watcher.start()

    def stop(self, end: "Callable[[subprocess.Popen[bytes]], None]" = subprocess.Popen.kill) -> bool:
        """Let the process end and wait for that; False where none was ever started."""
        with self._lock:
            self._over.set()
        if self._process is None:
            return False
        end(self._process)
        self._process.wait()
        return True

    def _watch(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._over.is_set():
            began_s = time.monotonic()
            process = self._begin()
            if process is not None:
                process.wait()
                if self._over.is_set():
                    return
                LOG.warning("the %s ended (%s) and is started again", self._kind, process.returncode)
                self._ended()
            soon = time.monotonic() - began_s < SOON_S
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S) if soon else FIRST_PAUSE_S
            self._over.wait(pause_s)

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        """Start the process; None where it is not to be there any more, or this machine cannot start one just now."""
        with self._lock:  # or one would be started beside `stop`, and left
            if self._over.is_set():
                return None
            try:
                self._process = self._start()
            except OSError as fault:
                LOG.warning("the %s cannot be started, which is tried again: %s", self._kind, fault)
                return None
            return self._process
