"""What restrictions forbid one kind of vehicle: rides over arcs, of which the last turn may not be made."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import spoke_at_node
from routing.network.open_arcs import OpenArcs
from routing.network.road_network import RoadNetwork
from routing.network.tag_values import listed

__all__ = ["ArcRide", "forbidden_rides", "restriction_kind", "rides_ever_forbidden"]

ArcRide = tuple[int, ...]
"""Arcs one after another, two at least."""


def forbidden_rides(
    network: RoadNetwork, arcs: OpenArcs, classes: tuple[str, ...], is_open: NDArray[np.bool_] | None = None
) -> frozenset[ArcRide]:
    """Find the rides that are forbidden to a vehicle.

    "Only" forbids whatever else follows the same beginning, at every junction on the way; of several such
    relations with the same beginning each allows its own. One that leads over a road closed to the vehicle
    anyway says nothing.

    Parameters
    ----------
    classes: the vehicle's, as in `turn_table.Binding`; without any, nothing binds it.
    is_open: bool (m,); arcs that may be ridden; all where None.

    Source: wiki.openstreetmap.org/wiki/Relation:restriction.
    """
    forbidden: set[ArcRide] = set()
    allowed: dict[ArcRide, set[int]] = {}
    kinds = [restriction_kind(tags, classes) for tags in network.restrictions.tags]
    for row, ride in _rides(network, arcs, [bool(kind) for kind in kinds], is_open):
        if kinds[row] == "no":
            forbidden.add(_shortened(ride, arcs))
        else:
            for end in range(1, len(ride)):
                allowed.setdefault(ride[:end], set()).add(ride[end])
    for beginning, following in allowed.items():
        for other in _following(beginning, arcs) - following:
            forbidden |= _beyond((*beginning, other), arcs)
    return frozenset(forbidden)


def rides_ever_forbidden(network: RoadNetwork, arcs: OpenArcs, kinds: Sequence[frozenset[str]]) -> frozenset[ArcRide]:
    """Find every ride that may be forbidden at some hour, and perhaps some that never are.

    Parameters
    ----------
    kinds: for each row of the restrictions' tags what it may say: "no", "only", both or nothing.
    """
    rides: set[ArcRide] = set()
    for row, ride in _rides(network, arcs, [not kind.isdisjoint(("no", "only")) for kind in kinds], None):
        if "no" in kinds[row]:
            rides.add(_shortened(ride, arcs))
        if "only" in kinds[row]:
            for beginning in (ride[:end] for end in range(1, len(ride))):
                for other in _following(beginning, arcs):
                    rides |= _beyond((*beginning, other), arcs)
    return frozenset(rides)


def restriction_kind(tags: Mapping[str, str], classes: tuple[str, ...]) -> str:
    """Say "no" or "only" where a relation binds the vehicle, nothing where it does not."""
    if not classes or any(word in classes for word in listed(tags.get("except", ""))):
        return ""
    names = (*(f"restriction:{name}" for name in classes), "restriction")
    word, underscore, _ = next((tags[name] for name in names if name in tags), "").partition("_")
    return word if underscore and word in ("no", "only") else ""


def _following(beginning: ArcRide, arcs: OpenArcs) -> set[int]:
    """Give the arcs that leave the end of a ride; the arcs must be in order."""
    node = arcs.head[beginning[-1]]
    first, last = np.searchsorted(arcs.tail, [node, node + 1]).tolist()
    return set(range(first, last))


def _beyond(ride: ArcRide, arcs: OpenArcs) -> set[ArcRide]:
    """Give a forbidden ride as it is, and one onto the spoke of a barrier as all that lead over it onto a road."""
    before, last = ride[-2:]
    if arcs.mm[last] > 0 or arcs.mm[before] == 0:
        return {_shortened(ride, arcs)}
    return {_shortened((*ride, out), arcs) for out in _following(ride, arcs) if arcs.edge[out] != arcs.edge[last]}


def _rides(
    network: RoadNetwork, arcs: OpenArcs, wanted: Sequence[bool], is_open: NDArray[np.bool_] | None
) -> Iterator[tuple[int, ArcRide]]:
    """Give each ride of the relations that are wanted, as arcs with the spokes between them, and the relation's row."""
    if not any(wanted):
        return
    restrictions = network.restrictions
    arc_of = np.full((2, network.edge_count), -1, np.int32)
    number = np.arange(len(arcs), dtype=np.int32)
    arc_of[np.where(arcs.forward, 0, 1), arcs.edge] = number if is_open is None else np.where(is_open, number, -1)
    spoke_at = spoke_at_node(network)
    ridden = arc_of[np.where(restrictions.forward, 0, 1), restrictions.edge].tolist()
    for ride_number, row in enumerate(restrictions.ride_tags.tolist()):
        ride = ridden[restrictions.first[ride_number] : restrictions.first[ride_number + 1]]
        if wanted[row] and -1 not in ride:
            whole = _with_spokes(ride, arcs, arc_of, spoke_at)
            if -1 not in whole:
                yield row, whole


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
