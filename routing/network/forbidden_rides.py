"""What restrictions forbid one kind of vehicle: rides over arcs, of which the last turn may not be made."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import spoke_at_node
from routing.network.open_arcs import OpenArcs
from routing.network.road_network import RoadNetwork
from routing.network.tag_values import listed

__all__ = ["ArcRide", "forbidden_rides"]

ArcRide = tuple[int, ...]
"""Arcs one after another, two at least."""


def forbidden_rides(network: RoadNetwork, arcs: OpenArcs, classes: tuple[str, ...]) -> frozenset[ArcRide]:
    """Find the rides that are forbidden to a vehicle.

    "Only" forbids whatever else follows the same beginning, at every junction on the way; of several such
    relations with the same beginning each allows its own. One that leads over a road closed to the vehicle
    anyway says nothing.

    Parameters
    ----------
    classes: the vehicle's, as in `turn_table.Binding`.

    Source: wiki.openstreetmap.org/wiki/Relation:restriction.
    """
    forbidden: set[ArcRide] = set()
    allowed: dict[ArcRide, set[int]] = {}
    first = arcs.first_leaving(network.node_count)
    for kind, ride in _rides(network, arcs, classes):
        if kind == "no":
            forbidden.add(_shortened(ride, arcs))
        else:
            for end in range(1, len(ride)):
                allowed.setdefault(ride[:end], set()).add(ride[end])
    for beginning, following in allowed.items():
        node = arcs.head[beginning[-1]]
        others = set(range(int(first[node]), int(first[node + 1]))) - following
        forbidden |= {_shortened((*beginning, other), arcs) for other in others}
    return frozenset(forbidden)


def _rides(network: RoadNetwork, arcs: OpenArcs, classes: tuple[str, ...]) -> Iterator[tuple[str, ArcRide]]:
    """Give each ride that binds the vehicle, "no" or "only" with it, as arcs with the spokes between them."""
    restrictions = network.restrictions
    kinds = [_kind(tags, classes) for tags in restrictions.tags]
    arc_of = np.full((2, network.edge_count), -1, np.int32)
    arc_of[np.where(arcs.forward, 0, 1), arcs.edge] = np.arange(len(arcs), dtype=np.int32)
    spoke_at = spoke_at_node(network)
    ridden = arc_of[np.where(restrictions.forward, 0, 1), restrictions.edge].tolist()
    for number, row in enumerate(restrictions.ride_tags.tolist()):
        ride = ridden[restrictions.first[number] : restrictions.first[number + 1]]
        if kinds[row] and -1 not in ride:
            whole = _with_spokes(ride, arcs, arc_of, spoke_at)
            if -1 not in whole:
                yield kinds[row], whole


def _kind(tags: Mapping[str, str], classes: tuple[str, ...]) -> str:
    """Say "no" or "only" where a relation binds the vehicle, nothing where it does not."""
    if any(word in classes for word in listed(tags.get("except", ""))):
        return ""
    names = (*(f"restriction:{name}" for name in classes), "restriction")
    word, underscore, _ = next((tags[name] for name in names if name in tags), "").partition("_")
    return word if underscore and word in ("no", "only") else ""


def _with_spokes(
    ride: list[int], arcs: OpenArcs, arc_of: NDArray[np.int32], spoke_at: NDArray[np.int32]
) -> tuple[int, ...]:
    whole = ride[:1]
    for before, after in pairwise(ride):
        if arcs.head[before] != arcs.tail[after]:
            whole += [int(arc_of[0, spoke_at[arcs.head[before]]]), int(arc_of[1, spoke_at[arcs.tail[after]]])]
        whole.append(after)
    return tuple(whole)


def _shortened(ride: ArcRide, arcs: OpenArcs) -> ArcRide:
    """Leave out the road before a spoke and the road behind one: there is no other way to or from it."""
    if len(ride) > 2 and arcs.mm[ride[1]] == 0 and arcs.mm[ride[0]] > 0:
        ride = ride[1:]
    if len(ride) > 2 and arcs.mm[ride[-2]] == 0 and arcs.mm[ride[-1]] > 0:
        ride = ride[:-1]
    return ride
