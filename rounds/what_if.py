"""What if: stored days replayed with changes, beside the same days as they were, both solved anew with one effort.

Nothing is written: days are loaded, and what comes of them is handed back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from data.database import Database
from data.models.area import Area
from data.models.plan import Plan as StoredPlan
from data.work import Work
from kernel.errors import BadInputError, NotFoundError
from kernel.progress import Stop, never
from kernel.scope import Scope
from kernel.text import Text
from maps.orders_left import orders_left
from rounds.areas import places_of, roads_at
from rounds.changed_day import changed_day, legs_wanted, orders_wanted, refuse_places, refused_of
from rounds.changes import Changes, Pooling
from rounds.day_clock import last_of_month
from rounds.day_planning import roads_of
from rounds.kept_report import report_in
from rounds.more_orders import MOST_ORDERS, Doors
from rounds.replayed import Replayed, SearchDepth, replayed
from rounds.roads import Roads
from rounds.stored_day import StoredDay, load_day
from rounds.whole_day import Step, unwatched

__all__ = ["ReplayedDay", "StoredFigures", "WhatIf", "planned_days", "what_if"]

SCOPE = Scope.system("what-if")
MOST_DAYS = 31
OPENING = Text("Wegen openen", "Opening the roads")


@dataclass(frozen=True, slots=True)
class StoredFigures:
    """What is stored of a day that was planned: given and delivered count orders as its report does."""

    version: int
    planned_at: datetime
    given: int
    delivered: int
    unassigned: int
    rounds: int
    distance_m: int
    duty_s: int


@dataclass(frozen=True, slots=True)
class ReplayedDay:
    """One day three times: as it is stored, as it was solved again, and as it might have been."""

    day: date
    stored: StoredFigures
    before: Replayed
    after: Replayed


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What came of a what-if.

    Attributes
    ----------
    depth: of both sides alike.
    asked: the days that were asked for; fewer are in `days` where somebody stopped it.
    """

    square: str
    slug: str
    changes: Changes
    depth: SearchDepth
    asked: Sequence[date]
    days: Sequence[ReplayedDay]
    area: Area

    @property
    def is_partial(self) -> bool:
        return len(self.days) < len(self.asked)


@dataclass(frozen=True, slots=True)
class _Loaded:
    days: Sequence[StoredDay]
    stored: Sequence[StoredFigures]
    hubs: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Replay:
    """What both sides of every day share."""

    doors: Doors | None
    roads: Roads
    depth: SearchDepth
    step: Step
    stop: Stop

    def side(self, loaded: StoredDay, changes: Changes) -> Replayed:
        day = changed_day(loaded.whole, changes, self.doors, self.depth.seed)
        refused = refused_of(day, loaded.refused)
        title = Text("wat als", "what if") if changes.said else Text("zoals het was", "as it was")
        searching = self.step(Text(f"{loaded.clock.day}, {title.nl}", f"{loaded.clock.day}, {title.en}"))
        roads = roads_of(self.roads, replace(loaded, whole=day))
        return replayed(day, refused, roads, self.depth, pooling=changes.pooling, progress=searching, stop=self.stop)


