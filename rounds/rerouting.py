"""Rounds that are released already when roads close or open: other ways and times, the same stops in the same order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.drafts.plan import PathDraft, RenewedRound, RenewedStop
from data.models.closure import Closure as StoredClosure
from data.models.road_network import RoadNetwork
from data.models.round import Round as StoredRound
from data.models.square import Square
from data.repositories.rounds import GIVEN
from data.work import Work
from kernel.position import Position
from rounds.battery import missing_wh, with_energy
from rounds.closure_times import ClosureTimes
from rounds.day_clock import DayClock
from rounds.day_closures import DayClosure, loaded_closures, on_day
from rounds.delivery_day import Shop
from rounds.hub_arrivals import hub_arrivals
from rounds.plan import Round
from rounds.retiming import BACK, Retimed, retimed
from rounds.roads import Roads
from rounds.roads_at import RoadsAt
from rounds.roads_of_day import RoadsOfDay
from rounds.stored_counters import counters_on
from rounds.stored_orders import names_of, order_of, vehicle_of
from rounds.stored_rounds import path_draft, round_of_stored
from routing.network.paths import RoadPath

__all__ = ["Change", "GivenDay", "Rerouted", "given_days", "renewals", "store_renewals"]


@dataclass(frozen=True, slots=True)
class Change:
    """A closure before and after it is added or ended; None is not there.

    Attributes
    ----------
    stored: the closure, which need not be in the database yet.
    """

    stored: StoredClosure
    before: ClosureTimes | None
    after: ClosureTimes | None


@dataclass(frozen=True, slots=True)
class GivenRound:
    """A released round as it is stored, in the words of planning, and the network it was measured on."""

    stored: StoredRound
    planned: Round
    network: RoadNetwork


@dataclass(frozen=True, slots=True)
class GivenDay:
    """A day with released rounds; `closures` are those that the database has."""

    clock: DayClock
    rounds: Sequence[GivenRound]
    counters: Mapping[str, Shop]
    closures: Sequence[tuple[StoredClosure, ClosureTimes]]

    def closures_around(self, change: Change) -> tuple[list[DayClosure], list[DayClosure]]:
        """Give the closures of the day before and after a change."""
        others = [pair for pair in self.closures if pair[0].id != change.stored.id]

        def with_it(times: ClosureTimes | None) -> list[DayClosure]:
            return on_day([*others, *([] if times is None else [(change.stored, times)])], self.clock)

        return with_it(change.before), with_it(change.after)


@dataclass(frozen=True, slots=True)
class Rerouted:
    """A released round that a change sends along other roads.

    Attributes
    ----------
    later_s: by number of the stop, how much later one arrives than was said, or earlier (below 0). BACK is the return.
    late_s, unreached: see `rounds.retiming.Retimed`; stops that were so before the change are left out.
    short_wh: what the battery does not give of the whole round, with what is ridden already.
    """

    clock: DayClock
    before: GivenRound
    after: Round
    later_s: Mapping[int, int]
    late_s: Mapping[int, int]
    unreached: Sequence[int]
    short_wh: int = 0

    @property
    def number(self) -> int:
        return self.before.stored.number

    def place(self, stop: int) -> str:
        """Say what stands at a stop, or at the end."""
        return self.before.stored.depot_name if stop == BACK else self.after.stops[stop - 1].place

    @property
    def most_moved(self) -> int:
        """The number of the stop whose time moves most, the return only where no stop's does."""
        reached = [number for number in self.later_s if number not in (*self.unreached, BACK)]
        return max(reached, key=lambda number: (abs(self.later_s[number]), -number), default=BACK)


def given_days(work: Work, square: Square, first: date) -> list[GivenDay]:
    """Load the days from the first on that have a released round, with those rounds and the day's closures."""
    return [
        _given_day(work, square, DayClock(day, square.timezone)) for day in work.rounds.days_given(square.id, first)
    ]


def renewals(days: Sequence[GivenDay], change: Change, home: Path, now: datetime) -> list[Rerouted]:
    """Find the released rounds that a change sends along other roads; what was ridden before now stays.

    Raises
    ------
    StorageError
        The extract on which a round was measured is no longer kept.
    """
    roads: dict[str, Roads] = {}
    found: list[Rerouted] = []
    for day in days:
        before, after = day.closures_around(change)
        if before == after:
            continue
        for network in {one.network.id: one.network for one in day.rounds}.values():
            if network.id not in roads:
                roads[network.id] = Roads.open(RoadsAt(str(home), network.stored_as, network.sha256))
            ways = [RoadsOfDay(roads[network.id], day.clock.day, closures) for closures in (before, after, ())]
            on_it = (one for one in day.rounds if one.network.id == network.id)
            anew = (_rerouted(day, one, _Ways(*ways), now) for one in on_it)
            found.extend(one for one in anew if one is not None)
    return found


