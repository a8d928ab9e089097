"""One thing wrong with a plan."""

from dataclasses import dataclass

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Attributes
    ----------
    name: VROOM's where it has one (delay, lead_time, load, max_tasks, skills, precedence,
        max_travel_time, max_distance), else ours.
    where: route, step or field.
    text: what was found and what should be.
    """

    name: str
    where: str
    text: str

    def __str__(self) -> str:
        """Say it on one line, whatever control characters or half surrogates the plan holds."""
        return _printable(f"{self.name}: {self.where}: {self.text}")


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