def what_if(
    database: Database,
    home: Path,
    slug: str,
    days: Sequence[date],
    changes: Changes,
    *,
    depth: SearchDepth,
    most_iterations: int | None = None,
    step: Step = unwatched,
    stop: Stop = never,
) -> WhatIf:
    """Replay days with changes, and as they were.

    Parameters
    ----------
    depth: as it is asked for; beside shops' own tours both sides get no less than these get in a report.
    most_iterations: of the search, over both sides of all days; None is as many as it takes.
    stop: asked before and after each search, and between shops' own tours; a day of which not both sides were searched
        to the end is left out.

    Raises
    ------
    NotFoundError
        There is no such square, one of the days was never planned, or a hub is not known.
    BadInputError
        A place lies outside the areas, there would be too many orders or iterations, or a depot has no road for its
        vehicles.
    StorageError
        Neither the roads nor the extract can be read.
    """
    wanted = sorted(set(days))
    if not 1 <= len(wanted) <= MOST_DAYS:
        raise BadInputError(f"{len(wanted)} days are not from 1 to {MOST_DAYS}", where="whatif")
    depth = depth.beside(changes.pooling)
    with database.read(SCOPE) as work:
        loaded = _load(work, slug, wanted, depth.seed)
    first = loaded.days[0]
    areas = first.square.areas
    for one in loaded.days:
        _refuse_too_many(one, changes)
    if most_iterations is not None:
        _refuse_too_long(loaded.days, changes, depth, most_iterations)
    used = {counter.name for one in loaded.days for counter in one.whole.shops if counter.is_hub}
    used |= {vehicle.depot.name for one in loaded.days for vehicle in one.whole.vehicles if vehicle.depot}
    refuse_places(changes.moved, loaded.hubs, sorted(used), areas)
    doors = None
    if changes.orders > 1:
        reading = step(Text("Adressen lezen", "Reading addresses"))
        doors = Doors.of(places_of(areas[0], home, reading), areas)
    replay = _Replay(doors, Roads.open(roads_at(areas[0], home), step(OPENING)), depth, step, stop)
    done: list[ReplayedDay] = []
    for one, stored in zip(loaded.days, loaded.stored, strict=True):
        sides: list[Replayed] = []
        for own in (Changes(), changes):
            if stop():
                break
            sides.append(replay.side(one, own))
        if stop():
            break
        done.append(ReplayedDay(one.clock.day, stored, *sides))
    return WhatIf(first.square.name, slug, changes, depth, wanted, done, areas[0])


def planned_days(database: Database, slug: str, first: date) -> list[date]:
    """List the days of a month that were planned.

    Raises
    ------
    NotFoundError
        There is no such square, or none was.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        found = [plan.day for plan in work.plans.between(square.id, first, last_of_month(first))]
    if not found:
        raise NotFoundError(
            f"no day of {first:%Y-%m} was planned on square {slug}",
            way_out=f"Plan a day first: `dorpsronde plan {slug} --date {first}`.",
        )
    return found


def _load(work: Work, slug: str, days: Sequence[date], seed: int) -> _Loaded:
    square = work.squares.get(slug)
    stored = [_figures(work.plans.told(square.id, day), work, square.id, slug, day) for day in days]
    loaded = [load_day(work, slug, day, seed, over=True) for day in days]
    return _Loaded(loaded, stored, [hub.name for hub in work.hubs.all(square.id)])


def _figures(plan: StoredPlan | None, work: Work, square_id: str, slug: str, day: date) -> StoredFigures:
    if plan is None:
        raise NotFoundError(
            f"{day} was never planned on square {slug}",
            way_out=f"Plan it first: `dorpsronde plan {slug} --date {day}`.",
        )
    report = report_in(plan.report or {}, "en")
    return StoredFigures(
        version=plan.version,
        planned_at=plan.planned_at,
        given=report["orders"]["given"],
        delivered=report["orders"]["planned"],
        unassigned=orders_left(report),
        rounds=len(work.rounds.of_day(square_id, day, legs=False)),
        distance_m=plan.distance_m,
        duty_s=plan.duration_s,
    )


def _refuse_too_many(loaded: StoredDay, changes: Changes) -> None:
    count = orders_wanted(loaded.whole, changes)
    if count > MOST_ORDERS:
        raise BadInputError(
            f"{loaded.clock.day} would have {count} orders; more than {MOST_ORDERS} are not planned at once",
            where="whatif",
            way_out="Ask for fewer times the orders.",
        )


def _refuse_too_long(days: Sequence[StoredDay], changes: Changes, depth: SearchDepth, most: int) -> None:
    iterations = sum(depth.iterations_for(legs_wanted(one.whole, own)) for one in days for own in (Changes(), changes))
    if iterations > most:
        raise BadInputError(
            f"{iterations} iterations over both sides of all days are more than {most}",
            where="whatif",
            way_out=f"Ask for fewer {_fewer(changes, depth)}, or use the command on the machine itself.",
        )


def _fewer(changes: Changes, depth: SearchDepth) -> str:
    if changes.pooling is not Pooling.SHOP_TOURS:
        return "days, orders or iterations"
    return f"days or orders (beside shops' own tours there are {depth.iterations} iterations for each 100 orders)"
