"""How long work tells how far it is, and asks whether to go on, without knowing who listens."""

from collections.abc import Callable

__all__ = ["Progress", "Stop", "never", "part_of", "silent"]

Progress = Callable[[float], None]
"""Called with the share done, from 0.0 to 1.0, never decreasing."""
Stop = Callable[[], bool]
"""Asked between parts of the work; once true it stays so, and what comes of the work is no answer."""


def silent(share: float) -> None:
    """Listen to nothing."""


def never() -> bool:
    """Go on to the end."""
    return False


def part_of(progress: Progress, begin: float, end: float) -> Progress:
    """Tell the share of a part as one of the whole, in which it goes from `begin` to `end`."""
    return lambda share: progress(begin * (1 - share) + end * share)
