"""Days as they were ridden, from what is stored: couriers' reports, vehicles' readings, the roads between visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.database import Database
from data.distance import metres_apart
from data.models.leg import Leg
from data.models.road_network import RoadNetwork
from data.models.round import Round as StoredRound
from data.models.states import EnergyKind, LegCause, PlaceKind, RoundState
from data.models.vehicle_reading import VehicleReading
from data.repositories.rides import StoredRides
from impact.elements import Carrier, Energy, Tier
from kernel.position import Position
from kernel.scope import Scope
from rounds.kept_report import takes_rides
from rounds.ridden_day import Meter, RiddenDay
from rounds.ridden_round import PlannedRide, RiddenRound, ridden_round
from rounds.roads import MeasuredPlaces, Roads
from rounds.roads_at import RoadsAt
from rounds.said_events import said_of
from rounds.visits import LegRidden, Load, PlannedStop
from routing.solver.problem import TaskKind

__all__ = ["CIRCUITY", "NOTHING_RIDDEN", "Rode", "rode"]

SCOPE = Scope.system("what was ridden")
CIRCUITY = 1.3
"""Metres of road for one as the crow flies, where a place is off the roads. Our own choice, between 1.2 and 1.45."""
BROUGHT_BACK = frozenset({LegCause.BACK, LegCause.HUB, LegCause.RETURN})


@dataclass(frozen=True, slots=True)
class Rode:
    """What is known of some days after they were ridden.

    Attributes
    ----------
    older: also for days that were planned before reports took this by themselves: theirs stay as they were, unless
        somebody asks.
    """

    days: Mapping[date, RiddenDay] = field(default_factory=lambda: MappingProxyType(dict[date, RiddenDay]()))
    older: bool = False

    def of(self, kept: Mapping[str, Any], day: date) -> RiddenDay | None:
        """Give what was ridden of a kept day whose report takes it; None where it stays as it was planned."""
        known = self.days.get(day)
        if known is None or not known.is_known or not (self.older or takes_rides(kept)):
            return None
        return known if kept.get("elements") else None


NOTHING_RIDDEN = Rode()


def rode(database: Database, home: Path, slug: str, first: date, last: date, *, older: bool = False) -> Rode:
    """Load what was ridden; the roads are opened only where a round did not go as planned.

    Raises
    ------
    NotFoundError
        There is no such square.
    StorageError
        Roads that are needed can no longer be read.
    """
    with database.read(SCOPE) as work:
        square_id = work.squares.get(slug).id
        rides = work.rides.between(square_id, first, last)
        readings = work.vehicle_readings.between(square_id, first, last)
        rounds = [one for of_day in rides.rounds.values() for one in of_day]
        networks = {one.road_network_id: work.areas.network(one.road_network_id) for one in rounds}
    ways = _Ways(home, networks)
    days = sorted({*rides.rounds, *(one.day for one in readings)})
    found = {day: _day(rides, day, [one for one in readings if one.day == day], ways) for day in days}
    return Rode({day: ridden for day, ridden in found.items() if ridden.is_known}, older)


@dataclass(slots=True)
class _Ways:
    """Metres between visits on the roads that their rounds were planned on."""

    home: Path
    networks: Mapping[str, RoadNetwork]
    opened: dict[str, Roads] = field(default_factory=dict[str, Roads])
    beelines: int = 0

    def measured(self, of: StoredRound, places: Sequence[Position]) -> MeasuredPlaces:
        network = self.networks[of.road_network_id]
        if network.id not in self.opened:
            self.opened[network.id] = Roads.open(RoadsAt(str(self.home), network.stored_as, network.sha256))
        return self.opened[network.id].measure(places, of.profile)


@dataclass(slots=True)
class _WaysOfRound:
    """The same of one round: all its places are measured at once, when the first way is asked."""

    ways: _Ways
    of: StoredRound
    places: Sequence[Position]
    measured: MeasuredPlaces | None = None

    def __call__(self, origin: Position, destination: Position) -> int:
        if self.measured is None:
            self.measured = self.ways.measured(self.of, self.places)
        if self.measured.reaches(origin) and self.measured.reaches(destination):
            return self.measured.distance_m(origin, destination)
        self.ways.beelines += 1
        return round(CIRCUITY * metres_apart(origin, destination))


def _day(rides: StoredRides, day: date, readings: Sequence[VehicleReading], ways: _Ways) -> RiddenDay:
    rounds = rides.rounds.get(day, ())
    before = ways.beelines
    ridden = {f"round-{one.number}": _round(rides, one, ways) for one in rounds if one.state is RoundState.COMPLETED}
    under_way = {one.vehicle_id for one in rounds if one.state is RoundState.UNDER_WAY}
    return RiddenDay(
        rounds={name: one for name, one in ridden.items() if one.visits},
        meters=[_meter(reading, rounds) for reading in readings if reading.vehicle_id not in under_way],
        beeline_ways=ways.beelines - before,
        readings_waiting=sum(reading.vehicle_id in under_way for reading in readings),
    )


def _round(rides: StoredRides, one: StoredRound, ways: _Ways) -> RiddenRound:
    said = [said_of(event) for event in rides.said.get(one.id, ()) if event.id not in rides.set_aside]
    told = {each.leg_id for each in said if each.leg_id}
    legs = {name: _leg(rides, rides.legs[name]) for name in told if name in rides.legs}
    depot = Position(one.depot_lon, one.depot_lat)
    plan = PlannedRide(
        depot=depot,
        stops=[
            PlannedStop(
                Position(stop.lon, stop.lat),
                stop.path_m,
                frozenset((task.leg_id, TaskKind(task.kind.value)) for task in stop.tasks),
            )
            for stop in one.stops
        ],
        way_back_m=one.way_back_m,
        distance_m=one.distance_m,
    )
    ends = [place for leg in legs.values() for place in (leg.pickup, leg.delivery)]
    places = [depot, *(stop.position for stop in plan.stops), *ends]
    return ridden_round(plan, legs, said, _WaysOfRound(ways, one, places))


def _leg(rides: StoredRides, leg: Leg) -> LegRidden:
    made = rides.origins.get(leg.id)
    parcels = [rides.parcels[name] for name in sorted(rides.carried.get(leg.id, ()))]
    return LegRidden(
        pickup=Position(leg.pickup_lon, leg.pickup_lat),
        delivery=Position(leg.delivery_lon, leg.delivery_lat),
        to_household=leg.delivery_kind is PlaceKind.HOUSEHOLD,
        ordered=made is None,
        brings_back=made is not None and made.cause in BROUGHT_BACK,
        adults_only=leg.adults_only,
        parcels={one.id: Load(one.weight_g, one.volume_ml) for one in parcels},
    )


def _meter(reading: VehicleReading, rounds: Sequence[StoredRound]) -> Meter:
    energy = None
    amount = reading.taken_ml if reading.taken_wh is None else reading.taken_wh
    if reading.energy is not None and amount is not None:
        from_battery = reading.energy is EnergyKind.BATTERY
        carrier = Carrier.ELECTRICITY if from_battery else Carrier(reading.energy.value)
        energy = Energy(carrier, amount, Tier.PRIMARY, from_battery)
    over = (one for one in rounds if one.state is RoundState.COMPLETED and one.vehicle_id == reading.vehicle_id)
    own = tuple(f"round-{one.number}" for one in over)
    return Meter(own, reading.driven_m, energy)
