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
from kernel.errors import ConflictError
from kernel.scope import Role

__all__ = ["Rounds"]


class Rounds(Repository):
    """What vehicles ride."""

    writers = Repository.writers | {Role.COURIER}

    def of_day(
        self,
        square_id: str,
        day: date,
        states: Collection[RoundState] | None = None,
        *,
        lines: bool = False,
        legs: bool = True,
    ) -> list[Round]:
        """List a day's rounds by number, with vehicle, stops, tasks and legs: three queries.

        Parameters
        ----------
        lines: whether to load the lines of the paths too; they are large and needed for maps only.
        legs: whether to load the legs of the tasks too; not needed by who has the legs of the day.
        """
        plans = select(Plan.id).where(Plan.square_id == square_id, Plan.day == day)
        query = self._select(Round).where(Round.square_id == square_id, Round.plan_id.in_(plans))
        if states is not None:
            query = query.where(Round.state.in_(states))
        return self._all(_whole(query.order_by(Round.number), lines=lines, legs=legs))

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
        ConflictError
            Somebody else changed it at the same moment.
        """
        self._may_write()
        before = self.get(round_id)
        released_at = None if state is RoundState.PROPOSED else before.released_at or self._now
        as_it_was = (self._seen(Round), Round.id == round_id, Round.state == before.state)
        changed = self._session.scalars(
            update(Round).where(*as_it_was).values(state=state, released_at=released_at).returning(Round.id)
        ).all()
        if not changed:
            raise ConflictError(f"round {before.number} was changed by somebody else", way_out="Look again.")
        change = {"from": before.state.value, "to": state.value}
        event = EventDraft(EventKind.ROUND_STATE, round_id=round_id, plan_id=before.plan_id, details=change)
        self._record(before.square_id, [event])
        return self.get(round_id)


def _whole(query: Select[Round], *, lines: bool, legs: bool = True) -> Select[Round]:
    tasks = selectinload(Round.stops).selectinload(Stop.tasks)
    query = query.options(
        joinedload(Round.vehicle), tasks.joinedload(Task.leg).joinedload(Leg.order) if legs else tasks
    )
    if not lines:
        return query
    return query.options(undefer_group("lines"), selectinload(Round.stops).undefer_group("lines"))
