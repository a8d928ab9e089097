"""Rounds of a square: shown, released, ridden."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from data.drafts.event import EventDraft, EventKind
from data.drafts.plan import PathDraft, RenewedRound
from data.models.leg import Leg
from data.models.plan import Plan
from data.models.round import Round
from data.models.states import RoundState
from data.models.stop import Stop, Task
from data.repositories.base import Repository
from data.repositories.plan_rows import line_of
from kernel.errors import ConflictError
from kernel.rights import Thing

__all__ = ["Rounds"]

GIVEN = frozenset({RoundState.RELEASED, RoundState.UNDER_WAY})
"""A courier has it, and it is not over."""


class Rounds(Repository):
    """What vehicles ride."""

    thing = Thing.ROUNDS

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

    def page(self, square_id: str, *, day: date | None = None, after: str | None, limit: int) -> list[Round]:
        """List a square's rounds as they were planned, a page of them; loaded as `of_day`, without lines."""
        query = self._select(Round).where(Round.square_id == square_id)
        if day is not None:
            plans = select(Plan.id).where(Plan.square_id == square_id, Plan.day == day)
            query = query.where(Round.plan_id.in_(plans))
        return self._page(_whole(query, lines=False), after, limit)

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

    def days_given(self, square_id: str, first: date) -> list[date]:
        """List the days from the first on that have a round which is released or under way."""
        query = (
            select(Plan.day)
            .join(Round, Round.plan_id == Plan.id)
            .where(self._seen(Round), Round.square_id == square_id, Round.state.in_(GIVEN), Plan.day >= first)
        )
        return list(self._session.scalars(query.distinct().order_by(Plan.day)))

    def any_to_leave(self, square_id: str, day: date, by: datetime) -> bool:
        """Say whether a round of a day was to leave by a moment and is proposed still."""
        query = (
            select(Round.id)
            .join(Plan, Round.plan_id == Plan.id)
            .where(self._seen(Round), Round.square_id == square_id, Plan.day == day)
            .where(Round.state == RoundState.PROPOSED, Round.leaving_at <= by)
        )
        return self._session.scalar(select(query.exists())) or False

    def renew(self, before: Round, renewed: RenewedRound) -> Round:
        """Store other roads and times of a released round, with an event that keeps those before.

        Parameters
        ----------
        before: the round with its stops, as it was when the new roads were sought.

        Raises
        ------
        NotFoundError
            It is not in the scope.
        ConflictError
            It was changed by somebody else meanwhile.
        """
        self._may_write()
        now = self.get(before.id)
        if now.state not in GIVEN or _moments(now) != _moments(before):
            raise ConflictError(f"round {now.number} was changed by somebody else", way_out="Look again.")
        for stop in renewed.stops:
            values = {"arrival_at": stop.arrival_at, "leaving_at": stop.leaving_at, **_path_values("path", stop.path)}
            seen = (self._seen(Stop), Stop.round_id == now.id, Stop.id == stop.stop_id)
            self._session.execute(update(Stop).where(*seen).values(values))
        values = {
            "return_at": renewed.return_at,
            "duration_s": int((renewed.return_at - now.leaving_at).total_seconds()),
            "distance_m": renewed.distance_m,
            "energy_wh": renewed.energy_wh,
            "unreached": list(renewed.unreached) or None,
            **_path_values("way_back", renewed.way_back),
        }
        self._session.execute(update(Round).where(self._seen(Round), Round.id == now.id).values(values))
        self._sum_plan(now.plan_id)
        held = {"distance_m": now.distance_m, "duration_s": now.duration_s, "stops": _moments(now)[1:-1]}
        event = EventDraft(
            EventKind.ROUND_REROUTED,
            round_id=now.id,
            plan_id=now.plan_id,
            details={**renewed.why, "number": now.number, "before": held},
        )
        self._record(now.square_id, [event])
        return self.get(now.id)

    def _sum_plan(self, plan_id: str) -> None:
        """Let the figures of a plan be the sums of its rounds."""
        sums = select(func.sum(Round.distance_m), func.sum(Round.duration_s)).where(Round.plan_id == plan_id)
        distance_m, duration_s = self._session.execute(sums).one()
        values = {"distance_m": int(distance_m), "duration_s": int(duration_s)}
        self._session.execute(update(Plan).where(self._seen(Plan), Plan.id == plan_id).values(values))


def _moments(one: Round) -> list[str]:
    """Give every time that a round says, in the order of its stops."""
    stops = [at for stop in one.stops for at in (stop.arrival_at, stop.leaving_at)]
    return [at.isoformat() for at in (one.leaving_at, *stops, one.return_at)]


def _path_values(name: str, path: PathDraft | None) -> dict[str, Any]:
    if path is None:
        return {}
    return {f"{name}_m": path.distance_m, f"{name}_s": path.duration_s, f"{name}_line": line_of(path)}


def _whole(query: Select[Round], *, lines: bool, legs: bool = True) -> Select[Round]:
    tasks = selectinload(Round.stops).selectinload(Stop.tasks)
    query = query.options(
        joinedload(Round.vehicle), tasks.joinedload(Task.leg).joinedload(Leg.order) if legs else tasks
    )
    if not lines:
        return query
    return query.options(undefer_group("lines"), selectinload(Round.stops).undefer_group("lines"))
