"""Webhooks of a square: addresses that are told what happens, with everything that they were told."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Door
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import acting, changing, creating, listing, showing
from api.schemas.thing import Id
from api.schemas.webhooks import DeliveryShown, WebhookGiven, WebhookMade, WebhookShown
from data.work import Work
from kernel.rights import Thing
from rounds.webhook_keeping import (
    change_webhook,
    end_webhook,
    make_webhook,
    new_secret,
    ping_webhook,
    rotate_secret,
    send_again,
)

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/webhooks", tags=["webhooks"])

See = Annotated[AtSquare, to_see(Thing.WEBHOOKS_OUT)]
Change = Annotated[AtSquare, to_change(Thing.WEBHOOKS_OUT)]


@router.get("", **listing(WebhookShown))
def list_webhooks(at: See, paging: Paging) -> Response:
    """List the webhooks, as they were made, those that have ended too."""
    with at.read() as work:
        return paging.page(work.webhooks.page(at.id, after=paging.after_id, limit=paging.wanted), WebhookShown.of)


@router.post("", **creating(WebhookMade))
def add_webhook(at: Change, once: Once, door: Door, given: WebhookGiven) -> Response:
    """Tell an address what happens. The answer holds its secret, once: sent again, the request does not get it."""
    if (kept := once.answered(at.read)) is not None:
        return kept
    door.check(given.url)

    def make(work: Work) -> Answer:
        webhook = make_webhook(work, at.id, given.wish(new_secret()))
        return created(WebhookMade.with_secret(webhook), at.address_of("webhooks", webhook.id))

    return once.once(at.begin, make)


@router.get("/{webhook}", **showing(WebhookShown))
def show_webhook(at: See, webhook: Id, request: Request) -> Response:
    """Show a webhook, without its secret."""
    with at.read() as work:
        return shown(request, WebhookShown.of(work.webhooks.get(at.id, webhook)))


@router.put("/{webhook}", **changing(WebhookShown))
def alter_webhook(at: Change, webhook: Id, seen: IfMatch, door: Door, given: WebhookGiven) -> Response:
    """Put what is given in the place of what is known: where, of what, and whether it is paused."""
    with at.read() as work:
        stays = work.webhooks.get(at.id, webhook).url == given.url
    if not (given.paused and stays):  # one whose name nobody knows any more can still be paused
        door.check(given.url)
    with at.begin() as work:
        seen.must_be(WebhookShown.of(work.webhooks.get(at.id, webhook)).as_tagged())
        return changed(WebhookShown.of(change_webhook(work, at.id, webhook, given.wish()))).response


@router.post("/{webhook}/rotate-secret", **acting(WebhookMade))
def renew_secret(at: Change, once: Once, webhook: Id) -> Response:
    """Sign with a new secret, told once; for a day the old one signs, too."""

    def rotate(work: Work) -> Answer:
        return changed(WebhookMade.with_secret(rotate_secret(work, at.id, webhook, new_secret())))

    return once.once(at.begin, rotate)


@router.post("/{webhook}/ping", **creating(DeliveryShown))
def ping(at: Change, once: Once, webhook: Id) -> Response:
    """Send something that tells nothing; what became of it is seen at the address of the answer."""

    def send(work: Work) -> Answer:
        delivery = ping_webhook(work, at.id, webhook)
        return created(DeliveryShown.of(delivery), at.address_of("webhooks", webhook, "deliveries", delivery.id))

    return once.once(at.begin, send)


@router.post("/{webhook}/end", **acting(WebhookShown))
def stop_webhook(at: Change, once: Once, webhook: Id) -> Response:
    """Tell it nothing any more."""

    def end(work: Work) -> Answer:
        return changed(WebhookShown.of(end_webhook(work, at.id, webhook)))

    return once.once(at.begin, end)


@router.get("/{webhook}/deliveries", **listing(DeliveryShown))
def list_deliveries(at: See, paging: Paging, webhook: Id) -> Response:
    """List what it was told in the last thirty days, and what became of it; the last cursor, kept, goes on later."""
    with at.read() as work:
        work.webhooks.get(at.id, webhook)
        rows = work.webhook_deliveries.page(webhook, after=paging.after_number, limit=paging.wanted)
    return paging.page(rows, DeliveryShown.of, lambda delivery: delivery.seq)


@router.get("/{webhook}/deliveries/{delivery}", **showing(DeliveryShown))
def show_delivery(at: See, webhook: Id, delivery: Id, request: Request) -> Response:
    """Show one delivery."""
    with at.read() as work:
        work.webhooks.get(at.id, webhook)
        return shown(request, DeliveryShown.of(work.webhook_deliveries.get(webhook, delivery)))


@router.post("/{webhook}/deliveries/{delivery}/resend", **acting(DeliveryShown))
def resend(at: Change, once: Once, webhook: Id, delivery: Id) -> Response:
    """Send a delivery again, whatever became of it, under the id it had."""

    def again(work: Work) -> Answer:
        return changed(DeliveryShown.of(send_again(work, at.id, webhook, delivery)))

    return once.once(at.begin, again)
