"""Days of the made-up village planned around closures, and what a courier could not do of such a plan."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import shapely

from kernel.text import Text
from rounds.day_closures import DayClosure
from rounds.delivery_day import DeliveryDay
from rounds.measured_by_clock import HourlyRoads
from rounds.plan import Plan, Round
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, Roads
from rounds.roads_of_day import RoadsOfDay
from routing.network.closures import Closure
from routing.solver.engine import Effort

EFFORT = Effort(time_limit_s=None, iterations=10, seed=1)


def closed(shape: dict, begin: float, end: float, name: str = "Markt", slowed: float | None = None) -> DayClosure:
    begin_s, end_s = round(begin * 3_600), round(end * 3_600)
    until = f"{end_s // 3600:02}:{end_s % 3600 // 60:02}"
    return DayClosure(
        "1", name, Closure(shapely.geometry.shape(shape), slowed=slowed), begin_s, end_s, Text(until, until)
    )


def hourly(day: DeliveryDay, roads: Roads, closures: Sequence[DayClosure]) -> HourlyRoads:
    hours = min(one.hours[0] for one in day.vehicles), max(one.hours[1] for one in day.vehicles)
    return HourlyRoads(roads, RoadsOfDay(roads, day.day, closures), hours)


def planned(day: DeliveryDay, roads: Roads, *closures: DayClosure) -> Plan:
    measured = MeasuredDay(*hourly(day, roads, closures).measure_for(day.vehicles, places_of(day)))
    return plan_day(day, measured, EFFORT)


def ridden(one: Round) -> Iterator[tuple[int, int, shapely.LineString | None]]:
    """Each stretch with when it is ridden: it ends on arrival, and takes as long as its path."""
    ends = [*((stop.arrival_s, stop.path) for stop in one.stops), (one.return_s, one.way_back)]
    for arrival_s, path in ends:
        line = shapely.LineString(path.line) if len(path.line) > 1 else None
        yield arrival_s - path.duration_s, arrival_s, line


def faults(day: DeliveryDay, plan: Plan) -> list[str]:
    """What a courier could not do: be early or late, ride back in time, be off duty, or keep cool goods on board for
    over 90 minutes, from leaving their shop to being at the door. Shares no code with planning.
    """
    shops = {shop.id: shop for shop in day.shops}
    found: list[str] = []
    for one in plan.rounds:
        moments = [one.leaving_s, *(at for stop in one.stops for at in (stop.arrival_s, stop.leaving_s)), one.return_s]
        if any(later < earlier for earlier, later in pairwise(moments)) or one.return_s > one.vehicle.hours[1]:
            found.append(f"{one.id} is off its clock")
        left_s: dict[str, int] = {}
        for stop in one.stops:
            for task in stop.tasks:
                if task.kind == "pickup":
                    left_s[task.order.id] = stop.leaving_s
                elif task.order.cool_litres and stop.arrival_s - left_s.get(task.order.id, stop.arrival_s) > 90 * 60:
                    found.append(f"{one.id} warms up what it brings to {stop.place}")
                opens, closes = task.order.window
                if task.kind == "pickup":
                    opens, closes = shops[task.order.shop].hours[0]
                if stop.arrival_s > closes or stop.leaving_s < opens:
                    found.append(f"{one.id} is at {stop.place} out of hours")
    return found
