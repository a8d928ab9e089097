"""Every move from one arc to the next, with as much memory as restrictions over several roads need."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.forbidden_rides import ArcRide
from routing.network.open_arcs import OpenArcs
from routing.network.turns import pairs_of_arcs

__all__ = ["Moves", "moves_between"]


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


def moves_between(arcs: OpenArcs, node_count: int, forbidden: frozenset[ArcRide]) -> Moves:
    """Pair each arc with those that may follow; who turned into a spoke of a barrier does not turn back on it.

    A ride of more than two arcs is forbidden by its last turn, and only to those who came over all of it: each
    beginning of such a ride is a state of its own. After each move one is in the state of the longest beginning
    that one has just ridden.

    Source: Aho, Corasick, "Efficient String Matching", CACM 18 (1975); arcs are the letters.
    """
    start, to = pairs_of_arcs(arcs.first_leaving(node_count), arcs.head)
    usable = (arcs.edge[start] != arcs.edge[to]) | (arcs.mm[start] > 0)
    start, to = start[usable], to[usable]
    beginnings = sorted({ride[:end] for ride in forbidden for end in range(2, len(ride))})
    state = {ride: len(arcs) + number for number, ride in enumerate(beginnings)}
    number_of = _Pairs(start, to, len(arcs))
    plain = Moves(
        arc=np.array([*range(len(arcs)), *(ride[-1] for ride in beginnings)], np.int32),
        start=start,
        to=to.copy(),
        forbidden=np.zeros(len(start), np.bool_),
    )
    plain.forbidden[number_of.all_of(ride for ride in forbidden if len(ride) == 2)] = True
    two = [ride for ride in beginnings if len(ride) == 2]
    plain.to[number_of.all_of(two)] = [state[ride] for ride in two]
    first = np.searchsorted(start, np.arange(len(arcs) + 1))
    remembering = [
        (state[ride], _state_after(whole, state), any(whole[n:] in forbidden for n in range(len(ride))))
        for ride in beginnings
        for whole in ((*ride, int(arc)) for arc in to[first[ride[-1]] : first[ride[-1] + 1]])
    ]
    more_start, more_to, more_forbidden = np.array(remembering, np.int64).reshape(-1, 3).T
    return Moves(
        plain.arc,
        np.concatenate([plain.start, more_start.astype(np.int32)]),
        np.concatenate([plain.to, more_to.astype(np.int32)]),
        np.concatenate([plain.forbidden, more_forbidden > 0]),
    )


def _state_after(whole: ArcRide, state: dict[ArcRide, int]) -> int:
    suffixes = (whole[number:] for number in range(len(whole) - 1))
    return next((state[ride] for ride in suffixes if ride in state), whole[-1])


class _Pairs:
    """Where a pair of arcs stands among all pairs, which are sorted."""

    def __init__(self, start: NDArray[np.int32], to: NDArray[np.int32], arc_count: int) -> None:
        self._arc_count = arc_count
        self._keys = start.astype(np.int64) * arc_count + to

    def all_of(self, rides: Iterable[ArcRide]) -> NDArray[np.int64]:
        """Find rides of two arcs; those that are no pair are left out."""
        wanted = np.array([start * self._arc_count + to for start, to in rides], np.int64)
        at = np.searchsorted(self._keys, wanted)
        return at[self._keys[np.minimum(at, len(self._keys) - 1)] == wanted] if len(self._keys) else at[:0]
