"""Each order's part of a day: of what was driven, and of what each baseline would have driven for the same orders.

Parts are days of one order each: any of them together, such as a neighbourhood's, are drawn as a day is, and all of
them together are the day, to the metre.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import apportion, weights_by_activity
from impact.elements import Element, ElementKind
from kernel.errors import BadInputError

__all__ = ["order_parts"]


def order_parts(
    activity: DayActivity,
    elements: Sequence[Element],
    orders: Sequence[str],
    order_of_leg: Mapping[str, str],
    *,
    network: Collection[str],
) -> dict[str, DayActivity]:
    """Cut a day into its orders; what customers answered is in none of them.

    Every element's metres are shared by mass times shortest way, as its grams are; those of the baselines by the same
    over all orders, for what was carried: a hub moves nothing.

    Parameters
    ----------
    orders: names, in the order of `activity.collect_m`.
    order_of_leg: the order that a name in `elements` is a leg of, where it is called otherwise.
    network: those of `orders` that a parcel network would have brought; of a day that does not say how many, all are.

    Returns
    -------
    By name; one that was carried and not brought to its end that day has metres, and no order.

    Raises
    ------
    BadInputError
        The parts would not add up: other orders are named for the network than the day counts, or it has garage trips
        or legs of supply, of which nobody knows whose they are.
    """
    _refuse_unshared(activity, sum(name in network for name in orders))
    metres: defaultdict[str, Counter[VehicleClass]] = defaultdict(Counter)
    weights: Counter[str] = Counter()
    in_hubs: set[str] = set()
    for element in sorted(elements, key=lambda one: one.id):
        consignments = sorted(element.consignments, key=lambda each: each.order)
        names = [order_of_leg.get(each.order, each.order) for each in consignments]
        if element.kind is ElementKind.HUB:
            in_hubs.update(names)
            continue
        if not consignments:
            continue
        by_activity = weights_by_activity(consignments)
        weights.update(dict.fromkeys(names, 0))
        for name, weight in zip(names, by_activity, strict=True):
            weights[name] += weight
        for movement in element.movements:
            for name, part in zip(names, apportion(movement.distance_m, by_activity), strict=True):
                metres[name][movement.vehicle] += part
    ended = dict(zip(orders, activity.collect_m, strict=True))
    of_orders = [weights[name] for name in ended]
    tours, vans = (_shared(one, of_orders) for one in (activity.shop_tours, activity.pooled_van))
    at = {name: number for number, name in enumerate(ended)}
    return {
        name: DayActivity(
            orders=int(name in ended),
            network_orders=None if activity.network_orders is None else int(name in ended and name in network),
            rounds=tuple(VehicleMetres(vehicle, part, 0) for vehicle, part in metres[name].items()),
            hub_orders=int(name in ended and name in in_hubs),
            supply_orders=0,
            collect_m=(ended[name],) if name in ended else (),
            shop_tours=tours[at[name]] if name in ended else (),
            pooled_van=vans[at[name]] if name in ended else (),
            each_alone=(),
        )
        for name in dict.fromkeys([*ended, *metres])
    }


def _refuse_unshared(activity: DayActivity, in_network: int) -> None:
    if activity.network_orders not in {None, in_network}:
        raise BadInputError(
            f"{in_network} orders are named that a parcel network would have brought, the day has "
            f"{activity.network_orders}",
            way_out="Plan that day again.",
        )
    driven = (*activity.rounds, *activity.shop_tours, *activity.pooled_van)
    if activity.supply_orders or any(one.garage_trips for one in driven):
        raise BadInputError("garage trips and legs of supply are nobody's part", way_out="Take the day as a whole.")


def _shared(driven: Sequence[VehicleMetres], weights: Sequence[int]) -> list[tuple[VehicleMetres, ...]]:
    if not weights:
        return []
    parts = [(one.vehicle, apportion(one.distance_m, weights)) for one in driven]
    return [
        tuple(VehicleMetres(vehicle, of_order[number], 0) for vehicle, of_order in parts)
        for number in range(len(weights))
    ]
