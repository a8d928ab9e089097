"""One measured figure beside its goal."""

from dataclasses import dataclass

__all__ = ["Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, what it came to, and what was hoped for (empty where there is no goal)."""

    what: str
    measured: str
    goal: str = ""
