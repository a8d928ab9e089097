"""One thing wrong with a plan."""

from dataclasses import dataclass

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Attributes
    ----------
    name: VROOM's where it has one (delay, lead_time, load, max_tasks, skills, precedence,
        missing_break, max_travel_time, max_distance, max_load), else ours.
    where: route, step or field.
    text: what was found and what should be.
    duration_s: how much too early, too late or too long, where time is what is wrong.
    """

    name: str
    where: str
    text: str
    duration_s: int | None = None

    def in_full(self) -> dict[str, str | int]:
        """Say it as an object of JSON."""
        duration = {} if self.duration_s is None else {"duration": self.duration_s}
        return {"cause": self.name, "where": self.where, "text": self.text, **duration}

    def __str__(self) -> str:
        """Say it on one line, whatever control characters or half surrogates the plan holds."""
        return _printable(f"{self.name}: {self.where}: {self.text}")


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
