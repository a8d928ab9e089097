"""Releasing rounds: from then on a round is the couriers', and planning again leaves it as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.database import Database
from data.models.leg import Leg
from data.models.round import Round
from data.models.square import Square
from data.models.states import RoundState, TaskKind
from data.work import Work
from kernel.errors import ConflictError, NotFoundError
from kernel.position import Position
from kernel.scope import Scope
from rounds.day_clock import DayClock
from rounds.day_closures import loaded_closures
from rounds.delivery_day import Shop
from rounds.hub_arrivals import hub_arrivals
from rounds.later import plan_later
from rounds.relay_later import tell_later
from rounds.stored_counters import counters_of

__all__ = ["RoundsOfDay", "release", "release_rounds", "rounds_of"]

SCOPE = Scope.system("round release")


@dataclass(frozen=True, slots=True)
class RoundsOfDay:
    """Rounds by number, each with vehicle and stops; `timezone` is the square's."""

    rounds: Sequence[Round]
    timezone: str


def rounds_of(database: Database, slug: str, day: date) -> RoundsOfDay:
    """List a day's rounds.

    Raises
    ------
    NotFoundError
        There is no such square, or the day is not planned.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        return RoundsOfDay(_planned(work, square, day), square.timezone)


def release_rounds(database: Database, slug: str, day: date, number: int | None = None) -> RoundsOfDay:
    """Release one round of a day, or with no number every proposed one; all of them or none.

    Returns
    -------
    Those that were released just now.

    Raises
    ------
    NotFoundError
        There is no such square or round, or the day is not planned.
    ConflictError
        It is released already, an order in it was cancelled or moved since it was planned, a shop of it has another
        place or is not open by then, something was closed in its hours, what it collects at a hub is not known to be
        there by then, or a stretch of it does not hold by the clock.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.begin(SCOPE) as work:
        square = work.squares.get(slug)
        rounds = _planned(work, square, day)
        chosen = _proposed(rounds, day) if number is None else [_numbered(rounds, day, number)]
        released = _released(work, chosen, day)
    return RoundsOfDay(released, square.timezone)


def release(work: Work, one: Round) -> Round:
    """Release one round, in a unit of work that others end.

    Raises
    ------
    ConflictError
        As `release_rounds`.
    """
    day = work.plans.day_of(one.plan_id)
    _refuse_given(one, day)
    return _released(work, [one], day)[0]


def _released(work: Work, chosen: Sequence[Round], day: date) -> list[Round]:
    square_id = chosen[0].square_id
    clock = DayClock(day, work.squares.with_id(square_id).timezone)
    waiting = {leg.id: leg for leg in work.legs.to_plan(square_id, day)}
    counters = counters_of(list(waiting.values()), day)
    _refuse_outdated(chosen, waiting, counters)
    _refuse_not_at_hub(work, chosen, waiting, clock)
    _refuse_closed_since(work, chosen, clock)
    _refuse_hindered(chosen)
    _refuse_not_open(chosen, waiting, counters, clock)
    released = [work.rounds.set_state(one.id, RoundState.RELEASED) for one in chosen]
    _tell_of_hubs(work, chosen, day)
    return released


def _tell_of_hubs(work: Work, released: Sequence[Round], day: date) -> None:
    """Let whoever takes something on from a hub know when it comes there: another square, or our own planning."""
    legs = [task.leg for one in released for stop in one.stops for task in stop.tasks]
    order_ids = {leg.order_id for leg in legs if leg.delivery_hub_id}
    relays = work.relays.of_orders(order_ids)
    for relay in relays:
        tell_later(work, relay)
    waiting = {leg.order_id for leg in work.legs.to_plan(released[0].square_id, day) if leg.pickup_hub_id}
    if waiting & order_ids:
        plan_later(work, released[0].square_id, day)


def _planned(work: Work, square: Square, day: date) -> list[Round]:
    rounds = work.rounds.of_day(square.id, day)
    if not rounds:
        raise NotFoundError(
            f"square {square.slug} has no rounds on {day}",
            way_out=f"Plan them first: `dorpsronde plan {square.slug} --date {day}`.",
        )
    return rounds


def _proposed(rounds: Sequence[Round], day: date) -> list[Round]:
    proposed = [one for one in rounds if one.state is RoundState.PROPOSED]
    if not proposed:
        raise ConflictError(f"every round of {day} is released already", way_out="There is nothing to release.")
    return proposed


def _numbered(rounds: Sequence[Round], day: date, number: int) -> Round:
    found = next((one for one in rounds if one.number == number), None)
    if found is None:
        known = ", ".join(str(one.number) for one in rounds)
        raise NotFoundError(f"there is no round {number} on {day}", way_out=f"Rounds of that day: {known}.")
    _refuse_given(found, day)
    return found


