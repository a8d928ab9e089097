"""Where an engine cannot follow a path that another one found: the piece of road, the direction, or the turn.

A path is taken apart into its pieces between junctions, and the engine is asked to go from the middle of each to the
middle of the next. Where it needs more metres than the path does, it may not ride one of the two pieces, or may not
turn from the one into the other: no word of its rules has to be known for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from bench.shortest.engines import Engine, lies_on
from bench.shortest.osm_ways import OsmWays, Point, Step

__all__ = ["Obstacle", "Parting", "Piece", "partings", "pieces_of"]

SLACK_M = 5.0
"""Of a leg from middle to middle: engines measure the globe differently, and Valhalla in whole metres a road."""
METRES_PER_DEGREE = 111_320.0
THROUGH = (0.3, 0.7)
"""Of a piece: between its middle and its ends, to see whether it is ridden in this direction."""


class Obstacle(Enum):
    """What stops an engine."""

    ROAD = "the road, in both directions"
    DIRECTION = "the road in this direction"
    TURN = "the turn, or what stands at the junction"


@dataclass(frozen=True, slots=True)
class Piece:
    """Steps between two junctions; `m` is their length, `middle` the point halfway."""

    steps: tuple[Step, ...]
    m: float

    def at(self, share: float) -> Point:
        """Give the point that far along."""
        lengths = [length_m(step.begin, step.end) for step in self.steps]
        left = share * sum(lengths)
        for step, length in zip(self.steps, lengths, strict=True):
            if left <= length and length > 0:
                part = left / length
                return [a + part * (b - a) for a, b in zip(step.begin, step.end, strict=True)]
            left -= length
        return list(self.steps[-1].end)


@dataclass(frozen=True, slots=True)
class Parting:
    """The piece at which an engine has to leave a path, and what it would cost to come back to it.

    Attributes
    ----------
    piece: that it cannot ride; of a turn the one turned into.
    before: the piece one comes from.
    more_m: metres it needs beside those of the path; infinite where it cannot come there at all.
    others: how many other places of the path stop it too.
    """

    obstacle: Obstacle
    before: Piece
    piece: Piece
    more_m: float
    others: int


def pieces_of(line: Sequence[Point], ways: OsmWays) -> list[Piece]:
    """Take a line apart where roads meet, or where a node has tags of its own."""
    pieces: list[Piece] = []
    held: list[Step] = []
    for step in ways.steps(line):
        if held and (held[-1].way != step.way or held[-1].forward != step.forward or ways.is_junction(step.nodes[0])):
            pieces.append(piece_of(held))
            held = []
        held.append(step)
    return [*pieces, piece_of(held)] if held else pieces


def piece_of(steps: Sequence[Step]) -> Piece:
    return Piece(tuple(steps), sum(length_m(step.begin, step.end) for step in steps))


def length_m(first: Point, second: Point) -> float:
    """Measure a short line; a sphere is near enough for who looks for detours."""
    east = (second[0] - first[0]) * np.cos(np.radians((first[1] + second[1]) / 2))
    return float(np.hypot(east, second[1] - first[1])) * METRES_PER_DEGREE


def partings(lines: Sequence[Sequence[Piece]], engine: Engine, ways: OsmWays) -> list[Parting | None]:
    """Find for each path the place that costs an engine most; None where nothing stops it."""
    legs = [leg for pieces in lines for leg in pairwise(pieces)]
    told = iter(metres_once(engine, [(before.at(0.5), after.at(0.5)) for before, after in legs]))
    worst: list[tuple[float, tuple[Piece, Piece], int] | None] = []
    for pieces in lines:
        stops = [(more_m(next(told), leg), leg) for leg in pairwise(pieces)]
        stops = [stop for stop in stops if stop[0] > 0]
        worst.append((*max(stops, key=lambda stop: stop[0]), len(stops) - 1) if stops else None)
    obstacles = iter(obstacles_on([each[1] for each in worst if each is not None], engine, ways))
    return [None if each is None else Parting(*next(obstacles), more_m=each[0], others=each[2]) for each in worst]


def metres_once(engine: Engine, pairs: Sequence[tuple[Point, Point]]) -> list[float | None]:
    """Ask for each pair once: paths through a town share most of their streets."""
    keys = [(*begin, *end) for begin, end in pairs]
    first = dict(zip(keys, pairs, strict=True))
    told = dict(zip(first, engine.metres(list(first.values())), strict=True))
    return [told[key] for key in keys]


def more_m(told: float | None, leg: tuple[Piece, Piece]) -> float:
    """Metres beyond those of a leg; 0 where they are within the slack."""
    over = np.inf if told is None else told - (leg[0].m + leg[1].m) / 2
    return float(over) if over > SLACK_M else 0.0


def obstacles_on(
    legs: Sequence[tuple[Piece, Piece]], engine: Engine, ways: OsmWays
) -> list[tuple[Obstacle, Piece, Piece]]:
    """Say what stops on each leg: the piece ahead, else the one behind, else the turn between them."""
    pieces = [piece for leg in legs for piece in reversed(leg)]
    near = engine.near([piece.at(0.5) for piece in pieces])
    through = engine.metres([(piece.at(THROUGH[0]), piece.at(THROUGH[1])) for piece in pieces])
    state: list[Obstacle | None] = []
    for piece, place, metres in zip(pieces, near, through, strict=True):
        known = lies_on(piece.steps[0].way, place, ways)
        state.append(Obstacle.ROAD if not known else None if goes(metres, piece) else Obstacle.DIRECTION)
    found: list[tuple[Obstacle, Piece, Piece]] = []
    for (before, after), of_after, of_before in zip(legs, state[::2], state[1::2], strict=True):
        if Obstacle.ROAD in (of_after, of_before):
            found.append((Obstacle.ROAD, before, after if of_after is Obstacle.ROAD else before))
        elif of_after or of_before:
            found.append((Obstacle.DIRECTION, before, after if of_after else before))
        else:
            found.append((Obstacle.TURN, before, after))
    return found


def goes(told: float | None, piece: Piece) -> bool:
    """Whether the middle of a piece is ridden straight on."""
    share = THROUGH[1] - THROUGH[0]
    return told is not None and abs(told - share * piece.m) <= 2.0 + 0.05 * piece.m
