"""What a round takes from its vehicle's battery, over the roads that it rides by the clock."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from kernel.position import Position
from rounds.plan import Round
from rounds.roads_of_day import RoadsOfDay
from routing.network.paths import RoadPath

__all__ = ["missing_wh", "with_energy"]

Ends = tuple[Position, Position]


def with_energy(planned: Round, depot: Position, ways: RoadsOfDay, before: Sequence[RoadsOfDay] = ()) -> Round:
    """Say of a round what it takes from its battery, where that is known: each stretch rounded up, as in planning.

    Parameters
    ----------
    planned: with the ways that `ways` gave for its times.
    before: roads over which it may have ridden what is ridden already: of that, only metres and times are kept.
    """
    if planned.vehicle.battery_wh is None:
        return planned
    profile, here, total = planned.vehicle.profile, depot, 0
    ends = [(stop.path, stop.position, stop.arrival_s) for stop in planned.stops]
    for path, place, arrival_s in [*ends, (planned.way_back, depot, planned.return_s)]:
        leaving_s = arrival_s - path.duration_s
        if len(path.arcs):
            total += ways.energy_wh(profile, (here, place), leaving_s, path)
        elif path.distance_m:
            total += _ridden_wh(profile, (here, place), leaving_s, path, before)
        if len(path.arcs) or path.distance_m:  # else it stands where it stood, or rides past what it cannot reach
            here = place
    return replace(planned, energy_wh=total)


def missing_wh(planned: Round) -> int:
    """Say how much more a round takes than its battery gives; 0 where it gives enough, or neither is known."""
    held, spent = planned.vehicle.battery_wh, planned.energy_wh
    return 0 if held is None or spent is None else max(0, spent - held)


def _ridden_wh(profile: str, ends: Ends, leaving_s: int, path: RoadPath, before: Sequence[RoadsOfDay]) -> int:
    """Estimate a stretch whose roads are not kept: as much a metre as the way there takes on the first roads with one.

    Roads that were closed or opened since may have made it longer or shorter.
    """
    for ways in before:
        found = ways.way(profile, *ends, leaving_s)
        if found is not None and found.distance_m:
            return ceil(ways.energy_wh(profile, ends, leaving_s, found) * path.distance_m / found.distance_m)
    return 0
