"""Ctrl-C while a search runs: the first ends it with the best so far, a second one gives that up too."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["Interruption", "noticing_ctrl_c"]


class Interruption:
    """How often Ctrl-C was pressed; true once it was."""

    def __init__(self) -> None:
        self.times = 0

    def __bool__(self) -> bool:
        return self.times > 0

    def press(self) -> None:
        self.times += 1


@contextmanager
def noticing_ctrl_c() -> Generator[Interruption]:
    """Count Ctrl-C instead of raising it: an exception inside a call from C++ would be lost there.

    Does nothing outside the main thread, which alone gets signals, and where SIGINT is ignored.

    Raises
    ------
    KeyboardInterrupt
        At the end, after more than one Ctrl-C.
    """
    interruption = Interruption()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in {signal.SIG_IGN, None}:
        yield interruption
        return
    signal.signal(signal.SIGINT, lambda _signal, _frame: interruption.press())
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before)
    if interruption.times > 1:
        raise KeyboardInterrupt
