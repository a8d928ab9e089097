"""What a round takes from its vehicle's battery, over the roads that it rides by the clock."""

from kernel.position import Position
from rounds.plan import Round
from rounds.roads_of_day import RoadsOfDay

__all__ = ["missing_wh", "spent_wh"]


def spent_wh(planned: Round, depot: Position, ways: RoadsOfDay) -> int:
    """Add up the watt-hours of every stretch, each rounded up as in planning's table.

    Parameters
    ----------
    planned: with the ways that `ways` gave for its times.
    """
    here, total = depot, 0
    ends = [(stop.path, stop.position, stop.arrival_s) for stop in planned.stops]
    for path, place, arrival_s in [*ends, (planned.way_back, depot, planned.return_s)]:
        if len(path.arcs):  # else it stands where it stood, or rides past what it cannot reach
            total += ways.energy_wh(planned.vehicle.profile, (here, place), arrival_s - path.duration_s, path)
            here = place
    return total


def missing_wh(planned: Round, depot: Position, ways: RoadsOfDay) -> int:
    """Say how much more a round takes than its battery gives; 0 where it gives enough or limits nothing."""
    held = planned.vehicle.battery_wh
    return 0 if held is None else max(0, spent_wh(planned, depot, ways) - held)
