"""One message of a web shop, kept as it came and answered at once; `rounds/web_delivery.py` does it as a job."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.database import Database
from data.drafts.web_shop import WebDeliveryDraft
from kernel.errors import BadInputError, NotFoundError, UnknownAskerError
from kernel.scope import Scope
from rounds.intake.platforms import TOPICS, read_web_order
from rounds.intake.web_document import read_web_document
from rounds.intake.web_signature import delivery_key, is_ping, is_signed, is_stale
from rounds.later import JobKind, later

__all__ = ["Received", "receive_delivery"]

WORK = "webhook in"


@dataclass(frozen=True, slots=True)
class Received:
    """A message that was kept; `new` unless it came before. A ping has no id."""

    delivery_id: str
    new: bool


def receive_delivery(database: Database, web_shop_id: str, headers: Mapping[str, str], body: bytes) -> Received:
    """Keep a message of a web shop, and ask for the job that does it, in one transaction.

    Parameters
    ----------
    headers: by lower-case name.

    Raises
    ------
    NotFoundError
        There is no such web shop, or it was ended.
    UnknownAskerError
        Its signature does not fit.
    BadInputError
        It is signed, but old or no JSON.
    StorageError
        The database cannot be written; the web shop sends it again.
    """
    with database.read(Scope.system(WORK)) as work:
        web_shop = work.web_shops.get(web_shop_id)
        now = work.now
    if web_shop.ended_at is not None:
        raise NotFoundError(f"there is no web shop {web_shop_id}", way_out="Remove the webhook there.")
    if not is_signed(web_shop.platform, web_shop.secret, body, headers):
        if is_ping(web_shop.platform, body):
            return Received("", new=False)
        raise UnknownAskerError(
            "the signature does not fit", where="webhook", way_out="Is the secret in the web shop the one given here?"
        )
    if is_stale(headers, now):
        raise BadInputError("the message is too old", where="webhook", way_out="Is the clock of this server right?")
    document = read_web_document(body)
    order = read_web_order(web_shop.platform, document, web_shop.shop_id)
    external_id = order.external_id[:80] if order else ""
    changed_at = order.changed_at if order else None
    with database.begin(Scope.system(WORK, [web_shop.square_id])) as work:
        before = 0 if changed_at else work.web_deliveries.dated(web_shop.id, external_id)
        draft = WebDeliveryDraft(
            web_shop_id=web_shop.id,
            delivery_key=delivery_key(web_shop.platform, body, headers, before),
            topic=headers.get(TOPICS[web_shop.platform], "")[:80],
            body=document,
            external_id=external_id,
            changed_at=changed_at,
        )
        delivery_id, new = work.web_deliveries.add(web_shop.square_id, draft)
        if new:
            later(work, JobKind.WEB_DELIVERY, web_shop.square_id, {"delivery_id": delivery_id}, once=delivery_id)
    return Received(delivery_id, new)
