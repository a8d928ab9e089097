"""Matrices of VROOM's JSON, and our `energy_wh` beside its own."""

from collections.abc import Iterable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.json_reading import Fields, read_list
from routing.solver.problem import Vehicle

__all__ = ["MatrixReader"]

LONGEST = 2**31 - 1
"""Largest entry of a matrix: it is kept in 32 bits with a sign."""


class MatrixReader:
    """Reads "matrices", and remembers which of them bring metres."""

    def __init__(self) -> None:
        self.with_metres: set[str] = set()
        self.profiles: set[str] = set()

    def read(self, value: object, where: str) -> dict[str, TravelMatrix]:
        """Read one matrix a profile."""
        fields = Fields(value, where)
        self.profiles = set(fields.entries)
        self.with_metres = {
            profile for profile, matrix in fields.entries.items() if isinstance(matrix, dict) and "distances" in matrix
        }
        return {profile: fields.take(profile, _matrix) for profile in fields.entries}

    def refuse_missing_metres(self, vehicles: Iterable[Vehicle]) -> None:
        """Refuse what asks for metres where there are none; no metre known is not no metre driven."""
        used: set[str] = set()
        for vehicle in vehicles:
            if vehicle.profile in self.profiles:
                used.add(vehicle.profile)
                if vehicle.profile not in self.with_metres:
                    _refuse_asking_for_metres(vehicle)
        without = used - self.with_metres
        if without and self.with_metres:
            raise BadInputError(
                '"distances" is missing, and other profiles have it',
                where=f"matrices.{min(without)}",
                way_out="Give distances to every profile, or to none.",
            )


def _refuse_asking_for_metres(vehicle: Vehicle) -> None:
    for name, figure in (("max_distance", vehicle.max_distance_m), ("per_km", vehicle.costs.per_km or None)):
        if figure is not None:
            raise BadInputError(f"{name} needs distances in matrices.{vehicle.profile}", where=f"vehicle {vehicle.id}")


def _matrix(value: object, where: str) -> TravelMatrix:
    fields = Fields(value, where)
    durations = fields.take("durations", _square)
    distances = fields.take("distances", _square, np.zeros_like(durations))
    costs = fields.take("costs", _square, None)
    energy_wh = fields.take("energy_wh", _square, None)
    fields.close()
    others: dict[str, NDArray[np.int32] | None] = {"distances": distances, "costs": costs, "energy_wh": energy_wh}
    for name, figures in others.items():
        if figures is not None and figures.shape != durations.shape:
            raise BadInputError(
                f"{name} are {len(figures)} by {len(figures)}, durations {len(durations)} by {len(durations)}",
                where=where,
            )
    return TravelMatrix(distances_m=distances, durations_s=durations, costs=costs, energy_wh=energy_wh)


def _square(value: object, where: str) -> NDArray[np.int32]:
    rows = read_list(value, where, _row)
    for number, row in enumerate(rows):
        if len(row) != len(rows):
            raise BadInputError(
                f"has {len(row)} entries in a matrix of {len(rows)} rows; a matrix is square",
                where=f"{where}[{number}]",
            )
    return np.array(rows, dtype=np.int32).reshape(len(rows), len(rows))


def _row(value: object, where: str) -> list[int]:
    if not isinstance(value, list):
        raise BadInputError("is not a list", where=where)
    row = cast("list[object]", value)
    for column, figure in enumerate(row):
        if figure is None:
            raise BadInputError(
                "is null: no way leads there", where=f"{where}[{column}]", way_out="Leave that place out."
            )
        if type(figure) is not int or not 0 <= figure <= LONGEST:
            raise BadInputError(f"is not a whole number from 0 to {LONGEST}", where=f"{where}[{column}]")
    return cast("list[int]", row)
