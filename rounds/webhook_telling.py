"""What was written becomes a delivery for each webhook that is to be told: once, however often the job is done."""

from collections.abc import Sequence

from data.drafts.webhook import DeliveryDraft
from data.models.event import Event
from data.models.webhook import Webhook
from data.repositories.stories import Story
from data.work import Work
from rounds.webhook_calls import call_later
from rounds.webhook_kinds import WebhookKind, kind_of, told_of

__all__ = ["tell_webhooks"]


def tell_webhooks(work: Work, square_id: str, event_ids: Sequence[str]) -> int:
    """Write the deliveries of events, and ask for the calls: our own work on a square. Gives how many are new."""
    webhooks = work.webhooks.listening(square_id)
    if not webhooks:
        return 0
    events = sorted(work.stories.said_before(square_id, event_ids, []), key=lambda event: event.received_seq)
    orders = {event.order_id for event in events if event.order_id}
    stories = {story.order.id: story for story in work.stories.of(square_id, orders)}
    slug = work.squares.with_id(square_id).slug
    told: list[tuple[WebhookKind, Event, Story | None]] = []
    for event in events:
        story = stories.get(event.order_id or "")
        kind = kind_of(event, story)
        if kind is not None:
            told.append((kind, event, story))
    new = 0
    for webhook in webhooks:
        drafts = [
            DeliveryDraft(kind, event.id, told_of(event, story, slug))
            for kind, event, story in told
            if _is_for(webhook, kind, story)
        ]
        added = work.webhook_deliveries.add(webhook, drafts) if drafts else []
        if added:
            call_later(work, webhook)
        new += len(added)
    return new


def _is_for(webhook: Webhook, kind: WebhookKind, story: Story | None) -> bool:
    """Say whether a webhook wants to be told, and may be: a shop's of its own orders alone."""
    if kind not in webhook.kinds:
        return False
    return webhook.shop_id is None or (story is not None and story.order.shop_id == webhook.shop_id)
