"""Where a round really went: the places of its courier's reports, one after the other.

Each device's own numbers come first; clocks only place what several devices say between each other. The same reports in
any order of arrival, any of them twice, give the same visits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from data.drafts.event import EventKind
from kernel.position import Position
from rounds.lifecycles.said import Left, Said
from routing.solver.problem import TaskKind

__all__ = ["LegRidden", "Load", "PlannedStop", "Visit", "handed_over", "in_order", "visits_of"]

AT = {
    EventKind.LEG_COLLECTED: TaskKind.PICKUP,
    EventKind.LEG_NOT_COLLECTED: TaskKind.PICKUP,
    EventKind.LEG_DROPPED: TaskKind.DELIVERY,
    EventKind.LEG_FAILED: TaskKind.DELIVERY,
}
"""At which end of a leg each report is made; a parcel may be lost anywhere, and is no visit."""
FAILED = frozenset({EventKind.LEG_NOT_COLLECTED, EventKind.LEG_FAILED})


@dataclass(frozen=True, slots=True)
class Load:
    """One parcel's grams and millilitres."""

    g: int
    ml: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRidden:
    """What a leg's metres and figures need.

    Attributes
    ----------
    ordered: whether somebody ordered it; else it follows from what became of another.
    brings_back: whether it takes parcels away from a door where nobody took them.
    """

    pickup: Position
    delivery: Position
    to_household: bool
    ordered: bool
    brings_back: bool
    adults_only: bool
    parcels: Mapping[str, Load]

    def end(self, kind: TaskKind) -> Position:
        return self.pickup if kind is TaskKind.PICKUP else self.delivery


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One stop of the plan; `path_m` is from the stop before, or from the depot. `tasks` are legs with their end."""

    position: Position
    path_m: int
    tasks: frozenset[tuple[str, TaskKind]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One place and what was reported there.

    Attributes
    ----------
    stop: its number in the plan, from 1, None where it has none.
    lost: reports from then to the next visit of parcels that are gone.
    """

    place: Position
    stop: int | None
    said: tuple[Said, ...]
    lost: tuple[Said, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it was all in vain."""
        return all(one.kind in FAILED for one in self.said)


def in_order(said: Iterable[Said]) -> list[Said]:
    """Put reports in the order in which they were made: a device's own numbers, and between devices their clocks."""
    placed: list[tuple[datetime, str, int, Said]] = []
    for source, own in groupby(sorted(said, key=lambda one: (one.source, *one.turn)), key=lambda one: one.source):
        latest: datetime | None = None
        for number, one in enumerate(own):
            if one.happened_at is None:
                continue  # kept reports have a moment; what was never kept is nobody's report
            latest = one.happened_at if latest is None else max(latest, one.happened_at)
            placed.append((latest, source, number, one))
    return [one for *_, one in sorted(placed, key=lambda each: each[:3])]


def visits_of(stops: Sequence[PlannedStop], legs: Mapping[str, LegRidden], said: Iterable[Said]) -> list[Visit]:
    """Give the places one after the other, what was reported at one of them together.

    Parameters
    ----------
    said: in order. What is said again of the same parcels is no second visit: another attempt is another leg.
    """
    planned = {task: number for number, stop in enumerate(stops, 1) for task in stop.tasks}
    found: list[Visit] = []
    for one in _once(said):
        leg = legs.get(one.leg_id or "")
        if leg is not None and found and one.kind is EventKind.LEG_LOST:
            found[-1] = replace(found[-1], lost=(*found[-1].lost, one))
        if leg is None or one.kind not in AT:
            continue
        end = AT[one.kind]
        here = Visit(leg.end(end), planned.get((one.leg_id or "", end)), (one,))
        if found and _is_same(found[-1], here):
            before = found[-1]
            found[-1] = replace(before, stop=before.stop or here.stop, said=(*before.said, one))
        else:
            found.append(here)
    return found


def handed_over(said: Said, leg: LegRidden) -> bool:
    """Say whether a report brings parcels to their end: an 18+ parcel is not left with neighbours or at a door."""
    in_person = said.left in {None, Left.IN_PERSON}
    return said.kind is EventKind.LEG_DROPPED and (in_person or not (leg.adults_only and leg.to_household))


def _is_same(one: Visit, other: Visit) -> bool:
    if one.stop is not None and other.stop is not None:
        return one.stop == other.stop
    return one.place == other.place


def _once(said: Iterable[Said]) -> Iterator[Said]:
    met: set[tuple[str, str | None, frozenset[str] | None]] = set()
    for one in said:
        key = (one.kind, one.leg_id, one.parcels)
        if key not in met:
            met.add(key)
            yield one
