"""Closures of a square, as a dispatcher says them: added, listed, ended. What is asked twice is done once.

What they do to rounds that are released already is in `rounds/rerouting.py`; to plans, in `rounds/roads_of_day.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import shapely

from data.closure_files import closures_drawn, read_closures
from data.database import Database
from data.drafts.closure import ClosureDraft
from data.models.closure import Closure as StoredClosure
from data.models.square import Square
from data.names import name_key
from data.repositories.named import Outcome
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotFoundError, about
from kernel.progress import Progress, silent
from kernel.quoting import quoted
from kernel.scope import Scope
from rounds.areas import roads_at
from rounds.closure_place import refuse_elsewhere, streets_of
from rounds.closure_times import LocalTime, times_of, times_said
from rounds.day_clock import DayClock
from rounds.given_name import given_name
from rounds.rerouting import Change, Rerouted, given_days, renewals, store_renewals
from rounds.roads import Roads
from rounds.shown_closures import ShownClosure, shown_closure, shown_closures, standing_closures
from routing.network.closures import Closure as ClosedRoads
from routing.network.profile import PROFILE_NAMES

__all__ = [
    "ChangedClosure", "ClosureWish", "EndingClosure", "PreparedClosure", "add_closure", "closures_of", "end_closure",
    "prepare_closure", "prepare_end", "store_closure", "store_end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClosureWish:
    """A closure as a person says it; what is wrong with it is said of its parts by these names.

    Attributes
    ----------
    polygons: a GeoJSON file. drawn: a GeoJSON document. ways: OSM ids. One of these, or ways beside polygons.
    slowed: None is closed, or as each polygon of the file says.
    profiles: none are all.
    weekdays: on which it comes back every week; none is once.
    """

    name: str
    polygons: Path | None
    ways: frozenset[int]
    begin: LocalTime
    end: LocalTime
    weekdays: frozenset[int] = frozenset()
    slowed: float | None = None
    profiles: frozenset[str] = frozenset()
    drawn: Mapping[str, Any] | None = None

    @property
    def where(self) -> str:
        """Where its polygons stand."""
        return "shape" if self.drawn is not None else str(self.polygons or "")


@dataclass(frozen=True, slots=True)
class PreparedClosure:
    """A closure that was measured, and what it does to released rounds; not stored yet.

    Attributes
    ----------
    known: the same closure, where it is stored already.
    """

    square: Square
    draft: ClosureDraft
    change: Change
    rerouted: Sequence[Rerouted]
    roads: int
    road_m: int
    known: StoredClosure | None = None


@dataclass(frozen=True, slots=True)
class EndingClosure:
    """A closure that is to end, and what that does to released rounds."""

    square: Square
    change: Change
    rerouted: Sequence[Rerouted]


@dataclass(frozen=True, slots=True)
class ChangedClosure:
    """A closure that was added or ended.

    Attributes
    ----------
    is_new: whether anything was stored: the same closure again is not.
    is_over: whether it ended before it was said: it is kept, and matters to whoever plans such a day again.
    roads, road_m: how many stretches of road it is about, and how long they are together.
    rerouted: the released rounds that it sends along other roads, or cannot.
    """

    shown: ShownClosure
    is_new: bool
    is_over: bool = False
    rerouted: Sequence[Rerouted] = ()
    roads: int = 0
    road_m: int = 0


def add_closure(
    database: Database, home: Path, slug: str, wish: ClosureWish, progress: Progress = silent
) -> ChangedClosure:
    """Store a closure, and lead the released rounds that it concerns round it; their stops stay in order.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        The name does not show, the times are none, a profile or a way is not known, or the polygons cannot be used,
        lie elsewhere or hold no road.
    ConflictError
        Another closure of this name stands, or a round was changed meanwhile; nothing was stored.
    StorageError
        It cannot be stored, or the extract is gone.
    """
    scope = Scope.system("closure add")
    prepared = prepare_closure(lambda: database.read(scope), home, slug, wish, lambda share: progress(0.9 * share))
    if prepared.known is not None:
        return ChangedClosure(shown_closure(prepared.known, prepared.square.timezone), is_new=False)
    with database.begin(scope) as work:
        changed = store_closure(work, prepared)
    progress(1.0)
    return changed


def prepare_closure(
    read: Callable[[], AbstractContextManager[Work]],
    home: Path,
    slug: str,
    wish: ClosureWish,
    progress: Progress = silent,
) -> PreparedClosure:
    """Measure a closure, and find which released rounds it sends elsewhere; raises as `add_closure`.

    Parameters
    ----------
    read: begins a unit of work that reads.
    """
    with about("name"):
        name = given_name(wish.name, "the closure")
    with about("shape"):
        roads = _roads_wished(wish)
    with read() as work:
        square = work.squares.get(slug)
    times = times_said(wish.begin, wish.end, wish.weekdays, square.timezone)
    network = Roads.open(roads_at(square.areas[0], home), lambda share: progress(0.5 * share)).network
    with about("shape" if roads.shape is not None else "ways"):
        edges = refuse_elsewhere(network, roads, square.areas, wish.where)
    draft = ClosureDraft(name, roads, times.begins_at, times.ends_at, streets_of(network, edges), times.weekly)
    with read() as work:
        put = work.closures.compare(square.id, draft)
        known = work.closures.get(square.id, put.id) if put.outcome is Outcome.SAME else None
        unsaved = StoredClosure(**draft.row, id=put.id, square_id=square.id, created_at=work.now)
        change = Change(unsaved, before=None, after=times_of(unsaved, square.timezone))
        days = given_days(work, square, _first_day(work, square))
        now = work.now
    found = [] if known is not None else renewals(days, change, home, now)
    progress(1.0)
    return PreparedClosure(
        square,
        draft,
        change,
        found,
        roads=int((network.edge_mm[edges] > 0).sum()),
        road_m=round(int(network.edge_mm[edges].sum()) / 1000),
        known=known,
    )


def store_closure(work: Work, prepared: PreparedClosure) -> ChangedClosure:
    """Store a closure and the other ways of released rounds, in a unit of work that others end.

    Raises
    ------
    ConflictError
        Another closure of this name stands by now, or a round was changed meanwhile.
    """
    square = prepared.square
    put = work.closures.add(square.id, prepared.draft)
    store_renewals(work, prepared.rerouted, put.id, prepared.change)
    return ChangedClosure(
        shown_closure(work.closures.get(square.id, put.id), square.timezone),
        is_new=put.outcome is Outcome.NEW,
        is_over=prepared.draft.ends_at is not None and prepared.draft.ends_at <= work.now,
        rerouted=prepared.rerouted,
        roads=prepared.roads,
        road_m=prepared.road_m,
    )


def end_closure(database: Database, home: Path, slug: str, called: str) -> ChangedClosure:
    """End a closure from now on, by its name or id, and lead released rounds over its roads again.

    Raises
    ------
    NotFoundError
        There is no such square, or no closure of that name or id; the line names those that stand.
    ConflictError
        It is over already, or a round was changed meanwhile; nothing was stored.
    """
    scope = Scope.system("closure end")
    ending = prepare_end(lambda: database.read(scope), home, slug, called)
    with database.begin(scope) as work:
        return store_end(work, ending)


def prepare_end(read: Callable[[], AbstractContextManager[Work]], home: Path, slug: str, called: str) -> EndingClosure:
    """Find which released rounds the end of a closure leads back; raises as `end_closure`."""
    with read() as work:
        square = work.squares.get(slug)
        chosen = _called(work, square, called)
        before = times_of(chosen, square.timezone)
        now = work.now
        after = replace(before, ends_at=now if before.ends_at is None else min(now, before.ends_at))
        change = Change(chosen, before=before, after=after)
        days = given_days(work, square, _first_day(work, square))
    return EndingClosure(square, change, renewals(days, change, home, now))


def store_end(work: Work, ending: EndingClosure) -> ChangedClosure:
    """End a closure, in a unit of work that others end; raises as `end_closure`."""
    closure_id = ending.change.stored.id
    stored = work.closures.end(ending.square.id, closure_id)
    store_renewals(work, ending.rerouted, closure_id, ending.change)
    return ChangedClosure(shown_closure(stored, ending.square.timezone), is_new=True, rerouted=ending.rerouted)


def closures_of(database: Database, slug: str, day: date | None = None) -> list[ShownClosure]:
    """List what is in force on a day; without one, what is closed now or will be.

    Raises
    ------
    NotFoundError
        There is no such square.
    """
    with database.read(Scope.system("closure list")) as work:
        square = work.squares.get(slug)
        if day is None:
            return standing_closures(work, square.id, square.timezone)
        return shown_closures(work, square.id, DayClock(day, square.timezone))


def _roads_wished(wish: ClosureWish) -> ClosedRoads:
    unknown = wish.profiles - set(PROFILE_NAMES)
    if unknown:
        raise BadInputError(
            f"there is no profile {quoted(min(unknown))}",
            field="profiles",
            way_out=f"Choose of: {', '.join(PROFILE_NAMES)}.",
        )
    drawn = [] if wish.polygons is None else read_closures(wish.polygons)
    drawn += [] if wish.drawn is None else closures_drawn(wish.drawn, wish.where)
    if not drawn and not wish.ways:
        raise BadInputError(
            "nothing says which roads", way_out="Draw them as GeoJSON, or name ways of OSM by their numbers."
        )
    factors = {one.slowed for one in drawn} or {None}
    allowed = factors if wish.slowed is None else {None, wish.slowed}
    if (wish.slowed is None and len(factors) > 1) or not factors <= allowed:
        raise BadInputError(
            "its polygons are closed or slow in different ways",
            where=wish.where,
            way_out="Make a closure of each, with a name of its own.",
        )
    shape = shapely.union_all([one.shape for one in drawn]) if drawn else None
    if shape is not None and not isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        raise BadInputError("its polygons cannot be joined", where=wish.where, way_out="Draw them again.")
    slowed = wish.slowed if wish.slowed is not None else next(iter(factors))
    with about("slowed"):
        return ClosedRoads(shape, wish.ways, slowed, wish.profiles or None)


def _called(work: Work, square: Square, called: str) -> StoredClosure:
    standing = work.closures.standing(square.id)
    found = [one for one in standing if called == one.id or name_key(called) == one.name_key]
    if found:
        return found[0]
    over = work.closures.latest(square.id, called)
    if over is not None:
        how = "is over" if over.ended_at is None else "was ended"
        raise ConflictError(f"the closure {quoted(over.name)} {how} already", way_out="Nothing was changed.")
    known = ", ".join(one.name for one in standing[:10]) or "none"
    raise NotFoundError(
        f"there is no closure {quoted(called)} on square {square.slug}", way_out=f"Closures that stand: {known}."
    )


def _first_day(work: Work, square: Square) -> date:
    """Give the first day whose rounds may still be ridden: a duty of the day before may end after midnight."""
    return work.now.astimezone(ZoneInfo(square.timezone)).date() - timedelta(days=1)
