"""A what-if that is asked for as a job: what it may be, how it waits, and what a worker answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.database import Database
from data.work import Work
from impact.factor_table import load_factors
from kernel.errors import ConflictError
from kernel.position import Position
from kernel.scope import Scope
from rounds.changes import Changes, MovedPlace, Pooling, SlotPolicy
from rounds.later import JobKind, later
from rounds.replayed import SearchDepth
from rounds.what_if import what_if
from rounds.what_if_costs import what_if_costs
from rounds.what_if_report import what_if_report
from rounds.whole_day import Step

__all__ = ["MOST_DAYS", "MOST_ITERATIONS", "AskedWhatIf", "answer_what_if", "ask_for_what_if"]

MOST_DAYS = 7
MOST_ITERATIONS = 2_000
"""Of the search, for each 100 orders of a day."""
MOST_SEARCHED = 100_000
"""Iterations of one what-if, over both sides of all its days: those of a week of 350 orders a day, searched as hard as
may be, or of half as many beside shops' own tours, which take twice that. A worker that answers a what-if plans nothing
meanwhile: longer ones are for the command. Our own choice."""


@dataclass(frozen=True, slots=True)
class AskedWhatIf:
    """What is asked, as `rounds.what_if.what_if` takes it; each day once.

    How many days and iterations it may be, who takes it in says, by `MOST_DAYS` and `MOST_ITERATIONS`.
    """

    days: tuple[date, ...]
    changes: Changes
    depth: SearchDepth
    lang: str

    @property
    def arguments(self) -> dict[str, Any]:
        """Write it as a job keeps it."""
        changes = self.changes
        return {
            "days": [day.isoformat() for day in self.days],
            "orders": changes.orders,
            "vehicle": changes.vehicle,
            "vehicles": changes.vehicles,
            "pooling": changes.pooling.value,
            "slots": None if changes.slots is None else changes.slots.value,
            "hubs": [[one.name, one.position.lon, one.position.lat] for one in changes.moved],
            "iterations": self.depth.iterations,
            "seed": self.depth.seed,
            "lang": self.lang,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "AskedWhatIf":
        """Read what `arguments` wrote."""
        changes = Changes(
            orders=kept["orders"],
            vehicle=kept["vehicle"],
            vehicles=kept["vehicles"],
            pooling=Pooling(kept["pooling"]),
            slots=None if kept["slots"] is None else SlotPolicy(kept["slots"]),
            moved=tuple(MovedPlace(name, Position(lon, lat)) for name, lon, lat in kept["hubs"]),
        )
        days = tuple(date.fromisoformat(day) for day in kept["days"])
        return cls(days, changes, SearchDepth(kept["iterations"], kept["seed"]), kept["lang"])

    @property
    def steps(self) -> int:
        """How many steps its answer is told in: opening the roads, reading addresses, and each side of each day."""
        return (2 if self.changes.orders > 1 else 1) + 2 * len(self.days)


def ask_for_what_if(work: Work, square_id: str, asked: AskedWhatIf) -> str:
    """Ask for the job that replays days; returns its id.

    Raises
    ------
    ConflictError
        One of the days was not planned yet, or enough what-ifs of the square wait already.
    """
    for day in asked.days:
        if work.plans.told(square_id, day) is None:
            raise ConflictError(f"{day} was never planned", way_out="Plan it first, or choose another day.")
    return later(work, JobKind.WHAT_IF, square_id, asked.arguments)


def answer_what_if(database: Database, home: Path, slug: str, asked: AskedWhatIf, step: Step) -> dict[str, Any]:
    """Replay the days, and say what came of it: as `what_if_report`, with costs where the square has any.

    Raises
    ------
    NotFoundError, BadInputError, StorageError
        As `what_if`.
    """
    found = what_if(
        database, home, slug, asked.days, asked.changes, depth=asked.depth, most_iterations=MOST_SEARCHED, step=step
    )
    with database.read(Scope.system("what-if")) as work:
        standing = work.cost_sheets.standing(work.squares.get(slug).id)
    return what_if_report(found, load_factors(), asked.lang, costs=what_if_costs(found, standing))