def _refuse_given(one: Round, day: date) -> None:
    if one.state is not RoundState.PROPOSED:
        raise ConflictError(f"round {one.number} of {day} is {one.state} already", way_out="Nothing was changed.")


def _refuse_outdated(rounds: Sequence[Round], waiting: Mapping[str, Leg], counters: Mapping[str, Shop]) -> None:
    """Refuse rounds in which an order no longer waits to be brought that day, or not from or to where a stop is."""
    for one in rounds:
        for at, task in ((stop, task) for stop in one.stops for task in stop.tasks):
            leg = waiting.get(task.leg_id)
            if leg is None:
                ref = task.leg.order.order_ref
                raise ConflictError(
                    f"order {ref} in round {one.number} was cancelled or moved since it was planned",
                    way_out="Nothing was released; plan the day again.",
                )
            counter_id, place = _end_of(leg, task.kind)
            if Position(at.lon, at.lat) != (counters[counter_id].position if counter_id else place):
                raise ConflictError(
                    f"stop {at.number} of round {one.number} is where order {leg.order.order_ref} no longer is: its"
                    " shop or its address got another place since it was planned",
                    way_out="Nothing was released; plan the day again.",
                )


def _end_of(leg: Leg, kind: TaskKind) -> tuple[str | None, Position]:
    """Give the id of the shop or hub at an end of a leg, if one is there, and the place that the leg itself says."""
    if kind is TaskKind.PICKUP:
        return leg.pickup_shop_id or leg.pickup_hub_id, Position(leg.pickup_lon, leg.pickup_lat)
    return leg.delivery_shop_id or leg.delivery_hub_id, Position(leg.delivery_lon, leg.delivery_lat)


def _refuse_not_open(
    rounds: Sequence[Round], waiting: Mapping[str, Leg], counters: Mapping[str, Shop], clock: DayClock
) -> None:
    """Refuse rounds with a stop at a shop or hub of whose hours, as they are now, none holds any moment of it."""
    for one in rounds:
        for at, task in ((stop, task) for stop in one.stops for task in stop.tasks):
            counter_id, _ = _end_of(waiting[task.leg_id], task.kind)
            if counter_id is None:
                continue
            counter = counters[counter_id]
            arrival_s, leaving_s = clock.seconds(at.arrival_at), clock.seconds(at.leaving_at)
            if not any(opens <= leaving_s and arrival_s <= closes for opens, closes in counter.hours):
                raise ConflictError(
                    f"{counter.name} is not open when round {one.number} is there, at stop {at.number}: its hours were"
                    " changed since the day was planned",
                    way_out="Nothing was released; plan the day again.",
                )


def _refuse_not_at_hub(work: Work, rounds: Sequence[Round], waiting: Mapping[str, Leg], clock: DayClock) -> None:
    """Refuse rounds that collect at a hub what no longer comes there, or comes later than was known when planning."""
    at_hubs = hub_arrivals(work, rounds[0].square_id, list(waiting.values()), clock)
    for one in rounds:
        for at, task in ((stop, task) for stop in one.stops for task in stop.tasks):
            known = at_hubs.get(task.leg_id) if task.kind is TaskKind.PICKUP else None
            if known and (known.since_s is None or known.since_s > clock.seconds(at.leaving_at)):
                raise ConflictError(
                    f"order {task.leg.order.order_ref} in round {one.number} is not at {known.hub} by then, as it was"
                    " to be when the day was planned",
                    way_out="Nothing was released; plan the day again.",
                )


def _refuse_closed_since(work: Work, rounds: Sequence[Round], clock: DayClock) -> None:
    """Refuse rounds in whose hours something is closed, to their vehicle, that planning did not know of yet."""
    square_id = rounds[0].square_id
    planned_at = work.plans.planned_at(square_id, clock.day)
    for stored, times in loaded_closures(work, square_id, clock):
        if planned_at is None or stored.created_at <= planned_at or stored.ended_at is not None:
            continue
        for one in rounds:
            rides = clock.seconds(one.leaving_at), clock.seconds(one.return_at)
            is_meant = stored.profiles is None or one.vehicle.profile in stored.profiles
            if is_meant and any(begin < rides[1] and rides[0] < end for begin, end in times.on(clock)):
                raise ConflictError(
                    f"{stored.name} was closed since the day was planned, and round {one.number} rides in its hours",
                    way_out="Nothing was released; plan the day again.",
                )


def _refuse_hindered(rounds: Sequence[Round]) -> None:
    """Refuse rounds of which a stretch does not hold by the clock."""
    for one in rounds:
        if one.hindrance_en is not None:
            raise ConflictError(
                f"round {one.number} cannot be ridden as planned: {one.hindrance_en}",
                way_out="Nothing was released; change its orders or the closure, and plan the day again.",
            )
