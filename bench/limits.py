"""How far a measurement goes: what the options of `python -m bench` say."""

import time
from dataclasses import dataclass
from fnmatch import fnmatchcase

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Attributes
    ----------
    only: patterns of instances' names; all without any.
    seconds: for every search, instead of the part's own.
    seeds: for every instance, instead of the part's own.
    budget_min: minutes after which a part begins no further search.
    engines: which entrants take part.
    resume: whether searches that an earlier run made are taken over instead of made again.
    publish: whether docs/benchmarks.md and its picture are written anew.
    """

    only: tuple[str, ...] = ()
    seconds: float | None = None
    seeds: int | None = None
    threads: int = 2
    budget_min: float | None = None
    engines: tuple[str, ...] = ()
    resume: bool = False
    publish: bool = False

    def wants(self, name: str) -> bool:
        return not self.only or any(fnmatchcase(name, pattern) for pattern in self.only)

    def allows(self, further_s: float, since_s: float) -> bool:
        """Whether that many seconds more still fit into the budget of a part that began at `since_s`."""
        return self.budget_min is None or time.monotonic() - since_s + further_s <= 60 * self.budget_min
