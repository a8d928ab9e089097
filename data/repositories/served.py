"""What the rounds of some days brought to whom: for reports of orders, shops and places."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, undefer

from data.models.courier_assignment import CourierAssignment
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.round import Round
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Served", "ServedDay"]


@dataclass(frozen=True, slots=True)
class ServedDay:
    """One planned day.

    Attributes
    ----------
    plan: with its report.
    legs: every leg that the plan names, in a round or not, with its order and that order's shop.
    left: ids of the orders that have a leg of them in no round.
    rounds: of the plan. couriers: ids of who was put on each, by the round's id.
    """

    plan: Plan
    legs: Sequence[Leg]
    left: frozenset[str]
    rounds: Sequence[Round]
    couriers: Mapping[str, frozenset[str]]


class Served(Repository):
    """For who sees everything of a square."""

    thing = Thing.PLANS

    def days(self, square_id: str, first: date, last: date) -> list[ServedDay]:
        """Load the planned days from first to last that have a report: four queries."""
        within = (Plan.square_id == square_id, Plan.day.between(first, last), Plan.report.is_not(None))
        plans = self._all(self._select(Plan).where(*within).order_by(Plan.day).options(undefer(Plan.report)))
        ids = [plan.id for plan in plans]
        rounds = self._all(self._select(Round).where(Round.plan_id.in_(ids)).order_by(Round.number))
        placed = self._all(
            self._select(PlanLeg)
            .join(PlanLeg.leg)
            .where(PlanLeg.plan_id.in_(ids))
            .options(contains_eager(PlanLeg.leg).joinedload(Leg.order).joinedload(Order.shop))
            .order_by(PlanLeg.leg_id)
        )
        couriers = self._couriers([one.id for one in rounds])
        return [
            ServedDay(
                plan,
                [one.leg for one in placed if one.plan_id == plan.id],
                frozenset(one.leg.order_id for one in placed if one.plan_id == plan.id and one.round_id is None),
                [one for one in rounds if one.plan_id == plan.id],
                couriers,
            )
            for plan in plans
        ]

    def _couriers(self, round_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        query = select(CourierAssignment.round_id, CourierAssignment.courier_id).where(
            self._seen(CourierAssignment),
            CourierAssignment.round_id.in_(round_ids),
            CourierAssignment.begins_at < CourierAssignment.ends_at,
        )
        found: defaultdict[str, set[str]] = defaultdict(set)
        for round_id, courier_id in self._session.execute(query):
            found[round_id].add(courier_id)
        return {key: frozenset(ids) for key, ids in found.items()}
