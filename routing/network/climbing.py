"""What a slope does to a speed, and what moving takes from a battery: the physics, for many stretches of road at once.

A vehicle of mass m at speed v on a slope s is held back by  m g (s + c) + ½ ρ A v²: its weight, its wheels, the air.
Slope is rise by length as the map measures it, so that what is done against the weight is m g times the rise.

Source: Martin, Milliken, Cobb, McFadden, Coggan, "Validation of a mathematical model for road cycling power", Journal
of Applied Biomechanics 14 (1998), at even speed and without wind; bearings are part of the rolling here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.effort_table import EffortTable, Walking

__all__ = ["Pull", "Stretch", "speed_from_power", "walking_factor"]

Floats = NDArray[np.float64]

GRAVITY = 9.81
"""m/s², as in the Netherlands; 9.80665 is the standard of ISO 80000-3."""

AIR_DENSITY = 1.225
"""kg/m³, at sea level and 15 °C. Source: ISO 2533, standard atmosphere."""

_STEPS = 60
"""Of Newton's method at most; some ten are needed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stretches of road, each of one slope; arrays of one shape.

    Attributes
    ----------
    slope: rise by length in the direction of riding.
    level_mps, most_mps: metres a second on the level by the profile's table, and at most downhill.
    rolling: coefficient of rolling resistance.
    pushed: one walks beside the vehicle.
    """

    slope: Floats
    level_mps: Floats
    most_mps: Floats
    rolling: Floats
    pushed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pull:
    """A vehicle and who moves it.

    Attributes
    ----------
    table: of its profile.
    mass_kg: now; the table's mass is the one that its speeds on the level are of.
    pushing_mps: walking beside it on the level; None where nobody does.
    """

    table: EffortTable
    mass_kg: float
    pushing_mps: float | None = None

    def speed_mps(self, stretch: Stretch) -> Floats:
        """Give the speed on each stretch: on the level the table's own, uphill less, downhill more.

        On the level and downhill the power is what the table's speed takes on the level. Uphill rider and motor give
        all they have, or that power where it is more; so what is easy is ridden at the table's speed. Where walking
        beside the vehicle is faster, that is done; nobody walks faster downhill than on the level.
        """
        walking = self.table.walking
        if self.table.rider is None:
            return stretch.level_mps * (1.0 if walking is None else walking_factor(walking, stretch.slope))
        uphill = stretch.slope >= 0
        at_most = np.where(uphill, stretch.level_mps, np.maximum(stretch.most_mps, stretch.level_mps))
        at_least = np.where(uphill, 0.0, stretch.level_mps)
        speed = np.clip(self._with_all_power(stretch), at_least, at_most)
        on_foot = 1.0 if walking is None else np.minimum(walking_factor(walking, stretch.slope), 1.0)
        if self.pushing_mps is not None:
            walked = np.minimum(stretch.level_mps, self.pushing_mps) * on_foot
            speed = np.where(uphill, np.maximum(speed, walked), speed)
        return np.where(stretch.pushed, stretch.level_mps * on_foot, speed)

    def battery_joules(self, stretch: Stretch, metres: Floats, speed_mps: Floats) -> Floats:
        """Give what each stretch takes from the battery at a speed: never less than nothing, as nothing flows back."""
        motor = self.table.motor
        if motor is None:
            return np.zeros(len(metres))
        seconds = metres / speed_mps
        held_back_n = self._held_back_n(stretch) + self._drag * speed_mps**2
        at_wheel = self._motor_share * np.maximum(held_back_n, 0) * metres
        if motor.watts is not None:
            at_wheel = np.minimum(at_wheel, motor.watts * seconds)
        if motor.up_to_kmh is not None:
            at_wheel = np.where(speed_mps > motor.up_to_kmh / 3.6 * (1 + 1e-9), 0.0, at_wheel)
        return at_wheel / motor.efficiency + motor.standing_watts * seconds

    @property
    def _drag(self) -> float:
        return 0.0 if self.table.air is None else AIR_DENSITY * self.table.air.drag_area_m2 / 2

    @property
    def _motor_share(self) -> float:
        rider, motor = self.table.rider, self.table.motor
        if motor is None:
            return 0.0
        return 1.0 if rider is None or motor.watts is None else motor.watts / (motor.watts + rider.watts)

    def _held_back_n(self, stretch: Stretch) -> Floats:
        return self.mass_kg * GRAVITY * (stretch.slope + stretch.rolling)

    def _with_all_power(self, stretch: Stretch) -> Floats:
        """Solve for the speed, first with the motor; where that comes beyond its limit, without it."""
        rider, motor = self.table.rider, self.table.motor
        if rider is None:
            return stretch.level_mps
        usual_kg = self.mass_kg if self.table.mass is None else self.table.mass.kg
        held_back_n = usual_kg * GRAVITY * stretch.rolling + self._drag * stretch.level_mps**2
        level_watts = np.maximum(held_back_n * stretch.level_mps, 1e-6)
        all_watts = rider.watts + (0.0 if motor is None else motor.watts or 0.0)
        uphill = stretch.slope >= 0
        watts = np.where(uphill, np.maximum(level_watts, all_watts), level_watts)
        speed = speed_from_power(watts, self._held_back_n(stretch), self._drag)
        if motor is None or motor.up_to_kmh is None:
            return speed
        limit = motor.up_to_kmh / 3.6
        own_level = level_watts * np.where(stretch.level_mps > limit, 1.0, 1 - self._motor_share)
        own_watts = np.where(uphill, np.maximum(own_level, rider.watts), own_level)
        alone = speed_from_power(own_watts, self._held_back_n(stretch), self._drag)
        return np.where(speed > limit, np.maximum(alone, limit), speed)


def speed_from_power(watts: Floats, held_back_n: Floats, drag: float) -> Floats:
    """Solve  drag v³ + held_back v = watts  for the one speed above 0, in m/s.

    Newton's method from above never steps over it, since the curve bends upwards.

    Parameters
    ----------
    watts: above 0. held_back_n: newtons that do not grow with speed; negative downhill. drag: ½ ρ A.
    """
    if drag == 0:
        return np.divide(watts, held_back_n, out=np.full(len(watts), np.inf), where=held_back_n > 0)
    speed = np.cbrt(watts / drag) + np.sqrt(np.maximum(-held_back_n, 0) / drag)
    for _ in range(_STEPS):
        over = (drag * speed**2 + held_back_n) * speed - watts
        step = np.maximum(over / (3 * drag * speed**2 + held_back_n), 0)
        speed = speed - step
        if (step <= speed * 1e-15).all():
            break
    return speed


def walking_factor(walking: Walking, slope: Floats) -> Floats:
    """Give how fast one walks on a slope, beside how fast on the level.

    Source: Tobler's hiking function, "Three presentations on geographical analysis and modeling", NCGIA 93-1 (1993).
    """
    easiest = walking.easiest_slope
    return np.exp(-walking.steepness * (np.abs(slope - easiest) - abs(easiest)))
