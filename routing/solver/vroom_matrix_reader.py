"""Matrices of VROOM's JSON, and our `energy_wh` beside its own."""

from collections.abc import Iterable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from kernel.quoting import printable
from routing.matrix import TravelMatrix
from routing.solver.json_reading import Fields, read_list
from routing.solver.problem import Vehicle

__all__ = ["MatrixReader"]

LONGEST = 2**31 - 1
"""Largest entry of a matrix: it is kept in 32 bits with a sign."""
NOT_REACHED = "unreachable"
"""The list of points that `dorpsronde matrix` writes beside its profile; their rows hold null."""


class MatrixReader:
    """Reads "matrices", and remembers which of them bring metres."""

    def __init__(self) -> None:
        self.with_metres: set[str] = set()
        self.profiles: set[str] = set()

    def read(self, value: object, where: str) -> dict[str, TravelMatrix]:
        """Read one matrix a profile."""
        fields = Fields(value, where)
        matrices: dict[str, TravelMatrix] = {}
        for profile, entry in fields.entries.items():
            if profile == NOT_REACHED and isinstance(entry, list):
                continue
            if not isinstance(entry, dict):
                raise BadInputError(
                    "is not an object",
                    where=fields.path(profile),
                    way_out='Give each profile an object with "durations"; nothing else stands beside them.',
                )
            matrices[profile] = fields.take(profile, _matrix)
            if "distances" in entry:
                self.with_metres.add(profile)
        self.profiles = set(matrices)
        return matrices

    def with_metres_for(self, vehicles: Iterable[Vehicle]) -> bool:
        """Tell whether metres are known of the profiles in use, of all where none is; known metres may all be 0.

        Raises
        ------
        BadInputError
            A vehicle asks for metres that there are none of, or only some profiles in use have them.
        """
        used: set[str] = set()
        for vehicle in vehicles:
            if vehicle.profile in self.profiles:
                used.add(vehicle.profile)
                if vehicle.profile not in self.with_metres:
                    _refuse_asking_for_metres(vehicle)
        known = (used or self.profiles) & self.with_metres
        without = used - known
        if without and known:
            raise BadInputError(
                '"distances" is missing, and other profiles have it',
                where=f"matrices.{printable(min(without))}",
                way_out="Give distances to every profile in use, or to none.",
            )
        return bool(known)


def _refuse_asking_for_metres(vehicle: Vehicle) -> None:
    matrix = f"matrices.{printable(vehicle.profile)}"
    for name, figure in (("max_distance", vehicle.max_distance_m), ("per_km", vehicle.costs.per_km or None)):
        if figure is not None:
            raise BadInputError(f"{name} needs distances in {matrix}", where=f"vehicle {vehicle.id}")


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
