"""What web shops told us: each message once, and what became of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload, undefer

from data.drafts.web_shop import WebDeliveryDraft, WebDeliveryEnd
from data.models.order import Order
from data.models.web_shop import WebDelivery, WebDeliveryState, WebShop
from data.repositories.base import Repository
from kernel.errors import NotFoundError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["WebDeliveries"]

WITH_BODY = frozenset({WebDeliveryState.PENDING, WebDeliveryState.FOR_A_PERSON})
"""States in which the message is still needed; in others it goes, for it holds people's addresses."""


class WebDeliveries(Repository):
    """Messages of web shops."""

    thing = Thing.WEBHOOKS

    def add(self, square_id: str, draft: WebDeliveryDraft) -> tuple[str, bool]:
        """Keep a message.

        Returns
        -------
        Its id, and whether it is new; the same one again is the row of the first time.

        Raises
        ------
        NotFoundError
            There is no such web shop on the square.
        """
        self._may_write()
        self._require_seen(WebShop, {draft.web_shop_id}, square_id, "web shop")
        same = (WebDelivery.web_shop_id == draft.web_shop_id, WebDelivery.delivery_key == draft.delivery_key)
        known = self._session.scalar(select(WebDelivery.id).where(self._seen(WebDelivery), *same))
        if known is not None:
            return known, False
        row = {
            "id": new_id(),
            "square_id": square_id,
            "web_shop_id": draft.web_shop_id,
            "delivery_key": draft.delivery_key,
            "topic": draft.topic,
            "state": WebDeliveryState.PENDING,
            "external_id": draft.external_id,
            "order_ref": "",
            "changed_at": draft.changed_at,
            "method": "",
            "postcode": "",
            "body": dict(draft.body),
            "order_id": None,
            "reason_nl": "",
            "reason_en": "",
            "received_at": self._now,
            "done_at": None,
        }
        self._insert(WebDelivery, [row])
        return str(row["id"]), True

    def get(self, delivery_id: str) -> WebDelivery:
        """Find a message with its body and its web shop's shop.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(WebDelivery).where(WebDelivery.id == delivery_id)
        shop = joinedload(WebDelivery.web_shop).joinedload(WebShop.shop)
        return self._one(query.options(undefer(WebDelivery.body), shop), f"message {delivery_id} of a web shop")

    def end(self, delivery_id: str, end: WebDeliveryEnd) -> None:
        """Keep what became of a message, and forget what it said where nobody needs it any more.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write()
        values = {
            "state": end.state,
            "order_ref": end.order_ref[:80],
            "order_id": end.order_id,
            "method": end.method[:200],
            "postcode": end.postcode[:20],
            "reason_nl": end.reason.nl[:500],
            "reason_en": end.reason.en[:500],
            "done_at": self._now,
        }
        if end.state not in WITH_BODY:
            values["body"] = None
        ended = update(WebDelivery).where(self._seen(WebDelivery), WebDelivery.id == delivery_id).values(**values)
        if self._session.scalar(ended.returning(WebDelivery.id)) is None:
            raise NotFoundError(f"there is no message {delivery_id} of a web shop")

    def told_of(self, delivery: WebDelivery) -> tuple[datetime, datetime, str] | None:
        """Give the newest other message about the order of one that was dealt with: when changed, when it came, its id.

        One that threw the order away tells no moment of its own: then it is when it came.
        """
        told = func.coalesce(WebDelivery.changed_at, WebDelivery.received_at)
        query = select(WebDelivery).where(
            self._seen(WebDelivery),
            WebDelivery.web_shop_id == delivery.web_shop_id,
            WebDelivery.external_id == delivery.external_id,
            WebDelivery.id != delivery.id,
            WebDelivery.state != WebDeliveryState.PENDING,
        )
        newest = self._first(
            query.order_by(told.desc(), WebDelivery.received_at.desc(), WebDelivery.id.desc()).limit(1)
        )
        if newest is None:
            return None
        return newest.changed_at or newest.received_at, newest.received_at, newest.id

    def dated(self, web_shop_id: str, external_id: str) -> int:
        """Count the messages about an order that say when it was changed."""
        query = select(func.count()).select_from(WebDelivery)
        of_order = (WebDelivery.web_shop_id == web_shop_id, WebDelivery.external_id == external_id)
        dated = query.where(self._seen(WebDelivery), *of_order, WebDelivery.changed_at.is_not(None))
        return self._session.scalar(dated) or 0

    def order_ref_of(self, web_shop_id: str, external_id: str) -> str:
        """Give the number under which an order of a web shop is stored here; empty where it is not.

        The platform's id decides: some shops give an order its number only after they told it first.
        """
        query = (
            select(Order.order_ref)
            .join(WebDelivery, WebDelivery.order_id == Order.id)
            .where(
                self._seen(WebDelivery), WebDelivery.web_shop_id == web_shop_id, WebDelivery.external_id == external_id
            )
        )
        return self._session.scalar(query.order_by(WebDelivery.received_at).limit(1)) or ""

    def settle_older(self, delivery: WebDelivery) -> None:
        """Let what a person was to decide about an order be settled by a newer message that decides it.

        Raises
        ------
        NotFoundError
            The message is not in the scope.
        """
        self._may_write()
        self._require_seen(WebDelivery, {delivery.id}, delivery.square_id, "message of a web shop")
        older = (
            self._seen(WebDelivery),
            WebDelivery.web_shop_id == delivery.web_shop_id,
            WebDelivery.external_id == delivery.external_id,
            WebDelivery.id != delivery.id,
            WebDelivery.state == WebDeliveryState.FOR_A_PERSON,
        )
        settled = {
            "state": WebDeliveryState.SETTLED,
            "body": None,
            "reason_nl": "",
            "reason_en": "",
            "done_at": self._now,
        }
        self._session.execute(update(WebDelivery).where(*older).values(**settled))

    def of_square(self, square_id: str, states: Collection[WebDeliveryState]) -> list[WebDelivery]:
        """List messages in these states, the longest there first, without their bodies, with their shops."""
        query = self._select(WebDelivery).where(WebDelivery.square_id == square_id, WebDelivery.state.in_(states))
        shop = joinedload(WebDelivery.web_shop).joinedload(WebShop.shop)
        return self._all(query.order_by(WebDelivery.received_at, WebDelivery.id).options(shop))
