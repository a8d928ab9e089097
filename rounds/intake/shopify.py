"""An order of Shopify, from what its webhooks on orders carry.

Source: shopify.dev/docs/api/admin-rest/latest/resources/order.
"""

from typing import Any

from rounds.intake.given_order import GivenAddress, GivenOrder, GivenParcel
from rounds.intake.json_parts import moment_at, part_at, parts_at, text_at, whole_at
from rounds.intake.web_asked import asked_in
from rounds.intake.web_order import WebOrder, Wish

__all__ = ["GIVEN_BACK", "NOT_PAID", "read_shopify_order"]

NOT_PAID = frozenset({"pending", "expired", ""})
GIVEN_BACK = frozenset({"refunded", "voided"})


def read_shopify_order(document: dict[str, Any], shop: str) -> WebOrder | None:
    """Read an order; None where the document is none.

    A refund tells itself twice: as a document of its own, which is none of an order, and as a change of its order.

    Parameters
    ----------
    shop: the id under which we know the shop.
    """
    external_id = text_at(document, "id")
    if not external_id:
        return None
    if set(document) == {"id"}:
        return WebOrder(external_id, None, Wish.CANCEL, "deleted")
    if not text_at(document, "name") or "line_items" not in document:
        return None
    wish, why = _wish(document)
    address = part_at(document, "shipping_address")
    lines = parts_at(document, "shipping_lines")
    return WebOrder(
        external_id=external_id,
        changed_at=moment_at(document, "updated_at"),
        wish=wish,
        why=why,
        methods=[name for line in lines for name in (text_at(line, "title"), text_at(line, "code")) if name],
        postcode=text_at(address, "zip").lstrip("'"),
        given=_given(document, address, shop),
    )


def _wish(document: dict[str, Any]) -> tuple[Wish, str]:
    """Say what is wanted, by the first of these that holds: what was given back may have been paid and sent before."""
    paid = text_at(document, "financial_status")
    goods = _goods(document)
    told = (
        (bool(text_at(document, "cancelled_at")), Wish.CANCEL, text_at(document, "cancel_reason") or "cancelled"),
        (paid in GIVEN_BACK, Wish.CANCEL, paid),
        (part_at(document, "test") is True, Wish.NOTHING, "test"),
        (text_at(document, "fulfillment_status") == "fulfilled", Wish.NOTHING, "fulfilled"),
        (bool(goods) and not any(many for _, many in goods), Wish.CANCEL, "refunded"),
        (not goods or part_at(document, "shipping_address") is None, Wish.OTHERWISE, "nothing to send"),
        (paid in NOT_PAID, Wish.NOT_YET, paid or "not paid"),
    )
    return next(((wish, why) for holds, wish, why in told if holds), (Wish.DELIVER, paid))


def _goods(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Give grams and number of each line that is to be sent, less what was given back."""
    goods: list[tuple[int, int]] = []
    for line in parts_at(document, "line_items"):
        if part_at(line, "requires_shipping") is not False:
            many = whole_at(line, "current_quantity")
            many = whole_at(line, "quantity") if many is None else many
            goods.append((whole_at(line, "grams") or 0, 1 if many is None else many))
    return goods


def _given(document: dict[str, Any], address: object, shop: str) -> GivenOrder:
    names = (text_at(address, name) for name in ("first_name", "last_name"))
    weight_g = sum(grams * many for grams, many in _goods(document))
    return GivenOrder(
        shop=shop,
        order_ref=text_at(document, "name"),
        recipient=text_at(address, "name") or " ".join(filter(None, names)) or text_at(address, "company"),
        address=GivenAddress(
            line=text_at(address, "address1"),
            second_line=text_at(address, "address2"),
            postcode=text_at(address, "zip").lstrip("'"),
            town=text_at(address, "city"),
        ),
        parcels=[GivenParcel(weight_g=weight_g)] if weight_g else (),
        phone=text_at(address, "phone") or text_at(document, "phone") or text_at(document, "customer", "phone"),
        email=text_at(document, "email"),
        note=text_at(document, "note"),
        asked=asked_in(parts_at(document, "note_attributes"), "name"),
    )
