"""What each move from arc to arc takes by a profile's table of turns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import road_of_edge
from routing.network.open_arcs import OpenArcs
from routing.network.road_network import AGAINST, ALONG, RoadNetwork
from routing.network.turn_angles import leaving_bearings
from routing.network.turn_moves import Moves
from routing.network.turn_table import MainRoad, RightAngle, TurnPrice, TurnTable
from routing.network.turns import Turns

__all__ = ["priced_turns"]

Marks = NDArray[np.bool_]

FIRST_M = 10.0
"""A road's direction at a junction is that of its first metres: a junction's own kinks are shorter. Own choice."""

_DECIMALS = 6
"""Angles finer than a millionth of a degree say nothing: coordinates are known to 10⁻⁷ degrees of the globe."""


def priced_turns(
    network: RoadNetwork, arcs: OpenArcs, moves: Moves, table: TurnTable | None, counted: Marks | None = None
) -> Turns:
    """Give each move its price; the forbidden ones among them are pushed.

    Parameters
    ----------
    arcs: those of the graph. counted: those of them that can be both entered and left: what counts as a junction or
        a dead end is what this vehicle can ride on to; all where None.
    """
    price = _Price(np.zeros(len(moves.start)), np.zeros(len(moves.start)))
    if table is not None:
        _fill(price, _Junctions(network, arcs, moves, counted), table, moves)
    cost, ms = (np.rint(values * 1000).astype(np.int64) for values in (price.metres, price.seconds))
    return Turns(moves.arc, moves.start, moves.to, cost, ms, moves.forbidden)


@dataclass(frozen=True, slots=True)
class _Price:
    metres: NDArray[np.float64]
    seconds: NDArray[np.float64]

    def add(self, row: TurnPrice | None, times: Marks | NDArray[np.float64]) -> None:
        if row is not None:
            self.metres[:] += row.metres * times
            self.seconds[:] += row.seconds * times


def _fill(price: _Price, junctions: "_Junctions", table: TurnTable, moves: Moves) -> None:
    signals = junctions.signals()
    turns_round = junctions.turns_round
    price.add(table.signals, signals)
    price.add(table.pushed, moves.forbidden)
    price.add(table.dead_end, turns_round & ~junctions.leads_on)
    price.add(table.u_turn, turns_round & junctions.leads_on)
    if table.right_angle is not None:
        price.add(table.right_angle, junctions.bend(table.right_angle))
    if table.main_road is not None:
        price.add(table.main_road, junctions.meets(table.main_road) & ~signals & ~turns_round)


class _Junctions:
    """What there is to see where one arc is left for the next."""

    def __init__(self, network: RoadNetwork, arcs: OpenArcs, moves: Moves, counted: Marks | None) -> None:
        self._network = network
        self._before, self._after = moves.arc[moves.start], moves.arc[moves.to]
        self._edge, self._forward = arcs.edge, arcs.forward
        self._node = arcs.head[self._before]
        self._road = road_of_edge(network)
        there = arcs if counted is None else arcs.where(counted)
        ways_on = np.bincount(there.tail, minlength=network.node_count)[arcs.head]
        both_ways = np.bincount(there.edge, minlength=network.edge_count)[arcs.edge] == 2
        others = (ways_on - both_ways)[self._before]
        self.leads_on: Marks = others > 0
        self._has_choice: Marks = others > 1
        self.turns_round: Marks = self._edge[self._before] == self._edge[self._after]

    def bend(self, row: RightAngle) -> NDArray[np.float64]:
        """How many right angles a turn is worth; none without a choice, and none back along the same road."""
        leaving = leaving_bearings(self._network, FIRST_M)
        reversed_, ahead = (np.where(self._forward[arc], 0, 1) for arc in (self._before, self._after))
        came = leaving[1 - reversed_, self._edge[self._before]] + 180
        goes = leaving[ahead, self._edge[self._after]]
        # to the right of straight on; straight back is to the left, whichever way the last bit was rounded
        angle = np.round(goes - came + 180, _DECIMALS) % 360 - 180
        worth = (angle / 90) ** 2 * np.where(angle < 0, row.left, 1 / row.left)
        return np.where(self._has_choice & ~self.turns_round, worth, 0.0)

    def meets(self, row: MainRoad) -> Marks:
        """Whether one comes to a main road from another road."""
        network = self._network
        is_main_row = np.array([tags.get("highway") in row.highway for tags in network.tags], np.bool_)
        is_main: Marks = is_main_row[network.edge_tags[self._road]]
        at_main = np.zeros(network.node_count, np.bool_)
        at_main[network.edge_from[is_main]] = True
        at_main[network.edge_to[is_main]] = True
        return at_main[self._node] & ~is_main[self._edge[self._before]]

    def signals(self) -> Marks:
        """Whether signals stop who comes over the first arc."""
        network = self._network
        stops = np.zeros(network.node_count, np.int32)
        stops[network.signal_node] = network.signal_stops
        edge = self._edge[self._before]
        road = self._road[edge]
        is_spoke = road != edge
        drawn_on = np.where(is_spoke, network.edge_to[road] == network.edge_from[edge], self._forward[self._before])
        return (stops[self._node] & np.where(drawn_on, ALONG, AGAINST)) > 0
