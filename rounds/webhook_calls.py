"""Calling a webhook: what waits is sent in turn, what is not heard is sent again, for a day.

There is one job at most of each webhook that waits or runs, so that a server is called by one at a time. It sends what
is due, keeps after each what came of it, and asks for the next job when there is more: at once, or when it is to be
tried again. A server that fails is left alone for longer each time, whatever else waits for it; one delivery that it
will not take holds up no other. Whoever is killed between sending and keeping sends it again: at least once.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.database import Database
from data.drafts.webhook import Tried
from data.models.webhook import Webhook, WebhookDelivery, WebhookState
from data.work import Work
from gateways.webhook_door import WebhookDoor
from gateways.webhook_signature import signed_headers
from kernel.errors import BadInputError, UnavailableError
from kernel.scope import Scope
from rounds.later import JobKind, later

__all__ = ["GIVE_UP_AFTER", "call_later", "call_webhook", "wait_after"]

LOG = logging.getLogger(__name__)
WORK = "webhook called"
GIVE_UP_AFTER = timedelta(days=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
AT_ONCE = 50
AT_ONCE_S = 10.0
"""Of one job: then it is others' turn."""
SUCCESS = range(200, 300)
REDIRECT = range(300, 400)


def wait_after(failures: int) -> timedelta:
    """Give how long to wait after so many failures in a row: 10 s, then twice as long each time, an hour at most."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)


def call_later(work: Work, webhook: Webhook, *, now: bool = False) -> None:
    """Ask for the call of a webhook, in the transaction that gave it something to say.

    Whoever does so holds the webhook's row, as a job does that ends: so either sees what the other wrote. A job that
    waits for a delivery to be tried again gives way: what is new waits for the webhook's own moment alone.

    Parameters
    ----------
    now: whether a job that waits for its moment gives way.
    """
    word = _word(webhook.id)
    due_at = work.now if now else max(webhook.retry_at or work.now, work.now)
    if now or not work.jobs.lives(webhook.square_id, word, due_by=due_at):
        arguments = {"webhook_id": webhook.id}
        later(work, JobKind.CALL_WEBHOOK, webhook.square_id, arguments, due_at=due_at, supersedes=word)


def call_webhook(
    database: Database, door: WebhookDoor, square_id: str, webhook_id: str, close: Callable[[Work], None]
) -> int:
    """Send what is due to a webhook; gives how much was heard.

    Parameters
    ----------
    close: called in the unit of work in which the next call is asked for: there the job is closed.

    Raises
    ------
    NotFoundError
        There is no such webhook on the square.
    StorageError
        The database cannot be written; what was sent and not kept is sent again.
    """
    call = _Call(database, door, square_id, webhook_id)
    heard, ends_s = 0, time.monotonic() + AT_ONCE_S
    while heard < AT_ONCE and time.monotonic() < ends_s and call.next():
        heard += 1
    with database.begin(call.scope) as work:
        webhook = work.webhooks.hold(square_id, webhook_id)
        next_at = work.webhook_deliveries.next_at(webhook_id) if webhook.state is WebhookState.ACTIVE else None
        if next_at is not None:
            due_at = max(next_at, webhook.retry_at or next_at, work.now)
            arguments = {"webhook_id": webhook_id}
            later(work, JobKind.CALL_WEBHOOK, square_id, arguments, due_at=due_at, supersedes=_word(webhook_id))
        close(work)
    return heard


@dataclass(frozen=True, slots=True)
class _Call:
    """One job's calls."""

    database: Database
    door: WebhookDoor
    square_id: str
    webhook_id: str

    @property
    def scope(self) -> Scope:
        return Scope.system(WORK, [self.square_id])

    def next(self) -> bool:
        """Send what goes first, and keep what came of it; False where nothing is due or it was not heard."""
        with self.database.read(self.scope) as work:
            webhook = work.webhooks.get(self.square_id, self.webhook_id)
            now = work.now
            rests = webhook.retry_at is not None and webhook.retry_at > now
            if webhook.state is not WebhookState.ACTIVE or rests:
                return False
            delivery = work.webhook_deliveries.next_due(self.webhook_id)
        if delivery is None:
            return False
        status, fault = self._sent(webhook, delivery, now)
        with self.database.begin(self.scope) as work:
            self._keep(work, webhook, delivery, status, fault)
        return not fault

    def _sent(self, webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> tuple[int | None, str]:
        """Send a delivery; gives the status of the answer and what is wrong with it."""
        body = json.dumps(delivery.body, separators=(",", ":")).encode()
        both = webhook.old_secret is not None and webhook.old_until is not None and webhook.old_until > now
        secrets = [webhook.secret, *([webhook.old_secret] if both and webhook.old_secret else [])]
        headers = signed_headers(delivery.id, int(now.timestamp()), body, secrets)
        try:
            status = self.door.post(webhook.url, headers, body)
        except (UnavailableError, BadInputError) as fault:
            return None, fault.what
        if status in SUCCESS:
            return status, ""
        if status in REDIRECT:
            return status, "it names another address, which is not followed"
        return status, f"it answers {status}"

    def _keep(self, work: Work, webhook: Webhook, delivery: WebhookDelivery, status: int | None, fault: str) -> None:
        deliveries, webhooks = work.webhook_deliveries, work.webhooks
        if not fault:
            deliveries.tried(delivery, Tried(status))
            webhooks.went_well(self.square_id, self.webhook_id)
            return
        if webhooks.get(self.square_id, self.webhook_id).changed_at != webhook.changed_at:
            # What a person changed meanwhile has not failed yet: it is tried at once.
            deliveries.tried(delivery, Tried(status, fault, work.now))
            return
        given_up = work.now - (delivery.first_tried_at or work.now) >= GIVE_UP_AFTER
        again_at = None if given_up else work.now + wait_after(delivery.attempt_count + 1)
        if not deliveries.tried(delivery, Tried(status, fault, again_at)):
            return
        after = webhooks.failed(self.square_id, self.webhook_id, work.now + wait_after(webhook.failure_count + 1))
        failed_for = work.now - (after.failing_since or work.now)
        if after.state is WebhookState.ACTIVE and failed_for >= GIVE_UP_AFTER:
            webhooks.pause(self.square_id, self.webhook_id, f"it failed for a day: {fault}")
            LOG.warning("a webhook failed for a day and is paused", extra={"square_id": self.square_id})


def _word(webhook_id: str) -> str:
    return f"webhook:{webhook_id}"
