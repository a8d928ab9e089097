"""How far an order of a web shop's export is there: what was cancelled, given back or sent already is not brought.

The words are those of the shops' webhooks (`shopify`, `woocommerce`), so that a file and a webhook mean the same.
"""

from kernel.text import Text
from rounds.intake.cell import quoted
from rounds.intake.row_reader import RowReader
from rounds.intake.shopify import GIVEN_BACK, NOT_PAID
from rounds.intake.web_order import Wish
from rounds.intake.woocommerce import WISHES

__all__ = ["look_at_progress"]

_CANCELLED = Text("is geannuleerd", "is cancelled")
_GIVEN_BACK = Text("is terugbetaald", "is refunded")
_SENT = Text("is al verzonden", "is sent already")
_BY_STATUS = {"refunded": _GIVEN_BACK, "failed": Text("is mislukt", "has failed")}
"""What a status of WooCommerce is called where it is more than cancelled."""
_IN_DUTCH = {
    "wachtend-op-betaling": "pending", "in-behandeling": "processing", "verwerken": "processing",
    "in-de-wacht": "on-hold", "afgerond": "completed", "voltooid": "completed", "geannuleerd": "cancelled",
    "terugbetaald": "refunded", "mislukt": "failed",
}  # fmt: skip
"""What a WooCommerce that speaks Dutch calls its statuses."""


def look_at_progress(reader: RowReader) -> None:
    """Refuse an order that is over at the web shop; tell of one that is not paid."""
    if reader.text("cancelled_at"):
        _refuse(reader, _CANCELLED)
    paid = reader.text("financial_status").lower()
    if paid in GIVEN_BACK:
        _refuse(reader, _GIVEN_BACK if paid == "refunded" else _CANCELLED)
    if reader.text("fulfillment_status").lower() == "fulfilled":
        _refuse(reader, _SENT)
    if paid and paid in NOT_PAID:
        _tell_unpaid(reader, paid)
    _look_at_status(reader)


def _look_at_status(reader: RowReader) -> None:
    status = "-".join(reader.text("status").lower().removeprefix("wc-").split())
    if not status:
        return
    status = _IN_DUTCH.get(status, status)
    wish = WISHES.get(status, Wish.NOT_YET)
    if wish is Wish.CANCEL:
        _refuse(reader, _BY_STATUS.get(status, _CANCELLED))
    elif wish is Wish.NOTHING:
        _refuse(reader, _SENT)
    elif wish is Wish.NOT_YET:
        _tell_unpaid(reader, status)


def _refuse(reader: RowReader, what: Text) -> None:
    reader.fault(f"de bestelling {what.nl}", f"the order {what.en}")


def _tell_unpaid(reader: RowReader, status: str) -> None:
    reader.mend(
        f"status {quoted(status)} van de webwinkel: is ze betaald?", f"status {quoted(status)} at the shop: is it paid?"
    )
