"""Figures about the whole installation, for who watches over it: counts and sums, never a row."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data.models.job import Job, JobState, OutboxRow
from data.models.plan import Plan, PlanLeg
from data.repositories.base import Repository

__all__ = ["JobTally", "PlanTally", "Tallies"]


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


@dataclass(frozen=True, slots=True)
class JobTally:
    """Jobs of one kind.

    Attributes
    ----------
    states: how many there are, by state; of those that ended well only the recent ones.
    overdue_since: since when the oldest waits that could have begun; None where none does.
    took_s: of the recent ones that are done.
    """

    kind: str
    states: Mapping[str, int]
    overdue_since: datetime | None
    took_s: float


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

    def jobs_since(self, moment: datetime) -> list[JobTally]:
        """Count the jobs by kind, those that no relay has seen among the pending: four queries.

        Parameters
        ----------
        moment: since when those count that are done or were superseded.
        """
        ended = Job.state.in_((JobState.DONE, JobState.SUPERSEDED))
        counted = select(Job.kind, Job.state, func.count()).where(self._seen(Job), ~ended | (Job.ended_at >= moment))
        asked = select(OutboxRow.kind, func.count(), func.min(OutboxRow.due_at)).where(
            self._seen(OutboxRow), OutboxRow.relayed_at.is_(None), OutboxRow.due_at <= self._now
        )
        oldest = select(Job.kind, func.min(Job.due_at)).where(
            self._seen(Job), Job.state == JobState.PENDING, Job.due_at <= self._now
        )
        took = select(Job.kind, Job.begun_at, Job.ended_at).where(
            self._seen(Job), Job.state == JobState.DONE, Job.ended_at >= moment
        )
        states: defaultdict[str, Counter[str]] = defaultdict(Counter)
        took_s: defaultdict[str, float] = defaultdict(float)
        for kind, state, count in self._session.execute(counted.group_by(Job.kind, Job.state)):
            states[kind][state.value] += count
        since = {row[0]: row[1] for row in self._session.execute(oldest.group_by(Job.kind))}
        for kind, count, due_at in self._session.execute(asked.group_by(OutboxRow.kind)):
            states[kind][JobState.PENDING.value] += count
            since[kind] = min(since.get(kind, due_at), due_at)
        for kind, begun_at, ended_at in self._session.execute(took):
            took_s[kind] += (ended_at - (begun_at or ended_at)).total_seconds() if ended_at else 0.0
        return [JobTally(kind, found, since.get(kind), took_s[kind]) for kind, found in sorted(states.items())]
