"""A day planned once more, as it was or as it might have been: the same solver and roads, as much effort."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.paired import driven_only
from kernel.progress import Progress, Stop, never, part_of, silent
from kernel.text import Text
from rounds.chain_elements import class_of, elements_of_hubs
from rounds.changes import Pooling
from rounds.co2_sections import ALONE_BY
from rounds.counterfactuals import TOUR_ITERATIONS, out_and_back_m, own_tours, reachable, without_hubs
from rounds.delivery_day import DeliveryDay, counted
from rounds.plan import Plan, Round, UnassignedOrder
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, MeasuredPlaces, Measures
from routing.solver.engine import Effort

__all__ = ["Replayed", "SearchDepth", "replayed"]

NO_VAN = Text("geen weg voor een bestelbus tussen winkel en klant", "no road for a van between shop and customer")


@dataclass(frozen=True, slots=True)
class SearchDepth:
    """How hard every side is searched: iterations for each 100 legs, so that each gets as much.

    Attributes
    ----------
    iterations: of each thread, for each 100 legs: as many as orders, but for those that go by a hub.
    """

    iterations: int
    seed: int

    def beside(self, pooling: Pooling) -> "SearchDepth":
        """Give the one depth of both sides: beside shops' own tours no less than these get in a report."""
        if pooling is not Pooling.SHOP_TOURS:
            return self
        return replace(self, iterations=max(self.iterations, 100 * TOUR_ITERATIONS))

    def of(self, day: DeliveryDay) -> Effort:
        return Effort(None, self.iterations_for(len(day.orders)), self.seed)

    def iterations_for(self, legs: int) -> int:
        """Say how many a search of so many legs gets, in each thread."""
        return max(1, ceil(legs * self.iterations / 100))


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one side of a day.

    Attributes
    ----------
    given, delivered: orders, each once, whatever hubs it comes by; of one that is delivered no leg is in no round.
    unassigned: legs in no round, and why.
    rounds: of which the lines can be drawn; none of orders that are each driven alone.
    trips: how many rounds, or trips of orders that are each driven alone.
    duty_s: None where nobody planned when.
    """

    day: DeliveryDay
    given: int
    delivered: int
    unassigned: Sequence[UnassignedOrder]
    rounds: Sequence[Round]
    trips: int
    distance_m: int
    duty_s: int | None
    activity: DayActivity

    @property
    def left(self) -> int:
        """Count the orders of which a leg is in no round, one that was tried before too."""
        return len(_waiting(self.unassigned))

    @property
    def m_per_order(self) -> int | None:
        return round(self.distance_m / self.delivered) if self.delivered else None


def replayed(
    day: DeliveryDay,
    refused: Sequence[UnassignedOrder],
    roads: Measures,
    depth: SearchDepth,
    *,
    pooling: Pooling = Pooling.POOLED,
    progress: Progress = silent,
    stop: Stop = never,
) -> Replayed:
    """Plan a day.

    Parameters
    ----------
    day: with every order and vehicle, whatever was released of it.
    refused: orders that nobody could plan; without pooling they travel, as they need no hub.
    depth: one that is `beside` this pooling.
    stop: asked before each shop's own tours.

    Raises
    ------
    BadInputError
        The depot lies off the roads of some vehicle.
    """
    if pooling is Pooling.POOLED:
        return _pooled(day, refused, roads, depth, progress)
    direct = replace(day, orders=[without_hubs(order) for order in counted(day.orders)])
    van = roads.measure(list(dict.fromkeys(places_of(direct))), "van")
    progress(0.2)
    if pooling is Pooling.EACH_ALONE:
        return _each_alone(direct, van)
    return _shop_tours(direct, own_tours(direct, van, depth.of(direct), part_of(progress, 0.2, 1.0), stop))


def _waiting(unassigned: Sequence[UnassignedOrder]) -> set[tuple[str, str]]:
    """Name the orders that legs in no round are of."""
    return {one.order.ordered_as for one in unassigned}


def _pooled(
    day: DeliveryDay, refused: Sequence[UnassignedOrder], roads: Measures, depth: SearchDepth, progress: Progress
) -> Replayed:
    gone = {left.order.id for left in refused}
    rest = replace(day, orders=[order for order in day.orders if order.id not in gone])
    measured = MeasuredDay(*roads.measure_for(rest.vehicles, places_of(rest)))
    planned = plan_day(rest, measured, depth.of(rest), progress)
    plan = Plan(planned.rounds, [*planned.unassigned, *refused])
    waiting = _waiting(plan.unassigned)
    delivered = [order for order in plan.counted if order.ordered_as not in waiting]
    hubs = elements_of_hubs(delivered, rest.shops, {})
    metres: Counter[VehicleClass] = Counter()
    for one in plan.rounds:
        metres[class_of(one.vehicle)] += one.distance_m
    driven = [VehicleMetres(vehicle, metres[vehicle], garage_trips=0) for vehicle in sorted(metres)]
    return Replayed(
        day=day,
        given=len(counted(day.orders)),
        delivered=len(delivered),
        unassigned=plan.unassigned,
        rounds=plan.rounds,
        trips=len(plan.rounds),
        distance_m=plan.distance_m,
        duty_s=plan.duration_s,
        activity=driven_only(len(delivered), driven, sum(len(hub.consignments) for hub in hubs)),
    )


def _shop_tours(direct: DeliveryDay, tours: Sequence[Plan]) -> Replayed:
    rounds = [one for tour in tours for one in tour.rounds]
    served = {order.id for tour in tours for order in tour.orders}
    told = [left for tour in tours for left in tour.unassigned]
    known = served | {left.order.id for left in told}
    metres = sum(tour.distance_m for tour in tours)
    driven = [VehicleMetres(VehicleClass.SHOP_FLEET, metres, garage_trips=0)]
    return Replayed(
        day=direct,
        given=len(direct.orders),
        delivered=len(served),
        unassigned=[*told, *(UnassignedOrder(order, NO_VAN) for order in direct.orders if order.id not in known)],
        rounds=rounds,
        trips=len(rounds),
        distance_m=metres,
        duty_s=sum(tour.duration_s for tour in tours),
        activity=driven_only(len(served), driven, 0),
    )


def _each_alone(direct: DeliveryDay, van: MeasuredPlaces) -> Replayed:
    shops = {shop.id: shop for shop in direct.shops}
    brought = [order for order in direct.orders if order.shop in shops and reachable(order, shops, van)]
    served = {order.id for order in brought}
    metres = sum(out_and_back_m(order, shops[order.shop], van) for order in brought)
    return Replayed(
        day=direct,
        given=len(direct.orders),
        delivered=len(brought),
        unassigned=[UnassignedOrder(order, NO_VAN) for order in direct.orders if order.id not in served],
        rounds=(),
        trips=len(brought),
        distance_m=metres,
        duty_s=None,
        activity=driven_only(len(brought), [VehicleMetres(ALONE_BY, metres, garage_trips=0)], 0),
    )
