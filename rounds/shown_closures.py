"""Closures for whoever looks: those of a day, in words and to be drawn, and those that a square has or will have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from data.models.closure import Closure as StoredClosure
from data.work import Work
from kernel.text import Text
from maps.day_view import ALWAYS, ClosureView
from rounds.clock import clock as on_the_clock
from rounds.closure_times import times_of
from rounds.closure_words import said_effect, said_for, said_when
from rounds.day_clock import DAY_S, DayClock
from rounds.day_closures import DayClosure, loaded_closures, on_day
from rounds.delivery_day import Span

__all__ = ["ShownClosure", "closure_views", "shown_closure", "shown_closures", "shown_closures_of", "standing_closures"]


@dataclass(frozen=True, slots=True)
class ShownClosure:
    """A closure in words.

    Attributes
    ----------
    effect: closed, or how slow. when: on that day, or at all. whom: empty where it is for all.
    span: the seconds of the day it is told of; None where it is told at all.
    """

    stored: StoredClosure
    effect: Text
    when: Text
    whom: Text
    span: Span | None = None

    @property
    def name(self) -> str:
        return self.stored.name

    @property
    def told(self) -> Text:
        """Say all of it but the name in one line."""
        parts = [part for part in (self.effect, self.when, self.whom) if part.en]
        return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))


def shown_closures(work: Work, square_id: str, clock: DayClock) -> list[ShownClosure]:
    """Load the closures that are in force on a day, as they begin."""
    loaded = loaded_closures(work, square_id, clock)
    return shown_closures_of([stored for stored, _ in loaded], on_day(loaded, clock))


def shown_closures_of(stored: Sequence[StoredClosure], closures: Sequence[DayClosure]) -> list[ShownClosure]:
    """Say closures of a day in words; what begins on the day after is not one of them."""
    known = {one.id: one for one in stored}
    return [_shown(known[one.id], _hours(one), one.span) for one in closures if one.begin_s < DAY_S]


def standing_closures(work: Work, square_id: str, timezone: str) -> list[ShownClosure]:
    """Load what is closed or will be, as it begins."""
    return [shown_closure(one, timezone) for one in work.closures.standing(square_id)]


def shown_closure(stored: StoredClosure, timezone: str) -> ShownClosure:
    """Say a closure in words."""
    return _shown(stored, said_when(stored, times_of(stored, timezone), timezone))


def closure_views(closures: Sequence[ShownClosure], lang: str) -> list[ClosureView]:
    """Lay closures out for drawing."""
    return [
        ClosureView(
            name=one.name,
            told=one.told.within(lang),
            slowed=one.stored.slowed is not None,
            areas=[_rings(area) for area in _parts(one.stored.shape)],
            streets=[_points(street) for street in _parts(one.stored.streets)],
            profiles=None if one.stored.profiles is None else frozenset(one.stored.profiles),
            hours=one.span or ALWAYS,
        )
        for one in closures
    ]


def _shown(stored: StoredClosure, when: Text, span: Span | None = None) -> ShownClosure:
    return ShownClosure(stored, said_effect(stored), when, said_for(stored), span)


def _hours(one: DayClosure) -> Text:
    begin = on_the_clock(one.begin_s)
    until = Text(f"tot {one.until.nl}", f"until {one.until.en}")
    if one.begin_s > 0:
        return Text(f"van {begin} {until.nl}", f"from {begin} {until.en}")
    if one.end_s < DAY_S:
        return until
    return (
        Text("de hele dag", "all day")
        if one.end_s == DAY_S
        else Text(f"de hele dag, {until.nl}", f"all day, {until.en}")
    )


def _parts(shape: shapely.MultiPolygon | shapely.MultiLineString | None) -> Sequence[Any]:
    return [] if shape is None else list(shape.geoms)


def _rings(area: shapely.Polygon) -> list[list[tuple[float, float]]]:
    return [_points(ring) for ring in (area.exterior, *area.interiors)]


def _points(line: shapely.LineString | shapely.LinearRing) -> list[tuple[float, float]]:
    return [(lon, lat) for lon, lat in shapely.get_coordinates(line).tolist()]
