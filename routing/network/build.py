"""One profile's graph of a road network: arcs with their cost, kept where one can both come and go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.entries import enters
from routing.network.profile import Profile, load_profile
from routing.network.ride import Pace, Passage
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from routing.network.strong_part import largest_strong_part

__all__ = ["graph_for", "road_graph"]


def road_graph(network: RoadNetwork, profile: str) -> RoadGraph:
    """Give each edge the arcs that the profile may use, and keep the largest strongly connected part.

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
    rates = _Rates.of(network, profile)
    arcs = _arcs(network, rates, profile)
    part = largest_strong_part(network.node_count, arcs.tail, arcs.head, arcs.mm)
    if not part.any():
        raise BadInputError(
            f"there is no road here that {profile.vehicle} can both enter and leave",
            way_out="Give a larger extract, or another profile.",
        )
    arcs = _with_entries(network, rates, arcs.where(part[arcs.tail] & part[arcs.head]))
    return _sorted_graph(network, profile.name, arcs, np.flatnonzero(part))


@dataclass(frozen=True, slots=True)
class _Rates:
    """What each set of tags asks, forward and backward: shape (2, sets)."""

    is_open: NDArray[np.bool_]
    penalty: NDArray[np.float64]
    ms_per_mm: NDArray[np.float64]
    extra_mm: NDArray[np.float64]
    extra_ms: NDArray[np.float64]
    entry_mm: NDArray[np.float64]
    entry_ms: NDArray[np.float64]
    whole_way_ms: NDArray[np.float64]

    @classmethod
    def of(cls, network: RoadNetwork, profile: Profile) -> "_Rates":
        """Read each distinct set of the tags that matter once: names make many sets of few kinds."""
        rates = np.zeros((2, 8, len(network.tags)))
        read: dict[tuple[tuple[str, str], ...], NDArray[np.float64]] = {}
        for row, tags in enumerate(network.tags):
            known = tuple(item for item in tags.items() if item[0] in profile.keys)
            if known not in read:
                read[known] = np.array(_rates(profile, dict(known)))
            rates[:, :, row] = read[known]
        is_open, *numbers = rates.transpose(1, 0, 2)
        return cls(is_open > 0, *numbers)


def _rates(profile: Profile, tags: Mapping[str, str]) -> list[tuple[float, ...]]:
    if "barrier" in tags:
        return [_half_a_barrier(profile.passage(tags))] * 2
    ride = profile.ride(tags)
    return [_road(ride.forward), _road(ride.backward)]


_CLOSED = (0.0,) * 8


def _road(pace: Pace | None) -> tuple[float, ...]:
    if pace is None:
        return _CLOSED
    entry_mm, entry_ms, whole_way_ms = pace.entry_m * 1000, pace.entry_s * 1000, (pace.whole_way_s or 0.0) * 1000
    # 1 km/h is 1/3.6 mm per ms
    return (1.0, pace.penalty, 3.6 / pace.speed_kmh, 0.0, 0.0, entry_mm, entry_ms, whole_way_ms)


