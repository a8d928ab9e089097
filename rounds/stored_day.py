"""A day as it is stored, in the words of planning: its shops, what waits to be planned, and what is released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.models.leg import Leg
from data.models.round import Round as StoredRound
from data.models.square import Square
from data.models.states import RoundState
from data.models.vehicle import Vehicle as StoredVehicle
from data.work import Work
from impact.ileap import Shipment
from kernel.errors import BadInputError, ConflictError
from kernel.position import Position
from rounds.day_clock import DAY_S, DayClock
from rounds.day_closures import DayClosure, closures_of_day
from rounds.delivery_day import DeliveryDay, Order, Vehicle
from rounds.hub_arrivals import hub_arrivals
from rounds.perhaps_ridden import perhaps_ridden
from rounds.plan import Round, UnassignedOrder
from rounds.stored_counters import counters_on
from rounds.stored_orders import in_order, names_of, order_names_of, order_of, vehicle_of
from rounds.stored_rounds import free_span, round_of_stored

__all__ = ["StoredDay", "load_day"]

NOT_RELEASED = RoundState.PROPOSED


@dataclass(frozen=True, slots=True)
class StoredDay:
    """One day of one square.

    Attributes
    ----------
    whole: every order of the day, and every vehicle with its whole duty.
    rest: what is to be planned: orders in no released round, vehicles while they are free.
    kept: the released rounds.
    refused: orders that cannot be planned yet: nobody knows when they are at the hub they leave from.
    begun: legs in rounds that were to leave by now and that nobody released, where planning is from now on.
    closures: what is closed or slow that day.
    leg_ids: what is stored, by the id an order has here. shipments: whose legs they are.
    vehicle_ids: by name.
    """

    square: Square
    clock: DayClock
    whole: DeliveryDay
    rest: DeliveryDay
    kept: Sequence[Round]
    refused: Sequence[UnassignedOrder]
    begun: frozenset[str]
    closures: Sequence[DayClosure]
    leg_ids: Mapping[str, str]
    shipments: Mapping[str, Shipment]
    vehicle_ids: Mapping[str, str]

    @property
    def open_orders(self) -> list[Order]:
        """Return what has no released round."""
        return [*self.rest.orders, *(left.order for left in self.refused)]


def load_day(work: Work, slug: str, day: date, seed: int, *, over: bool = False, from_now: bool = False) -> StoredDay:
    """Load a day for planning.

    Parameters
    ----------
    over: whether one may be loaded of which nothing is left to be planned, to be looked back at: what its rounds were
        to bring to hubs is there when they were planned to leave these.
    from_now: whether vehicles are free no sooner than now, where the day is today: nobody rides in the past.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        It has no depot, or no orders on that day.
    ConflictError
        All its orders are in released rounds, and it is not to be looked back at.
    """
    square = work.squares.get(slug)
    clock = DayClock(day, square.timezone)
    legs = in_order(work.legs.of_day(square.id, day))
    waiting = {leg.id for leg in work.legs.to_plan(square.id, day)}
    stored = work.rounds.of_day(square.id, day, set(RoundState) - {NOT_RELEASED}, lines=True)
    vehicles = work.vehicles.all(square.id)
    placed = {task.leg_id for one in stored for stop in one.stops for task in stop.tasks}
    legs = [leg for leg in legs if leg.id in waiting | placed]
    unplaced = 0 if legs else sum(order.planned_for == day for order in work.orders.waiting(square.id))
    _refuse_nothing_there(square, day, legs, unplaced)
    if not waiting and not over:
        raise ConflictError(f"every order of {day} is in a released round", way_out="There is nothing to plan.")
    names, order_names = names_of(legs), order_names_of(legs)
    at_hubs = hub_arrivals(work, square.id, legs, clock, stored if over else ())
    since_s = {leg_id: one.since_s or 0 for leg_id, one in at_hubs.items()}
    tries = work.legs.first_tries(square.id, {leg.order_id for leg in legs if leg.number > 1})
    orders = {
        leg.id: replace(
            order_of(leg, names[leg.id], clock, since_s.get(leg.id, 0)),
            name=order_names[leg.id],
            again=leg.number > tries.get(leg.order_id, leg.number),
        )
        for leg in legs
    }
    refused = {leg_id: one.refusal for leg_id, one in at_hubs.items() if leg_id in waiting and one.refusal is not None}
    duties = {vehicle.id: vehicle_of(vehicle, vehicle.hub) for vehicle in vehicles}
    now_s = clock.seconds(work.now)
    today = from_now and 0 <= now_s < DAY_S
    begin_s = now_s if today else 0
    free = [_free(vehicle, duties[vehicle.id], stored, clock, begin_s) for vehicle in vehicles]
    counters = counters_on(work, square.id, day)

    def part(legs: Sequence[Leg], vehicles: Sequence[Vehicle]) -> DeliveryDay:
        ordered = [orders[leg.id] for leg in legs]
        known = {counter for order in ordered for counter in order.counters}
        return DeliveryDay(
            area=square.name,
            day=day,
            seed=seed,
            invented=any(leg.order.invented for leg in legs),
            depot=Position(square.depot_lon or 0.0, square.depot_lat or 0.0),
            depot_name=square.depot_name or "",
            shops=[counter for counter in counters.values() if counter.id in known],
            orders=ordered,
            vehicles=vehicles,
        )

    return StoredDay(
        square=square,
        clock=clock,
        whole=part(legs, list(duties.values())),
        rest=part(
            [leg for leg in legs if leg.id in waiting - refused.keys()],
            [vehicle for vehicle in free if vehicle is not None],
        ),
        kept=[round_of_stored(one, duties[one.vehicle_id], orders, clock) for one in stored],
        refused=[UnassignedOrder(orders[leg_id], reason) for leg_id, reason in refused.items()],
        begun=perhaps_ridden(work, square.id, day) if today else frozenset(),
        closures=closures_of_day(work, square.id, clock),
        leg_ids={names[leg.id]: leg.id for leg in legs},
        shipments={names[leg.id]: Shipment(leg.order_id, day.isoformat(), leg.number) for leg in legs},
        vehicle_ids={vehicle.name: vehicle.id for vehicle in vehicles},
    )


def _refuse_nothing_there(square: Square, day: date, legs: Sequence[Leg], unplaced: int) -> None:
    if square.depot_name is None:
        raise BadInputError(
            f"square {square.slug} has no depot",
            way_out=f"Say where rounds begin: `dorpsronde square depot {square.slug} --shop SHOP`, or LON,LAT.",
        )
    if unplaced:
        raise BadInputError(
            f"every order of square {square.slug} for {day} ({unplaced}) waits for a better address",
            way_out=f"Look which: `dorpsronde orders waiting {square.slug}`.",
        )
    if not legs:
        raise BadInputError(
            f"square {square.slug} has no orders for {day}",
            way_out=f"Import some: `dorpsronde orders import {square.slug} FILE.csv --date {day}`.",
        )


def _free(
    stored: StoredVehicle, vehicle: Vehicle, released: Sequence[StoredRound], clock: DayClock, begin_s: int
) -> Vehicle | None:
    """Give a vehicle while no released round has it, from `begin_s` on.

    One whose duty is over by then has no time left, and stays: so that reasons speak of its hours.
    """
    if begin_s >= vehicle.hours[1]:
        return replace(vehicle, hours=(vehicle.hours[1],) * 2)
    taken = [
        (clock.seconds(one.leaving_at), clock.seconds(one.return_at)) for one in released if one.vehicle_id == stored.id
    ]
    hours = free_span(vehicle.hours, [(0, begin_s), *taken])
    return None if hours is None else replace(vehicle, hours=hours)
