"""Planned rounds as elements of transport chains and as loops: what is aboard on each stretch, what drives empty.

Hubs are elements of their own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from impact.activities import VehicleClass
from impact.allocation import Consignment
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.indicators import RoundFacts
from rounds.delivery_day import Order, Shop, Vehicle
from rounds.plan import Round
from routing.solver.problem import TaskKind

__all__ = ["class_of", "element_of_round", "elements_of_hubs", "facts_of_round"]


def class_of(vehicle: Vehicle) -> VehicleClass:
    """Say whose grams a vehicle's kilometres have; a car's are those of the table's mix of cars."""
    match vehicle.profile:
        case "van":
            return VehicleClass.ELECTRIC_VAN if vehicle.electric else VehicleClass.DIESEL_VAN
        case "car":
            return VehicleClass.CAR
        case _:
            return VehicleClass.CARGO_BIKE if vehicle.electric else VehicleClass.BICYCLE


def element_of_round(one: Round, direct_m: Mapping[str, int]) -> Element:
    """Give a planned round as one element: it collects at shops and delivers to customers with one vehicle.

    Parameters
    ----------
    direct_m: the shortest way of each order; one that is not in it is carried nowhere.
    """
    empty_m = _empty_m(one)
    stretches = (
        Stretch(one.distance_m - empty_m, Purpose.CARRYING, Known.PLANNED),
        Stretch(empty_m, Purpose.EMPTY, Known.PLANNED),
    )
    return Element(
        id=one.id,
        kind=ElementKind.ROUND,
        movements=(Movement(class_of(one.vehicle), stretches),),
        consignments=_consignments(one.orders, direct_m),
    )


def elements_of_hubs(orders: Sequence[Order], shops: Sequence[Shop], direct_m: Mapping[str, int]) -> list[Element]:
    """Give each hub that orders were handed over at as one element, by the table as nobody read a meter.

    Parameters
    ----------
    orders: that are brought to their end; each is in the hub that its last leg begins at, so that it is handled once.
    """
    found: list[Element] = []
    for hub in (shop for shop in shops if shop.is_hub):
        handled = [order for order in orders if hub.id == (order.pickup_hub or order.shop)]
        if handled:
            name = f"hub-{len(found) + 1}"
            consignments = _consignments(handled, direct_m)
            found.append(Element(id=name, kind=ElementKind.HUB, movements=(), consignments=consignments))
    return found


def _consignments(orders: Sequence[Order], direct_m: Mapping[str, int]) -> tuple[Consignment, ...]:
    return tuple(Consignment(order.id, _grams(order), direct_m.get(order.id, 0)) for order in orders)


def facts_of_round(
    one: Round, direct_m: Mapping[str, int], whole_m: Mapping[str, int], counted: Collection[str]
) -> RoundFacts:
    """Give a planned round as a loop; whether first attempts succeed is not known before it is ridden.

    An order is one in the round of the leg that it is counted by; its other legs are metres and load.

    Parameters
    ----------
    direct_m, whole_m: as of `rounds.counterfactuals.Counterfactuals`.
    counted: ids of the orders of the plan that are counted.
    """
    stretches = list(_stretches(one))
    return RoundFacts(
        vehicle=class_of(one.vehicle),
        distance_m=one.distance_m,
        empty_m=_empty_m(one),
        duty_s=one.duration_s,
        crew=one.vehicle.crew,
        stops=len(one.stops),
        orders=sum(order.id in counted for order in one.orders),
        capacity_g=round(1000 * one.vehicle.kg),
        capacity_ml=round(1000 * one.vehicle.litres),
        gram_metres=sum(metres * sum(map(_grams, aboard)) for metres, aboard in stretches),
        millilitre_metres=sum(metres * sum(map(_millilitres, aboard)) for metres, aboard in stretches),
        activity_gram_metres=sum(_grams(order) * direct_m.get(order.id, 0) for order in one.orders),
        direct_m=sum(whole_m.get(order.id, 0) for order in one.orders),
    )


def _empty_m(one: Round) -> int:
    # The round's metres are rounded once, its stretches each.
    return min(one.distance_m, sum(metres for metres, aboard in _stretches(one) if not aboard))


def _stretches(one: Round) -> Iterator[tuple[int, tuple[Order, ...]]]:
    """Give metres from stop to stop with what is aboard; they add up to the round's, rounding aside."""
    aboard: dict[str, Order] = {}
    for stop in one.stops:
        yield stop.path.distance_m, tuple(aboard.values())
        for task in stop.tasks:
            if task.kind is TaskKind.PICKUP:
                aboard[task.order.id] = task.order
            else:
                aboard.pop(task.order.id, None)
    yield one.way_back.distance_m, tuple(aboard.values())


def _grams(order: Order) -> int:
    return round(1000 * order.kg)


def _millilitres(order: Order) -> int:
    return round(1000 * order.litres)
