"""Plans of a square: one a day, saved again and again; what was released stays, what was is history."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import selectinload, undefer

from data.drafts.event import EventDraft, EventKind
from data.drafts.plan import PlanDraft
from data.models.courier_assignment import CourierAssignment
from data.models.incident import Incident
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.road_network import RoadNetwork
from data.models.round import Round
from data.models.states import RoundState
from data.models.stop import Stop, Task
from data.models.vehicle import Vehicle
from data.repositories.base import Repository, in_parts
from data.repositories.plan_rows import PlanRows, plan_rows, refuse_nonsense
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["Plans"]


class Plans(Repository):
    """What planning resulted in. Seen by roles that see everything of a square."""

    thing = Thing.PLANS

    def save(self, square_id: str, day: date, draft: PlanDraft) -> Plan:
        """Make the day's plan, or its next version: replaces proposed rounds and reasons, keeps released rounds.

        What the version before held is kept as an event "plan.replaced". States of orders and legs are the
        caller's to set, in the same unit of work.

        Raises
        ------
        BadInputError
            A leg is not exactly once in the draft, or a round's metres or times do not add up.
        NotFoundError
            A leg, vehicle or network is not there, or not the square's.
        ConflictError
            A leg is in a round that was released meanwhile, or in another day's round.
        """
        self._may_write()
        self._square(square_id)
        refuse_nonsense(draft)
        self._require_all(square_id, draft)
        before = self.of_day(square_id, day)
        plan_id = new_id() if before is None else before.id
        kept = [] if before is None else [planned for planned in before.rounds if planned.released_at is not None]
        if before is not None:
            self._remove_proposed(before, kept)
        self._refuse_taken(draft)
        rows = plan_rows(square_id, plan_id, draft, _free_numbers(len(draft.rounds), kept))
        values = self._values(draft, before) | _sums(rows, kept)
        if before is None:
            self._insert(Plan, [{**values, "id": plan_id, "square_id": square_id, "day": day}])
        else:
            self._session.execute(update(Plan).where(self._seen(Plan), Plan.id == plan_id).values(values))
        self._write_rows(rows)
        self._record(square_id, [_told(before, plan_id, rows)])
        return self._one(_whole(self._of_day(square_id, day)), f"plan of {day}")

    def of_day(self, square_id: str, day: date, *, lines: bool = False, report: bool = False) -> Plan | None:
        """Find a day's plan, with rounds, vehicles, stops, tasks, legs and what is unassigned: five queries.

        Parameters
        ----------
        lines: whether to load the lines of the paths too; they are large and needed for maps only.
        report: whether to load the day's report too.
        """
        return self._first(_whole(self._of_day(square_id, day), lines=lines, report=report))

    def planned_at(self, square_id: str, day: date) -> datetime | None:
        """Say when a day was planned last, if it was."""
        of_day = (Plan.square_id == square_id, Plan.day == day)
        return self._session.scalar(select(Plan.planned_at).where(self._seen(Plan), *of_day))

    def told(self, square_id: str, day: date) -> Plan | None:
        """Find a day's plan with its report and what is unassigned, without its rounds: two queries."""
        unassigned = selectinload(Plan.unassigned).joinedload(PlanLeg.leg).joinedload(Leg.order).joinedload(Order.shop)
        return self._first(self._of_day(square_id, day).options(undefer(Plan.report), unassigned))

    def day_of(self, plan_id: str) -> date:
        """Give the day of a plan, or raise where the scope does not see it."""
        return self._one(self._select(Plan).where(Plan.id == plan_id), f"plan {plan_id}").day

    def first_day(self, square_id: str) -> date | None:
        """Give the first day of a square that was ever planned."""
        return self._session.scalar(select(func.min(Plan.day)).where(self._seen(Plan), Plan.square_id == square_id))

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Plan]:
        """List a square's plans as they were first made, without rounds or reports, a page of them."""
        return self._page(self._select(Plan).where(Plan.square_id == square_id), after, limit)

    def between(self, square_id: str, first: date, last: date, *, solved: bool = False) -> list[Plan]:
        """List the plans of the days from first to last, both included, each with its report.

        Parameters
        ----------
        solved: whether to load the rounds of both sides too; they are large.
        """
        query = self._select(Plan).where(Plan.square_id == square_id, Plan.day.between(first, last))
        query = query.order_by(Plan.day).options(undefer(Plan.report))
        return self._all(query.options(undefer(Plan.solved)) if solved else query)

    def _of_day(self, square_id: str, day: date) -> Select[Plan]:
        return self._select(Plan).where(Plan.square_id == square_id, Plan.day == day)

    def _require_all(self, square_id: str, draft: PlanDraft) -> None:
        self._require_seen(Leg, draft.leg_ids, square_id, "leg")
        self._require_seen(Vehicle, {planned.vehicle_id for planned in draft.rounds}, square_id, "vehicle")
        self._one(self._select(RoadNetwork).where(RoadNetwork.id == draft.road_network_id), "such road network")

    def _remove_proposed(self, before: Plan, kept: Sequence[Round]) -> None:
        """Take away proposed rounds with their stops and tasks, and every reason.

        One may have been under way, until what was said of it turned out to be a mistake: who was to ride it then and
        what did not fit go with it. Their events stay.
        """
        proposed = [planned.id for planned in before.rounds if planned not in kept]
        for model in (CourierAssignment, Incident, Task, Stop):
            self._session.execute(delete(model).where(self._seen(model), model.round_id.in_(proposed)))
        not_kept = PlanLeg.round_id.is_(None) | PlanLeg.round_id.in_(proposed)
        self._session.execute(delete(PlanLeg).where(self._seen(PlanLeg), PlanLeg.plan_id == before.id, not_kept))
        self._session.execute(delete(Round).where(self._seen(Round), Round.id.in_(proposed)))

    def _refuse_taken(self, draft: PlanDraft) -> None:
        """Refuse legs that stand in a round which this plan does not replace."""
        for part in in_parts(draft.leg_ids):
            query = (
                select(PlanLeg.leg_id, Plan.day, Round.number, Round.state)
                .join(Plan, Plan.id == PlanLeg.plan_id)
                .join(Round, Round.id == PlanLeg.round_id)
                .where(PlanLeg.leg_id.in_(part))
                .limit(1)
            )
            for leg_id, day, number, state in self._session.execute(query):
                way_out = "Plan again without it." if state is not RoundState.PROPOSED else "Plan that day again first."
                raise ConflictError(f"leg {leg_id} is in round {number} of {day}, which is {state}", way_out=way_out)

    def _values(self, draft: PlanDraft, before: Plan | None) -> dict[str, Any]:
        co2 = draft.co2
        return {
            "version": 1 if before is None else before.version + 1,
            "road_network_id": draft.road_network_id,
            "co2_low_g": co2.low_g if co2 else None,
            "co2_central_g": co2.central_g if co2 else None,
            "co2_high_g": co2.high_g if co2 else None,
            "factor_set": co2.factor_set if co2 else None,
            "effort": dict(draft.effort),
            "report": None if draft.report is None else dict(draft.report),
            "solved": None if draft.solved is None else dict(draft.solved),
            "planned_at": self._now,
        }

    def _write_rows(self, rows: PlanRows) -> None:
        self._insert(Round, rows.rounds)
        self._insert(PlanLeg, rows.legs)
        self._insert(Stop, rows.stops)
        self._insert(Task, rows.tasks)


