"""The rounds of a replayed day as two small pictures of one frame."""

from collections.abc import Sequence
from pathlib import Path

from maps.rounds_sketch import Sketch, frame_of, rounds_sketch
from rounds.changes import Pooling
from rounds.grounds import ground_of
from rounds.plan import Round
from rounds.replayed import Replayed
from rounds.what_if import WhatIf

__all__ = ["sketches_of"]

Point = tuple[float, float]
Line = list[Point]


def sketches_of(found: WhatIf, home: Path) -> tuple[Sketch | None, Sketch | None]:
    """Draw both sides of the first day; None where a side has no rounds to draw.

    Raises
    ------
    StorageError
        Neither the ground nor the extract is there.
    """
    if not found.days:
        return None, None
    sides = found.days[0].before, found.days[0].after
    lines = [[_lines(one) for one in side.rounds] for side in sides]
    poolings = Pooling.POOLED, found.changes.pooling
    starts = [_starts(side) for side in sides]
    frame = frame_of([line for rounds in lines for one in rounds for line in one], [*starts[0], *starts[1]])
    ground = ground_of(found.area.road_network, home)

    shared = [each if pooling is Pooling.POOLED else [] for each, pooling in zip(starts, poolings, strict=True)]

    def drawn(side: Replayed, rounds: Sequence[Sequence[Line]], shared: Sequence[Point]) -> Sketch | None:
        return rounds_sketch(rounds, shared, frame, ground) if side.rounds else None

    before, after = (drawn(*one) for one in zip(sides, lines, shared, strict=True))
    return before, after


def _starts(side: Replayed) -> list[Point]:
    """Give where the rounds of a side begin, each place once; where there are none, the day's depot."""
    places = [side.day.depot_of(one.vehicle).position for one in side.rounds] or [side.day.depot]
    return [(place.lon, place.lat) for place in dict.fromkeys(places)]


def _lines(one: Round) -> list[Line]:
    return [[(lon, lat) for lon, lat in path.line.tolist()] for path in one.paths if path.distance_m]
