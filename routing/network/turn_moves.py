"""Every move from one arc to the next, with as much memory as restrictions over several roads need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.network.forbidden_rides import ArcRide
from routing.network.open_arcs import OpenArcs
from routing.network.turns import pairs_of_arcs

__all__ = ["Moves", "RememberedMoves", "moves_between", "remembered_moves"]


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves between states, as in `Turns`, but for what they take; `forbidden` are those that end a forbidden ride."""

    arc: NDArray[np.int32]
    start: NDArray[np.int32]
    to: NDArray[np.int32]
    forbidden: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_]) -> "Moves":
        return Moves(self.arc, self.start[chosen], self.to[chosen], self.forbidden[chosen])

    def on_arcs(self, kept: NDArray[np.bool_]) -> "Moves":
        """Keep the moves between some arcs, and number arcs and states anew."""
        state = kept[self.arc]
        number = np.cumsum(state, dtype=np.int32) - np.int32(1)
        arc_number = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        stays = state[self.start] & state[self.to]
        return Moves(
            arc_number[self.arc[state]],
            number[self.start[stays]],
            number[self.to[stays]],
            self.forbidden[stays],
        )


@dataclass(frozen=True, slots=True)
class RememberedMoves:
    """All moves, none of them forbidden yet, and which of them end each ride that may be."""

    moves: Moves
    ending: Mapping[ArcRide, Sequence[int]]

    def forbidding(self, rides: Iterable[ArcRide]) -> Moves:
        """Mark the moves that end any of some rides; a ride that nobody can make says nothing."""
        forbidden = np.zeros(len(self.moves.start), np.bool_)
        forbidden[[move for ride in rides for move in self.ending.get(ride, ())]] = True
        return replace(self.moves, forbidden=forbidden)


def moves_between(arcs: OpenArcs, node_count: int, forbidden: frozenset[ArcRide]) -> Moves:
    """Pair each arc with those that may follow, with the memory that some rides need, and mark what ends them."""
    return remembered_moves(arcs, node_count, forbidden).forbidding(forbidden)


def remembered_moves(arcs: OpenArcs, node_count: int, rides: frozenset[ArcRide]) -> RememberedMoves:
    """Pair each arc with those that may follow; who turned into a spoke of a barrier does not turn back on it.

    A ride of more than two arcs is forbidden by its last turn, and only to those who came over all of it: each
    beginning of such a ride is a state of its own. After each move one is in the state of the longest beginning
    that one has just ridden.

    Source: Aho, Corasick, "Efficient String Matching", CACM 18 (1975); arcs are the letters.
    """
    start, to = pairs_of_arcs(arcs.first_leaving(node_count), arcs.head)
    usable = (arcs.edge[start] != arcs.edge[to]) | (arcs.mm[start] > 0)
    start, to = start[usable], to[usable]
    beginnings = sorted({ride[:end] for ride in rides for end in range(2, len(ride))})
    state = {ride: len(arcs) + number for number, ride in enumerate(beginnings)}
    move_of = _Pairs(start, to, len(arcs))
    ending: dict[ArcRide, list[int]] = {
        ride: [at] for ride in rides if len(ride) == 2 and (at := move_of.at(ride)) is not None
    }
    after = to.copy()
    for ride in beginnings:
        if len(ride) == 2 and (at := move_of.at(ride)) is not None:
            after[at] = state[ride]
    first = np.searchsorted(start, np.arange(len(arcs) + 1))
    more: list[tuple[int, int]] = []
    for ride in beginnings:
        for arc in to[first[ride[-1]] : first[ride[-1] + 1]].tolist():
            whole = (*ride, arc)
            for ended in (whole[number:] for number in range(len(ride))):
                if ended in rides:
                    ending.setdefault(ended, []).append(len(start) + len(more))
            more.append((state[ride], _state_after(whole, state)))
    more_start, more_to = np.array(more, np.int32).reshape(-1, 2).T
    moves = Moves(
        arc=np.array([*range(len(arcs)), *(ride[-1] for ride in beginnings)], np.int32),
        start=np.concatenate([start, more_start]),
        to=np.concatenate([after, more_to]),
        forbidden=np.zeros(len(start) + len(more), np.bool_),
    )
    return RememberedMoves(moves, ending)


def _state_after(whole: ArcRide, state: dict[ArcRide, int]) -> int:
    suffixes = (whole[number:] for number in range(len(whole) - 1))
    return next((state[ride] for ride in suffixes if ride in state), whole[-1])


class _Pairs:
    """Where a pair of arcs stands among all pairs, which are sorted."""

    def __init__(self, start: NDArray[np.int32], to: NDArray[np.int32], arc_count: int) -> None:
        self._arc_count = arc_count
        self._keys = start.astype(np.int64) * arc_count + to

    def at(self, ride: ArcRide) -> int | None:
        """Find a ride of two arcs; None where it is no pair."""
        wanted = ride[0] * self._arc_count + ride[1]
        at = int(np.searchsorted(self._keys, wanted))
        return at if at < len(self._keys) and self._keys[at] == wanted else None
