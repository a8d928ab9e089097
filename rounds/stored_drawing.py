"""A day as it is stored, for its map and its route sheets: the roads that were kept, on the ground that was kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from data.database import Database
from data.models.leg import Leg
from data.models.plan import Plan
from data.models.round import Round as StoredRound
from data.models.square import Square
from data.models.states import LegState, OrderState
from data.work import Work
from kernel.errors import NotFoundError
from kernel.position import Position
from kernel.scope import Scope
from maps.day_view import BaselineView, DayView, RoundView
from maps.ground import PackedGround
from rounds.day_clock import DayClock
from rounds.delivery_day import Depot
from rounds.grounds import ground_of
from rounds.kept_report import leg_names_in, lines_in, report_in
from rounds.showing import round_view
from rounds.shown_closures import closure_views, shown_closures
from rounds.stored_counters import counters_of
from rounds.stored_orders import names_of, order_of, vehicle_of
from rounds.stored_rounds import round_of_stored

__all__ = ["DrawnDay", "drawn_day", "on_their_grounds", "round_views"]

SCOPE = Scope.system("drawing a day")


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A planned day with its roads, and the ground they lie on."""

    view: DayView
    report: Mapping[str, Any]
    ground: PackedGround


def drawn_day(database: Database, home: Path, slug: str, day: date, lang: str) -> DrawnDay:
    """Load a planned day with everything that its map and route sheets draw.

    Raises
    ------
    NotFoundError
        There is no such square, or the day was never planned.
    StorageError
        The report was kept by another version, or ground and extract are gone.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        plan = _planned(work, square, day)
        rounds = work.rounds.of_day(square.id, day, lines=True, legs=False)
        legs = work.legs.of_day(square.id, day)
        network = work.areas.network(plan.road_network_id)
        closures = shown_closures(work, square.id, DayClock(day, square.timezone))
    kept = plan.report or {}
    report = report_in(kept, lang)
    view = DayView(
        area=square.name,
        day=day,
        extract=home / network.stored_as,
        rounds=on_their_grounds(
            round_views(rounds, legs, kept, DayClock(day, square.timezone), lines=True),
            rounds,
            network.id,
            database,
            home,
        ),
        baselines=[BaselineView(way, lines) for way, lines in lines_in(kept).items()],
        invented_demand=report["demand"] == "invented",
        closures=closure_views(closures, lang),
    )
    return DrawnDay(view, report, ground_of(network, home))


def round_views(
    rounds: Sequence[StoredRound], legs: Sequence[Leg], kept: Mapping[str, Any], clock: DayClock, *, lines: bool
) -> list[RoundView]:
    """Lay stored rounds out as planned ones are; what is no longer to be done in them says so.

    Parameters
    ----------
    legs: of the day, loaded as `Legs.of_day` does.
    kept: the plan's report, as it is kept.
    lines: whether the rounds' lines were loaded.
    """
    placed = {task.leg_id for one in rounds for stop in one.stops for task in stop.tasks}
    known = [leg for leg in legs if leg.id in placed]
    names = _names_of(legs, placed) | _kept_names_of(known, kept)
    orders = {leg.id: order_of(leg, names[leg.id], clock) for leg in known}
    off = {names[leg.id]: why for leg in known if (why := _why_off(leg))}
    counters = counters_of(legs, clock.day)
    return [
        round_view(
            round_of_stored(one, vehicle_of(one.vehicle), orders, clock, lines=lines),
            Depot(one.depot_name, Position(one.depot_lon, one.depot_lat)),
            counters,
            off,
        )
        for one in rounds
    ]


def _names_of(legs: Sequence[Leg], placed: Collection[str]) -> dict[str, str]:
    """Name the legs of a day as planning does now: those in its rounds, and those that wait."""
    return names_of([leg for leg in legs if leg.id in placed or leg.state is LegState.PLANNED])


def _kept_names_of(legs: Sequence[Leg], kept: Mapping[str, Any]) -> dict[str, str]:
    """Name legs as the plan's report does, whatever was ordered, changed or cancelled since."""
    named = leg_names_in(kept)
    return {leg.id: name for leg in legs if (name := named.get((leg.order_id, leg.number)))}


def _why_off(leg: Leg) -> str:
    """Say why a leg in a round is no longer to be ridden, by its key in `maps.words`; "" where it is.

    One that carries nothing as all its parcels parted is cancelled too: they go on by themselves.
    """
    if leg.state is not LegState.CANCELLED or not (leg.parcels or leg.weight_g or leg.volume_ml):
        return ""
    return "task_cancelled" if leg.order.state in {OrderState.UNDER_WAY, OrderState.ENDED} else "task_changed"


def on_their_grounds(
    views: Sequence[RoundView], rounds: Sequence[StoredRound], network_id: str, database: Database, home: Path
) -> list[RoundView]:
    """Give each round that was planned on other roads than the day its own ground: its sheet stays what it was.

    Parameters
    ----------
    rounds: as they are stored; those that stand in no view are left out.
    network_id: of the roads that the day was planned on.

    Raises
    ------
    StorageError
        Ground and extract of such a round are gone.
    """
    other = {one.number: one.road_network_id for one in rounds if one.road_network_id != network_id}
    with database.read(SCOPE) as work:
        networks = {found: work.areas.network(found) for found in set(other.values())}
    grounds = {found: ground_of(network, home) for found, network in networks.items()}
    return [replace(one, ground=grounds[other[one.number]]) if one.number in other else one for one in views]


def _planned(work: Work, square: Square, day: date) -> Plan:
    plan = work.plans.told(square.id, day)
    if plan is None:
        raise NotFoundError(
            f"nothing was planned for {day} on square {square.slug}",
            way_out=f"Plan that day first: `dorpsronde plan {square.slug} --date {day}`.",
        )
    return plan
