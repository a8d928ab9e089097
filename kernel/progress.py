"""How long work tells how far it is, without knowing who listens."""

from collections.abc import Callable

__all__ = ["Progress", "silent"]

Progress = Callable[[float], None]
"""Called with the share done, from 0.0 to 1.0, never decreasing."""


def silent(share: float) -> None:
    """Listen to nothing."""