def store_renewals(work: Work, found: Sequence[Rerouted], closure_id: str, change: Change) -> None:
    """Store the new ways and times, each with an event that the dispatcher sees on the day's page."""
    for one in found:
        why = {
            "closure": {"id": closure_id, "name": change.stored.name, "ended": change.before is not None},
            "later_s": {str(number): seconds for number, seconds in one.later_s.items()},
            "late_s": {str(number): seconds for number, seconds in one.late_s.items()},
            "unreached": list(one.unreached),
            "short_wh": one.short_wh,
            "places": [stop.place for stop in one.after.stops],
            "most_moved": one.most_moved,
        }
        work.rounds.renew(one.before.stored, _renewed(one, why))


def _given_day(work: Work, square: Square, clock: DayClock) -> GivenDay:
    stored = work.rounds.of_day(square.id, clock.day, GIVEN, lines=True)
    legs = work.legs.of_day(square.id, clock.day)
    names = names_of(legs)
    since_s = {leg_id: one.since_s or 0 for leg_id, one in hub_arrivals(work, square.id, legs, clock).items()}
    orders = {leg.id: order_of(leg, names[leg.id], clock, since_s.get(leg.id, 0)) for leg in legs}
    networks = {one.road_network_id: work.areas.network(one.road_network_id) for one in stored}
    return GivenDay(
        clock,
        [
            GivenRound(one, round_of_stored(one, vehicle_of(one.vehicle), orders, clock), networks[one.road_network_id])
            for one in stored
        ],
        counters_on(work, square.id, clock.day),
        loaded_closures(work, square.id, clock),
    )


class _Ways(NamedTuple):
    """The roads of a day before a change and after it, and without any closure."""

    was: RoadsOfDay
    will_be: RoadsOfDay
    free: RoadsOfDay


def _rerouted(day: GivenDay, given: GivenRound, ways: _Ways, now: datetime) -> Rerouted | None:
    """Ride a round over the roads as they are after a change; None where no way of it is another.

    A round that cannot come anywhere, since its depot is closed, stays as it is stored: the alert and its sheet say so.
    """
    planned = given.planned
    depot = Position(given.stored.depot_lon, given.stored.depot_lat)
    profile = planned.vehicle.profile
    since_s = day.clock.seconds(now)
    anew = retimed(planned, depot, day.counters, ways.will_be.leaving_at_once(profile), since_s=since_s)
    as_was = retimed(planned, depot, day.counters, ways.was.leaving_at_once(profile), since_s=since_s)
    if all(_same(one, other) for one, other in zip(anew.round.paths, as_was.round.paths, strict=True)):
        return None
    lost = anew.round.reaches_nothing
    stays = replace(planned, unreached=anew.round.unreached)
    after = stays if lost else with_energy(anew.round, depot, ways.will_be, (ways.was, ways.free))
    return Rerouted(
        day.clock,
        given,
        after,
        later_s={} if lost else _later(planned, anew),
        late_s={number: late_s for number, late_s in anew.late_s.items() if late_s > as_was.late_s.get(number, 0)},
        unreached=[number for number in anew.unreached if number not in as_was.unreached],
        short_wh=0 if lost else missing_wh(after),
    )


def _later(planned: Round, anew: Retimed) -> dict[int, int]:
    moved = {
        number: after.arrival_s - before.arrival_s
        for number, (before, after) in enumerate(zip(planned.stops, anew.round.stops, strict=True), 1)
    }
    moved[BACK] = anew.round.return_s - planned.return_s
    return {number: seconds for number, seconds in moved.items() if seconds and number not in anew.unreached}


def _same(one: RoadPath, other: RoadPath) -> bool:
    figures = (one.distance_m, one.duration_s) == (other.distance_m, other.duration_s)
    return figures and one.line.shape == other.line.shape and bool(np.array_equal(one.line, other.line))


def _renewed(one: Rerouted, why: Mapping[str, object]) -> RenewedRound:
    clock, stored, planned, after = one.clock, one.before.stored, one.before.planned, one.after
    return RenewedRound(
        round_id=stored.id,
        return_at=clock.moment(after.return_s),
        distance_m=after.distance_m,
        stops=[
            RenewedStop(
                row.id, clock.moment(stop.arrival_s), clock.moment(stop.leaving_s), _other_path(was.path, stop.path)
            )
            for row, was, stop in zip(stored.stops, planned.stops, after.stops, strict=True)
        ],
        way_back=_other_path(planned.way_back, after.way_back),
        energy_wh=after.energy_wh,
        unreached=after.unreached,
        why=why,
    )


def _other_path(was: RoadPath, path: RoadPath) -> PathDraft | None:
    return None if _same(was, path) else path_draft(path)
