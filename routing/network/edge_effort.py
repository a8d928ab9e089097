"""What the relief of a road network does to each edge, ridden either way: more seconds, a dearer climb, energy."""

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.climbing import Pull, Stretch
from routing.network.profile import Profile
from routing.network.relief import Stretches
from routing.network.road_network import RoadNetwork
from routing.network.slope_tags import STEEPEST, rises_and_falls

__all__ = ["EdgeEffort", "Ground", "climbs_mm", "edge_effort", "laden"]

Floats = NDArray[np.float64]

HEAVIEST_KG = 10_000.0
"""No vehicle of a profile is heavier: a van is up to 3,500 kg."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What each set of tags means for effort, forward and backward: shape (2, sets).

    Attributes
    ----------
    level_kmh, most_kmh: on the level and at most downhill; 0 where one does not ride.
    rolling: coefficient of rolling resistance; below 0 where nothing rolls: at barriers, aboard a ferry.
    pushed: one walks beside the vehicle.
    """

    level_kmh: Floats
    most_kmh: Floats
    rolling: Floats
    pushed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class EdgeEffort:
    """Of each edge, ridden as it was drawn and the other way; float64 (2, e).

    Attributes
    ----------
    extra_ms: beyond the table's time on the level; negative where slopes make it less.
    uphill_mm: of cost, for the climb.
    joules: from the battery.
    """

    extra_ms: Floats
    uphill_mm: Floats
    joules: Floats


def laden(profile: Profile, mass_kg: float | None) -> Profile:
    """Give a profile another mass of vehicle, rider and load together; None is the table's.

    Raises
    ------
    BadInputError
        No vehicle is so light or so heavy, or mass plays no part for this one.
    """
    if mass_kg is None:
        return profile
    if profile.table.effort is None or profile.table.effort.mass is None:
        raise BadInputError(f"mass plays no part for {profile.vehicle}", where="mass", way_out="Leave it out.")
    if not (isfinite(mass_kg) and 0 < mass_kg <= HEAVIEST_KG):
        raise BadInputError(
            f"{mass_kg:g} kg is no mass of a vehicle with its rider and load",
            where="mass",
            way_out=f"Give kilograms above 0 and up to {HEAVIEST_KG:,.0f}.",
        )
    return replace(profile, mass_kg=mass_kg)


def edge_effort(network: RoadNetwork, profile: Profile, ground: Ground) -> EdgeEffort:
    """Ride each edge both ways, stretch by stretch.

    Slopes beyond `STEEPEST` count as that: no street is so steep, so it is the heights that are wrong. Steps have
    speeds and costs of their own, whatever they climb.
    """
    shape = (2, network.edge_count)
    effort = EdgeEffort(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    table = profile.table.effort
    if table is None:
        return effort
    pull = _pull(profile)
    stretches = network.relief.stretches(network.edge_mm)
    tags = network.edge_tags[stretches.edge]
    climbs = np.array([rises_and_falls(row) for row in network.tags], np.bool_)[tags]
    metres = stretches.mm / 1000
    slope = _slopes(stretches)
    for direction, ahead in ((0, slope), (1, -slope)):
        ridden = np.flatnonzero((ground.level_kmh[direction, tags] > 0) & (ground.rolling[direction, tags] >= 0))
        at, sets = metres[ridden], tags[ridden]
        stretch = Stretch(
            slope=ahead[ridden],
            level_mps=ground.level_kmh[direction, sets] / 3.6,
            most_mps=ground.most_kmh[direction, sets] / 3.6,
            rolling=ground.rolling[direction, sets],
            pushed=ground.pushed[direction, sets],
        )
        speed = np.where(climbs[ridden] & (stretch.slope != 0), pull.speed_mps(stretch), stretch.level_mps)
        edge = stretches.edge[ridden]
        extra = np.where(speed == stretch.level_mps, 0.0, at / speed - at / stretch.level_mps)
        _add(effort.extra_ms[direction], edge, extra * 1000)
        _add(effort.joules[direction], edge, pull.battery_joules(stretch, at, speed))
        if table.uphill is not None:
            steep = np.maximum(stretch.slope - table.uphill.above, 0) * climbs[ridden]
            _add(effort.uphill_mm[direction], edge, table.uphill.metres * steep * at * 1000)
    return effort


def climbs_mm(network: RoadNetwork) -> NDArray[np.int64]:
    """Give what each edge climbs when ridden as it was drawn, and when ridden the other way; int64 (2, e)."""
    climbs = np.zeros((2, network.edge_count))
    if not network.relief.is_flat:
        stretches = network.relief.stretches(network.edge_mm)
        for direction, rise in enumerate((stretches.rise_mm, -stretches.rise_mm)):
            _add(climbs[direction], stretches.edge, np.maximum(rise, 0).astype(np.float64))
    return climbs.astype(np.int64)


def _pull(profile: Profile) -> Pull:
    table, pushing = profile.table.effort, profile.table.pushing
    assert table is not None  # noqa: S101 - whoever asks has looked
    usual_kg = 0.0 if table.mass is None else table.mass.kg
    mass_kg = usual_kg if profile.mass_kg is None else profile.mass_kg
    return Pull(table, mass_kg, None if pushing is None else pushing.speed_kmh / 3.6)


def _slopes(stretches: Stretches) -> Floats:
    slope = np.divide(
        stretches.rise_mm, stretches.mm, out=np.zeros(len(stretches.mm)), where=stretches.mm > 0, dtype=np.float64
    )
    return np.clip(slope, -STEEPEST, STEEPEST)


def _add(to_edges: Floats, edge: NDArray[np.int32], values: Floats) -> None:
    to_edges += np.bincount(edge, values, len(to_edges))
