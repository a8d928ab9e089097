"""One profile's graph of a road network: arcs and turns with their cost, kept where one can both come and go."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.barrier_stars import road_of_edge
from routing.network.forbidden_rides import ArcRide, forbidden_rides
from routing.network.open_arcs import OpenArcs
from routing.network.profile import Pace, Passage, Profile, load_profile
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from routing.network.strong_part import largest_strong_part
from routing.network.turn_moves import Moves, moves_between
from routing.network.turn_prices import priced_turns

__all__ = ["graph_for", "road_graph"]


def road_graph(network: RoadNetwork, profile: str) -> RoadGraph:
    """Give each edge the arcs that the profile may use, and keep the largest part where all can be entered and left.

    Raises
    ------
    BadInputError
        No such profile; or it has no road here that can be both entered and left.
    """
    return graph_for(network, load_profile(profile))


def graph_for(network: RoadNetwork, profile: Profile) -> RoadGraph:
    """Do as `road_graph` with a profile that need not be one of the package.

    Raises
    ------
    BadInputError
        It has no road here that can be both entered and left.
    """
    arcs = _arcs(network, _Rates.of(network, profile)).in_order()
    moves = _allowed_moves(network, profile, arcs)
    kept = largest_strong_part(len(moves.arc), moves.start, moves.to, moves.arc, arcs.mm)
    if not kept.any():
        raise BadInputError(
            f"there is no road here that {profile.vehicle} can both enter and leave",
            way_out="Give a larger extract, or another profile.",
        )
    return _graph(network, profile, arcs.where(kept), moves.on_arcs(kept))


@dataclass(frozen=True, slots=True)
class _Rates:
    """What each set of tags asks, forward and backward: shape (2, sets)."""

    is_open: NDArray[np.bool_]
    penalty: NDArray[np.float64]
    ms_per_mm: NDArray[np.float64]
    extra_mm: NDArray[np.float64]
    extra_ms: NDArray[np.float64]

    @classmethod
    def of(cls, network: RoadNetwork, profile: Profile) -> "_Rates":
        """Read each distinct set of the tags that matter once: names make many sets of few kinds."""
        rates = np.zeros((2, 5, len(network.tags)))
        read: dict[tuple[tuple[str, str], ...], NDArray[np.float64]] = {}
        for row, tags in enumerate(network.tags):
            known = tuple(item for item in tags.items() if item[0] in profile.keys)
            if known not in read:
                read[known] = np.array(_rates(profile, dict(known)))
            rates[:, :, row] = read[known]
        is_open, penalty, ms_per_mm, extra_mm, extra_ms = rates.transpose(1, 0, 2)
        return cls(is_open > 0, penalty, ms_per_mm, extra_mm, extra_ms)


def _rates(profile: Profile, tags: Mapping[str, str]) -> list[tuple[float, ...]]:
    if "highway" not in tags:
        return [_half_a_barrier(profile.passage(tags))] * 2
    ride = profile.ride(tags)
    return [_road(ride.forward), _road(ride.backward)]


_CLOSED = (0.0, 0.0, 0.0, 0.0, 0.0)


def _road(pace: Pace | None) -> tuple[float, ...]:
    # 1 km/h is 1/3.6 mm per ms
    return _CLOSED if pace is None else (1.0, pace.penalty, 3.6 / pace.speed_kmh, 0.0, 0.0)


def _half_a_barrier(passage: Passage | None) -> tuple[float, ...]:
    """Whoever passes rides two spokes of the star."""
    return _CLOSED if passage is None else (1.0, 0.0, 0.0, passage.metres * 500, passage.seconds * 500)


def _arcs(network: RoadNetwork, rates: _Rates) -> OpenArcs:
    """Make the arcs of both directions, drawn direction first, where they are open.

    Every arc costs at least 1, so that a cheapest path never turns in a circle, and a road takes at least 1 ms.
    """
    direction = np.repeat([0, 1], network.edge_count)
    edge = np.tile(np.arange(network.edge_count, dtype=np.int32), 2)
    tags = network.edge_tags[edge]
    mm = network.edge_mm[edge]
    cost = np.rint(mm * rates.penalty[direction, tags] + rates.extra_mm[direction, tags]).astype(np.int64)
    ms = np.rint(mm * rates.ms_per_mm[direction, tags] + rates.extra_ms[direction, tags]).astype(np.int64)
    arcs = OpenArcs(
        tail=np.concatenate([network.edge_from, network.edge_to]),
        head=np.concatenate([network.edge_to, network.edge_from]),
        cost=np.maximum(cost, 1),
        mm=mm,
        ms=np.maximum(ms, mm > 0),
        edge=edge,
        forward=direction == 0,
    )
    return arcs.where(rates.is_open[direction, tags])


def _allowed_moves(network: RoadNetwork, profile: Profile, arcs: OpenArcs) -> Moves:
    """Find every move from arc to arc; a forbidden one stays where it may be made on foot."""
    table = profile.table.turn
    binding = table.restrictions if table is not None else None
    forbidden = frozenset[ArcRide]() if binding is None else forbidden_rides(network, arcs, binding.classes)
    moves = moves_between(arcs, network.node_count, forbidden)
    if table is None or table.pushed is None:
        return moves.where(~moves.forbidden)
    at = np.flatnonzero(moves.forbidden)
    road = network.edge_tags[road_of_edge(network)[arcs.edge]]
    rows = np.stack([road[moves.arc[moves.start[at]]], road[moves.arc[moves.to[at]]]])
    distinct: list[int] = np.unique(rows).tolist()
    walked = {row: _is_walked(network.tags[row]) for row in distinct}
    allowed = np.ones(len(moves.start), np.bool_)
    allowed[at] = [walked[before] and walked[after] for before, after in rows.T.tolist()]
    return moves.where(allowed)


def _is_walked(tags: Mapping[str, str]) -> bool:
    """Say whether one may be on foot on a road, in either direction."""
    on_foot = load_profile("foot").ride(tags)
    return on_foot.forward is not None or on_foot.backward is not None


def _graph(network: RoadNetwork, profile: Profile, arcs: OpenArcs, moves: Moves) -> RoadGraph:
    """Price the turns, and number the nodes anew."""
    node = np.unique(arcs.tail)
    number = np.full(network.node_count, -1, np.int32)
    number[node] = np.arange(len(node), dtype=np.int32)
    return RoadGraph(
        network=network,
        profile=profile.name,
        node=node.astype(np.int32),
        first_arc=np.append(arcs.first_leaving(network.node_count)[node], np.int32(len(arcs))),
        tail=number[arcs.tail],
        head=number[arcs.head],
        cost=arcs.cost,
        mm=arcs.mm,
        ms=arcs.ms,
        edge=arcs.edge,
        forward=arcs.forward,
        turns=priced_turns(network, arcs, moves, profile.table.turn),
    )
