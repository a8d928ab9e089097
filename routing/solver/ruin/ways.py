"""The ways between the places of a problem, as each kind of vehicle drives and pays them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from routing.solver.cost import DENOMINATOR
from routing.solver.ortools_nodes import Prices
from routing.solver.problem import Costs, Problem, Vehicle
from routing.solver.travel import scaled_s

__all__ = ["Drive", "Tariff", "Ways", "turned"]

Whole = TypeVar("Whole", np.int32, np.int64)


@dataclass(frozen=True, slots=True)
class Drive:
    """A matrix, and how many times as fast it is driven."""

    profile: str
    speed_factor: Fraction

    @classmethod
    def of(cls, vehicle: Vehicle) -> "Drive":
        return cls(vehicle.profile, vehicle.speed_factor)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the costs of ways depend on: what is paid for leaving and for work makes no matrices of its own."""

    drive: Drive
    costs: Costs

    @classmethod
    def of(cls, vehicle: Vehicle) -> "Tariff":
        return cls(Drive.of(vehicle), replace(vehicle.costs, fixed=0, per_task_hour=0))


@dataclass(frozen=True)
class Ways:
    """Matrices between the places that are used, with nowhere, next to everything, behind them.

    Attributes
    ----------
    used: places of the problem's own matrices, p of them; every matrix here has shape (p + 1, p + 1).
    """

    problem: Problem
    used: NDArray[np.intp]
    kinds: Sequence[Vehicle]

    @cached_property
    def drives(self) -> list[Drive]:
        return list(dict.fromkeys(map(Drive.of, self.kinds)))

    @cached_property
    def tariffs(self) -> list[Tariff]:
        return list(dict.fromkeys(map(Tariff.of, self.kinds)))

    def seconds(self, drive: Drive) -> NDArray[np.int32]:
        """Return the seconds of each way, rounded up."""
        seconds = self._between(self.problem.matrices[drive.profile].durations_s)
        return scaled_s(seconds, drive.speed_factor).astype(np.int32)  # `validate` holds them to 32 bits

    def metres(self, drive: Drive) -> NDArray[np.int32]:
        return self._between(self.problem.matrices[drive.profile].distances_m)

    def watt_hours(self, drive: Drive) -> NDArray[np.int32]:
        """Return the energy of each way; no array at all where no vehicle is limited in it."""
        if all(kind.max_energy_wh is None for kind in self.kinds):
            return np.zeros((0, 0), np.int32)
        matrix = self.problem.matrices[drive.profile]
        return self._between(np.zeros_like(matrix.durations_s) if matrix.energy_wh is None else matrix.energy_wh)

    def prices(self, tariff: Tariff, prices: Prices) -> NDArray[np.int64]:
        """Return what each way costs."""
        stated = self.problem.matrices[tariff.drive.profile].costs
        if stated is not None:
            return self._between(stated).astype(np.int64) * DENOMINATOR // prices.unit
        seconds, metres = self.seconds(tariff.drive), self.metres(tariff.drive)
        return prices.arcs(tariff.costs, seconds.astype(np.int64), metres.astype(np.int64))

    def duties(self, tariff: Tariff, prices: Prices) -> NDArray[np.int64]:
        """Price the duty that each way takes, if nothing is waited for."""
        return self.seconds(tariff.drive).astype(np.int64) * prices.per_duty_s(tariff.costs)

    def _between(self, figures: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.pad(figures[np.ix_(self.used, self.used)], ((0, 1), (0, 1))).astype(np.int32)


def turned(figures: NDArray[Whole]) -> NDArray[Whole]:
    """Return matrices by destination and then origin."""
    return np.ascontiguousarray(figures.transpose(0, 2, 1))