def _half_a_barrier(passage: Passage | None) -> tuple[float, ...]:
    """Whoever passes rides two spokes of the star."""
    return _CLOSED if passage is None else (1.0, 0.0, 0.0, passage.metres * 500, passage.seconds * 500, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Arcs:
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    cost: NDArray[np.int64]
    mm: NDArray[np.int64]
    ms: NDArray[np.int64]
    edge: NDArray[np.int32]
    forward: NDArray[np.bool_]
    entry: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "_Arcs":
        return _Arcs(
            self.tail[chosen],
            self.head[chosen],
            self.cost[chosen],
            self.mm[chosen],
            self.ms[chosen],
            self.edge[chosen],
            self.forward[chosen],
            self.entry[chosen],
        )


def _arcs(network: RoadNetwork, rates: _Rates, profile: Profile) -> _Arcs:
    """Make the arcs of both directions, drawn direction first, where they are open.

    Every arc costs at least 1, so that a cheapest path never turns in a circle, and a road takes at least 1 ms.
    """
    direction = np.repeat([0, 1], network.edge_count)
    edge = np.tile(np.arange(network.edge_count, dtype=np.int32), 2)
    tags = network.edge_tags[edge]
    mm = network.edge_mm[edge]
    ms = mm * rates.ms_per_mm[direction, tags]
    timetable = _by_timetable(network, rates.whole_way_ms[direction, tags], edge)
    penalty = rates.penalty[direction, tags]
    if profile.table.reference_kmh is not None:  # cost is time, told as metres
        penalty = np.where(timetable > 0, penalty * timetable / np.maximum(ms, 1), penalty)
    ms = np.where(timetable > 0, timetable, ms)
    cost = np.rint(mm * penalty + rates.extra_mm[direction, tags]).astype(np.int64)
    ms = np.rint(ms + rates.extra_ms[direction, tags]).astype(np.int64)
    arcs = _Arcs(
        tail=np.concatenate([network.edge_from, network.edge_to]),
        head=np.concatenate([network.edge_to, network.edge_from]),
        cost=np.maximum(cost, 1),
        mm=mm,
        ms=np.maximum(ms, mm > 0),
        edge=edge,
        forward=direction == 0,
        entry=np.zeros_like(mm),
    )
    return arcs.where(rates.is_open[direction, tags])


def _by_timetable(
    network: RoadNetwork, whole_way_ms: NDArray[np.float64], edge: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Give each edge its share of what the whole way takes, by length; 0 where no timetable says it."""
    timed = np.flatnonzero(whole_way_ms > 0)
    result = np.zeros(len(edge))
    if len(timed):
        _, way = np.unique(network.edge_way, return_inverse=True)
        way_mm = np.bincount(way, weights=network.edge_mm)
        result[timed] = whole_way_ms[timed] * network.edge_mm[edge[timed]] / way_mm[way[edge[timed]]]
    return result


def _with_entries(network: RoadNetwork, rates: _Rates, arcs: _Arcs) -> _Arcs:
    """Add what it takes to come onto a road of another kind, at its first arc."""
    direction, tags = np.where(arcs.forward, 0, 1), network.edge_tags[arcs.edge]
    entry_mm, entry_ms = rates.entry_mm[direction, tags], rates.entry_ms[direction, tags]
    if not entry_mm.any() and not entry_ms.any():
        return arcs
    _, kind = np.unique(np.stack([entry_mm, entry_ms]), axis=1, return_inverse=True)
    entered = enters(network, arcs.tail, arcs.head, np.where(arcs.mm > 0, kind.ravel(), -1))
    entry = np.rint(entry_mm * entered).astype(np.int64)
    ms = arcs.ms + np.rint(entry_ms * entered).astype(np.int64)
    return replace(arcs, cost=arcs.cost + entry, ms=ms, entry=entry)


def _sorted_graph(network: RoadNetwork, profile: str, arcs: _Arcs, node: NDArray[np.int64]) -> RoadGraph:
    """Number the kept nodes anew and sort the arcs by tail, then head, then edge."""
    number = np.full(network.node_count, -1, np.int32)
    number[node] = np.arange(len(node), dtype=np.int32)
    arcs = arcs.where(np.lexsort((~arcs.forward, arcs.edge, number[arcs.head], number[arcs.tail])))
    tail, head = number[arcs.tail], number[arcs.head]
    return RoadGraph(
        network=network,
        profile=profile,
        node=node.astype(np.int32),
        first_arc=np.searchsorted(tail, np.arange(len(node) + 1)).astype(np.int32),
        tail=tail,
        head=head,
        cost=arcs.cost,
        mm=arcs.mm,
        ms=arcs.ms,
        edge=arcs.edge,
        forward=arcs.forward,
        entry=arcs.entry,
    )
