"""The roads under one problem in VROOM's JSON: its bare coordinates measured, and its routes drawn."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from rounds.roads import MeasuredPlaces, Roads
from routing.matrix import TravelMatrix
from routing.network.polyline import encoded_polyline
from routing.network.profile import load_profile
from routing.network.snapping import SNAP_LIMIT_M
from routing.solver.problem import PauseKind, Problem
from routing.solver.solution import Route, Solution

__all__ = ["MOST_PLACES", "ProblemRoads"]

MOST_PLACES = 2_000
"""Distinct ones: a matrix of 16 MB a profile in each unit. Own choice."""


class ProblemRoads:
    """Measures what `read_problem` finds, and remembers it until the routes are drawn."""

    def __init__(self, roads: Roads) -> None:
        self._roads = roads
        self._places: Sequence[Position] = ()
        self._measured: dict[str, MeasuredPlaces] = {}

    def measure(self, profiles: Mapping[str, str], places: Mapping[Position, str]) -> Mapping[str, TravelMatrix]:
        """Measure every place of a problem for every profile; `routing.solver.vroom_places.Measure`.

        Raises
        ------
        BadInputError
            A profile has no roads, or there are too many places.
        UnreachablePlaceError
            A place is too far from any road.
        """
        if len(places) > MOST_PLACES:
            raise BadInputError(
                f"{len(places)} places are more than the {MOST_PLACES} that are measured at once",
                way_out="Give matrices of your own, or plan in parts.",
            )
        for profile, where in profiles.items():
            _refuse_unknown(profile, where)
        self._places = list(places)
        self._measured = {profile: self._measure(profile, places) for profile in profiles}
        return {profile: self._in_order(one) for profile, one in self._measured.items()}

    def geometries(self, problem: Problem, solution: Solution) -> dict[int, str]:
        """Draw each route where the problem asks for it; an encoded polyline by its vehicle's id.

        A line goes from road to road: what lies between a place and its road is neither measured nor drawn.
        """
        if not problem.with_geometry:
            return {}
        profiles = {vehicle.id: vehicle.profile for vehicle in problem.vehicles}
        return {route.vehicle: self._drawn(route, profiles[route.vehicle]) for route in solution.routes}

    def _measure(self, profile: str, places: Mapping[Position, str]) -> MeasuredPlaces:
        measured = self._roads.measure(places, profile)
        far = [where for place, where in places.items() if not measured.reaches(place)]
        if far:
            others = f" ({len(far) - 1} more like it)" if len(far) > 1 else ""
            raise UnreachablePlaceError(
                f"there is no road for {load_profile(profile).vehicle} within {SNAP_LIMIT_M:.0f} m{others}",
                where=far[0],
                way_out="Correct the position, or take an area that holds its street.",
            )
        return measured

    def _in_order(self, measured: MeasuredPlaces) -> TravelMatrix:
        """Give a matrix whose rows are in the order of the problem's places."""
        rows = np.array([measured.row[place] for place in self._places], dtype=np.intp)
        among = np.ix_(rows, rows)
        return TravelMatrix(measured.matrix.distances_m[among], measured.matrix.durations_s[among])

    def _drawn(self, route: Route, profile: str) -> str:
        stops = [self._places[step.location] for step in route.steps if step.pause is not PauseKind.BREAK]
        on = self._measured[profile]
        beginning = on.path(stops[0], stops[0]).line  # each leg begins where the one before it ended
        legs = (on.path(origin, destination).line[1:] for origin, destination in pairwise(stops))
        line = np.concatenate([beginning, *legs])
        return encoded_polyline(line if len(line) > 1 else line.repeat(2, axis=0))  # a line has two ends


def _refuse_unknown(profile: str, where: str) -> None:
    try:
        load_profile(profile)
    except BadInputError as fault:
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from None
