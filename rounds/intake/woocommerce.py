"""An order of WooCommerce, from what its webhooks carry: version 3 of its REST API.

Source: woocommerce.github.io/woocommerce-rest-api-docs, "Order properties", "Webhooks".
"""

from typing import Any

from rounds.intake.given_order import GivenAddress, GivenOrder
from rounds.intake.json_parts import moment_at, part_at, parts_at, text_at
from rounds.intake.web_asked import asked_in
from rounds.intake.web_order import WebOrder, Wish

__all__ = ["WISHES", "read_woocommerce_order"]

WISHES = {
    "processing": Wish.DELIVER,
    "completed": Wish.NOTHING,
    "pending": Wish.NOT_YET,
    "on-hold": Wish.NOT_YET,
    "checkout-draft": Wish.NOT_YET,
    "cancelled": Wish.CANCEL,
    "refunded": Wish.CANCEL,
    "failed": Wish.CANCEL,
    "trash": Wish.CANCEL,
}
"""Paid is "processing". A shop says "completed" when the goods have left: what we have of it then stays as it is."""
COLLECTED = "local_pickup"
"""The method of who comes to the shop."""


def read_woocommerce_order(document: dict[str, Any], shop: str) -> WebOrder | None:
    """Read an order; None where the document is none.

    An order that was thrown away comes as nothing but its id.

    Parameters
    ----------
    shop: the id under which we know the shop.
    """
    external_id = text_at(document, "id")
    if not external_id:
        return None
    if set(document) == {"id"}:
        return WebOrder(external_id, None, Wish.CANCEL, "deleted")
    status = text_at(document, "status")
    methods = _methods(document)
    if not status:
        return None
    wish = WISHES.get(status, Wish.NOT_YET)
    collected = wish is Wish.DELIVER and _is_collected(document)
    address = _address(document)
    return WebOrder(
        external_id=external_id,
        changed_at=moment_at(document, "date_modified_gmt"),
        wish=Wish.OTHERWISE if collected else wish,
        why=COLLECTED if collected else status,
        methods=methods,
        postcode=text_at(address, "postcode"),
        given=_given(document, address, shop),
    )


def _address(document: dict[str, Any]) -> object:
    """Give the address of delivery; a shop that asks for one only writes it under billing."""
    shipping = part_at(document, "shipping")
    typed = any(text_at(shipping, name) for name in ("address_1", "postcode", "city"))
    return shipping if typed else part_at(document, "billing")


def _given(document: dict[str, Any], address: object, shop: str) -> GivenOrder:
    names = (text_at(address, name) for name in ("first_name", "last_name"))
    return GivenOrder(
        shop=shop,
        order_ref=text_at(document, "number") or text_at(document, "id"),
        recipient=" ".join(filter(None, names)) or text_at(address, "company"),
        address=GivenAddress(
            line=text_at(address, "address_1"),
            second_line=text_at(address, "address_2"),
            postcode=text_at(address, "postcode"),
            town=text_at(address, "city"),
        ),
        phone=text_at(address, "phone") or text_at(document, "billing", "phone"),
        email=text_at(document, "billing", "email"),
        note=text_at(document, "customer_note"),
        asked=asked_in(parts_at(document, "meta_data"), "key"),
    )


def _methods(document: dict[str, Any]) -> list[str]:
    lines = parts_at(document, "shipping_lines")
    return [name for line in lines for name in (text_at(line, "method_title"), text_at(line, "method_id")) if name]


def _is_collected(document: dict[str, Any]) -> bool:
    methods = [text_at(line, "method_id") for line in parts_at(document, "shipping_lines")]
    return bool(methods) and all(method.startswith(COLLECTED) or method == "pickup_location" for method in methods)
