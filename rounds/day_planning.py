"""Planning a stored day: loaded, planned without a lock, checked that nothing changed meanwhile, saved in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from data.database import Database
from data.drafts.plan import Co2Draft, PlanDraft, UnassignedDraft
from data.models.plan import Plan as StoredPlan
from data.models.road_network import RoadNetwork
from data.models.states import OrderState
from data.work import Work
from kernel.errors import ConflictError, TooLateError
from kernel.scope import Scope
from kernel.text import Text
from rounds.areas import extract_of, roads_at
from rounds.day_clock import DAY_S
from rounds.day_closures import closures_of_day
from rounds.day_report import PlannedDay
from rounds.delivery_day import Order, Shop
from rounds.kept_report import kept_report
from rounds.kept_rounds import kept_rounds
from rounds.later import Within, nothing_more
from rounds.measured_by_clock import HourlyRoads
from rounds.roads import Measures, Roads
from rounds.roads_of_day import RoadsOfDay
from rounds.shown_closures import ShownClosure, shown_closures
from rounds.stored_counters import counters_of
from rounds.stored_day import StoredDay, load_day
from rounds.stored_orders import order_of
from rounds.stored_rounds import round_draft
from rounds.whole_day import Standing, Step, unwatched, whole_day
from routing.network.relief import Relief
from routing.solver.engine import Effort
from routing.solver.solve import Best

__all__ = ["PlannedStoredDay", "plan_stored_day", "roads_of"]

SCOPE = Scope.system("plan")
MAX_REASON = 500
"""Characters of a reason that are stored."""


@dataclass(frozen=True, slots=True)
class PlannedStoredDay:
    """A day that was planned and saved; `extract`, `closures` and the ground of `network` are what its maps show.

    `relief` says from where the heights were that batteries were reckoned with.
    """

    planned: PlannedDay
    stored: StoredPlan
    network: RoadNetwork
    extract: Path
    closures: Sequence[ShownClosure]
    relief: Relief


def plan_stored_day(
    database: Database,
    home: Path,
    slug: str,
    day: date,
    *,
    effort: Effort,
    step: Step = unwatched,
    from_now: bool = False,
    best: Best | None = None,
    within: Within[StoredPlan] = nothing_more,
) -> PlannedStoredDay:
    """Plan what is not released of a day, and save rounds, reasons, report and the states of orders.

    Parameters
    ----------
    from_now: whether no round leaves before now, where the day is today.
    best: is told the best plan so far, now and then.
    within: called with the plan in the unit of work that saves it.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        It has no depot or no orders, or the depot is off the roads of some vehicle.
    ConflictError
        All is released, or an order was cancelled, changed, moved or released while this was planned, or its shop
        moved; nothing was saved.
    TooLateError
        From now on an order would be in no round that is in one which was to leave by now, and that nobody released.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.read(SCOPE) as work:
        loaded = load_day(work, slug, day, effort.seed, from_now=from_now)
    area = loaded.square.areas[0]
    extract = extract_of(area, home)
    roads = Roads.open(roads_at(area, home), step(Text("Wegen openen", "Opening the roads")))
    standing = Standing(loaded.rest, loaded.kept, loaded.refused)
    planned = whole_day(loaded.whole, roads_of(roads, loaded), effort, step, standing, best=best)
    _refuse_stranded(loaded, planned)
    draft = _draft(loaded, planned, area.road_network_id, effort)
    step(Text("Planning bewaren", "Saving the plan"))
    with database.begin(Scope.system(SCOPE.work, [loaded.square.id])) as work:
        _refuse_changed(work, loaded)
        stored = work.plans.save(loaded.square.id, day, draft)
        work.orders.set_states(loaded.square.id, _states(work, loaded, draft))
        closures = shown_closures(work, loaded.square.id, loaded.clock)
        within(work, stored)
    return PlannedStoredDay(planned, stored, area.road_network, extract, closures, roads.network.relief)


def roads_of(roads: Roads, loaded: StoredDay) -> Measures:
    """Give the roads as they are that day."""
    duties = [vehicle.hours for vehicle in loaded.whole.vehicles] or [(0, DAY_S)]
    hours = min(begin for begin, _ in duties), max(end for _, end in duties)
    return HourlyRoads(roads, RoadsOfDay(roads, loaded.clock.day, loaded.closures), hours)


