"""Rounds by the clock: each way in its own hour, and what becomes of a round that does not hold then."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kernel.errors import BadInputError
from kernel.text import Text
from rounds.battery import missing_wh, with_energy
from rounds.closure_times import DAY_SEEN_S
from rounds.delivery_day import DeliveryDay, Span, Vehicle
from rounds.ends import ends_of
from rounds.hindrances import hindrance
from rounds.measured_by_clock import MeasuredByClock
from rounds.plan import Plan, Round
from rounds.retiming import retimed
from rounds.roads import MeasuredDay
from routing.network.snapping import SNAP_LIMIT_M
from routing.solver.engine import Effort

__all__ = ["by_the_clock", "settled", "while_depots_are_open"]

Seek = Callable[..., Plan]
"""Seeks the rounds of a day over the roads as they are measured; `effort` says how long, if not as the day's."""
AGAIN = Effort(time_limit_s=None, iterations=200, seed=1, proving=False)
"""For one round of a dozen stops that is sought again. Own choice."""


def by_the_clock(day: DeliveryDay, measured: MeasuredDay, plan: Plan, seek: Seek) -> Plan:
    """Settle every round of a plan; where one cannot be mended alone, seek the whole day on the slowest of its hours.

    That is taken where it hinders no round and leaves out nobody but who lives in a street that opens too late; else
    the dispatcher gets what was sought first.
    """
    first = replace(plan, rounds=[settled(one, day, measured, seek) for one in plan.rounds])
    if all(one.hindrance is None for one in first.rounds):
        return first
    slow = seek(day, measured.slowest(0, DAY_SEEN_S))
    other = replace(slow, rounds=[settled(one, day, measured, seek) for one in slow.rounds])
    holds = all(one.hindrance is None for one in other.rounds)
    return other if holds and not _left_out(first, other, day, measured) else first


def _left_out(first: Plan, other: Plan, day: DeliveryDay, measured: MeasuredDay) -> bool:
    """Say whether a plan leaves out an order of another though both its ends are open all day."""
    served = {order.id for order in other.orders}
    counters = {shop.id: shop for shop in day.shops}
    return any(
        order.id not in served and all(measured.closed_by(end.position) is None for end in ends_of(order, counters))
        for order in first.orders
    )


def settled(planned: Round, day: DeliveryDay, measured: MeasuredDay, seek: Seek) -> Round:
    """Give each way of a round its own hour; where that breaks the round, seek it anew on the slowest of its hours.

    On those it can only be faster than sought, and whoever is early waits; so what holds on them holds. A round that
    cannot be mended stays as it was sought, with the times of its hours, and says what hinders it.
    """
    roads = measured.of(planned.vehicle)
    if not isinstance(roads, MeasuredByClock) or roads.is_one_hour(planned.leaving_s, planned.return_s):
        return planned
    shops = {shop.id: shop for shop in day.shops}
    depot = day.depot_of(planned.vehicle).position
    ways = roads.ways.waiting(planned.vehicle.profile)
    first = retimed(planned, depot, shops, ways)
    ridden = with_energy(first.round, depot, roads.ways)
    if first.holds and not missing_wh(ridden):
        return ridden
    alone = replace(day, orders=planned.orders, vehicles=[planned.vehicle])
    slow = MeasuredDay(roads.slowest(first.round.leaving_s, first.round.return_s))
    other = seek(alone, slow, effort=AGAIN)
    if len(other.rounds) == 1 and not other.unassigned:
        mended = retimed(replace(other.rounds[0], id=planned.id), depot, shops, ways)
        anew = with_energy(mended.round, depot, roads.ways)
        if mended.holds and not missing_wh(anew):
            return anew
    return replace(ridden, hindrance=hindrance(replace(first, round=ridden), planned, day, roads.ways))


def while_depots_are_open(day: DeliveryDay, measured: MeasuredDay) -> DeliveryDay:
    """Keep each vehicle in while the road at its depot is closed.

    Raises
    ------
    BadInputError
        A depot has no road of its vehicle's within reach, or one that is closed all day.
    """
    vehicles: list[Vehicle] = []
    for vehicle in day.vehicles:
        place = day.depot_of(vehicle).position
        if vehicle.profile not in measured.reaching(place):
            raise _no_way_out(vehicle, day, measured.closed_by(place))
        vehicles.append(_while_open(vehicle, measured.of(vehicle).open_spans(place)))
    return replace(day, vehicles=vehicles)


def _no_way_out(vehicle: Vehicle, day: DeliveryDay, closed: Text | None) -> BadInputError:
    """Say that a vehicle cannot leave where it begins."""
    name = day.depot_of(vehicle).name
    depot, mend = f"the depot {name}", "Move the depot"
    if vehicle.depot is not None:
        depot, mend = f"{name}, where {vehicle.id} begins", "Move that hub, or let the vehicle begin elsewhere"
    if closed is not None:
        return BadInputError(
            f"{depot} lies on a road that is closed for a {vehicle.profile}: {closed.en}",
            way_out=f"{mend} for that day, or end the closure.",
        )
    return BadInputError(f"no road for a {vehicle.profile} within {SNAP_LIMIT_M:.0f} m of {depot}", way_out=f"{mend}.")


def _while_open(vehicle: Vehicle, open_spans: Sequence[Span] | None) -> Vehicle:
    """Give a vehicle the longest of its hours with an open depot, or none at all."""
    if open_spans is None:
        return vehicle
    start, end = vehicle.hours
    cut = [(max(start, opens), min(end, closes)) for opens, closes in open_spans]
    longest = max(cut, key=lambda span: span[1] - span[0], default=(start, start))
    return replace(vehicle, hours=longest if longest[0] < longest[1] else (start, start))
