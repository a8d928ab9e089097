"""What a leg asks of its vehicle besides room and time, as the solver's skills: two people, and roads to both ends."""

from collections.abc import Iterable, Sequence

from rounds.delivery_day import Need, Vehicle
from rounds.legs import Leg
from routing.solver.problem import Problem

__all__ = ["TWO_PEOPLE", "Skills", "has_crew_of_two"]

TWO_PEOPLE = 1


class Skills:
    """The skills of one day.

    Each set of profiles that some legs are bound to, as no other goes to both their ends, is a skill of its own:
    vehicles of those profiles have it.
    """

    def __init__(self, legs: Sequence[Leg], profiles: Iterable[str]) -> None:
        everywhere = frozenset(profiles)
        bound = sorted({leg.profiles for leg in legs} - {everywhere}, key=sorted)
        self._of_profiles = {profiles: number for number, profiles in enumerate(bound, TWO_PEOPLE + 1)}

    def of_leg(self, leg: Leg) -> frozenset[int]:
        """Say what a leg asks for."""
        asked = {TWO_PEOPLE} if Need.TWO_PEOPLE in leg.order.needs else set[int]()
        if leg.profiles in self._of_profiles:
            asked.add(self._of_profiles[leg.profiles])
        return frozenset(asked)

    def of_vehicle(self, vehicle: Vehicle) -> frozenset[int]:
        """Say what a vehicle offers."""
        offered = {number for profiles, number in self._of_profiles.items() if vehicle.profile in profiles}
        if vehicle.crew > 1:
            offered.add(TWO_PEOPLE)
        return frozenset(offered)


def has_crew_of_two(problem: Problem) -> bool:
    """Say whether any vehicle of a problem has two people."""
    return any(TWO_PEOPLE in vehicle.skills for vehicle in problem.vehicles)
