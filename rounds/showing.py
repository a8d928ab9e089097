"""From a planned day to what the maps and papers draw."""

from collections.abc import Iterable, Mapping
from math import fsum
from pathlib import Path
from types import MappingProxyType

from data.models.states import OrderKind
from maps.day_view import BaselineView, DayView, RoundView, StopView, TaskView
from maps.packing import GLOBE, pack_line
from rounds.counterfactuals import Counterfactuals
from rounds.delivery_day import DeliveryDay, Depot, Need, Order, Shop, Temperature
from rounds.plan import Plan, PlannedTask, Round, Stop
from routing.network.paths import RoadPath
from routing.solver.problem import TaskKind

__all__ = ["day_view", "lines_of", "round_view"]

NOTHING_OFF: Mapping[str, str] = MappingProxyType({})


def day_view(day: DeliveryDay, plan: Plan, others: Counterfactuals, extract: Path) -> DayView:
    """Lay out a day for drawing: rounds, and a layer for each baseline that has metres of its own."""
    shops = {shop.id: shop for shop in day.shops}
    return DayView(
        area=day.area,
        day=day.day,
        extract=extract,
        rounds=[round_view(planned, day.depot_of(planned.vehicle), shops) for planned in plan.rounds],
        baselines=[BaselineView(way, lines) for way, lines in lines_of(others).items()],
        invented_demand=day.invented,
    )


def lines_of(others: Counterfactuals) -> dict[str, list[str]]:
    """Give the roads of every other way that has some, by its key in the report, as text for pages and storage."""
    return {
        "shop_tours": packed(path for tour in others.shop_tours for planned in tour.rounds for path in planned.paths),
        "pooled_van": packed(path for planned in others.pooled_van.rounds for path in planned.paths),
        "customer_collects": packed(path for trip in others.collections for path in (trip.there, trip.back)),
    }


def points(path: RoadPath) -> list[tuple[float, float]]:
    return [(lon, lat) for lon, lat in path.line.tolist()]


def packed(paths: Iterable[RoadPath]) -> list[str]:
    """The paths that go anywhere, each road drawn once: a way back along the same roads adds nothing to see."""
    distinct: dict[tuple[tuple[float, float], ...], None] = {}
    for path in paths:
        there = tuple(points(path))
        if path.distance_m and there[::-1] not in distinct:
            distinct[there] = None
    return [pack_line(line, GLOBE) for line in distinct]


def round_view(
    planned: Round, depot: Depot, shops: Mapping[str, Shop], off: Mapping[str, str] = NOTHING_OFF
) -> RoundView:
    """Lay out a round that begins and ends at a depot.

    Parameters
    ----------
    off: why orders are no longer to be brought, by id: as `maps.day_view.TaskView.off`.
    """
    is_cut_off = planned.reaches_nothing
    return RoundView(
        id=planned.id,
        number=planned.number,
        vehicle=planned.vehicle.id,
        start=depot.position,
        start_place=depot.name,
        leaving_s=planned.leaving_s,
        return_s=planned.return_s,
        stops=[stop_view(number, stop, shops, off) for number, stop in enumerate(planned.stops, 1)],
        line=joined(planned.paths),
        distance_m=planned.distance_m,
        duration_s=planned.duration_s,
        kg=round(fsum(order.kg for order in planned.orders), 1),
        litres=round(fsum(order.litres for order in planned.orders), 1),
        note=planned.vehicle.note,
        energy_wh=planned.energy_wh,
        battery_wh=planned.vehicle.battery_wh,
        profile=planned.vehicle.profile,
        unreached=() if is_cut_off else planned.unreached,
        is_cut_off=is_cut_off,
    )


def joined(paths: list[RoadPath]) -> list[tuple[float, float]]:
    """One line through all paths; a point that ends one and begins the next stands once.

    What goes nowhere adds nothing, wherever it stands: a stop in a closed street is not ridden to.
    """
    line: list[tuple[float, float]] = []
    for path in [path for path in paths if len(path.line) > 1] or paths:
        further = points(path)
        line.extend(further[1:] if line and line[-1] == further[0] else further)
    return line


def stop_view(number: int, stop: Stop, shops: Mapping[str, Shop], off: Mapping[str, str]) -> StopView:
    return StopView(
        number=number,
        position=stop.position,
        place=stop.place,
        arrival_s=stop.arrival_s,
        leaving_s=stop.leaving_s,
        tasks=[task_view(task, shops, off.get(task.order.id, "")) for task in stop.tasks],
        line=points(stop.path),
        leg_distance_m=stop.path.distance_m,
        address=address(stop, shops),
        note=notes_of_counters(stop, shops),
    )


def address(stop: Stop, counters: Mapping[str, Shop]) -> str:
    """Where a shop or hub is, for a stop that goes by its name; a customer's stop goes by its address."""
    met = (counters[task.counter] for task in stop.tasks if task.counter)
    return next((counter.address for counter in met if counter.name == stop.place), "")


def notes_of_counters(stop: Stop, counters: Mapping[str, Shop]) -> str:
    """What the shops and hubs at a stop say, each once."""
    met = dict.fromkeys(task.counter for task in stop.tasks if task.counter)
    return "; ".join(counters[one].note for one in met if counters[one].note)


def task_view(task: PlannedTask, counters: Mapping[str, Shop], off: str) -> TaskView:
    order = task.order
    at_home = not task.counter
    return TaskView(
        kind=str(task.kind),
        order=order.id,
        who=order.customer if at_home else counters[task.counter].name,
        kg=round(order.kg, 1),
        litres=round(order.litres, 1),
        shop=counters[order.shop].name,
        window=order.window if at_home else None,
        note=note(order, task.kind),
        done=what_is_done(task, counters),
        off=off,
    )


def what_is_done(task: PlannedTask, counters: Mapping[str, Shop]) -> str:
    """Name what a task is, by its key in `maps.words`, where its kind alone does not say it."""
    if task.kind is TaskKind.PICKUP or not task.counter:
        return ""
    return "hand_over" if counters[task.counter].is_hub else "hand_in"


def note(order: Order, kind: TaskKind) -> str:
    """What the courier must know: returns and crates, temperatures other than ambient, what carrying asks for, words.

    Whom a parcel may be handed to, and what was written for the courier ("ring twice"), matter at the door alone.
    """
    at_home = not order.counter_at(kind)
    ordered = [] if order.kind is OrderKind.DELIVERY else [str(order.kind)]
    temperatures = sorted({p.temperature for p in order.parcels if p.temperature is not Temperature.AMBIENT})
    needs = sorted(order.needs - (set() if at_home and kind is TaskKind.DELIVERY else {Need.ADULT}))
    written = [order.note] if order.note and at_home else []
    return ", ".join([*ordered, *temperatures, *needs, *written])
