"""Webhooks of a square: who wants to be told, of what, where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from data.drafts.event import EventDraft, EventKind
from data.drafts.webhook import WebhookDraft
from data.models.shop import Shop
from data.models.square import Square
from data.models.webhook import ERASED, Webhook, WebhookState
from data.repositories.base import Repository
from kernel.errors import ConflictError, NotAllowedError
from kernel.ids import new_id
from kernel.rights import Reach, Thing, right_of

__all__ = ["Webhooks"]


class Webhooks(Repository):
    """Who is told what happens."""

    thing = Thing.WEBHOOKS_OUT

    def add(self, square_id: str, draft: WebhookDraft) -> Webhook:
        """Store one.

        Raises
        ------
        NotFoundError
            The shop is not on this square, or not the asker's.
        NotAllowedError
            It would be told of more than the asker sees.
        """
        self._may_write()
        self._square(square_id)
        self._must_see_as_much(draft.shop_id)
        if draft.shop_id is not None:
            self._require_seen(Shop, {draft.shop_id}, square_id, "shop")
        row = {
            "id": new_id(),
            "square_id": square_id,
            "shop_id": draft.shop_id,
            "url": draft.url,
            "kinds": list(draft.kinds),
            "secret": draft.secret,
            "state": WebhookState.ACTIVE,
            "why_paused": "",
            "failure_count": 0,
            "last_seq": 0,
            "made_by": str(self._asker.principal),
            "created_at": self._now,
            "changed_at": self._now,
        }
        self._insert(Webhook, [row])
        return self.get(square_id, str(row["id"]))

    def get(self, square_id: str, webhook_id: str) -> Webhook:
        """Find one.

        Raises
        ------
        NotFoundError
            There is none on this square, or not within the scope.
        """
        query = self._select(Webhook).where(Webhook.square_id == square_id, Webhook.id == webhook_id)
        return self._one(query, f"webhook {webhook_id} on this square")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Webhook]:
        """List them as they were made, those that have ended too, a page of them."""
        return self._page(self._select(Webhook).where(Webhook.square_id == square_id), after, limit)

    def listening(self, square_id: str) -> list[Webhook]:
        """List those that have not ended; for those that are paused, too, what happens is kept."""
        query = self._select(Webhook).where(Webhook.square_id == square_id, Webhook.ended_at.is_(None))
        return self._all(query.order_by(Webhook.id))

    def change(self, square_id: str, webhook_id: str, *, url: str, kinds: Sequence[str], paused: bool) -> Webhook:
        """Say anew where and of what one is told, and whether at all; made active, it begins without its failure_count.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It has ended.
        """
        before = self._standing(square_id, webhook_id)
        values: dict[str, Any] = {"url": url, "kinds": list(kinds)}
        if paused and before.state is WebhookState.ACTIVE:
            values |= {"state": WebhookState.PAUSED, "why_paused": "a person paused it"}
        if not paused:
            values |= {"state": WebhookState.ACTIVE, "why_paused": ""}
            values |= {"failure_count": 0, "failing_since": None, "retry_at": None}
        return self._set(before, **values)

    def rotate(self, square_id: str, webhook_id: str, secret: str, old_until: datetime) -> Webhook:
        """Sign with another secret, and until then with the one of now as well; raises as `change`."""
        before = self._standing(square_id, webhook_id)
        return self._set(before, secret=secret, old_secret=before.secret, old_until=old_until)

    def end(self, square_id: str, webhook_id: str) -> Webhook:
        """Tell it nothing any more, and erase its secrets; raises as `change`."""
        before = self._standing(square_id, webhook_id)
        ended = {"state": WebhookState.ENDED, "ended_at": self._now, "why_paused": "", "retry_at": None}
        return self._set(before, **ended, secret=ERASED, old_secret=None, old_until=None)

    def hold(self, square_id: str, webhook_id: str) -> Webhook:
        """Give one as it stands, and let whoever else writes to it wait until this unit of work ends."""
        self._may_write()
        return self._set(self.get(square_id, webhook_id))

    def went_well(self, square_id: str, webhook_id: str) -> None:
        """Keep that it answered as it should."""
        self._tried(square_id, webhook_id, failure_count=0, failing_since=None, retry_at=None)

    def failed(self, square_id: str, webhook_id: str, retry_at: datetime) -> Webhook:
        """Keep that it did not answer as it should, and that nothing is sent before that moment."""
        self._may_write_as_system(square_id)
        before = self.get(square_id, webhook_id)
        since = before.failing_since or self._now
        self._tried(
            square_id, webhook_id, failure_count=Webhook.failure_count + 1, failing_since=since, retry_at=retry_at
        )
        return self.get(square_id, webhook_id)

    def try_now(self, square_id: str, webhook_id: str) -> None:
        """Let nothing that failed before keep it from being called: somebody asks for it."""
        self._tried(square_id, webhook_id, retry_at=None)

    def pause(self, square_id: str, webhook_id: str, why: str) -> None:
        """Send nothing any more until a person says so; the square is told by an event."""
        self._tried(square_id, webhook_id, state=WebhookState.PAUSED, why_paused=why[:300], retry_at=None)
        details = {"webhook": webhook_id, "why": why}
        self._record(square_id, [EventDraft(EventKind.WEBHOOK_PAUSED, details=details)])

    def renew_listening(self, square_id: str) -> None:
        """Say on the square whether anybody is to be told: who writes an event looks there (`data.listeners`).

        Our own work on a square: somebody who keeps one webhook does not see the others.
        """
        self._may_write_as_system(square_id)
        here = select(Webhook.id).where(Webhook.square_id == square_id, Webhook.ended_at.is_(None)).limit(1)
        since = self._now if self._session.scalar(here) is not None else None
        self._session.execute(update(Square).where(self._seen(Square), Square.id == square_id).values(told_since=since))

    def _standing(self, square_id: str, webhook_id: str) -> Webhook:
        self._may_write()
        webhook = self.get(square_id, webhook_id)
        if webhook.ended_at is not None:
            raise ConflictError("this webhook has ended", way_out="Make another one.")
        self._must_see_as_much(webhook.shop_id)
        return webhook

    def _must_see_as_much(self, shop_id: str | None) -> None:
        if shop_id is None and right_of(self._asker.scope.role, self.thing).reads is not Reach.ALL:
            raise NotAllowedError(
                "this webhook would tell of the whole square, of which you see a part", way_out="Name your shop."
            )

    def _tried(self, square_id: str, webhook_id: str, **values: Any) -> None:
        self._may_write_as_system(square_id)
        self.get(square_id, webhook_id)
        here = (self._seen(Webhook), Webhook.id == webhook_id, Webhook.square_id == square_id)
        self._session.execute(update(Webhook).where(*here).values(**values))

    def _set(self, before: Webhook, **values: Any) -> Webhook:
        here = (self._seen(Webhook), Webhook.id == before.id, Webhook.square_id == before.square_id)
        changed = values | {"changed_at": self._now if values else Webhook.changed_at}
        self._session.execute(update(Webhook).where(*here).values(**changed))
        return self.get(before.square_id, before.id)
