"""From a planned day to what the maps and papers draw."""

from collections.abc import Mapping
from pathlib import Path

from maps.day_view import BaselineView, DayView, RoundView, StopView, TaskView
from rounds.counterfactuals import Counterfactuals
from rounds.delivery_day import DeliveryDay, Order, Shop, Temperature
from rounds.plan import Plan, PlannedTask, Round, Stop
from routing.network.paths import RoadPath
from routing.solver.problem import TaskKind

__all__ = ["day_view"]


def day_view(day: DeliveryDay, plan: Plan, others: Counterfactuals, extract: Path) -> DayView:
    """Lay out a day for drawing: rounds, and a layer for each baseline that has metres of its own."""
    shop_tours = [path for tour in others.shop_tours for planned in tour.rounds for path in planned.paths]
    pooled_van = [path for planned in others.pooled_van.rounds for path in planned.paths]
    collections = [path for trip in others.collections for path in (trip.there, trip.back)]
    shops = {shop.id: shop for shop in day.shops}
    return DayView(
        area=day.area,
        day=day.day,
        extract=extract,
        rounds=[round_view(planned, day, shops) for planned in plan.rounds],
        baselines=[
            BaselineView("shop_tours", lines(shop_tours)),
            BaselineView("pooled_van", lines(pooled_van)),
            BaselineView("customer_collects", lines(collections)),
        ],
        invented_demand=day.invented,
    )


def points(path: RoadPath) -> list[tuple[float, float]]:
    return [(lon, lat) for lon, lat in path.line.tolist()]


def lines(paths: list[RoadPath]) -> list[list[tuple[float, float]]]:
    """The paths that go anywhere, each road drawn once: a way back along the same roads adds nothing to see."""
    distinct: dict[tuple[tuple[float, float], ...], None] = {}
    for path in paths:
        there = tuple(points(path))
        if path.distance_m and there[::-1] not in distinct:
            distinct[there] = None
    return [list(line) for line in distinct]


def round_view(planned: Round, day: DeliveryDay, shops: Mapping[str, Shop]) -> RoundView:
    return RoundView(
        id=planned.id,
        vehicle=planned.vehicle.id,
        start=day.depot,
        start_place=day.depot_name,
        leaving_s=planned.leaving_s,
        return_s=planned.return_s,
        stops=[stop_view(number, stop, shops) for number, stop in enumerate(planned.stops, 1)],
        line=joined(planned.paths),
        distance_m=planned.distance_m,
        duration_s=planned.duration_s,
        kg=round(sum(order.kg for order in planned.orders), 1),
        litres=round(sum(order.litres for order in planned.orders), 1),
    )


def joined(paths: list[RoadPath]) -> list[tuple[float, float]]:
    """One line through all paths; a point that ends one and begins the next stands once."""
    line: list[tuple[float, float]] = []
    for path in paths:
        further = points(path)
        line.extend(further[1:] if line and line[-1] == further[0] else further)
    return line


def stop_view(number: int, stop: Stop, shops: Mapping[str, Shop]) -> StopView:
    return StopView(
        number=number,
        position=stop.position,
        place=stop.place,
        arrival_s=stop.arrival_s,
        leaving_s=stop.leaving_s,
        tasks=[task_view(task, shops) for task in stop.tasks],
        line=points(stop.path),
        leg_distance_m=stop.path.distance_m,
        address=address(stop, shops),
    )


def address(stop: Stop, shops: Mapping[str, Shop]) -> str:
    """Where a shop is, for a stop that goes by the shop's name; a customer's stop goes by its address."""
    picked_up = (shops[task.order.shop] for task in stop.tasks if task.kind is TaskKind.PICKUP)
    return next((shop.address for shop in picked_up if shop.name == stop.place), "")


def task_view(task: PlannedTask, shops: Mapping[str, Shop]) -> TaskView:
    order = task.order
    picking_up = task.kind is TaskKind.PICKUP
    shop = shops[order.shop].name
    return TaskView(
        kind=str(task.kind),
        order=order.id,
        who=shop if picking_up else order.customer,
        kg=round(order.kg, 1),
        litres=round(order.litres, 1),
        shop=shop,
        window=None if picking_up else order.window,
        note=note(order),
    )


def note(order: Order) -> str:
    """What the courier must know: the temperatures other than ambient, then what was written."""
    temperatures = sorted({p.temperature for p in order.parcels if p.temperature is not Temperature.AMBIENT})
    return ", ".join([*temperatures, *([order.note] if order.note else [])])
