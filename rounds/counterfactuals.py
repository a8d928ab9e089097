"""How the same orders would have travelled without the square, in the same windows and planned by the same solver.

Four other days for the orders that the plan serves: each shop drives its own tours, one pooled round
of electric vans, every customer collects by car, and every order is driven alone (the upper bound).
The vans do what the bikes do, hubs and all. The other ways know no hubs: there an order is driven the whole way,
once, on the day that brings it to its end.

The pooled vans are searched as hard as the plan. A shop's own tours get 40 iterations an order, whatever seconds the
plan gets, and more where the plan is searched by iterations and gets more for each order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from data.models.states import OrderKind
from kernel.progress import Progress, Stop, never, part_of, silent
from kernel.text import Text
from rounds.delivery_day import DeliveryDay, Order, Shop, Vehicle
from rounds.ends import ends_of
from rounds.plan import Plan
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, MeasuredPlaces, Measures
from routing.network.paths import RoadPath
from routing.solver.engine import Effort

__all__ = [
    "TOUR_ITERATIONS", "Collection", "Counterfactuals", "counterfactuals", "out_and_back_m", "own_tours", "reachable",
    "without_hubs",
]  # fmt: skip

POOLED_VAN = Vehicle("e-van", "van", kg=800, litres=4_000, cool_litres=480, hours=(0, 0), electric=True)
"""A small electric van, and eight cool boxes for each of a bike's; on duty as the day has it."""
SHOP_VAN = Vehicle("shop-van", "van", kg=500, litres=2_000, cool_litres=480, hours=(0, 0), electric=False)
SHOP_TOURS_AT_MOST = 3
TOUR_ITERATIONS = 40
"""Of each thread, for each order of a shop. Measured (docs/benchmarks.md, "What the plan is worth"): twice as many
shorten tours of up to 60 orders by nothing, those of 120 by 2 %."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A customer's own trip by car: home, shop, home."""

    order: Order
    there: RoadPath
    back: RoadPath

    @property
    def distance_m(self) -> int:
        return self.there.distance_m + self.back.distance_m


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """The same orders, other days.

    Attributes
    ----------
    shop_tours: one plan a shop.
    direct_m: of each order that is served, the shortest way between its ends for the vehicle that brings it.
    whole_m: of each that is counted, that between its shop and its household, whatever hubs it comes by.
    alone_m: of each that one van could bring, out from the shop to the customer and back: the upper bound.
    left_out: what could not travel by van or car and is therefore missing from these days, in words.
    """

    shop_tours: Sequence[Plan]
    pooled_van: Plan
    collections: Sequence[Collection]
    direct_m: Mapping[str, int]
    whole_m: Mapping[str, int]
    alone_m: Mapping[str, int]
    left_out: Sequence[Text]

    @property
    def each_alone_m(self) -> int:
        return sum(self.alone_m.values())

    @property
    def shop_tours_m(self) -> int:
        return sum(plan.distance_m for plan in self.shop_tours)

    @property
    def shop_tours_s(self) -> int:
        return sum(plan.duration_s for plan in self.shop_tours)


def counterfactuals(
    day: DeliveryDay, plan: Plan, roads: Measures, effort: Effort, progress: Progress = silent
) -> Counterfactuals:
    """Solve the other days for the orders of a plan; the pooled vans get the plan's own effort."""
    served = replace(day, orders=plan.orders)
    whole = {order.id: without_hubs(order) for order in plan.counted}
    direct = replace(day, orders=list(whole.values()))
    places = dict.fromkeys([*places_of(served), *places_of(direct)])
    van, car = (roads.measure(list(places), profile) for profile in ("van", "car"))
    progress(0.1)
    by_van = MeasuredDay(van)
    pooled = plan_day(pooled_van_day(served), by_van, effort, part_of(progress, 0.1, 0.8))
    tours = own_tours(direct, van, effort, part_of(progress, 0.8, 0.95))
    progress(0.95)
    shops = {shop.id: shop for shop in day.shops}
    by_car = [order for order in direct.orders if reachable(order, shops, car)]
    alone = [order for order in direct.orders if reachable(order, shops, van)]
    by_profile = {"van": van, "car": car} | {
        profile: roads.measure(list(places), profile)
        for profile in sorted({one.vehicle.profile for one in plan.rounds} - {"van", "car"})
    }
    found = Counterfactuals(
        shop_tours=tours,
        pooled_van=pooled,
        collections=[collection(order, shops[order.shop], car) for order in on_a_trip_of_its_own(by_car)],
        direct_m=direct_ways(day.shops, plan, by_profile, lambda order: order),
        whole_m=direct_ways(day.shops, plan, by_profile, lambda order: whole.get(order.id)),
        alone_m={order.id: out_and_back_m(order, shops[order.shop], van) for order in alone},
        left_out=left_out(served, direct, tours, pooled, by_car),
    )
    progress(1.0)
    return found


def own_tours(
    day: DeliveryDay, van: MeasuredPlaces, effort: Effort, progress: Progress = silent, stop: Stop = never
) -> list[Plan]:
    """Plan the tours that each shop drives on its own; a shop that no van comes to drives none.

    Parameters
    ----------
    progress: told the share of the day's orders.
    stop: asked before each shop.
    """
    by_van, of_day = MeasuredDay(van), len(day.orders)
    tours: list[Plan] = []
    done = 0
    for own in shop_days(day):
        if stop():
            break
        orders = len(own.orders)
        telling = part_of(progress, done / of_day, (done + orders) / of_day)
        if van.reaches(own.depot):
            tours.append(plan_day(own, by_van, tour_effort(effort, orders, of_day), telling))
        done += orders
        telling(1.0)
    return tours


