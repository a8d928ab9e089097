"""A day as it is stored, for who looks at it: what was planned, what was not and why, what waits, and what was before.

Nothing is planned here: figures, times and roads are those that were kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.database import Database
from data.drafts.event import EventKind
from data.models.event import Event
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.round import Round as StoredRound
from data.models.square import Square
from data.models.states import OrderState, RoundState
from kernel.scope import Scope
from kernel.text import Text
from maps.day_view import RoundView
from rounds.day_clock import DayClock
from rounds.kept_report import report_in
from rounds.rerouted_words import alert_said
from rounds.shown_closures import ShownClosure, shown_closures
from rounds.stored_drawing import round_views
from rounds.stored_rounds import hindrance_of

__all__ = ["Alert", "PlanVersion", "PlannedOutcome", "ShownDay", "ShownRound", "WaitingOrder", "shown_day"]

SCOPE = Scope.system("showing a day")
TO_COME = frozenset({OrderState.ACCEPTED, OrderState.PLANNED, OrderState.UNDER_WAY})
"""Orders that have a leg to plan; one may be under way and wait at a hub for the next."""


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round with where it stands; `released_at` is on the square's clock; `hindrance` forbids to release it."""

    view: RoundView
    state: RoundState
    released_at: datetime | None
    hindrance: Text | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What a closure did to a released round; `at` is on the square's clock.

    Attributes
    ----------
    closure: its name. ended: whether it was ended then, and not added.
    """

    number: int
    at: datetime
    closure: str
    ended: bool
    effect: Text


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """An order that is in no round: unassigned, waiting to be mended, or come in since the day was planned.

    Attributes
    ----------
    reason: in words; what there is to mend is English only where the order came in before Dutch was kept.
    """

    ref: str
    shop: str
    recipient: str
    address: str
    reason: Text


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """What the day's plan was, once; `planned_at` is on the square's clock.

    Attributes
    ----------
    unassigned: orders of which a leg is in no round.
    """

    version: int
    planned_at: datetime
    rounds: int
    unassigned: int
    distance_m: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class PlannedOutcome:
    """What planning a day resulted in.

    Attributes
    ----------
    report: in the language that was asked for.
    alerts: what closures did to released rounds, the latest first.
    history: earlier versions, the latest first.
    """

    current: PlanVersion
    report: Mapping[str, Any]
    rounds: Sequence[ShownRound]
    unassigned: Sequence[WaitingOrder]
    alerts: Sequence[Alert]
    history: Sequence[PlanVersion]


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of one square.

    Attributes
    ----------
    new: orders that wait for the day's planning and that no plan knows of.
    to_mend: orders of the day whose address waits for a person.
    closures: what is closed or slow that day.
    outcome: None where the day was never planned.
    """

    square: Square
    day: date
    new: Sequence[WaitingOrder]
    to_mend: Sequence[WaitingOrder]
    closures: Sequence[ShownClosure]
    outcome: PlannedOutcome | None


def shown_day(database: Database, slug: str, day: date, lang: str) -> ShownDay:
    """Load a day to be read as a page; rounds come without the lines of their roads.

    Raises
    ------
    NotFoundError
        There is no such square.
    StorageError
        The report was kept by another version.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        plan = work.plans.told(square.id, day)
        legs = work.legs.of_day(square.id, day)
        to_plan = work.legs.ids_to_plan(square.id, day)
        received = work.orders.of_day(square.id, day, {OrderState.RECEIVED})
        closures = shown_closures(work, square.id, DayClock(day, square.timezone))
        rounds: list[StoredRound] = []
        events: list[Event] = []
        if plan is not None:
            rounds = work.rounds.of_day(square.id, day, legs=False)
            events = work.events.of(square.id, plan_id=plan.id)
    placed = {task.leg_id for one in rounds for stop in one.stops for task in stop.tasks}
    known = placed | {left.leg_id for left in plan.unassigned} if plan else placed
    new = {leg.order_id: leg for leg in legs if leg.id in to_plan - known and leg.order.state in TO_COME}
    return ShownDay(
        square=square,
        day=day,
        new=[_new(leg) for leg in new.values()],
        to_mend=[_to_mend(order) for order in received],
        closures=closures,
        outcome=None
        if plan is None
        else _outcome(plan, rounds=rounds, legs=legs, events=events, clock=DayClock(day, square.timezone), lang=lang),
    )


def _outcome(
    plan: Plan,
    *,
    rounds: Sequence[StoredRound],
    legs: Sequence[Leg],
    events: Sequence[Event],
    clock: DayClock,
    lang: str,
) -> PlannedOutcome:
    zone = ZoneInfo(clock.timezone)
    order_of = {leg.id: leg.order_id for leg in legs}
    views = round_views(rounds, legs, plan.report or {}, clock, lines=False)
    current = PlanVersion(
        version=plan.version,
        planned_at=plan.planned_at.astimezone(zone),
        rounds=len(rounds),
        unassigned=len({left.leg.order_id for left in plan.unassigned}),
        distance_m=plan.distance_m,
        duration_s=plan.duration_s,
    )
    return PlannedOutcome(
        current=current,
        report=report_in(plan.report or {}, lang),
        rounds=[
            ShownRound(
                view, one.state, one.released_at.astimezone(zone) if one.released_at else None, hindrance_of(one)
            )
            for view, one in zip(views, rounds, strict=True)
        ],
        unassigned=[_unassigned(left) for left in plan.unassigned],
        alerts=[_alert(event, zone) for event in reversed(events) if event.kind == EventKind.ROUND_REROUTED],
        history=[_before(event, zone, order_of) for event in reversed(events) if event.kind == EventKind.PLAN_REPLACED],
    )


def _waiting(order: Order, reason: Text) -> WaitingOrder:
    return WaitingOrder(order.order_ref, order.shop.name, order.recipient, order.address, reason)


def _new(leg: Leg) -> WaitingOrder:
    return _waiting(leg.order, Text("", ""))


def _unassigned(left: PlanLeg) -> WaitingOrder:
    order = left.leg.order
    return _waiting(order, Text(left.reason_nl or "", left.reason_en or ""))


def _to_mend(order: Order) -> WaitingOrder:
    return _waiting(order, Text(order.position_note_nl or order.position_note, order.position_note))


def _alert(event: Event, zone: ZoneInfo) -> Alert:
    closure = event.details["closure"]
    return Alert(
        number=event.details["number"],
        at=event.happened_at.astimezone(zone),
        closure=closure["name"],
        ended=closure["ended"],
        effect=alert_said(event.details),
    )


def _before(event: Event, zone: ZoneInfo, order_of: Mapping[str, str]) -> PlanVersion:
    """Read what an event keeps of the version that was replaced; a leg that is of another day by now stands alone."""
    held = event.details["before"]
    left = [one["leg"] for one in held["unassigned"]]
    return PlanVersion(
        version=held["version"],
        planned_at=datetime.fromisoformat(held["planned_at"]).astimezone(zone),
        rounds=len(held["rounds"]),
        unassigned=len({order_of.get(leg, leg) for leg in left}),
        distance_m=held["distance_m"],
        duration_s=held["duration_s"],
    )
