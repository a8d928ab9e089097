"""No child is forked while a thread of its parent is at the database, nor with a connection open.

SQLite keeps for each process who of it holds which lock. A child would get a copy: a lock that its parent's thread held
just then it would wait for in vain, for ever, and one that a connection held it would take for its own.
Source: sqlite.org/howtocorrupt.html, "carrying an open database connection across a fork".
"""

import os
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

__all__ = ["kept_from_forks"]

_AT_WORK = threading.RLock()
_closing: list[Callable[[], object]] = []


@contextmanager
def kept_from_forks(close: Callable[[], object]) -> Generator[AbstractContextManager[bool]]:
    """Give what is held while at the database: whoever forks waits for it, and closes the connections first.

    Parameters
    ----------
    close: closes all connections that nobody uses.
    """
    _closing.append(close)
    try:
        yield _AT_WORK
    finally:
        _closing.remove(close)


def _before() -> None:
    _AT_WORK.acquire()
    for close in _closing:
        close()


os.register_at_fork(before=_before, after_in_parent=_AT_WORK.release, after_in_child=_AT_WORK.release)
