"""Customers' replies to what they would have done otherwise: added, never changed; forgotten at most."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import select, update

from data.drafts.customer_reply import ReplyDraft
from data.models.customer_reply import MOST_REPLIES, CustomerReply
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import PlanLeg
from data.models.shop import Shop
from data.repositories.base import Repository, in_parts
from impact.question import Answer
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["CustomerReplies", "PlannedOrder", "ReplyTold"]


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order of which a plan has a leg, as its shop and number name it."""

    plan_id: str
    order_id: str
    order_ref: str
    shop_id: str
    shop: str


@dataclass(frozen=True, slots=True)
class ReplyTold:
    """What figures and counts are made of in a reply; fields as of `data.models.customer_reply.CustomerReply`."""

    wording: str
    answer: Answer | None
    role: str
    after_shown: bool
    forgotten_at: datetime | None = None


class CustomerReplies(Repository):
    """What was answered, by order."""

    thing = Thing.ANSWERS

    def add(self, square_id: str, drafts: Mapping[str, ReplyDraft]) -> None:
        """Keep a reply for each of these orders, by their ids; whose order is in a plan is told apart as after it.

        Raises
        ------
        NotFoundError
            An order is not on this square, or not within the scope.
        ConflictError
            An order has as many replies as are kept.
        """
        self._may_write()
        self._require_seen(Order, drafts, square_id, "order")
        known = self.of_orders(square_id, drafts)
        planned = self._planned(drafts)
        rows = [
            {
                **asdict(draft),
                "after_shown": draft.after_shown or order_id in planned,
                "id": new_id(),
                "square_id": square_id,
                "order_id": order_id,
                "number": len(known.get(order_id, ())) + 1,
                "said_by": str(self._asker.principal),
                "role": str(self._asker.role or self._asker.scope.role),
                "said_at": self._now,
                "forgotten_at": None,
            }
            for order_id, draft in drafts.items()
        ]
        if any(row["number"] > MOST_REPLIES for row in rows):
            raise ConflictError(
                f"this order has {MOST_REPLIES} replies, and no more are kept", way_out="The last one stands."
            )
        self._insert(CustomerReply, rows)

    def of_orders(self, square_id: str, order_ids: Collection[str]) -> dict[str, list[CustomerReply]]:
        """Give the replies of orders, each order's as they came."""
        found: dict[str, list[CustomerReply]] = {}
        for part in in_parts(order_ids):
            query = self._select(CustomerReply).where(
                CustomerReply.square_id == square_id, CustomerReply.order_id.in_(part)
            )
            for reply in self._all(query.order_by(CustomerReply.order_id, CustomerReply.number)):
                found.setdefault(reply.order_id, []).append(reply)
        return found

    def told_of(self, square_id: str, order_ids: Collection[str]) -> dict[str, list[ReplyTold]]:
        """Give what `of_orders` does, of each reply what counts alone: a month has thousands."""
        told = [getattr(CustomerReply, field.name) for field in fields(ReplyTold)]
        found: dict[str, list[ReplyTold]] = {}
        for part in in_parts(order_ids):
            query = (
                select(CustomerReply.order_id, *told)
                .where(
                    self._seen(CustomerReply), CustomerReply.square_id == square_id, CustomerReply.order_id.in_(part)
                )
                .order_by(CustomerReply.order_id, CustomerReply.number)
            )
            for order_id, *values in self._session.execute(query):
                found.setdefault(order_id, []).append(ReplyTold(*values))
        return found

    def planned_orders(self, square_id: str, plan_ids: Collection[str]) -> list[PlannedOrder]:
        """List the orders of which plans have legs, those of a square on which anybody was asked; else none."""
        anybody = select(CustomerReply.id).where(self._seen(CustomerReply), CustomerReply.square_id == square_id)
        if self._session.scalar(anybody.limit(1)) is None:
            return []
        query = (
            select(PlanLeg.plan_id, Order.id, Order.order_ref, Order.shop_id, Shop.name)
            .join(Leg, Leg.id == PlanLeg.leg_id)
            .join(Order, Order.id == Leg.order_id)
            .join(Shop, Shop.id == Order.shop_id)
            .where(self._seen(PlanLeg), PlanLeg.square_id == square_id, PlanLeg.plan_id.in_(plan_ids))
            .distinct()
        )
        return [PlannedOrder(*row) for row in self._session.execute(query)]

    def forget(self, square_id: str, order_id: str) -> int:
        """Take the answers of an order out; that it was asked, and that there was one, is still counted.

        Returns
        -------
        How many there were.

        Raises
        ------
        NotFoundError
            There is no such order in the scope.
        NotAllowedError
            The asker does not see all answers: who gained by one does not take it away.
        """
        self._may_write()
        self._must_read_all(self.thing)
        self._require_seen(Order, {order_id}, square_id, "order")
        here = (self._seen(CustomerReply), CustomerReply.order_id == order_id, CustomerReply.answer.is_not(None))
        gone = update(CustomerReply).where(*here).values(answer=None, forgotten_at=self._now)
        return len(self._session.scalars(gone.returning(CustomerReply.id)).all())

    def _planned(self, order_ids: Collection[str]) -> set[str]:
        """Say which orders a plan has: from then on what they save can be reckoned and seen."""
        found: set[str] = set()
        for part in in_parts(order_ids):
            query = select(Leg.order_id).join(PlanLeg, PlanLeg.leg_id == Leg.id)
            found.update(self._session.scalars(query.where(self._seen(Leg), Leg.order_id.in_(part)).distinct()))
        return found
