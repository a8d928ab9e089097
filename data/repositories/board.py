"""A day as a dispatcher's board shows it: four queries of its own, however many orders there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, and_, select

from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.round import Round
from data.models.shop import Shop
from data.models.states import LegState
from data.models.stop import Stop, Task
from data.models.vehicle import Vehicle
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Board", "BoardRows"]


@dataclass(frozen=True, slots=True)
class BoardRows:
    """Rows of a day, each a mapping by name; see the queries.

    Attributes
    ----------
    plan: None where the day is not planned.
    orders: one for each order and each of its legs, with the leg's place in the day's plan; of the orders of the day
        and of those with a leg that waits for the day, such as a second try.
    tasks: one for each task, with its stop, in the order of riding.
    """

    plan: Plan | None
    rounds: Sequence[RowMapping]
    tasks: Sequence[RowMapping]
    orders: Sequence[RowMapping]


class Board(Repository):
    """Reads only what is shown, without making objects of rows: a large day is answered while one waits."""

    thing = Thing.PLANS

    def of_day(self, square_id: str, day: date) -> BoardRows:
        """Load a day, whether it is planned or not."""
        plan = self._first(self._select(Plan).where(Plan.square_id == square_id, Plan.day == day))
        plan_id = None if plan is None else plan.id
        return BoardRows(plan, self._rounds(plan_id), self._tasks(plan_id), self._orders(square_id, day, plan_id))

    def _rounds(self, plan_id: str | None) -> Sequence[RowMapping]:
        if plan_id is None:
            return []
        columns = (
            Round.id, Round.number, Round.state, Round.vehicle_id, Round.profile, Round.leaving_at, Round.return_at,
            Round.distance_m, Round.duration_s, Round.unreached, Round.hindrance_nl, Round.hindrance_en,
        )  # fmt: skip
        query = select(*columns, Vehicle.name.label("vehicle")).join(Vehicle, Vehicle.id == Round.vehicle_id)
        return self._mappings(query.where(self._seen(Round), Round.plan_id == plan_id).order_by(Round.number))

    def _tasks(self, plan_id: str | None) -> Sequence[RowMapping]:
        if plan_id is None:
            return []
        stops = (Stop.id, Stop.round_id, Stop.number, Stop.place, Stop.lon, Stop.lat, Stop.arrival_at, Stop.leaving_at)
        query = (
            select(*stops, Task.kind, Task.leg_id, Leg.order_id)
            .join(Task, Task.stop_id == Stop.id)
            .join(Leg, Leg.id == Task.leg_id)
            .join(Round, Round.id == Stop.round_id)
        )
        return self._mappings(
            query.where(self._seen(Stop), Round.plan_id == plan_id).order_by(Round.number, Stop.number, Task.number)
        )

    def _orders(self, square_id: str, day: date, plan_id: str | None) -> Sequence[RowMapping]:
        order = (
            Order.id, Order.order_ref, Order.shop_id, Order.state, Order.recipient, Order.street, Order.number,
            Order.addition, Order.postcode, Order.town, Order.lon, Order.lat, Order.window_start_at,
            Order.window_end_at, Order.position_note, Order.position_note_nl,
        )  # fmt: skip
        leg = (Leg.id.label("leg_id"), Leg.state.label("leg_state"), Leg.weight_g, Leg.volume_ml)
        place = (PlanLeg.round_id, PlanLeg.reason_nl, PlanLeg.reason_en)
        ordered = select(Order.id).where(self._seen(Order), Order.square_id == square_id, Order.planned_for == day)
        waiting = select(Leg.order_id).where(
            self._seen(Leg), Leg.square_id == square_id, Leg.planned_for == day, Leg.state != LegState.CANCELLED
        )
        query = (
            select(*order, Shop.name.label("shop"), *leg, *place)
            .join(Shop, Shop.id == Order.shop_id)
            .outerjoin(Leg, Leg.order_id == Order.id)
            .outerjoin(PlanLeg, and_(PlanLeg.leg_id == Leg.id, PlanLeg.plan_id == plan_id))
            .where(self._seen(Order), Order.square_id == square_id, Order.id.in_(ordered.union(waiting)))
        )
        return self._mappings(query.order_by(Order.order_ref, Order.id, Leg.number))

    def _mappings(self, query: Any) -> Sequence[RowMapping]:
        return self._session.execute(query).mappings().all()
