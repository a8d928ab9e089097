"""What goes to the process that plans a problem, and what it says instead of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Asked", "Refusal"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a problem is to be planned; see `routing.solver.solve`.

    Attributes
    ----------
    roads: where the roads are over which bare coordinates are measured, the fields of `rounds.roads_at.RoadsAt`; none
        where there are only matrices.
    why: whether to say what keeps out what is unassigned; at most as long again as the search.
    inserting: whether new orders come into a plan that is ridden, and nothing is searched.
    """

    time_limit_s: float
    iterations: int | None = None
    seed: int = 1
    threads: int = 2
    roads: Mapping[str, str] | None = None
    why: bool = False
    inserting: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a problem cannot be planned.

    Attributes
    ----------
    pointer: to the part of the payload at fault, as `api.pointer` writes it; none where it cannot be told.
    ours: what is at fault is not the payload, but what this server keeps; `detail` is for its log.
    """

    detail: str
    pointer: str | None = None
    ours: bool = False
