"""Ctrl-C while a search runs: the first ends it with the best so far.

A second one gives that up too where ending may take long, and does nothing where it takes a moment; what may be
broken off anywhere, such as writing, ends with it at once.
"""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Interruption", "noticing_ctrl_c", "only_the_first_ctrl_c"]


class Interruption:
    """How often Ctrl-C was pressed; true once it was, also before in the one around it, which hears of the first."""

    def __init__(self, around: "Interruption | None" = None) -> None:
        self.times = 0
        self.around = around

    def __bool__(self) -> bool:
        return self.times > 0 or bool(self.around)

    def press(self) -> None:
        self.times += 1
        if self.times == 1 and self.around is not None:
            self.around.press()

    def heard(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        self.press()

    def heard_to_give_up(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal, and raise KeyboardInterrupt at the second; those after it find the end under way."""
        self.press()
        if self.times == 2:
            raise KeyboardInterrupt


@contextmanager
def noticing_ctrl_c(*, giving_up: bool = False) -> Generator[Interruption]:
    """Count Ctrl-C instead of raising it: an exception inside a call from C++ would be lost there.

    Does nothing outside the main thread, which alone gets signals, and where SIGINT is ignored.

    Parameters
    ----------
    giving_up: whether a second one ends what is under way at once: where nothing is called from C++.

    Raises
    ------
    KeyboardInterrupt
        After more than one Ctrl-C: at the end, or wherever the second comes.
    """
    before = signal.getsignal(signal.SIGINT)
    interruption = Interruption(_noticed_by(before))
    if not _comes_here(before):
        yield interruption
        return
    signal.signal(signal.SIGINT, interruption.heard_to_give_up if giving_up else interruption.heard)
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
