"""Watt-hours from a vehicle's battery, along the very paths whose metres and seconds the matrix tells.

Reckoned in whole joules an arc; of an arc ridden in part, by the share of its metres. Rounded once, up, when it leaves:
a plan that fits the battery on paper fits it on the road. Starts and stops, wind and cold are not in it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.build import Rates
from routing.network.carried_kernels import Carried, carried_over, carry
from routing.network.climb_kernels import Places
from routing.network.edge_effort import edge_effort, laden
from routing.network.hierarchy import Hierarchy, arcs_by_rank
from routing.network.hierarchy_kernels import MM, UNREACHED
from routing.network.matrix import NO_WAY, query_of
from routing.network.profile import load_profile
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.sweep_kernels import Query

__all__ = [
    "JOULES_PER_WH",
    "arc_joules",
    "energy_table",
    "has_battery",
    "joules_along",
    "refuse_without_battery",
    "whole_wh",
]

Ints = NDArray[np.int64]

JOULES_PER_WH = 3_600
_ROWS = 32
_MOST_WH = 2**31 - 1


def has_battery(profile: str) -> bool:
    """Say whether a profile's table knows a motor."""
    effort = load_profile(profile).table.effort
    return effort is not None and effort.motor is not None


def refuse_without_battery(profile: str) -> None:
    """Refuse a profile whose table knows no motor.

    Raises
    ------
    BadInputError
        It is one.
    """
    if not has_battery(profile):
        raise BadInputError(
            f"{load_profile(profile).vehicle} has no battery",
            where="energy",
            way_out="Ask it for cargo-bike, cargo-trike or van.",
        )


def arc_joules(graph: RoadGraph) -> Ints:
    """Give what riding each arc takes from the battery; int64 (m,), 0 where the vehicle has none."""
    profile = laden(load_profile(graph.profile), graph.mass_kg)
    network = graph.network
    effort = edge_effort(network, profile, Rates.of(network.tags, profile).ground())
    return np.rint(effort.joules[np.where(graph.forward, 0, 1), graph.edge]).astype(np.int64)


def energy_table(
    hierarchy: Hierarchy,
    origins: Sequence[SnappedPlace],
    destinations: Sequence[SnappedPlace],
    *,
    threads: int = 2,
) -> NDArray[np.int32]:
    """Measure every origin to every destination, `NO_WAY` where there is no path.

    Where several paths are equal in cost, metres and seconds, it is the one that takes least.

    Returns
    -------
    int32, shape (len(origins), len(destinations)); watt-hours, rounded up.

    Raises
    ------
    BadInputError
        The vehicle has no battery.
    """
    refuse_without_battery(hierarchy.graph.profile)
    joules = joules_along(hierarchy, arc_joules(hierarchy.graph), origins, destinations, threads=threads)
    return np.where(joules < 0, NO_WAY, np.minimum(whole_wh(joules), _MOST_WH)).astype(np.int32)


def whole_wh(joules: Ints) -> Ints:
    """Round up."""
    return -(-joules // JOULES_PER_WH)


def joules_along(
    hierarchy: Hierarchy,
    joules: Ints,
    origins: Sequence[SnappedPlace],
    destinations: Sequence[SnappedPlace],
    *,
    threads: int = 2,
) -> Ints:
    """Carry what each arc takes along the least paths.

    Parameters
    ----------
    joules: int64 (m,); whole numbers, not negative.

    Returns
    -------
    int64, shape (len(origins), len(destinations)); -1 where there is no path.
    """
    table = np.zeros((len(origins), len(destinations)), np.int64)
    if table.size:
        query = query_of(hierarchy, origins, destinations)
        carried = _carried(hierarchy, query, joules)

        def fill(begin: int) -> None:
            carry(query, carried, begin, min(begin + _ROWS, len(origins)), table)

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, range(0, len(origins), _ROWS)))
    return table


def _carried(hierarchy: Hierarchy, query: Query, joules: Ints) -> Carried:
    graph, topology = hierarchy.graph, hierarchy.topology
    ridden = graph.turns.arc[graph.turns.start]
    up, down = carried_over(topology, arcs_by_rank(hierarchy), hierarchy.up, hierarchy.down, joules[ridden])
    done_at_origins, done = (_done(graph, joules, places) for places in (query.origins, query.destinations))
    left = joules[query.origins.arc] - done_at_origins
    return Carried(
        up=up,
        down=down[_picked(hierarchy, query)],
        leaving=left[query.leaving.point],
        entering=done[query.entering.point],
        origins=done_at_origins,
        destinations=done,
    )


def _done(graph: RoadGraph, joules: Ints, places: Places) -> Ints:
    """Give what is taken from the tail of each arc to the place on it."""
    return joules[places.arc] * (places.packed >> MM) // np.maximum(graph.mm[places.arc], 1)


def _picked(hierarchy: Hierarchy, query: Query) -> Ints:
    """Give the topology's arc of each arc of the query's part downwards, in its order."""
    first = hierarchy.topology.first.astype(np.int64)
    begin, count = first[query.down.node], np.diff(first)[query.down.node]
    arc = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count - begin, count)
    return arc[hierarchy.down.cost[arc] < UNREACHED]
