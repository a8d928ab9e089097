"""What a round took, by its courier's reports alone: metres along the roads between the places that were visited.

They are estimated, never driven: nobody measured them. In the plan's own order they are the plan's metres.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from data.drafts.event import EventKind
from impact.elements import Known, Purpose, Stretch
from kernel.position import Position
from rounds.lifecycles.said import Said
from rounds.visits import LegRidden, Load, PlannedStop, Visit, handed_over, in_order, visits_of

__all__ = ["PlannedRide", "RiddenRound", "Way", "ridden_round"]

Way = Callable[[Position, Position], int]
"""Metres along the roads from one place to another."""
LONGEST_DUTY = timedelta(hours=24)
"""Longer than anybody rides: one of the clocks was wrong."""


@dataclass(frozen=True, slots=True)
class PlannedRide:
    """A round as it was planned; `distance_m` was rounded once, its stretches each."""

    depot: Position
    stops: Sequence[PlannedStop]
    way_back_m: int
    distance_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiddenRound:
    """A round as it was ridden.

    Attributes
    ----------
    stretches: estimated, by purpose.
    empty_m: with nothing aboard, whatever for.
    visits: places, one after the other.
    gram_metres, millilitre_metres: what was aboard on each stretch times its metres.
    attempts, first_time: doors that were tried for the first time, and at which all was handed over.
    duty_s: from the report of its start to that of its end; None where one is missing, or no clock can be believed.
    untold: stops of the plan of which nothing was reported: they are not in these metres, see `falls_short_of`.
    """

    stretches: tuple[Stretch, ...]
    empty_m: int
    visits: int
    gram_metres: int
    millilitre_metres: int
    attempts: int
    first_time: int
    duty_s: int | None
    untold: int

    @property
    def distance_m(self) -> int:
        return sum(each.distance_m for each in self.stretches)

    def falls_short_of(self, planned_m: int) -> bool:
        """Say whether leaving reports out made it shorter than it was planned: then the plan's metres stand."""
        return self.untold > 0 and self.distance_m < planned_m


def ridden_round(plan: PlannedRide, legs: Mapping[str, LegRidden], said: Iterable[Said], way: Way) -> RiddenRound:
    """Estimate a round that is over.

    Parameters
    ----------
    legs: by id; what is said of others is not known where it happened.
    said: everything that counts of the round, in any order.
    way: asked only where the round did not go as planned.
    """
    reports = in_order(said)
    visits = visits_of(plan.stops, legs, reports)
    ways = _ways(plan, visits, way)
    metres: Counter[Purpose] = Counter()
    aboard: dict[str, Load] = {}
    empty_m = gram_metres = millilitre_metres = 0
    for distance_m, visit in zip(ways, [*visits, None], strict=True):
        metres[_purpose(visit, legs, aboard)] += distance_m
        empty_m += 0 if aboard else distance_m
        gram_metres += distance_m * sum(load.g for load in aboard.values())
        millilitre_metres += distance_m * sum(load.ml for load in aboard.values())
        for one in (*visit.said, *visit.lost) if visit else ():
            _handle(aboard, one, legs[one.leg_id or ""])
    told = {visit.stop for visit in visits}
    tried = _first_attempts(visits, legs)
    return RiddenRound(
        stretches=tuple(Stretch(metres[purpose], purpose, Known.ESTIMATED) for purpose in Purpose if purpose in metres),
        empty_m=empty_m,
        visits=len(visits),
        gram_metres=gram_metres,
        millilitre_metres=millilitre_metres,
        attempts=len(tried),
        first_time=sum(tried.values()),
        duty_s=_duty_s(reports),
        untold=sum(number not in told for number in range(1, len(plan.stops) + 1)),
    )


def _ways(plan: PlannedRide, visits: Sequence[Visit], way: Way) -> list[int]:
    """Give the metres to each visit, and back to the depot: the plan's own where both ends are next to each other."""
    stops = [visit.stop for visit in visits]
    if stops == list(range(1, len(plan.stops) + 1)):
        planned = [*(stop.path_m for stop in plan.stops), plan.way_back_m]
        planned[planned.index(max(planned))] += plan.distance_m - sum(planned)  # as the whole was rounded
        return planned
    if not visits:
        return [0]
    found: list[int] = []
    here, before = plan.depot, 0
    for visit in visits:
        if visit.stop is not None and before is not None and visit.stop == before + 1:
            found.append(plan.stops[before].path_m)
        else:
            found.append(0 if visit.place == here else way(here, visit.place))
        here, before = visit.place, visit.stop
    is_last = before == len(plan.stops)
    return [*found, plan.way_back_m if is_last else 0 if here == plan.depot else way(here, plan.depot)]


def _purpose(visit: Visit | None, legs: Mapping[str, LegRidden], aboard: Mapping[str, Load]) -> Purpose:
    """Say what the way to a visit was for; None is the depot, to which whatever is still aboard goes back."""
    if visit is None:
        return Purpose.RETURN if aboard else Purpose.EMPTY
    if visit.failed:
        return Purpose.FAILED_ATTEMPT
    if all(legs[one.leg_id or ""].brings_back for one in visit.said):
        return Purpose.RETURN
    return Purpose.CARRYING if aboard else Purpose.EMPTY


def _handle(aboard: dict[str, Load], said: Said, leg: LegRidden) -> None:
    """Put parcels aboard, or take them off; what could not be handed over stays, and what was never told came along."""
    parcels = leg.parcels.keys() if said.parcels is None else said.parcels & leg.parcels.keys()
    if said.kind in {EventKind.LEG_COLLECTED, EventKind.LEG_FAILED}:
        aboard.update({parcel: leg.parcels[parcel] for parcel in parcels})
    else:
        for parcel in parcels:
            aboard.pop(parcel, None)


def _first_attempts(visits: Sequence[Visit], legs: Mapping[str, LegRidden]) -> dict[str, bool]:
    """Say of every leg to a household that somebody ordered whether its first visit brought all of it there."""
    found: dict[str, bool] = {}
    for visit in visits:
        here: dict[str, bool] = {}
        for one in visit.said:
            leg = legs[one.leg_id or ""]
            if leg.ordered and leg.to_household and one.kind in {EventKind.LEG_DROPPED, EventKind.LEG_FAILED}:
                name = one.leg_id or ""
                here[name] = here.get(name, True) and handed_over(one, leg)
        found = here | found
    return found


def _duty_s(said: Sequence[Said]) -> int | None:
    began = [one.happened_at for one in said if one.kind is EventKind.ROUND_STARTED and one.happened_at]
    ended = [one.happened_at for one in said if one.kind is EventKind.ROUND_COMPLETED and one.happened_at]
    if not began or not ended:
        return None
    duty = max(ended) - min(began)
    return round(duty.total_seconds()) if timedelta() < duty <= LONGEST_DUTY else None
