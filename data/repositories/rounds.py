"""Rounds of a square: shown, released, ridden."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from data.drafts.event import EventDraft, EventKind
from data.models.leg import Leg
from data.models.plan import Plan
from data.models.round import Round
from data.models.states import RoundState
from data.models.stop import Stop, Task
from data.repositories.base import Repository
from kernel.scope import Role

__all__ = ["Rounds"]


class Rounds(Repository):
    """What vehicles ride."""

    writers = Repository.writers | {Role.COURIER}

    def of_day(
        self, square_id: str, day: date, states: Collection[RoundState] | None = None, *, lines: bool = False
    ) -> list[Round]:
        """List a day's rounds by number, with vehicle, stops, tasks and legs: three queries.

        Parameters
        ----------
        lines: whether to load the lines of the paths too; they are large and needed for maps only.
        """
        plans = select(Plan.id).where(Plan.square_id == square_id, Plan.day == day)
        query = self._select(Round).where(Round.square_id == square_id, Round.plan_id.in_(plans))
        if states is not None:
            query = query.where(Round.state.in_(states))
        return self._all(_whole(query.order_by(Round.number), lines=lines))

    def get(self, round_id: str, *, lines: bool = False) -> Round:
        """Find a round by its id; loaded as `of_day`.

        Raises
        ------
        NotFoundError
            There is none in the scope: never was, or planning again replaced it.
        """
        return self._one(_whole(self._select(Round).where(Round.id == round_id), lines=lines), f"round {round_id}")

    def set_state(self, round_id: str, state: RoundState) -> Round:
        """Store a round's state, with an event. Which may follow which is the caller's rule.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write()
        before = self.get(round_id)
        released_at = None if state is RoundState.PROPOSED else before.released_at or self._now
        self._session.execute(
            update(Round).where(self._seen(Round), Round.id == round_id).values(state=state, released_at=released_at)
        )
        change = {"from": before.state.value, "to": state.value}
        event = EventDraft(EventKind.ROUND_STATE, round_id=round_id, plan_id=before.plan_id, details=change)
        self._record(before.square_id, [event])
        return self.get(round_id)


def _whole(query: Select[Round], *, lines: bool) -> Select[Round]:
    legs = selectinload(Round.stops).selectinload(Stop.tasks).joinedload(Task.leg).joinedload(Leg.order)
    query = query.options(joinedload(Round.vehicle), legs)
    if not lines:
        return query
    return query.options(undefer_group("lines"), selectinload(Round.stops).undefer_group("lines"))