def tour_effort(effort: Effort, orders: int, of_day: int) -> Effort:
    """Say how hard one shop's tours are searched: by iterations, whatever seconds the whole day gets.

    Of a day that is searched by iterations they get no fewer for each order than the day.
    """
    share = ceil((effort.iterations or 0) * orders / of_day)
    return replace(effort, time_limit_s=None, iterations=max(TOUR_ITERATIONS * orders, share), proving=False)


def without_hubs(order: Order) -> Order:
    """Give an order as it would travel between its shop and its household, whatever hub it comes by."""
    return replace(order, pickup_hub="", delivery_hub="", at_hub_s=0)


def on_a_trip_of_its_own(orders: Sequence[Order]) -> list[Order]:
    """Leave out what a customer takes back to a shop on a trip that is counted already.

    Crates never make a trip: they stand there only because deliveries came, or wait until one goes to the shop anyhow.
    """
    trips = {(order.shop, order.position) for order in orders if not order.to_shop}
    found: list[Order] = []
    for order in orders:
        trip = order.shop, order.position
        if order.kind is OrderKind.CRATES or (order.to_shop and trip in trips):
            continue
        trips.add(trip)
        found.append(order)
    return found


def pooled_van_day(day: DeliveryDay) -> DeliveryDay:
    """The same day with a van, crewed, on duty and at home alike, for each vehicle; one that leaves costs 500 m too."""
    vans = [
        replace(POOLED_VAN, id=f"{POOLED_VAN.id}-{number}", hours=one.hours, crew=one.crew, depot=one.depot)
        for number, one in enumerate(day.vehicles, 1)
    ]
    return replace(day, vehicles=vans)


def shop_days(day: DeliveryDay) -> list[DeliveryDay]:
    """One day for each shop that has orders: its own van, from its own door, with two people where the day has them."""
    hours = (
        min((vehicle.hours[0] for vehicle in day.vehicles), default=0),
        max((vehicle.hours[1] for vehicle in day.vehicles), default=0),
    )
    crew = max((vehicle.crew for vehicle in day.vehicles), default=1)
    vans = [
        replace(SHOP_VAN, id=f"{SHOP_VAN.id}-{number}", hours=hours, crew=crew)
        for number in range(1, SHOP_TOURS_AT_MOST + 1)
    ]
    days: list[DeliveryDay] = []
    for shop in day.shops:
        own = [order for order in day.orders if order.shop == shop.id]
        if own:
            days.append(
                replace(day, shops=[shop], orders=own, depot=shop.position, depot_name=shop.name, vehicles=vans)
            )
    return days


def direct_ways(
    shops: Sequence[Shop],
    plan: Plan,
    measured: Mapping[str, MeasuredPlaces],
    travelling: Callable[[Order], Order | None],
) -> dict[str, int]:
    """Give the metres of the shortest way from where each order is collected to where it is brought.

    Emissions are shared out by it, whatever the round it was in.

    Parameters
    ----------
    measured: by the profile of who brings it.
    travelling: gives an order as its way is wanted; None where it is not.
    """
    counters = {shop.id: shop for shop in shops}
    found: dict[str, int] = {}
    for one in plan.rounds:
        own = measured[one.vehicle.profile]
        for order in filter(None, map(travelling, one.orders)):
            begin, end = ends_of(order, counters)
            if own.reaches(begin.position) and own.reaches(end.position):
                found[order.id] = own.distance_m(begin.position, end.position)
    return found


def reachable(order: Order, shops: dict[str, Shop], measured: MeasuredPlaces) -> bool:
    return measured.reaches(order.position) and measured.reaches(shops[order.shop].position)


def collection(order: Order, shop: Shop, car: MeasuredPlaces) -> Collection:
    return Collection(order, car.path(order.position, shop.position), car.path(shop.position, order.position))


def out_and_back_m(order: Order, shop: Shop, measured: MeasuredPlaces) -> int:
    there = measured.distance_m(shop.position, order.position)
    return there + measured.distance_m(order.position, shop.position)


def left_out(
    served: DeliveryDay, direct: DeliveryDay, tours: Sequence[Plan], pooled: Plan, by_car: Sequence[Order]
) -> list[Text]:
    """Name each other day that serves fewer orders than the plan: its metres are then too few, to our disadvantage."""
    brought = len(direct.orders)
    tours_bring = sum(len(plan.orders) for plan in tours)
    counts = (
        (Text("de eigen ritten van de winkels", "the shops' own tours"), tours_bring, brought),
        (Text("de gedeelde elektrische bus", "the pooled e-van"), len(pooled.orders), len(served.orders)),
        (Text("klanten die zelf ophalen", "customers who collect"), len(by_car), brought),
    )
    return [
        Text(
            f"{whole - count} van de {whole} bestellingen ontbreken bij {name.nl}: "
            "geen bus of auto kan ze op tijd brengen",
            f"{whole - count} of {whole} orders are missing from {name.en}: no van or car can bring them in time",
        )
        for name, count, whole in counts
        if count < whole
    ]
