"""What webhooks are told: written in order, tried until it is heard, sent again by a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from data.drafts.webhook import DeliveryDraft, Tried
from data.models.webhook import DeliveryState, Webhook, WebhookDelivery
from data.repositories.base import Repository
from kernel.errors import NotFoundError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["KEPT_FOR", "WebhookDeliveries"]

KEPT_FOR = timedelta(days=30)
"""After it was written, whatever became of it: a list of events goes further back."""


class WebhookDeliveries(Repository):
    """Deliveries of webhooks."""

    thing = Thing.WEBHOOKS_OUT

    def add(self, webhook: Webhook, drafts: Sequence[DeliveryDraft]) -> list[WebhookDelivery]:
        """Write what a webhook is to be told; an event that it is told of already is passed over. Returns what is new.

        Raises
        ------
        NotFoundError
            There is no such webhook in the scope.
        """
        self._may_write()
        here = (self._seen(Webhook), Webhook.square_id == webhook.square_id, Webhook.id == webhook.id)
        last = self._session.scalar(
            update(Webhook).where(*here).values(last_seq=Webhook.last_seq + len(drafts)).returning(Webhook.last_seq)
        )
        if last is None:
            raise NotFoundError(f"there is no webhook {webhook.id}")
        known = select(WebhookDelivery.event_id).where(
            self._seen(WebhookDelivery),
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.event_id.in_([draft.event_id for draft in drafts]),
        )
        told = set(self._session.scalars(known))
        numbered = enumerate(drafts, last - len(drafts) + 1)
        rows = [self._row(webhook, seq, draft) for seq, draft in numbered if draft.event_id not in told]
        self._insert(WebhookDelivery, rows)
        ids = [row["id"] for row in rows]
        return self._all(self._select(WebhookDelivery).where(WebhookDelivery.id.in_(ids)).order_by(WebhookDelivery.seq))

    def _row(self, webhook: Webhook, seq: int, draft: DeliveryDraft) -> dict[str, Any]:
        delivery_id = new_id()
        about = {"id": delivery_id, "webhook_id": webhook.id, "seq": seq, "kind": draft.kind}
        return {
            "id": delivery_id,
            "square_id": webhook.square_id,
            "webhook_id": webhook.id,
            "seq": seq,
            "event_id": draft.event_id,
            "kind": draft.kind,
            "body": {**about, **draft.told},
            "state": DeliveryState.PENDING,
            "attempt_count": 0,
            "last_fault": "",
            "next_at": self._now,
            "created_at": self._now,
        }

    def get(self, webhook_id: str, delivery_id: str) -> WebhookDelivery:
        """Find one.

        Raises
        ------
        NotFoundError
            There is none of this webhook in the scope.
        """
        query = self._select(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.id == delivery_id
        )
        return self._one(query, f"delivery {delivery_id} of this webhook")

    def page(self, webhook_id: str, *, after: int, limit: int) -> list[WebhookDelivery]:
        """List those of a webhook by their numbers, a page of them from the one after `after` on."""
        query = self._select(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.seq > after
        )
        return self._all(query.order_by(WebhookDelivery.seq).limit(limit))

    def next_due(self, webhook_id: str) -> WebhookDelivery | None:
        """Give what goes first of what is to be tried now."""
        waiting = self._waiting(webhook_id).where(WebhookDelivery.next_at <= self._now)
        return self._first(waiting.order_by(WebhookDelivery.next_at, WebhookDelivery.seq).limit(1))

    def next_at(self, webhook_id: str) -> datetime | None:
        """Say when the next one is to be tried; None where none waits."""
        first = self._first(self._waiting(webhook_id).order_by(WebhookDelivery.next_at).limit(1))
        return None if first is None else first.next_at

    def tried(self, delivery: WebhookDelivery, tried: Tried) -> bool:
        """Keep what came of an attempt; False where another one was made meanwhile, which is kept instead.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write_as_system(delivery.square_id)
        self.get(delivery.webhook_id, delivery.id)
        state = DeliveryState.PENDING
        if not tried.fault:
            state = DeliveryState.DELIVERED
        elif tried.again_at is None:
            state = DeliveryState.DEAD
        as_it_was = (
            self._seen(WebhookDelivery),
            WebhookDelivery.id == delivery.id,
            WebhookDelivery.state == DeliveryState.PENDING,
            WebhookDelivery.attempt_count == delivery.attempt_count,
        )
        values = {
            "state": state,
            "attempt_count": delivery.attempt_count + 1,
            "first_tried_at": delivery.first_tried_at or self._now,
            "last_tried_at": self._now,
            "last_status": tried.status,
            "last_fault": tried.fault[:200],
            "next_at": tried.again_at or self._now,
            "ended_at": None if state is DeliveryState.PENDING else self._now,
        }
        changed = update(WebhookDelivery).where(*as_it_was).values(**values).returning(WebhookDelivery.id)
        return self._session.scalar(changed) is not None

    def send_again(self, webhook_id: str, delivery_id: str) -> WebhookDelivery:
        """Let one be tried anew, whatever became of it: under the same id, so that who heard it knows.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write()
        self.get(webhook_id, delivery_id)
        self._begin_anew(WebhookDelivery.id == delivery_id)
        return self.get(webhook_id, delivery_id)

    def begin_anew(self, webhook: Webhook) -> None:
        """Let what waits be tried as if it never was: what came of it elsewhere, or before a pause, counts no more.

        Raises
        ------
        NotFoundError
            There is no such webhook in the scope.
        """
        self._may_write()
        self._require_seen(Webhook, {webhook.id}, webhook.square_id, "webhook")
        of_webhook = (WebhookDelivery.square_id == webhook.square_id, WebhookDelivery.webhook_id == webhook.id)
        self._begin_anew(*of_webhook, WebhookDelivery.state == DeliveryState.PENDING)

    def _begin_anew(self, *which: Any) -> None:
        values = {"state": DeliveryState.PENDING, "attempt_count": 0, "first_tried_at": None, "ended_at": None}
        anew = update(WebhookDelivery).where(self._seen(WebhookDelivery), *which)
        self._session.execute(anew.values(**values, next_at=self._now))

    def squares_with_old(self) -> list[str]:
        """List the squares that have some that were kept long enough."""
        query = select(WebhookDelivery.square_id).where(*self._old()).distinct()
        return sorted(self._session.scalars(query))

    def forget(self, square_id: str) -> int:
        """Remove those of a square that were kept long enough; give how many there were."""
        self._may_write_as_system(square_id)
        here = (*self._old(), WebhookDelivery.square_id == square_id)
        return len(self._session.scalars(delete(WebhookDelivery).where(*here).returning(WebhookDelivery.id)).all())

    def _old(self) -> tuple[Any, ...]:
        return self._seen(WebhookDelivery), WebhookDelivery.created_at < self._now - KEPT_FOR

    def _waiting(self, webhook_id: str) -> Any:
        return self._select(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == DeliveryState.PENDING
        )
