"""Webhooks as people keep them: made, changed, given another secret, tried out, ended; deliveries sent again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_urlsafe

from data.database import Database
from data.drafts.webhook import DeliveryDraft, WebhookDraft
from data.models.webhook import Webhook, WebhookDelivery, WebhookState
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from kernel.scope import Scope
from rounds.webhook_calls import call_later
from rounds.webhook_kinds import OF_ORDERS, PING, WebhookKind, known_kinds

__all__ = [
    "BOTH_FOR", "MOST_ALIVE", "WebhookWish", "change_webhook", "end_webhook", "forget_old_deliveries", "make_webhook",
    "new_secret", "ping_webhook", "rotate_secret", "send_again",
]  # fmt: skip

WORK = "webhook kept"
FORGETTING = "old webhook deliveries forgotten"
BOTH_FOR = timedelta(days=1)
"""For how long both secrets sign after one takes the other's place: as long as anything is tried again."""
MOST_ALIVE = 10
"""Webhooks of one shop, and of the square as a whole: a slow one occupies a worker for ten seconds at a time. Our own
choice."""
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class WebhookWish:
    """What somebody wants to be told of.

    Attributes
    ----------
    shop_id: whose orders alone; None is everything of the square.
    """

    url: str
    kinds: Sequence[WebhookKind]
    shop_id: str | None = None
    paused: bool = False
    secret: str = field(default="", repr=False)


def new_secret() -> str:
    """Draw a secret that nobody guesses."""
    return f"whsec_{token_urlsafe(SECRET_BYTES)}"


def make_webhook(work: Work, square_id: str, wish: WebhookWish) -> Webhook:
    """Tell an address from now on; it was judged before (`WebhookDoor.check`).

    Raises
    ------
    BadInputError
        A shop's webhook is told of orders only.
    NotFoundError, NotAllowedError
        As `Webhooks.add`.
    ConflictError
        There are as many as there may be.
    """
    draft = WebhookDraft(wish.url, _kinds(wish), wish.secret, wish.shop_id)
    webhook = work.webhooks.add(square_id, draft)
    alike = [one for one in work.webhooks.listening(square_id) if one.shop_id == webhook.shop_id]
    if len(alike) > MOST_ALIVE:
        whose = "the square" if webhook.shop_id is None else "the shop"
        raise ConflictError(
            f"{whose} has {MOST_ALIVE} webhooks", way_out="End one of them, or let one address be told of more kinds."
        )
    with work.as_system(WORK, square_id) as system:
        system.webhooks.renew_listening(square_id)
    return webhook


def change_webhook(work: Work, square_id: str, webhook_id: str, wish: WebhookWish) -> Webhook:
    """Say anew where, of what and whether one is told; made active or given another address, what waits begins anew.

    Raises
    ------
    BadInputError, NotFoundError, ConflictError
        As `make_webhook`, or it has ended.
    """
    before = work.webhooks.get(square_id, webhook_id)
    if wish.shop_id != before.shop_id:
        raise BadInputError("whose orders a webhook tells of stays", where="shop_id", way_out="Make another webhook.")
    webhook = work.webhooks.change(square_id, webhook_id, url=wish.url, kinds=_kinds(wish), paused=wish.paused)
    was_resumed = before.state is WebhookState.PAUSED and webhook.state is WebhookState.ACTIVE
    if was_resumed or before.url != webhook.url:
        work.webhook_deliveries.begin_anew(webhook)
    _call(work, webhook)
    return webhook


def rotate_secret(work: Work, square_id: str, webhook_id: str, secret: str) -> Webhook:
    """Sign with another secret; for a day with the old one, too. Raises as `change_webhook`."""
    return work.webhooks.rotate(square_id, webhook_id, secret, work.now + BOTH_FOR)


def end_webhook(work: Work, square_id: str, webhook_id: str) -> Webhook:
    """Tell an address nothing any more. Raises as `change_webhook`."""
    webhook = work.webhooks.end(square_id, webhook_id)
    with work.as_system(WORK, square_id) as system:
        system.webhooks.renew_listening(square_id)
    return webhook


def ping_webhook(work: Work, square_id: str, webhook_id: str) -> WebhookDelivery:
    """Send something that tells nothing, at once.

    Raises
    ------
    NotFoundError
        There is no such webhook in the scope.
    ConflictError
        It is paused or has ended.
    """
    webhook = _active(work, square_id, webhook_id)
    moment = work.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"happened_at": moment, "square": work.squares.with_id(square_id).slug}
    (delivery,) = work.webhook_deliveries.add(webhook, [DeliveryDraft(PING, None, told)])
    _call(work, webhook)
    return delivery


def send_again(work: Work, square_id: str, webhook_id: str, delivery_id: str) -> WebhookDelivery:
    """Send a delivery again, under its own id, at once; raises as `ping_webhook`."""
    webhook = _active(work, square_id, webhook_id)
    delivery = work.webhook_deliveries.send_again(webhook_id, delivery_id)
    _call(work, webhook)
    return delivery


def forget_old_deliveries(database: Database) -> int:
    """Remove deliveries that were kept long enough, each square's in its own turn; give how many there were."""
    with database.read(Scope.system(FORGETTING)) as work:
        squares = work.webhook_deliveries.squares_with_old()
    forgotten = 0
    for square_id in squares:
        with database.begin(Scope.system(FORGETTING, [square_id])) as work:
            forgotten += work.webhook_deliveries.forget(square_id)
    return forgotten


def _kinds(wish: WebhookWish) -> list[WebhookKind]:
    kinds = known_kinds(wish.kinds)
    beyond = [kind for kind in kinds if kind not in OF_ORDERS]
    if wish.shop_id is not None and beyond:
        raise BadInputError(
            f"a shop's webhook is not told of {beyond[0]}", where="kinds", way_out="Choose kinds that begin with order."
        )
    return kinds


def _active(work: Work, square_id: str, webhook_id: str) -> Webhook:
    webhook = work.webhooks.hold(square_id, webhook_id)
    if webhook.state is not WebhookState.ACTIVE:
        raise ConflictError(f"this webhook is {webhook.state}", way_out="Make it active first.")
    return webhook


def _call(work: Work, webhook: Webhook) -> None:
    """Let a person's wish go before whatever moment a failure set."""
    with work.as_system(WORK, webhook.square_id) as system:
        if webhook.state is WebhookState.ACTIVE:
            system.webhooks.try_now(webhook.square_id, webhook.id)
            call_later(system, webhook, now=True)