def _whole(query: Select[Plan], *, lines: bool = False, report: bool = False) -> Select[Plan]:
    rounds = selectinload(Plan.rounds)
    stops = rounds.selectinload(Round.stops)
    query = query.options(
        rounds.joinedload(Round.vehicle),
        stops.selectinload(Stop.tasks).joinedload(Task.leg).joinedload(Leg.order),
        selectinload(Plan.unassigned).joinedload(PlanLeg.leg).joinedload(Leg.order),
    )
    if lines:
        query = query.options(
            selectinload(Plan.rounds).undefer_group("lines"),
            selectinload(Plan.rounds).selectinload(Round.stops).undefer_group("lines"),
        )
    return query.options(undefer(Plan.report)) if report else query


def _free_numbers(wanted: int, kept: Sequence[Round]) -> list[int]:
    taken = {planned.number for planned in kept}
    free = (number for number in count(1) if number not in taken)
    return [next(free) for _ in range(wanted)]


def _sums(rows: PlanRows, kept: Sequence[Round]) -> dict[str, int]:
    return {
        "distance_m": sum(row["distance_m"] for row in rows.rounds) + sum(planned.distance_m for planned in kept),
        "duration_s": sum(row["duration_s"] for row in rows.rounds) + sum(planned.duration_s for planned in kept),
    }


def _told(before: Plan | None, plan_id: str, rows: PlanRows) -> EventDraft:
    """Say what was planned, and whole what it replaces."""
    made = {"rounds": len(rows.rounds), "legs": len(rows.legs)}
    if before is None:
        return EventDraft(EventKind.PLAN_MADE, plan_id=plan_id, details=made)
    held = {
        "version": before.version,
        "planned_at": before.planned_at.isoformat(),
        "distance_m": before.distance_m,
        "duration_s": before.duration_s,
        "co2_g": [before.co2_low_g, before.co2_central_g, before.co2_high_g],
        "factor_set": before.factor_set,
        "effort": before.effort,
        "rounds": [_held(planned) for planned in before.rounds],
        "unassigned": [{"leg": left.leg_id, "nl": left.reason_nl, "en": left.reason_en} for left in before.unassigned],
    }
    return EventDraft(EventKind.PLAN_REPLACED, plan_id=plan_id, details={**made, "before": held})


def _held(planned: Round) -> dict[str, Any]:
    return {
        "id": planned.id,
        "number": planned.number,
        "state": planned.state.value,
        "vehicle": planned.vehicle_id,
        "leaving_at": planned.leaving_at.isoformat(),
        "distance_m": planned.distance_m,
        "duration_s": planned.duration_s,
        "tasks": [[task.kind.value, task.leg_id] for stop in planned.stops for task in stop.tasks],
    }
