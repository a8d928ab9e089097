"""Ctrl-C while a search runs: the first ends it with the best so far.

A second one gives that up too where ending may take long, and does nothing where it takes a moment.
"""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Interruption", "noticing_ctrl_c", "only_the_first_ctrl_c"]


class Interruption:
    """How often Ctrl-C was pressed; true once it was. The one around it hears of the first."""

    def __init__(self, around: "Interruption | None" = None) -> None:
        self.times = 0
        self.around = around

    def __bool__(self) -> bool:
        return self.times > 0

    def press(self) -> None:
        self.times += 1
        if self.times == 1 and self.around is not None:
            self.around.press()

    def heard(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        self.press()


@contextmanager
def noticing_ctrl_c() -> Generator[Interruption]:
    """Count Ctrl-C instead of raising it: an exception inside a call from C++ would be lost there.

    Does nothing outside the main thread, which alone gets signals, and where SIGINT is ignored.

    Raises
    ------
    KeyboardInterrupt
        At the end, after more than one Ctrl-C.
    """
    before = signal.getsignal(signal.SIGINT)
    interruption = Interruption(_noticed_by(before))
    if not _comes_here(before):
        yield interruption
        return
    signal.signal(signal.SIGINT, interruption.heard)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before)
    if interruption.times > 1:
        raise KeyboardInterrupt


@contextmanager
def only_the_first_ctrl_c() -> Generator[None]:
    """Let the first Ctrl-C raise KeyboardInterrupt as ever, and those after it nothing.

    Catching them would leave moments in which one more is lost to nobody's `except`. Does nothing where
    `noticing_ctrl_c` does nothing; one around this hears of the first too, and knows that this was cut short.
    """
    before = signal.getsignal(signal.SIGINT)
    if not _comes_here(before):
        yield
        return
    interruption = Interruption(_noticed_by(before))

    def press(_signal: int, _frame: FrameType | None) -> None:
        interruption.press()
        if interruption.times == 1:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _noticed_by(handler: object) -> Interruption | None:
    noticing = getattr(handler, "__self__", None)
    return noticing if isinstance(noticing, Interruption) else None


def _comes_here(handler: object) -> bool:
    return threading.current_thread() is threading.main_thread() and handler not in {signal.SIG_IGN, None}
