"""A day as it is stored, in the words of planning: its shops, what waits to be planned, and what is released."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.models.leg import Leg
from data.models.round import Round as StoredRound
from data.models.shop import Shop as StoredShop
from data.models.square import Square
from data.models.states import OrderKind, PlaceKind, RoundState
from data.models.vehicle import Vehicle as StoredVehicle
from data.opening import read_opening
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from kernel.position import Position
from kernel.text import Text
from rounds.day_clock import DayClock
from rounds.delivery_day import DeliveryDay, Order, Parcel, Shop, Span, Temperature, Vehicle
from rounds.plan import Round, UnassignedOrder
from rounds.sample_day import USUAL_HOURS
from rounds.stored_rounds import free_span, round_of_stored

__all__ = ["StoredDay", "load_day"]

NOT_RELEASED = RoundState.PROPOSED
RETURNS = Text("retouren en kratten worden nog niet ingepland", "returns and crates are not planned yet")


@dataclass(frozen=True, slots=True)
class StoredDay:
    """One day of one square.

    Attributes
    ----------
    whole: every order of the day, and every vehicle with its whole duty.
    rest: what is to be planned: orders in no released round, vehicles while they are free.
    kept: the released rounds.
    refused: orders of a kind that planning does not do.
    leg_ids, order_ids: what is stored, by the id an order has here.
    vehicle_ids: by name.
    """

    square: Square
    clock: DayClock
    whole: DeliveryDay
    rest: DeliveryDay
    kept: Sequence[Round]
    refused: Sequence[UnassignedOrder]
    leg_ids: Mapping[str, str]
    order_ids: Mapping[str, str]
    vehicle_ids: Mapping[str, str]

    @property
    def open_orders(self) -> list[Order]:
        """Return what has no released round."""
        return [*self.rest.orders, *(left.order for left in self.refused)]


def load_day(work: Work, slug: str, day: date, seed: int) -> StoredDay:
    """Load a day for planning.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        It has no depot, no vehicles, or no orders on that day.
    ConflictError
        All its orders are in released rounds.
    """
    square = work.squares.get(slug)
    clock = DayClock(day, square.timezone)
    legs = work.legs.of_day(square.id, day)
    waiting = {leg.id for leg in work.legs.to_plan(square.id, day)}
    stored = work.rounds.of_day(square.id, day, set(RoundState) - {NOT_RELEASED}, lines=True)
    vehicles = work.vehicles.all(square.id)
    placed = {task.leg_id for one in stored for stop in one.stops for task in stop.tasks}
    legs = [leg for leg in legs if leg.id in waiting | placed]
    _refuse_nothing_to_do(square, day, legs, waiting, vehicles)
    names = _names(legs)
    orders = {leg.id: _order(leg, names[leg.id], clock) for leg in legs}
    returns = {leg.id for leg in legs if leg.order.kind is not OrderKind.DELIVERY and leg.id in waiting}
    duties = {vehicle.id: _vehicle(vehicle) for vehicle in vehicles}
    free = [_free(vehicle, duties[vehicle.id], stored, clock) for vehicle in vehicles]
    shops = {shop.id: _shop(shop, day) for shop in work.shops.all(square.id)}

    def part(legs: Sequence[Leg], vehicles: Sequence[Vehicle]) -> DeliveryDay:
        ordered = [orders[leg.id] for leg in legs]
        known = {order.shop for order in ordered}
        return DeliveryDay(
            area=square.name,
            day=day,
            seed=seed,
            invented=any(leg.order.invented for leg in legs),
            depot=Position(square.depot_lon or 0.0, square.depot_lat or 0.0),
            depot_name=square.depot_name or "",
            shops=[shop for shop in shops.values() if shop.id in known],
            orders=ordered,
            vehicles=vehicles,
        )

    return StoredDay(
        square=square,
        clock=clock,
        whole=part(legs, list(duties.values())),
        rest=part(
            [leg for leg in legs if leg.id in waiting - returns], [vehicle for vehicle in free if vehicle is not None]
        ),
        kept=[round_of_stored(one, duties[one.vehicle_id], orders, clock) for one in stored],
        refused=[UnassignedOrder(orders[leg.id], RETURNS) for leg in legs if leg.id in returns],
        leg_ids={names[leg.id]: leg.id for leg in legs},
        order_ids={names[leg.id]: leg.order_id for leg in legs},
        vehicle_ids={vehicle.name: vehicle.id for vehicle in vehicles},
    )


def _refuse_nothing_to_do(
    square: Square, day: date, legs: Sequence[Leg], waiting: set[str], vehicles: Sequence[StoredVehicle]
) -> None:
    if square.depot_name is None:
        raise BadInputError(
            f"square {square.slug} has no depot",
            way_out=f"Say where rounds begin: `dorpsronde square depot {square.slug} LON,LAT`.",
        )
    if not legs:
        raise BadInputError(
            f"square {square.slug} has no orders for {day}",
            way_out=f"Import some: `dorpsronde orders import {square.slug} FILE.csv --date {day}`.",
        )
    if not waiting:
        raise ConflictError(f"every order of {day} is in a released round", way_out="There is nothing to plan.")
    if not vehicles:
        raise BadInputError(
            f"square {square.slug} has no vehicles yet",
            way_out=f"Import them first: `dorpsronde vehicles import {square.slug} FILE.csv`.",
        )


def _names(legs: Sequence[Leg]) -> dict[str, str]:
    """Name each leg by its order's number; with the shop where two shops have that number, then by its own."""
    numbers = Counter(leg.order.order_ref for leg in legs)
    plain = {leg.id: leg.order.order_ref for leg in legs}
    for leg in legs:
        if numbers[leg.order.order_ref] > 1:
            plain[leg.id] += f" ({_shop_name(leg)})"
    met = Counter(plain.values())
    return {leg.id: name if met[name] == 1 else f"{name}, {leg.number}" for leg in legs for name in [plain[leg.id]]}


