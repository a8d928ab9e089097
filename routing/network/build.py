"""One profile's graph of a road network: arcs and turns with their cost, kept where one can both come and go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.barrier_stars import road_of_edge
from routing.network.edge_effort import Ground, edge_effort, laden
from routing.network.entries import Entries, with_entries
from routing.network.forbidden_rides import forbidden_rides
from routing.network.open_arcs import OpenArcs
from routing.network.profile import Profile, load_profile
from routing.network.ride import Pace, Passage
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from routing.network.strong_part import largest_strong_part
from routing.network.turn_moves import Moves, moves_between
from routing.network.turn_prices import priced_turns

__all__ = ["Rates", "allowed_moves", "binding_classes", "graph_for", "graph_of", "is_walked", "open_arcs", "road_graph"]


def road_graph(network: RoadNetwork, profile: str, mass_kg: float | None = None) -> RoadGraph:
    """Give each edge the arcs that the profile may use, and keep the largest part where all can be entered and left.

    Parameters
    ----------
    mass_kg: vehicle, rider and load together, which counts on slopes; None is what the profile's table says.

    Raises
    ------
    BadInputError
        No such profile, or no such mass; or it has no road here that can be both entered and left.
    """
    return graph_for(network, laden(load_profile(profile), mass_kg))


def graph_for(network: RoadNetwork, profile: Profile) -> RoadGraph:
    """Do as `road_graph` with a profile that need not be one of the package.

    Raises
    ------
    BadInputError
        It has no road here that can be both entered and left.
    """
    rates = Rates.of(network.tags, profile)
    arcs = open_arcs(network, rates, profile).in_order()
    forbidden = forbidden_rides(network, arcs, binding_classes(profile))
    moves = allowed_moves(network, profile, arcs, moves_between(arcs, network.node_count, forbidden))
    kept = largest_strong_part(len(moves.arc), moves.start, moves.to, moves.arc, arcs.mm)
    if not kept.any():
        raise BadInputError(
            f"there is no road here that {profile.vehicle} can both enter and leave",
            way_out="Give a larger extract, or another profile.",
        )
    return graph_of(network, profile, arcs.where(kept), moves.on_arcs(kept), rates)


@dataclass(frozen=True, slots=True)
class Rates:
    """What each set of tags asks, forward and backward: shape (2, sets)."""

    is_open: NDArray[np.bool_]
    penalty: NDArray[np.float64]
    ms_per_mm: NDArray[np.float64]
    extra_mm: NDArray[np.float64]
    extra_ms: NDArray[np.float64]
    entry_mm: NDArray[np.float64]
    entry_ms: NDArray[np.float64]
    whole_way_ms: NDArray[np.float64]
    most_kmh: NDArray[np.float64]
    rolling: NDArray[np.float64]
    pushed: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]], profile: Profile) -> "Rates":
        """Read each distinct set of the tags that matter once: names make many sets of few kinds."""
        rates = np.zeros((2, len(_CLOSED), len(rows)))
        read: dict[tuple[tuple[str, str], ...], NDArray[np.float64]] = {}
        for row, tags in enumerate(rows):
            known = tuple(item for item in tags.items() if item[0] in profile.keys)
            if known not in read:
                read[known] = np.array(_rates(profile, dict(known)))
            rates[:, :, row] = read[known]
        is_open, *numbers = rates.transpose(1, 0, 2)
        return cls(is_open > 0, *numbers)

    def ground(self) -> Ground:
        """Give what matters to who moves a vehicle over it."""
        level_kmh = np.divide(3.6, self.ms_per_mm, out=np.zeros_like(self.ms_per_mm), where=self.ms_per_mm > 0)
        return Ground(level_kmh, self.most_kmh, self.rolling, self.pushed > 0)


def _rates(profile: Profile, tags: Mapping[str, str]) -> list[tuple[float, ...]]:
    if "barrier" in tags:
        return [_half_a_barrier(profile.passage(tags))] * 2
    ride = profile.ride(tags)
    return [_road(ride.forward), _road(ride.backward)]


_CLOSED = (0.0,) * 11


def _road(pace: Pace | None) -> tuple[float, ...]:
    if pace is None:
        return _CLOSED
    entry_mm, entry_ms, whole_way_ms = pace.entry_m * 1000, pace.entry_s * 1000, (pace.whole_way_s or 0.0) * 1000
    # 1 km/h is 1/3.6 mm per ms
    paid = (0.0, 0.0, entry_mm, entry_ms, whole_way_ms)
    rolling = -1.0 if pace.rolling is None else pace.rolling
    return (1.0, pace.penalty, 3.6 / pace.speed_kmh, *paid, pace.most_kmh, rolling, float(pace.pushing))


def _half_a_barrier(passage: Passage | None) -> tuple[float, ...]:
    """Whoever passes rides two spokes of the star."""
    if passage is None:
        return _CLOSED
    return (1.0, 0.0, 0.0, passage.metres * 500, passage.seconds * 500, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0)


def open_arcs(network: RoadNetwork, rates: Rates, profile: Profile) -> OpenArcs:
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
    extra_mm, extra_ms = rates.extra_mm[direction, tags], rates.extra_ms[direction, tags]
    if not network.relief.is_flat:
        effort = edge_effort(network, profile, rates.ground())
        extra_mm, extra_ms = extra_mm + effort.uphill_mm[direction, edge], extra_ms + effort.extra_ms[direction, edge]
    cost = np.rint(mm * penalty + extra_mm).astype(np.int64)
    ms = np.rint(ms + extra_ms).astype(np.int64)
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


def binding_classes(profile: Profile) -> tuple[str, ...]:
    """Give the classes of vehicles whose restrictions bind this one; none where nothing binds it."""
    binding = profile.table.turn.restrictions if profile.table.turn is not None else None
    return binding.classes if binding is not None else ()


def allowed_moves(network: RoadNetwork, profile: Profile, arcs: OpenArcs, moves: Moves) -> Moves:
    """Leave out the forbidden moves; one stays where it may be made on foot."""
    table = profile.table.turn
    if table is None or table.pushed is None:
        return moves.where(~moves.forbidden)
    at = np.flatnonzero(moves.forbidden)
    road = network.edge_tags[road_of_edge(network)[arcs.edge]]
    rows = np.stack([road[moves.arc[moves.start[at]]], road[moves.arc[moves.to[at]]]])
    distinct: list[int] = np.unique(rows).tolist()
    walked = {row: is_walked(network.tags[row]) for row in distinct}
    allowed = np.ones(len(moves.start), np.bool_)
    allowed[at] = [walked[before] and walked[after] for before, after in rows.T.tolist()]
    return moves.where(allowed)


def is_walked(tags: Mapping[str, str]) -> bool:
    """Say whether one may be on foot on a road, in either direction."""
    on_foot = load_profile("foot").ride(tags)
    return on_foot.forward is not None or on_foot.backward is not None


def graph_of(
    network: RoadNetwork,
    profile: Profile,
    arcs: OpenArcs,
    moves: Moves,
    rates: Rates,
    *,
    connected: NDArray[np.bool_] | None = None,
) -> RoadGraph:
    """Price the turns, and number the nodes anew.

    Parameters
    ----------
    connected: as in `RoadGraph`: the arcs that count for what is a junction; all where None.
    """
    node = np.union1d(arcs.tail, arcs.head)
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
        turns=with_entries(
            priced_turns(network, arcs, moves, profile.table.turn, connected),
            network,
            arcs,
            Entries(rates.entry_mm, rates.entry_ms),
        ),
        connected=connected,
        mass_kg=profile.mass_kg,
    )