def _draft(loaded: StoredDay, planned: PlannedDay, road_network_id: str, effort: Effort) -> PlanDraft:
    kept = {one.id for one in loaded.kept}
    grams = planned.assessment.project_g
    return PlanDraft(
        road_network_id=road_network_id,
        rounds=[
            round_draft(one, planned.day, loaded.vehicle_ids[one.vehicle.id], loaded.leg_ids, loaded.clock)
            for one in planned.plan.rounds
            if one.id not in kept
        ],
        unassigned=[
            UnassignedDraft(loaded.leg_ids[left.order.id], _shortened(left.reason)) for left in planned.plan.unassigned
        ],
        co2=Co2Draft(grams.low, grams.central, grams.high, planned.assessment.factor_set),
        effort=asdict(effort),
        report=kept_report(planned, loaded.shipments),
        solved=kept_rounds(planned),
    )


def _refuse_stranded(loaded: StoredDay, planned: PlannedDay) -> None:
    """Refuse to take an order out of a round that somebody may be riding, only because time went by."""
    left = [one.order.id for one in planned.plan.unassigned if loaded.leg_ids[one.order.id] in loaded.begun]
    if left:
        day, slug = loaded.clock.day, loaded.square.slug
        raise TooLateError(
            f"it is too late to plan {day} anew: of {len(loaded.begun)} orders in rounds that were to leave by now and"
            f" that nobody released, {len(left)} would be in none (the first: {left[0]})",
            way_out="What was planned stays. Release what is ridden and plan again; or plan the whole day:"
            f" `dorpsronde plan {slug} --date {day}`.",
        )


def _shortened(reason: Text) -> Text:
    return Text(reason.nl[:MAX_REASON], reason.en[:MAX_REASON])


def _refuse_changed(work: Work, loaded: StoredDay) -> None:
    """Refuse to save what was planned on orders that are no longer to be planned, or as they no longer are.

    The same of shops that moved or have other hours, and of roads that changed. New orders wait for the next time.
    """
    open_now = {leg.id: leg for leg in work.legs.to_plan(loaded.square.id, loaded.clock.day)}
    gone = [order.id for order in loaded.open_orders if loaded.leg_ids[order.id] not in open_now]
    if gone:
        raise ConflictError(
            f"order {gone[0]} was cancelled, moved or released while the day was planned",
            way_out="Nothing was saved; plan again.",
        )
    before = {counter.id: counter for counter in loaded.rest.shops}
    now = counters_of(list(open_now.values()), loaded.clock.day)
    for order in loaded.open_orders:
        leg = open_now[loaded.leg_ids[order.id]]
        if _planned_with(order_of(leg, order.id, loaded.clock)) != _planned_with(order):
            raise ConflictError(
                f"order {order.id} was changed while the day was planned", way_out="Nothing was saved; plan again."
            )
    for counter_id in before.keys() & now.keys():
        if _moved(before[counter_id], now[counter_id]):
            raise ConflictError(
                f"{now[counter_id].name} got another place or other hours while the day was planned",
                way_out="Nothing was saved; plan again.",
            )
    if closures_of_day(work, loaded.square.id, loaded.clock) != loaded.closures:
        raise ConflictError(
            "a closure was added or ended while the day was planned", way_out="Nothing was saved; plan again."
        )


def _planned_with(order: Order) -> Order:
    """Give an order without what changes nothing of a plan: whom to ask for, and what to mind at the door.

    When it is at a hub is left out, too: what was known of that when the day was planned is as it was promised.
    So are its order's name, and whether it was tried before.
    """
    return replace(order, customer="", address="", note="", at_hub_s=0, name="", again=False)


def _moved(before: Shop, now: Shop) -> bool:
    return (before.position, tuple(before.hours)) != (now.position, tuple(now.hours))


def _states(work: Work, loaded: StoredDay, draft: PlanDraft) -> Mapping[str, OrderState]:
    """Say what becomes of each order: planned where a round has it, else it waits on.

    One that is under way stays so, whatever becomes of the leg that follows.
    """
    placed = {leg_id for one in draft.rounds for leg_id in one.leg_ids}
    legs = {leg.id: leg for leg in work.legs.to_plan(loaded.square.id, loaded.clock.day)}
    open_legs = [legs[loaded.leg_ids[order.id]] for order in loaded.open_orders]
    in_a_round = {leg.order_id for leg in open_legs if leg.id in placed}
    return {
        leg.order_id: OrderState.PLANNED if leg.order_id in in_a_round else OrderState.ACCEPTED
        for leg in open_legs
        if leg.order.state in {OrderState.ACCEPTED, OrderState.PLANNED}
    }