def _shop_name(leg: Leg) -> str:
    shop = leg.pickup_shop or leg.delivery_shop
    return shop.name if shop else ""


def _order(leg: Leg, name: str, clock: DayClock) -> Order:
    """Say a leg in the words of planning: the shop it leaves from or goes to, and the household."""
    at_home = "delivery" if leg.delivery_kind is PlaceKind.HOUSEHOLD else "pickup"
    position = Position(getattr(leg, f"{at_home}_lon"), getattr(leg, f"{at_home}_lat"))
    shop = leg.pickup_shop or leg.delivery_shop
    usual_s = shop.ready_at_s if shop else None
    return Order(
        id=name,
        shop=shop.id if shop else "",
        customer=leg.contact,
        address=getattr(leg, f"{at_home}_name") or f"{position.lon:.5f}, {position.lat:.5f}",
        position=position,
        parcels=[
            Parcel(parcel.weight_g / 1_000, parcel.volume_ml / 1_000, Temperature(parcel.temperature.value))
            for parcel in leg.parcels
        ],
        ready_at_s=max(0, usual_s or 0 if leg.ready_at is None else clock.seconds(leg.ready_at)),
        window=(max(0, clock.seconds(leg.window_start_at)), clock.seconds(leg.window_end_at)),
        note=_note(leg),
    )


def _note(leg: Leg) -> str:
    """Say what handing over asks for, then what was written; sheets are Dutch by default."""
    needs = [
        word
        for word, needed in (("18+", leg.adults_only), ("rechtop", leg.upright), ("twee personen", leg.two_people))
        if needed
    ]
    return ", ".join([*needs, *([" ".join(leg.note.split())] if leg.note else [])])


def _vehicle(stored: StoredVehicle) -> Vehicle:
    return Vehicle(
        id=stored.name,
        profile=stored.profile,
        kg=stored.weight_g / 1_000,
        litres=stored.volume_ml / 1_000,
        cool_litres=stored.cool_volume_ml / 1_000,
        hours=(stored.duty_start_s, stored.duty_end_s),
        electric=stored.electric,
    )


def _free(stored: StoredVehicle, vehicle: Vehicle, released: Sequence[StoredRound], clock: DayClock) -> Vehicle | None:
    """Give a vehicle while no released round has it."""
    taken = [
        (clock.seconds(one.leaving_at), clock.seconds(one.return_at)) for one in released if one.vehicle_id == stored.id
    ]
    hours = free_span(vehicle.hours, taken)
    return None if hours is None else replace(vehicle, hours=hours)


def _shop(stored: StoredShop, day: date) -> Shop:
    position = Position(stored.lon, stored.lat)
    return Shop(stored.id, stored.name, position, _hours(stored, position, day))


def _hours(stored: StoredShop, position: Position, day: date) -> Sequence[Span]:
    """Give the hours of the day: none where the shop is closed out of turn, the usual ones where nobody told."""
    if any(closing.day == day for closing in stored.closing_days):
        return ()
    hours = read_opening(stored.opening_hours, position).opens_on(day) if stored.opening_hours else None
    return (USUAL_HOURS,) if hours is None else hours
