"""Figures about the whole installation, for who watches over it: counts and sums, never a row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data.models.plan import Plan, PlanLeg
from data.repositories.base import Repository

__all__ = ["PlanTally", "Tallies"]


@dataclass(frozen=True, slots=True)
class PlanTally:
    """Plans of some time, each as it stands now.

    Attributes
    ----------
    distance_m, duration_s: of their rounds, as planned.
    assigned, unassigned: legs.
    """

    plans: int
    distance_m: int
    duration_s: int
    assigned: int
    unassigned: int


class Tallies(Repository):
    """Counts over all that the scope sees."""

    def plans_since(self, moment: datetime) -> PlanTally:
        """Sum the plans that were made since a moment: two queries."""
        recent = self._seen(Plan) & (Plan.planned_at >= moment)
        sums = select(func.count(), func.sum(Plan.distance_m), func.sum(Plan.duration_s)).where(recent)
        plans, distance_m, duration_s = self._session.execute(sums).one()
        legs = select(func.count(PlanLeg.round_id), func.count()).where(
            self._seen(PlanLeg), PlanLeg.plan_id.in_(select(Plan.id).where(recent))
        )
        assigned, every = self._session.execute(legs).one()
        return PlanTally(
            plans=plans,
            distance_m=int(distance_m or 0),
            duration_s=int(duration_s or 0),
            assigned=assigned,
            unassigned=every - assigned,
        )
